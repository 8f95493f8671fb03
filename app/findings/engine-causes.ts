import type { ControlId } from '../controls/control.ts';
import type { Cause } from './diagnosis.ts';
import type { Signs } from './signs.ts';

interface EngineCause extends Pick<Cause, 'id' | 'says' | 'next' | 'remedy' | 'fits'> {
  /** What shows it beside the engine's own chip. */
  readonly alsoShownBy?: readonly ControlId[];
}

const permission = /engine-permission|EACCES|EPERM/u;
const noCommand = /command not found|spawn \S+ ENOENT|exit(?: code)? 127/u;
/** Docker Desktop's pipe is not there at all: nobody runs it. */
const noPipe = /npipe:\S+ is not there \(ENOENT\)/u;

/** A way to it may have failed while another one works: only the failed question itself says that none does. */
const unusable = /^engine-(?:unreachable|permission|timeout|refused)\b/mu;

const asks = (sign: RegExp) => (signs: Signs) => signs.says('docker.engine', sign);
const denied = asks(permission);
const onWindows = (signs: Signs): boolean => signs.applies('wsl.distro-visible');

/** Members of one list: what WSL itself lacks, who may use the engine, and whether one runs. */
const behindWsl: readonly EngineCause[] = [
  {
    id: 'engine.no-distro',
    says: 'The engine is reached through the distribution, and this account has none that could be used.',
    next: 'See to the distribution first; the engine is looked for again then.',
    remedy: null,
    alsoShownBy: ['wsl.distro-visible'],
    fits: (signs) => signs.has('wsl.not-installed') || signs.has('wsl.no-distro'),
  },
  {
    id: 'engine.wsl-answers-not',
    says: 'The engine is reached through the distribution, and WSL does not answer.',
    next: 'Shut WSL down and let it start afresh, then start Docker Desktop again.',
    remedy: 'wsl.shutdown',
    alsoShownBy: ['wsl.distro-visible'],
    fits: (signs) => signs.has('wsl.answers-not'),
  },
];

const notAllowed: readonly EngineCause[] = [
  {
    id: 'engine.wrong-account',
    says: 'An engine runs, but Airlock runs as another Windows account than ComfyUI’s and may not use it.',
    next: 'Sign in as the ComfyUI account and start Airlock there.',
    remedy: null,
    alsoShownBy: ['windows.accounts'],
    fits: (signs) => denied(signs) && signs.has('account.panel-runs-as-other'),
  },
  {
    id: 'engine.old-token',
    says: 'The ComfyUI account is a member of docker-users, but it signed in before it became one.',
    next: 'Sign out of Windows and in again: a membership counts only after that.',
    remedy: 'windows.sign-out',
    alsoShownBy: ['windows.docker-users'],
    fits: (signs) => denied(signs) && signs.has('docker-users.sign-out-needed'),
  },
  {
    id: 'engine.not-member',
    says: 'An engine runs, but the ComfyUI account is not a member of docker-users.',
    next: 'Add the account to docker-users as an administrator, then sign out and in again.',
    remedy: 'windows.join-docker-users',
    alsoShownBy: ['windows.docker-users'],
    fits: (signs) => denied(signs) && signs.has('docker-users.not-member'),
  },
  {
    id: 'engine.other-account',
    says: 'The engine that runs was started by another Windows account and belongs to it.',
    next: 'Quit Docker Desktop in that account, then start it from this one.',
    remedy: 'docker.own-engine',
    fits: asks(/npipe:\S+ belongs to another account/u),
  },
  {
    id: 'engine.socket-group',
    says: 'The engine runs inside the distribution, and the Linux user there may not use its socket.',
    next: 'In the distribution, run: sudo usermod -aG docker $USER. Then shut WSL down, so that it counts. Members of this group can become root there.',
    remedy: null,
    fits: (signs) => denied(signs) && onWindows(signs),
  },
  {
    id: 'engine.no-permission',
    says: 'Docker Engine runs, but this account may not use it.',
    next: 'Add the account to the group that owns the engine’s socket, then sign out and in again: a membership counts only after that. Members of this group can become root.',
    remedy: null,
    fits: denied,
  },
];

const notThere: readonly EngineCause[] = [
  {
    id: 'engine.not-installed',
    says: 'Docker Desktop is not installed on this PC.',
    next: 'Install it as an administrator, with the WSL 2 engine and without Windows containers.',
    remedy: null,
    alsoShownBy: ['windows.docker-users'],
    fits: (signs) => signs.has('docker-users.no-group') && asks(noPipe)(signs),
  },
  {
    id: 'engine.desktop-not-running',
    says: 'Docker Desktop is not running.',
    next: 'Start Docker Desktop from this account, and wait until it says that the engine runs.',
    remedy: 'docker.start-engine',
    fits: asks(noPipe),
  },
  {
    id: 'engine.no-integration',
    says: 'There is no docker command in the distribution: Docker Desktop is not integrated with it.',
    next: 'In Docker Desktop, switch on the WSL integration for this distribution.',
    remedy: 'docker.wsl-integration',
    fits: (signs) => asks(noCommand)(signs) && onWindows(signs),
  },
  {
    id: 'engine.command-not-found',
    says: 'There is no docker command in the search path of this account.',
    next: 'Install Docker Engine or Docker Desktop. If it is installed, sign out and in again, so that the search path is read anew.',
    remedy: null,
    fits: asks(noCommand),
  },
  {
    id: 'engine.not-running',
    says: 'Docker Engine is installed, but it is not running.',
    next: 'Start Docker Desktop, or run: sudo systemctl start docker',
    remedy: 'docker.start-engine',
    fits: asks(/ECONNREFUSED|nothing listens/u),
  },
  {
    id: 'engine.not-found',
    says: 'No Docker Engine was found where Airlock looks for one.',
    next: 'Start Docker Engine if it is installed. If it listens elsewhere, say where with DOCKER_HOST.',
    remedy: 'docker.start-engine',
    fits: asks(/ENOENT|engine-unreachable/u),
  },
  {
    id: 'engine.hangs',
    says: 'Docker Engine takes the connection, but does not answer.',
    next: 'Restart it: quit and start Docker Desktop, or run: sudo systemctl restart docker. Running containers may stop.',
    remedy: null,
    fits: asks(/engine-timeout|ETIMEDOUT/u),
  },
];

/** Why Docker cannot be used, most telling sign first. The signs are codes, which no translation touches. */
export const engineCauses: readonly Cause[] = [...behindWsl, ...notAllowed, ...notThere].map(
  ({ alsoShownBy = [], fits, ...cause }) => ({
    ...cause,
    symptom: 'docker-unusable',
    controls: ['docker.engine', ...alsoShownBy],
    fits: (signs) => asks(unusable)(signs) && fits(signs),
  }),
);
