import { describe, expect, it } from 'vitest';
import { remedies } from '../../app/controls/remedies.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';
import { networkOptions } from '../../app/launch/launch-plan.ts';
import { profileSchema } from '../../app/launch/profile.ts';
import type { BuildRequest, ContainerFacts, Engine, NetworkFacts } from '../docker/engine.ts';
import { ActivityLog } from '../files/activity-log.ts';
import { container, network } from '../probes/testing/fake-facts.ts';
import { approveScripts } from './approve-scripts.ts';
import { cleanSandbox } from './clean-sandbox.ts';
import { buildToolsImage } from './build-tools-image.ts';
import { raiseWall } from './raise-wall.ts';
import { recreateNetwork } from './recreate-network.ts';
import { remedyActions } from './remedy-actions.ts';
import type { RemedyDeps } from './remedy-action.ts';
import { testWall } from './test-wall.ts';

interface FakeEngine {
  readonly network?: NetworkFacts | null;
  readonly containers?: readonly ContainerFacts[];
  readonly volumes?: readonly string[];
}

const scriptPath = '/home/comfyui/user_script.bash';

/** Deps that write down everything they are told to do. */
function watched(world: FakeEngine = {}): { readonly deps: RemedyDeps; readonly done: unknown[] } {
  const done: unknown[] = [];
  const note = (what: string, value: unknown): Promise<void> => {
    done.push([what, value]);
    return Promise.resolve();
  };
  const engine: Partial<Engine> = {
    network: () => Promise.resolve(world.network ?? null),
    containers: () => Promise.resolve(world.containers ?? []),
    volumes: () => Promise.resolve(world.volumes ?? []),
    createNetwork: async (spec: NetworkSpec) => {
      await note('create network', spec);
      return 'id';
    },
    removeNetwork: (id) => note('remove network', id),
    removeContainer: (id) => note('remove container', id),
    removeVolume: (name) => note('remove volume', name),
    buildImage: async (request: BuildRequest) => {
      await note('build', request);
      return { id: 'sha256:1', tags: [], labels: {} };
    },
  };
  const deps: RemedyDeps = {
    engine: engine as Engine,
    scripts: {
      approvedHash: () => Promise.resolve(null),
      approve: (hashes) => note('approve', hashes),
      look: (path) => Promise.resolve(path === scriptPath ? { hash: 'h'.repeat(64), executable: true } : null),
    },
    profile: profileSchema.parse({ version: 1, mounts: { user_script: scriptPath } }),
    log: new ActivityLog('home'),
    assetsDir: 'assets',
    testWall: () => note('test wall', null),
    resume: () => note('resume', null),
    tell: () => undefined,
    signal: new AbortController().signal,
  };
  return { deps, done };
}

const sandboxed = (id: string, session: string, state: ContainerFacts['state']): ContainerFacts =>
  container('comfyui', { id, name: id, state, labels: { 'airlock.session': session, 'airlock.mode': 'sandbox' } });

describe('the list of remedies', () => {
  it('carries out only what is described, each once', () => {
    const ids = remedyActions.map((action) => action.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(remedies.map((remedy) => remedy.id)).toContain(id);
  });

  /** Those of the two outer layers that have no action yet. This list only gets shorter. */
  const toCome = [
    'windows.create-accounts',
    'windows.join-docker-users',
    'windows.join-hyperv-admins',
    'windows.grant-vhd',
    'windows.register-task',
    'windows.create-vhd',
    'wsl.set-nat',
    'wsl.c-readonly',
    'wsl.set-limits',
    'wsl.mount-models',
    'wsl.shutdown',
    'wsl.list-cuda',
  ];

  it('has an action for everything that is not done by hand', () => {
    const carriedOut = remedyActions.map((action) => action.id as string);
    const described = remedies.filter((remedy) => !('steps' in remedy)).map((remedy) => remedy.id as string);
    expect([...carriedOut, ...toCome].sort()).toEqual(described.sort());
  });

  it('changes nothing while it plans', async () => {
    const { deps, done } = watched({
      network: network({ attached: {} }),
      containers: [sandboxed('a', 'ended', 'exited')],
      volumes: ['v'],
    });
    for (const action of remedyActions) expect(await action.plan(deps)).not.toHaveLength(0);
    expect(done).toEqual([]);
  });
});

describe('docker.recreate-network', () => {
  it('makes the network anew with the options the wall needs', async () => {
    const { deps, done } = watched({ network: network({ attached: {} }) });
    await recreateNetwork.run(deps);
    expect(done).toEqual([
      ['remove network', 'id-network'],
      ['create network', expect.objectContaining({ name: 'airlock_net', ipv6: false, options: networkOptions })],
    ]);
    expect(done[1]).toMatchObject([expect.anything(), { labels: { 'airlock.session': 'setup' } }]);
  });

  it('makes it when there is none', async () => {
    const { deps, done } = watched();
    await recreateNetwork.run(deps);
    expect(done).toHaveLength(1);
  });

  it('refuses while somebody is on it, and leaves it as it is', async () => {
    const { deps, done } = watched({ network: network() });
    await expect(recreateNetwork.run(deps)).rejects.toMatchObject({ code: 'engine-refused' });
    expect(done).toEqual([]);
  });
});

describe('container.clean-sandbox', () => {
  it('removes what ended sandboxes left', async () => {
    const { deps, done } = watched({ containers: [sandboxed('a', 'ended', 'exited')], volumes: ['v'] });
    expect(await cleanSandbox.plan(deps)).toHaveLength(2);
    await cleanSandbox.run(deps);
    expect(done).toEqual([
      ['remove container', 'a'],
      ['remove volume', 'v'],
    ]);
  });

  it('spares everything of a sandbox that still runs', async () => {
    const running = [sandboxed('a', 'live', 'running'), sandboxed('b', 'live', 'exited')];
    const { deps, done } = watched({ containers: running, volumes: ['v'] });
    await cleanSandbox.run(deps);
    expect(done).toEqual([]);
  });
});

describe('container.approve-scripts', () => {
  it('keeps what was approved before, and puts exactly that back', async () => {
    const { deps, done } = watched();
    const logged: unknown[] = [];
    const log = { append: (...entry: unknown[]) => Promise.resolve(logged.push(entry)) } as unknown as ActivityLog;
    const outcome = await approveScripts.run({ ...deps, log });
    expect(outcome).toEqual({ kind: 'done', undo: { [scriptPath]: null } });
    const takeBack = approveScripts.undo?.(JSON.parse(JSON.stringify({ [scriptPath]: null })));
    expect(await takeBack?.plan(deps)).toEqual([`No longer approve ${scriptPath}`]);
    await takeBack?.run(deps);
    expect(done).toEqual([
      ['approve', { [scriptPath]: 'h'.repeat(64) }],
      ['approve', { [scriptPath]: null }],
    ]);
    expect(logged).toHaveLength(1);
  });

  it.each([null, 'x', { [scriptPath]: 5 }, undefined])('does not guess from %j', (data) => {
    expect(approveScripts.undo?.(data)).toBeNull();
  });
});

describe('the others', () => {
  it('build from the files that come with Airlock, under the name the profile gives', async () => {
    const { deps, done } = watched();
    await buildToolsImage.run(deps);
    expect(done).toMatchObject([['build', { contextDir: 'assets/tools', tag: deps.profile.toolsImage }]]);
  });

  it('test and mend the wall through the session’s own ways', async () => {
    const { deps, done } = watched();
    await testWall.run(deps);
    await raiseWall.run(deps);
    expect(done).toEqual([
      ['test wall', null],
      ['resume', null],
    ]);
  });
});
