import { describe, expect, it } from 'vitest';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { label } from '../../app/launch/labels.ts';
import { profileSchema, type Profile } from '../../app/launch/profile.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { ContainerFacts, Engine, EngineEvent, Finished } from '../docker/engine.ts';
import { containerCacheReadonly } from './container-cache-readonly.probe.ts';
import { containerCapabilities } from './container-capabilities.probe.ts';
import { containerFlags } from './container-flags.probe.ts';
import { containerNoUpgrades } from './container-no-upgrades.probe.ts';
import { containerOffline } from './container-offline.probe.ts';
import { containerProbes } from './container-probes.ts';
import { containerSandboxClean } from './container-sandbox-clean.probe.ts';
import { containerTorchLock } from './container-torch-lock.probe.ts';
import { containerUserScripts } from './container-user-scripts.probe.ts';
import { containerWantedIds } from './container-wanted-ids.probe.ts';
import type { Probe } from './probe.ts';
import { ask, noSession, type FakeWorld } from './testing/fake-context.ts';
import { container } from './testing/fake-facts.ts';

const lock = 'torch==2.7.1+cpu torchvision==0.22.1+cpu torchaudio==2.7.1+cpu';
const installed = lock.split(' ').map((pack) => pack.replace('==', '-'));
const mainProcess = { pid: 10, uid: 1000, command: 'python3 /comfyui/main.py --listen 0.0.0.0' };

function profileWith(change: Partial<Profile> = {}): Profile {
  return profileSchema.parse({ version: 1, recipe: 'plain', torchLock: lock, ...change });
}

function comfyui(change: Partial<ContainerFacts> = {}, profile = profileWith()): ContainerFacts {
  const env = { ...recipeOf(profile.recipe).secureEnvironment(profile), ...change.env };
  return container('comfyui', { ...change, env, labels: { ...container('comfyui').labels, ...change.labels } });
}

const bad = (stderr: string, exitCode = 1): Finished => ({ exitCode, stdout: '', stderr });

/** What a look inside a healthy ComfyUI finds; a test replaces single parts. */
interface Inside {
  readonly torch?: readonly string[];
  readonly files?: readonly string[];
  readonly settings?: string | null;
  readonly writes?: readonly string[];
  /** Why a write was refused; empty: for no reason that was said. */
  readonly refusal?: string;
  readonly complaints?: string;
}

const cacheFolders = recipeOf('plain').cacheFolders;

function found(inside: Inside): Finished {
  const {
    torch = installed,
    settings = 'network_mode = offline',
    writes = [],
    refusal = 'Read-only file system',
  } = inside;
  const { files = ['200.5 1000 /comfyui/output/new.png', '100.5 0 /comfyui/output/old.png'] } = inside;
  const lines = [
    ...torch.map((name) => `torch ${name}.dist-info`),
    ...files.map((file) => `file ${file}`),
    ...(settings === null ? [] : ['settings /comfyui/user/__manager/config.ini', '[default]', settings]),
    ...cacheFolders.map((folder) => `trying ${folder}`),
    ...writes.map((folder) => `written ${folder}`),
  ];
  const refusals = cacheFolders
    .filter((folder) => !writes.includes(folder))
    .map((folder) => `touch: cannot touch '${folder}/.airlock-write-test': ${refusal}`);
  const stderr = ["find: '/venv': No such file or directory", ...refusals, inside.complaints ?? ''].join('\n');
  return { exitCode: 1, stdout: `${lines.join('\n')}\n`, stderr };
}

interface Change {
  readonly facts?: Partial<ContainerFacts>;
  readonly inside?: Inside;
  readonly log?: readonly string[];
  readonly profile?: Partial<Profile>;
  readonly engine?: Partial<Engine>;
  readonly argv?: unknown;
  readonly others?: readonly ContainerFacts[];
  readonly context?: FakeWorld['context'];
}

const argv = ['main.py', '--listen', '0.0.0.0', '--port', '8188', '--disable-auto-launch', '--offline'];

/** A healthy session of the plain recipe with these changes. */
function world(change: Change = {}): FakeWorld {
  const profile = profileWith(change.profile);
  const engine: Partial<Engine> = {
    exec: () => Promise.resolve(found(change.inside ?? {})),
    processes: () => Promise.resolve([mainProcess]),
    pathExists: () => Promise.resolve(false),
    volumes: () => Promise.resolve([]),
    networks: () => Promise.resolve([]),
    ...change.engine,
  };
  return {
    containers: [comfyui(change.facts, profile), container('sentinel'), ...(change.others ?? [])],
    log: change.log ?? ['[ComfyUI-Manager] network_mode: offline', 'Starting server'],
    engine,
    context: {
      profile,
      net: {
        httpGetJson: () => Promise.resolve('argv' in change ? change.argv : { system: { argv }, devices: [] }),
        canConnect: () => Promise.resolve(false),
        addresses: () => [],
      },
      ...change.context,
    },
  };
}

interface Case {
  readonly name: string;
  readonly change: Change;
  readonly verdict: string;
  readonly says?: string;
}

function cases(probe: Probe, all: readonly Case[]): void {
  describe(probe.id, () => {
    it.each(all)('$name: $verdict', async ({ change, verdict, says = '' }) => {
      const finding = await ask(probe, world(change));
      expect(finding).toMatchObject({ controlId: probe.id, verdict });
      expect(finding.summary).toContain(says);
    });
  });
}

const perSession = containerProbes.filter((probe) => probe !== containerSandboxClean && probe !== containerUserScripts);

describe('every probe of the container', () => {
  it.each(perSession.map((probe) => ({ id: probe.id, probe })))('$id holds in a healthy session', async ({ probe }) => {
    const finding = await ask(probe, world());
    expect(finding, finding.summary).toMatchObject({ verdict: 'pass', remedies: [] });
    expect(finding.evidence.length).toBeGreaterThan(0);
  });

  it.each(perSession.map((probe) => ({ id: probe.id, probe })))(
    '$id cannot tell without a session',
    async ({ probe }) => {
      expect((await ask(probe, noSession)).verdict).toBe('unknown');
    },
  );

  it.each(containerProbes.map((probe) => ({ id: probe.id, probe })))(
    '$id is unknown, with the error as evidence, when the engine fails',
    async ({ probe }) => {
      const error = new AirlockError({ code: 'engine-timeout', message: 'No answer.', next: '-' });
      const context = { ...world().context, recipe: recipeOf('mmartial'), containers: () => Promise.reject(error) };
      const finding = await ask(probe, { ...world(), context });
      expect(finding.verdict).toBe('unknown');
      expect(finding.evidence.map(({ output }) => output).join('\n')).toContain('engine-timeout');
    },
  );

  const readsInside = [containerOffline, containerTorchLock, containerCacheReadonly, containerFlags];
  it.each(readsInside.map((probe) => ({ id: probe.id, probe })))(
    '$id cannot look into a frozen ComfyUI',
    async ({ probe }) => {
      const finding = await ask(probe, world({ facts: { state: 'paused' } }));
      expect(finding).toMatchObject({ verdict: 'unknown', summary: expect.stringContaining('frozen') as string });
    },
  );

  it.each(containerProbes.map((probe) => ({ id: probe.id, probe })))(
    '$id never turns garbage into a pass',
    async ({ probe }) => {
      const garbage: Finished = { exitCode: 0, stdout: '\u0000\uFFFD{]', stderr: '' };
      const change: Change = {
        engine: {
          exec: () => Promise.resolve(garbage),
          processes: () => Promise.resolve([{ pid: 0, uid: -1, command: '' }]),
          logTail: () => Promise.resolve(['Upgrading \uFFFD', 'FETCH ComfyRegistry Data']),
          volumes: () => Promise.resolve(['\uFFFD']),
        },
        facts: { capDrop: [], env: { WANTED_UID: '\uFFFD' }, mounts: [] },
        argv: '\uFFFD',
      };
      const finding = await ask(probe, world(change));
      expect(finding.verdict).not.toBe('pass');
    },
  );

  it('hides secrets in the evidence', async () => {
    const settings = 'network_mode = offline\napi_token = s3cr3t-value';
    const finding = await ask(containerOffline, world({ inside: { settings } }));
    expect(JSON.stringify(finding)).not.toContain('s3cr3t-value');
  });

  it('cuts evidence that is too long', async () => {
    const settings = `network_mode = offline\n${'x'.repeat(10_000)}`;
    const finding = await ask(containerOffline, world({ inside: { settings } }));
    for (const { output } of finding.evidence) expect(output.length).toBeLessThanOrEqual(2_000);
  });
});

cases(containerWantedIds, [
  {
    name: 'WANTED_UID differs',
    change: { facts: { env: { WANTED_UID: '0' } } },
    verdict: 'fail',
    says: 'WANTED_UID is 0',
  },
  {
    name: 'main.py runs as root',
    change: { engine: { processes: () => Promise.resolve([{ ...mainProcess, uid: 0 }]) } },
    verdict: 'fail',
    says: 'uid 0',
  },
  {
    name: 'a start script of another user beside main.py',
    change: {
      engine: { processes: () => Promise.resolve([{ pid: 1, uid: 0, command: 'tini -- init.bash' }, mainProcess]) },
    },
    verdict: 'pass',
  },
  { name: 'no process to see', change: { engine: { processes: () => Promise.resolve([]) } }, verdict: 'unknown' },
  {
    name: 'the newest file belongs to root',
    change: { inside: { files: ['200.5 0 /comfyui/output/new.png', '100.5 1000 /comfyui/output/old.png'] } },
    verdict: 'warn',
    says: 'belongs to 0',
  },
  { name: 'no file made yet', change: { inside: { files: [] } }, verdict: 'pass' },
]);

cases(containerOffline, [
  { name: 'not set', change: { facts: { env: { NETWORK_MODE: 'public' } } }, verdict: 'fail', says: 'public' },
  {
    name: 'the Manager did not hear it',
    change: { inside: { settings: 'network_mode = personal_cloud' } },
    verdict: 'fail',
    says: 'personal_cloud',
  },
  { name: 'it fetched', change: { log: ['FETCH ComfyRegistry Data: 5/90'] }, verdict: 'fail', says: '5/90' },
  {
    name: 'lists read from disk',
    change: { log: ['FETCH DATA from: /basedir/user/list.json [DONE]'] },
    verdict: 'pass',
  },
  { name: 'no Manager', change: { inside: { settings: null } }, verdict: 'pass' },
  {
    name: 'settings that may not be read',
    change: { inside: { settings: null, complaints: 'cat: /u/config.ini: Permission denied' } },
    verdict: 'unknown',
  },
]);

cases(containerNoUpgrades, [
  { name: 'not set', change: { facts: { env: { DISABLE_UPGRADES: 'false' } } }, verdict: 'fail', says: 'false' },
  { name: 'it upgraded', change: { log: ['Upgrading installed packages'] }, verdict: 'fail' },
  { name: 'it installed', change: { log: ['Successfully installed wheel-0.45'] }, verdict: 'warn' },
  { name: 'all was there', change: { log: ['Requirement already satisfied: wheel'] }, verdict: 'pass' },
]);

cases(containerTorchLock, [
  { name: 'another lock than the profile', change: { facts: { env: { TORCH_LOCK: 'torch==1' } } }, verdict: 'fail' },
  { name: 'not pinned at all', change: { profile: { torchLock: '' } }, verdict: 'warn', says: 'torch 2.7.1+cpu' },
  {
    name: 'another torch is installed',
    change: { inside: { torch: ['torch-2.5.0'] } },
    verdict: 'fail',
    says: 'torch is 2.5.0 instead of 2.7.1+cpu',
  },
  { name: 'no torch found', change: { inside: { torch: [] } }, verdict: 'unknown' },
  {
    name: 'no find in the image',
    change: { engine: { exec: () => Promise.resolve(bad('not found', 127)) } },
    verdict: 'unknown',
  },
]);

cases(containerCacheReadonly, [
  { name: 'a write goes through', change: { inside: { writes: cacheFolders } }, verdict: 'fail' },
  {
    name: 'models mounted writable',
    change: {
      facts: { mounts: [{ kind: 'bind', source: '/srv/models', target: '/comfyui/models', readOnly: false }] },
    },
    verdict: 'fail',
    says: '/comfyui/models',
  },
  {
    name: 'only the owner stops it',
    change: { inside: { refusal: 'Permission denied' } },
    verdict: 'warn',
  },
  { name: 'a refusal nobody foresaw', change: { inside: { refusal: 'Quota exceeded' } }, verdict: 'unknown' },
  {
    name: 'no find in the image',
    change: { engine: { exec: () => Promise.resolve(bad('exec failed', 127)) } },
    verdict: 'unknown',
  },
  {
    name: 'no such folder',
    change: { engine: { exec: () => Promise.resolve(bad('find: nothing there')) } },
    verdict: 'unknown',
  },
]);

it('container.cache-readonly takes away what should never have been written', async () => {
  const removed: string[] = [];
  const exec: Engine['exec'] = (_id, [program = '', ...rest]) => {
    if (program === 'rm') removed.push(...rest);
    return Promise.resolve(
      program === 'rm' ? { exitCode: 0, stdout: '', stderr: '' } : found({ writes: cacheFolders }),
    );
  };
  await ask(containerCacheReadonly, world({ engine: { exec } }));
  expect(removed).toEqual(['-f', ...cacheFolders.map((folder) => `${folder}/.airlock-write-test`)]);
});

it('container.cache-readonly names the one folder that can be written to', async () => {
  const exec: Engine['exec'] = () => Promise.resolve(found({ writes: ['/comfyui'] }));
  const finding = await ask(containerCacheReadonly, world({ engine: { exec } }));
  expect(finding).toMatchObject({ verdict: 'fail', summary: 'ComfyUI’s user can write to /comfyui.' });
});

it('a look inside runs as ComfyUI’s user, and runs nothing but find', async () => {
  const ran: unknown[] = [];
  const exec: Engine['exec'] = (_id, command, options) => {
    ran.push([command[0], options?.user]);
    return Promise.resolve(found({}));
  };
  await ask(containerTorchLock, world({ engine: { exec } }));
  expect(ran).toEqual([['find', '1000:1000']]);
});

describe('what makes a probe look again', () => {
  const event = (action: string, role: string): EngineEvent => ({
    kind: 'container',
    action,
    id: 'x',
    attributes: { [label.session]: 's', [label.role]: role },
    timeMs: 0,
  });

  it.each(['start', 'die', 'unpause'])('ComfyUI’s %s', (action) => {
    for (const probe of perSession) expect(probe.concernedBy(event(action, 'comfyui')), probe.id).toBe(true);
  });

  it.each(['exec_create', 'exec_start', 'exec_die', 'top', 'archive-path', 'attach'])('never %s', (action) => {
    for (const probe of containerProbes) expect(probe.concernedBy(event(action, 'comfyui')), probe.id).toBe(false);
  });

  it('never a container of a wall test', () => {
    for (const probe of containerProbes) expect(probe.concernedBy(event('start', 'probe')), probe.id).toBe(false);
  });
});

const script = '/comfy/mnt/user_script.bash';
const scriptMount = { kind: 'bind', source: '/srv/run/user_script.bash', target: script, readOnly: true } as const;
const scripted = { [label.recipe]: 'mmartial' };

function scripts(look: string | null, approved: string | null, executable = true): FakeWorld['context'] {
  return {
    scripts: {
      look: () => Promise.resolve(look === null ? null : { hash: look, executable }),
      approvedHash: () => Promise.resolve(approved),
      approve: () => Promise.resolve(),
    },
  };
}

function withScript(context: FakeWorld['context'], readOnly = true): Change {
  return { facts: { labels: scripted, mounts: [{ ...scriptMount, readOnly }] }, context };
}

cases(containerUserScripts, [
  { name: 'a recipe without scripts', change: {}, verdict: 'not-applicable' },
  { name: 'no script mounted, none there', change: { facts: { labels: scripted } }, verdict: 'pass' },
  {
    name: 'a script that was put there',
    change: { facts: { labels: scripted }, engine: { pathExists: (_id, path) => Promise.resolve(path === script) } },
    verdict: 'fail',
    says: script,
  },
  { name: 'approved', change: withScript(scripts('a', 'a')), verdict: 'pass' },
  { name: 'writable', change: withScript(scripts('a', 'a'), false), verdict: 'fail', says: script },
  { name: 'changed', change: withScript(scripts('b', 'a')), verdict: 'fail', says: 'Changed' },
  { name: 'never approved', change: withScript(scripts('a', null)), verdict: 'warn', says: 'Not approved' },
  { name: 'not executable', change: withScript(scripts('a', 'a', false)), verdict: 'warn' },
  { name: 'not to be seen from here', change: withScript(scripts(null, 'a')), verdict: 'unknown' },
]);

it('container.user-scripts offers to approve what changed', async () => {
  const finding = await ask(containerUserScripts, world(withScript(scripts('b', 'a'))));
  expect(finding.remedies).toEqual(['container.approve-scripts']);
});

const sandboxed = (state: ContainerFacts['state']): ContainerFacts =>
  container('comfyui', {
    id: 'sb',
    name: 'airlock-sandbox',
    state,
    labels: { [label.session]: 's2', [label.role]: 'comfyui', [label.mode]: 'sandbox' },
  });

cases(containerSandboxClean, [
  { name: 'nothing left', change: {}, verdict: 'pass' },
  { name: 'a container left', change: { others: [sandboxed('exited')] }, verdict: 'fail', says: 'airlock-sandbox' },
  {
    name: 'a volume left',
    change: { engine: { volumes: () => Promise.resolve(['sb-out']) } },
    verdict: 'fail',
    says: 'sb-out',
  },
  { name: 'a sandbox that still runs', change: { others: [sandboxed('running')] }, verdict: 'unknown' },
]);

cases(containerCapabilities, [
  { name: 'a capability too many', change: { facts: { capAdd: ['SYS_ADMIN'] } }, verdict: 'fail', says: 'SYS_ADMIN' },
  { name: 'nothing dropped', change: { facts: { capDrop: [] } }, verdict: 'fail' },
  { name: 'privileged', change: { facts: { privileged: true } }, verdict: 'fail', says: 'privileged' },
  { name: 'the host’s network', change: { facts: { networkMode: 'host' } }, verdict: 'fail', says: 'network' },
  { name: 'the host’s processes', change: { facts: { pidMode: 'host' } }, verdict: 'fail', says: 'processes' },
  { name: 'the host’s shared memory', change: { facts: { ipcMode: 'host' } }, verdict: 'fail', says: 'shared memory' },
  {
    name: 'the engine’s socket',
    change: {
      facts: { mounts: [{ kind: 'bind', source: '/var/run/docker.sock', target: '/tmp/s', readOnly: true }] },
    },
    verdict: 'fail',
    says: '/tmp/s',
  },
  { name: 'no limit on processes', change: { facts: { pidsLimit: 0 } }, verdict: 'fail' },
  {
    name: 'no memory limit although asked for',
    change: { profile: { limits: { memory: '4g', pids: 4096, shm: '8g' } } },
    verdict: 'fail',
  },
  { name: 'a writable root', change: { facts: { readOnlyRoot: false } }, verdict: 'fail' },
  { name: 'new privileges', change: { facts: { securityOptions: [] } }, verdict: 'fail' },
  {
    name: 'seccomp off',
    change: { facts: { securityOptions: ['no-new-privileges', 'seccomp=unconfined'] } },
    verdict: 'fail',
  },
  {
    name: 'what its recipe needs',
    change: {
      facts: {
        labels: scripted,
        capAdd: [...recipeOf('mmartial').capabilities],
        readOnlyRoot: false,
        securityOptions: [],
      },
    },
    verdict: 'pass',
  },
  {
    name: 'a relay with a capability',
    change: { others: [container('relay-outer', { capAdd: ['NET_RAW'] })] },
    verdict: 'fail',
  },
]);

cases(containerFlags, [
  {
    name: '--offline was dropped',
    change: { argv: { system: { argv: argv.slice(0, -1) } } },
    verdict: 'fail',
    says: '--offline',
  },
  {
    name: 'another port',
    change: { argv: { system: { argv: argv.map((word) => (word === '8188' ? '8189' : word)) } } },
    verdict: 'fail',
    says: '--port 8188',
  },
  {
    name: 'other order, more flags',
    change: { argv: { system: { argv: ['main.py', '--lowvram', '--offline', ...argv.slice(1, -1)] } } },
    verdict: 'pass',
  },
  {
    name: 'open to other pages',
    change: { argv: { system: { argv: [...argv, '--enable-cors-header'] } } },
    verdict: 'fail',
  },
  { name: 'no argv in the answer', change: { argv: { system: {} } }, verdict: 'unknown' },
]);
