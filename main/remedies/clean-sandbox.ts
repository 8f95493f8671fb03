import { label } from '../../app/launch/labels.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { done, type RemedyAction, type RemedyDeps } from './remedy-action.ts';

const sandbox = `${label.mode}=sandbox`;
const alive: ReadonlySet<ContainerFacts['state']> = new Set(['running', 'paused', 'restarting']);

interface Leftovers {
  readonly containers: readonly ContainerFacts[];
  readonly volumes: readonly string[];
}

/** Removes what ended sandboxes left behind; a sandbox that still runs keeps all that is its own. */
export const cleanSandbox: RemedyAction = {
  id: 'container.clean-sandbox',
  plan: async (deps) => {
    const { containers, volumes } = await findLeftovers(deps);
    return [
      ...containers.map(({ name }) => `docker rm --force --volumes ${name}`),
      ...volumes.map((name) => `docker volume rm ${name}`),
    ];
  },
  run: async (deps) => {
    const { engine, signal } = deps;
    const { containers, volumes } = await findLeftovers(deps);
    // A volume can only be removed once no container has it any more.
    await Promise.all(containers.map(({ id }) => engine.removeContainer(id, { signal })));
    await Promise.all(volumes.map((name) => engine.removeVolume(name, { signal })));
    return done;
  },
};

/** A session has ended when none of its containers lives; a volume is spared while any sandbox lives. */
async function findLeftovers({ engine, signal }: RemedyDeps): Promise<Leftovers> {
  const [containers, volumes] = await Promise.all([
    engine.containers(sandbox, { signal }),
    engine.volumes(sandbox, { signal }),
  ]);
  const living = new Set(containers.filter(({ state }) => alive.has(state)).map(sessionOf));
  return {
    containers: containers.filter((container) => !living.has(sessionOf(container))),
    volumes: living.size > 0 ? [] : volumes,
  };
}

function sessionOf({ labels }: ContainerFacts): string {
  return labels[label.session] ?? '';
}
