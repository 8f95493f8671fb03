import type { ControlId } from '../../../app/controls/control.ts';
import type { ShownVerdict } from '../../../app/findings/verdict.ts';
import type { HostKind, PanelSnapshot } from '../../../app/ipc/snapshot.ts';

/** One step on the way to a hardened machine. It is done when its controls hold, not because it once ran. */
export interface SetupStep {
  readonly id: string;
  readonly title: string;
  /** Whose account it needs. */
  readonly account: string;
  /** None: nothing can look at it yet, a person has to. */
  readonly controls: readonly ControlId[];
}

const linuxSteps: readonly SetupStep[] = [
  { id: 'engine', title: 'Docker Engine answers', account: 'you', controls: ['docker.engine'] },
  { id: 'tools-image', title: 'The tools image is there', account: 'you', controls: [] },
  {
    id: 'folders',
    title: 'Scripts and folders of the profile are in place',
    account: 'you',
    controls: ['container.user-scripts', 'container.cache-readonly'],
  },
  {
    id: 'bootstrap',
    title: 'ComfyUI has been installed once, online',
    account: 'you',
    controls: ['container.torch-lock'],
  },
  { id: 'secure', title: 'A secure session has been proven', account: 'you', controls: ['docker.egress-proof'] },
];

const windowsSteps: readonly SetupStep[] = [
  {
    id: '01',
    title: 'Accounts and groups',
    account: 'administrator',
    controls: ['windows.accounts', 'windows.docker-users', 'windows.hyperv-admins'],
  },
  { id: '02', title: 'Virtualization in the firmware', account: 'by hand', controls: [] },
  { id: '03', title: 'WSL 2 and the Virtual Machine Platform', account: 'administrator', controls: [] },
  { id: '04', title: 'Sign in as the comfyui account', account: 'by hand', controls: [] },
  { id: '05', title: 'Ubuntu in this account', account: 'comfyui', controls: ['wsl.distro-visible'] },
  { id: '06', title: 'The NVIDIA driver, on Windows only', account: 'administrator', controls: ['wsl.no-cuda'] },
  { id: '07', title: 'Docker Desktop with WSL integration', account: 'administrator', controls: ['docker.engine'] },
  {
    id: '08',
    title: '.wslconfig and wsl.conf',
    account: 'comfyui',
    controls: ['wsl.network-nat', 'wsl.c-readonly', 'wsl.limits'],
  },
  {
    id: '09',
    title: 'The disk for models, its rights, its logon task',
    account: 'administrator',
    controls: ['windows.models-vhd', 'windows.vhd-acl', 'windows.automount-task'],
  },
  { id: '10', title: 'That disk formatted and mounted', account: 'comfyui', controls: ['wsl.models-mount'] },
  {
    id: '11',
    title: 'Scripts, offline Manager, folders',
    account: 'comfyui',
    controls: ['container.user-scripts', 'container.offline'],
  },
  {
    id: '12',
    title: 'One start online, then secure',
    account: 'comfyui',
    controls: ['container.torch-lock', 'docker.egress-proof'],
  },
];

/** The steps of a host, in order. */
export function stepsOf(host: HostKind): readonly SetupStep[] {
  return host === 'linux' ? linuxSteps : windowsSteps;
}

/** `done` needs every control of the step to hold; what nobody can look at is never done. */
export function stepState(step: SetupStep, snapshot: PanelSnapshot): 'done' | 'open' | 'unknown' {
  const verdicts = step.controls.map((id) => verdictOf(id, snapshot));
  if (verdicts.some((verdict) => verdict === 'fail')) return 'open';
  const isDone = verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass' || verdict === 'warn');
  return isDone ? 'done' : 'unknown';
}

function verdictOf(id: ControlId, snapshot: PanelSnapshot): ShownVerdict {
  const controls = snapshot.layers.flatMap((layer) => layer.controls);
  return controls.find((control) => control.id === id)?.verdict ?? 'unknown';
}
