import { describe, expect, it } from 'vitest';
import type { ControlId } from '../controls/control.ts';
import type { RemedyId } from '../controls/remedies.ts';
import { causes, diagnosesOf } from './causes.ts';
import type { Symptom } from './diagnosis.ts';
import type { Finding } from './finding.ts';
import type { Mark } from './mark.ts';

/** What one control shows: marks, then what its probe got back. */
type Seen = Partial<Record<ControlId, readonly [Finding['verdict'], readonly Mark[], string?]>>;
type Case = readonly [cause: string, remedy: RemedyId | null, seen: Seen];

function findings(seen: Seen): readonly Finding[] {
  return Object.entries(seen).map(([id, [verdict, marks, output = '']]) => ({
    controlId: id as ControlId,
    verdict,
    summary: `${id}: ${verdict}`,
    observedAt: '2026-11-01T12:00:00Z',
    evidence: [{ source: 'probe', output, durationMs: 1 }],
    marks,
    remedies: [],
  }));
}

function found(symptom: Symptom, seen: Seen): { cause: string; remedy: string | null } | undefined {
  const diagnosis = diagnosesOf(findings(seen)).find(({ id }) => id === symptom);
  return diagnosis === undefined ? undefined : { cause: diagnosis.cause, remedy: diagnosis.remedy };
}

const asOther: Seen = { 'windows.accounts': ['warn', ['account.panel-runs-as-other']] };
const noDistro: Seen = { 'wsl.distro-visible': ['fail', ['wsl.no-distro']] };
const elsewhere: Seen = { 'wsl.distro-visible': ['fail', ['wsl.no-distro', 'distro.under-other-account']] };

const distro: readonly Case[] = [
  ['distro.wsl-not-installed', null, { 'wsl.distro-visible': ['fail', ['wsl.not-installed']] }],
  ['distro.wrong-account', null, { ...elsewhere, ...asOther }],
  ['distro.under-other-account', 'wsl.move-distro', elsewhere],
  ['distro.missing', 'wsl.install-distro', noDistro],
  ['distro.version-1', null, { 'wsl.distro-visible': ['fail', ['wsl.version-1']] }],
  ['distro.answers-not', 'wsl.shutdown', { 'wsl.distro-visible': ['unknown', ['wsl.answers-not']] }],
];

const inDistro: Seen = { 'wsl.distro-visible': ['pass', []] };
const pipes = {
  gone: 'npipe:////./pipe/dockerDesktopLinuxEngine is not there (ENOENT). npipe:////./pipe/docker_engine is not there (ENOENT).',
  foreign: 'npipe:////./pipe/docker_engine belongs to another account (EACCES).',
};
const noCommand = 'docker: command not found in Ubuntu-24.04.';
const engine = (said: string): Seen => ({ 'docker.engine': ['fail', [], said] });
const engineInWsl = (said: string): Seen => ({ ...inDistro, ...engine(said) });
const member = (...marks: readonly Mark[]): Seen => ({ 'windows.docker-users': ['fail', marks] });
const denied = `engine-permission: ${pipes.foreign}`;

const docker: readonly Case[] = [
  ['engine.no-distro', null, { ...noDistro, ...engine(`engine-unreachable: ${pipes.gone}`) }],
  [
    'engine.wsl-answers-not',
    'wsl.shutdown',
    { 'wsl.distro-visible': ['unknown', ['wsl.answers-not']], ...engine(`engine-timeout: wsl.exe. ${pipes.gone}`) },
  ],
  ['engine.wrong-account', null, { ...engineInWsl(denied), ...asOther, ...member('docker-users.not-member') }],
  ['engine.old-token', 'windows.sign-out', { ...engineInWsl(denied), ...member('docker-users.sign-out-needed') }],
  ['engine.not-member', 'windows.join-docker-users', { ...engineInWsl(denied), ...member('docker-users.not-member') }],
  ['engine.other-account', 'docker.own-engine', { ...engineInWsl(denied), 'windows.docker-users': ['pass', []] }],
  ['engine.socket-group', null, engineInWsl('engine-permission: permission denied at the engine’s socket.')],
  ['engine.no-permission', null, engine('engine-permission: connect EACCES /var/run/docker.sock')],
  [
    'engine.not-installed',
    null,
    { ...engineInWsl(`engine-unreachable: ${noCommand} ${pipes.gone}`), ...member('docker-users.no-group') },
  ],
  ['engine.desktop-not-running', 'docker.start-engine', engineInWsl(`engine-unreachable: ${noCommand} ${pipes.gone}`)],
  ['engine.no-integration', 'docker.wsl-integration', engineInWsl(`engine-unreachable: ${noCommand}`)],
  ['engine.command-not-found', null, engine('engine-unreachable: spawn docker ENOENT')],
  [
    'engine.not-running',
    'docker.start-engine',
    engine('engine-unreachable: connect ECONNREFUSED /var/run/docker.sock'),
  ],
  ['engine.not-found', 'docker.start-engine', engine('engine-unreachable: connect ENOENT /var/run/docker.sock')],
  ['engine.hangs', null, engine('engine-timeout: The engine did not answer within 4 s.')],
];

const mount = (...marks: readonly Mark[]): Seen => ({ ...inDistro, 'wsl.models-mount': ['fail', marks] });
const detached = mount('models.not-attached', 'models.not-mounted');
const task = (...marks: readonly Mark[]): Seen => ({ ...detached, 'windows.automount-task': ['fail', marks] });
const refused = (code: string): Seen => ({
  ...detached,
  'windows.automount-task': ['fail', ['task.last-run-failed'], `Codigo: Wsl/Service/AttachDisk/MountDisk/HCS/${code}`],
});
const modelsOf = (distroSeen: Seen): Seen => ({ ...distroSeen, 'wsl.models-mount': ['unknown', ['wsl.no-distro']] });

const models: readonly Case[] = [
  ['models.distro-elsewhere', 'wsl.move-distro', modelsOf(elsewhere)],
  ['models.no-distro', 'wsl.install-distro', modelsOf(noDistro)],
  ['models.no-distro', 'wsl.install-distro', refused('WSL_E_WSL2_NEEDED')],
  ['models.not-readable', null, { 'wsl.models-mount': ['warn', ['models.not-readable']] }],
  ['models.wrong-device', 'wsl.mount-models', mount('models.wrong-device')],
  ['models.not-formatted', 'wsl.format-models', mount('models.not-formatted', 'models.not-mounted')],
  ['models.no-file', 'windows.create-vhd', { ...detached, 'windows.models-vhd': ['fail', ['vhd.no-file']] }],
  ['models.no-file', 'windows.create-vhd', refused('ERROR_FILE_NOT_FOUND')],
  [
    'models.may-not-attach',
    'windows.grant-vhd',
    { ...refused('E_ACCESSDENIED'), 'windows.vhd-acl': ['fail', ['vhd.not-owner-nor-full']] },
  ],
  ['models.attach-denied', null, refused('E_ACCESSDENIED')],
  ['models.attach-denied', null, mount('models.attach-refused')],
  ['models.file-in-use', 'wsl.mount-models', refused('ERROR_SHARING_VIOLATION')],
  ['models.attach-forbidden', null, refused('WSL_E_DISK_MOUNT_DISABLED')],
  ['models.disk-damaged', null, refused('WSL_E_DISK_CORRUPTED')],
  ['models.task-as-system', 'windows.register-task', refused('WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED')],
  ['models.task-missing', 'windows.register-task', task('task.missing')],
  ['models.task-wrong-principal', 'windows.register-task', task('task.wrong-principal', 'task.last-run-failed')],
  ['models.task-disabled', 'windows.register-task', task('task.disabled')],
  ['models.task-wrong-trigger', 'windows.register-task', task('task.wrong-trigger', 'task.never-ran')],
  ['models.task-wrong-action', 'windows.register-task', task('task.wrong-action')],
  ['models.task-wrong-logon-type', 'windows.register-task', task('task.wrong-logon-type')],
  ['models.attach-failed', 'wsl.mount-models', refused('0x8000ffff')],
  ['models.task-failed', 'wsl.mount-models', task('task.last-run-failed')],
  ['models.task-failed', 'wsl.mount-models', refused('WSL_E_USER_VHD_ALREADY_ATTACHED')],
  ['models.task-never-ran', 'wsl.mount-models', task('task.never-ran')],
  ['models.detached', 'wsl.mount-models', detached],
  ['models.not-mounted', 'wsl.mount-models', mount('models.not-mounted')],
];

const network = (verdict: Finding['verdict'], ...marks: readonly Mark[]): Seen => ({
  'wsl.network-nat': [verdict, marks],
});
const leak: Seen = { 'docker.egress-proof': ['fail', [], 'reached 192.0.2.1:443'] };

const wall: readonly Case[] = [
  ['network.version-1', null, network('fail', 'wsl.version-1', 'network.running-not-nat')],
  ['network.shutdown-needed', 'wsl.shutdown', network('fail', 'network.running-not-nat', 'network.shutdown-needed')],
  ['network.config-ignored', 'wsl.shutdown', network('fail', 'network.running-not-nat', 'network.config-ignored')],
  [
    'network.config-not-nat',
    'wsl.set-nat',
    { ...network('fail', 'network.running-not-nat', 'network.config-not-nat'), ...leak },
  ],
  ['network.running-not-nat', null, network('fail', 'network.running-not-nat')],
  ['network.not-nat-next-time', 'wsl.set-nat', network('warn', 'network.config-not-nat')],
  ['network.wall-leaks', null, { ...network('pass'), ...leak }],
];

const table: readonly (readonly [Symptom, readonly Case[]])[] = [
  ['distro-not-visible', distro],
  ['docker-unusable', docker],
  ['models-missing', models],
  ['wall-bypassed', wall],
];

describe.each(table)('%s', (symptom, cases) => {
  it.each(cases)('is told to be %s', (cause, remedy, seen) => {
    expect(found(symptom, seen)).toEqual({ cause, remedy });
  });

  it('has a PC here for each of its causes', () => {
    const known = causes.filter((one) => one.symptom === symptom).map(({ id }) => id);
    expect(new Set(cases.map(([cause]) => cause))).toEqual(new Set(known));
  });
});

describe('what is only half in trouble', () => {
  it.each<readonly [string, Symptom, Seen]>([
    [
      'a task that is wrong while the models are there',
      'models-missing',
      { ...task('task.missing'), 'wsl.models-mount': ['pass', []] },
    ],
    [
      'a mount that nobody could look at',
      'models-missing',
      { ...task('task.missing'), 'wsl.models-mount': ['unknown', []] },
    ],
    [
      'an account outside docker-users while the engine answers',
      'docker-unusable',
      { ...member('docker-users.not-member'), 'docker.engine': ['pass', []] },
    ],
    [
      'one way to the engine that fails while another one works',
      'docker-unusable',
      {
        ...inDistro,
        'docker.engine': [
          'warn',
          [],
          `used: npipe:////./pipe/docker_engine\nwsl.exe -d U: engine-unreachable: ${noCommand}`,
        ],
      },
    ],
    ['a hint that no rule knows', 'docker-unusable', engine('internal: no answer within 6 s')],
  ])('is no cause: %s', (_name, symptom, seen) => {
    expect(found(symptom, seen)).toBeUndefined();
  });
});
