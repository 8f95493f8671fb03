import { AirlockError } from '../../app/errors/airlock-error.ts';
import { engineName, label } from '../../app/launch/labels.ts';
import { networkOptions, type NetworkSpec } from '../../app/launch/launch-plan.ts';
import type { NetworkFacts } from '../docker/engine.ts';
import { done, type RemedyAction, type RemedyDeps } from './remedy-action.ts';

/** Owner `setup`: made beforehand, so no session takes it away when it ends. */
const spec: NetworkSpec = {
  name: engineName.network,
  options: networkOptions,
  ipv6: false,
  labels: { [label.session]: 'setup', [label.role]: 'network' },
};

/** Makes airlock_net anew, as the wall needs it. */
export const recreateNetwork: RemedyAction = {
  id: 'docker.recreate-network',
  plan: async (deps) => {
    const existing = await find(deps);
    const options = Object.entries(networkOptions).map(([name, value]) => `-o ${name}=${value}`);
    const create = `docker network create --driver bridge ${options.join(' ')} ${spec.name}`;
    return existing === null ? [create] : [`docker network rm ${spec.name}`, create];
  },
  run: async (deps) => {
    const { engine, signal } = deps;
    const existing = await find(deps);
    if (existing !== null) {
      refuseInUse(existing);
      await engine.removeNetwork(existing.id, { signal });
    }
    await engine.createNetwork(spec, { signal });
    return done;
  },
};

function find({ engine, signal }: RemedyDeps): Promise<NetworkFacts | null> {
  return engine.network(spec.name, { signal });
}

/** Whoever is on it would lose its network; the engine itself refuses that only for running containers. */
function refuseInUse(network: NetworkFacts): void {
  const names = Object.entries(network.attached).map(([id, { name }]) => name || id.slice(0, 12));
  if (names.length === 0) return;
  throw new AirlockError({
    code: 'engine-refused',
    message: `${network.name} is in use by ${names.join(', ')}, so it was left as it is.`,
    next: `Stop the session, take others off with "docker network disconnect ${network.name} NAME", then try again.`,
  });
}
