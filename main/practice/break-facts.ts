import type { ControlId } from '../../app/controls/control.ts';
import { label } from '../../app/launch/labels.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { Recipe } from '../../app/recipes/recipe.ts';
import type { ContainerFacts, NetworkFacts } from '../docker/engine.ts';
import type { PracticePc } from './practice-pc.ts';

type Break = (facts: ContainerFacts, recipe: Recipe) => ContainerFacts;

/** How each broken control of ComfyUI's container shows in what the engine says of it: the real probes see it there. */
const breaks: Partial<Record<ControlId, Break>> = {
  'docker.shm': (facts) => ({ ...facts, ipcMode: 'host', shmBytes: 64 * 1024 * 1024 }),
  'docker.manual-lifecycle': (facts) => ({ ...facts, restartPolicy: 'always' }),
  'container.capabilities': (facts) => ({ ...facts, capAdd: [...facts.capAdd, 'SYS_ADMIN'] }),
  'container.wanted-ids': (facts) => ({
    ...facts,
    env: { ...facts.env, WANTED_UID: '0', WANTED_GID: '0' },
    user: '0:0',
  }),
  'container.offline': (facts, recipe) => withoutVariable(facts, recipe.offlineVariable?.name),
  'container.no-upgrades': (facts, recipe) => withoutVariable(facts, recipe.noUpgradesVariable?.name),
  'container.torch-lock': (facts, recipe) => ({
    ...facts,
    env: { ...facts.env, [recipe.torchLockVariable ?? 'TORCH_LOCK']: 'torch==2.5.0' },
  }),
  'container.cache-readonly': (facts, recipe) => writable(facts, recipe.cacheFolders),
  'container.user-scripts': (facts, recipe) => writable(facts, recipe.scripts),
};

/** What the engine says of a container on a PC with these controls broken. */
export function breakContainer(facts: ContainerFacts, pc: PracticePc): ContainerFacts {
  const published = pc.isBroken('docker.loopback-publish')
    ? facts.published.map((port) => ({ ...port, hostIp: '0.0.0.0' }))
    : facts.published;
  const shown = { ...facts, published };
  if (facts.labels[label.role] !== 'comfyui') return shown;
  const recipe = recipeOf(facts.labels[label.recipe] === 'plain' ? 'plain' : 'mmartial');
  return pc.broken().reduce((seen, id) => breaks[id]?.(seen, recipe) ?? seen, shown);
}

/** What the engine says of a network on a PC with these controls broken. */
export function breakNetwork(facts: NetworkFacts, pc: PracticePc): NetworkFacts {
  if (!pc.isBroken('docker.airlock-net')) return facts;
  return { ...facts, options: { ...facts.options, 'com.docker.network.bridge.enable_ip_masquerade': 'true' } };
}

function withoutVariable(facts: ContainerFacts, name: string | undefined): ContainerFacts {
  return { ...facts, env: Object.fromEntries(Object.entries(facts.env).filter(([key]) => key !== name)) };
}

function writable(facts: ContainerFacts, paths: readonly string[]): ContainerFacts {
  const mounts = facts.mounts.map((mount) =>
    paths.some((path) => path === mount.target || path.startsWith(`${mount.target}/`))
      ? { ...mount, readOnly: false }
      : mount,
  );
  return { ...facts, mounts };
}
