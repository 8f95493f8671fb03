import { profileSchema, type Profile } from '../../../app/launch/profile.ts';
import { recipeOf } from '../../../app/recipes/recipes.ts';
import type { ContainerFacts, Engine, NetworkFacts } from '../../docker/engine.ts';
import type { Finding } from '../../../app/findings/finding.ts';
import { lookInside } from '../find-inside.ts';
import type { Probe, ProbeContext } from '../probe.ts';
import { beat, container, network, nowMs, readySession, wallTest } from './fake-facts.ts';

/** The little that the probes see; what a test does not mention is as in a healthy session. */
export interface FakeWorld {
  readonly containers?: readonly ContainerFacts[];
  readonly network?: NetworkFacts | null;
  /** What the sentinel wrote last. */
  readonly log?: readonly string[];
  /** `address:port` of what accepts connections. */
  readonly listening?: readonly string[];
  readonly profile?: Partial<Profile>;
  readonly engine?: Partial<Engine>;
  readonly context?: Partial<ProbeContext>;
}

/** A world in which nothing of ours runs. */
export const noSession: FakeWorld = { containers: [], network: null, context: { session: null } };

/** Asks a probe in a healthy session with these changes. */
export async function ask(probe: Probe, world: FakeWorld = {}): Promise<Finding> {
  const [finding, ...more] = await probe.observe(fakeContext(world));
  if (finding === undefined || more.length > 0) throw new Error(`${probe.id} did not answer with one finding`);
  return finding;
}

function fakeContext(world: FakeWorld): ProbeContext {
  const { containers = [container('comfyui'), container('sentinel')], listening = ['127.0.0.1:8188'] } = world;
  const engine = {
    address: 'unix:///fake.sock',
    routes: null,
    facts: () =>
      Promise.resolve({
        version: '29.0.1',
        apiVersion: '1.52',
        operatingSystem: 'Fake',
        rootless: false,
        firewallBackend: 'iptables',
        cgroupVersion: '2',
        liveRestore: false,
      }),
    image: () => Promise.resolve({ id: 'sha256:tools', tags: [], labels: {} }),
    network: () => Promise.resolve(world.network === undefined ? network() : world.network),
    logTail: () => Promise.resolve(world.log ?? [JSON.stringify(beat())]),
    ...world.engine,
  };
  const context: ProbeContext = {
    engine: onlyThese(engine),
    net: {
      httpGetJson: () => Promise.reject(new Error('nothing answers')),
      canConnect: (address, port) => Promise.resolve(listening.includes(`${address}:${String(port)}`)),
      addresses: () => ['192.0.2.10'],
    },
    scripts: {
      approvedHash: () => Promise.resolve(null),
      approve: () => Promise.resolve(),
      look: () => Promise.resolve(null),
    },
    profile: profileSchema.parse({ version: 1, recipe: 'plain', ...world.profile }),
    recipe: recipeOf('plain'),
    session: readySession(),
    lastWallTest: wallTest(),
    containers: () => Promise.resolve(containers),
    inside: (comfyui) => lookInside(context, comfyui),
    wsl: () => Promise.reject(new Error('the test has no WSL')),
    windows: () => Promise.reject(new Error('the test has no Windows')),
    lxss: () => Promise.reject(new Error('the test has no Windows')),
    signal: new AbortController().signal,
    now: () => nowMs,
    ...world.context,
  };
  return context;
}

/** An engine that fails loudly when a probe asks for something the test did not foresee. */
function onlyThese(parts: Partial<Engine>): Engine {
  return new Proxy(parts, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name) as unknown;
      throw new Error(`the fake engine has no ${String(name)}`);
    },
  }) as Engine;
}
