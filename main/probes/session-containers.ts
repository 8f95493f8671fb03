import { setTimeout as delay } from 'node:timers/promises';
import { label, type Role } from '../../app/launch/labels.ts';
import type { Recipe } from '../../app/recipes/recipe.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { ContainerFacts, EngineEvent } from '../docker/engine.ts';
import type { Answer, Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';

/** Changes of a container that a finding can depend on. Commands run inside it are none: probes run some themselves. */
const lifeEvents = new Set(['create', 'start', 'die', 'destroy', 'pause', 'unpause', 'update', 'rename']);

const insideEvents = new Set(['start', 'die', 'destroy', 'unpause']);

/** True for a change in the life of one of our containers; those of a wall test come and go and concern nobody. */
export function isSessionChange(event: EngineEvent): boolean {
  return (
    event.kind === 'container' &&
    lifeEvents.has(event.action) &&
    event.attributes[label.session] !== undefined &&
    event.attributes[label.role] !== 'probe'
  );
}

/**
 * True when ComfyUI began, ended or went on: for what has to be looked at inside it, which costs the engine far more
 * than its description does. A frozen one cannot be looked into, so freezing it changes no such finding.
 */
export function isComfyUiChange(event: EngineEvent): boolean {
  const { [label.role]: role } = event.attributes;
  return isSessionChange(event) && role === 'comfyui' && insideEvents.has(event.action);
}

/** All containers of ours but those of a wall test, as the engine describes them; noted with what `show` picks. */
export async function readOurs(
  context: ProbeContext,
  notes: Notes,
  show: (container: ContainerFacts) => string,
): Promise<readonly ContainerFacts[]> {
  const list = async (): Promise<readonly ContainerFacts[]> => {
    const all = await context.containers();
    return all.filter((container) => container.labels[label.role] !== 'probe');
  };
  return notes.read(`docker inspect $(docker ps -aq --filter label=${label.session})`, list(), (found) =>
    found.map((container) => `${container.name} (${container.state}): ${show(container)}`).join('\n'),
  );
}

export function withRole(containers: readonly ContainerFacts[], role: Role): ContainerFacts | undefined {
  return containers.find((container) => container.labels[label.role] === role);
}

export function isAlive(container: ContainerFacts): boolean {
  return container.state === 'running' || container.state === 'paused' || container.state === 'restarting';
}

/** ComfyUI's container while it runs or is paused. */
export function aliveComfyUi(containers: readonly ContainerFacts[]): ContainerFacts | undefined {
  return containers.find((container) => container.labels[label.role] === 'comfyui' && isAlive(container));
}

export const nothingRuns: Answer = {
  verdict: 'unknown',
  summary: 'No ComfyUI is running, so there is nothing to look at.',
};

export const frozen: Answer = {
  verdict: 'unknown',
  summary: 'ComfyUI is frozen, so nothing inside it can be looked at.',
};

export const unsettled: Answer = {
  verdict: 'unknown',
  summary: 'The session is being started, paused or resumed; nothing inside it is touched until that is over.',
};

/** A breach has frozen ComfyUI within a second; whoever waits this long sees it. */
const settleMs = 1_200;

/**
 * Whether a command may be run inside ComfyUI now. Measured on Docker 20.10: a command whose start meets the freezing
 * of its container blocks every later call about that container. The very events that lead to a freeze (sentinel
 * gone, restarted or resumed from outside) make probes look, so those first see how it ends.
 */
export async function mayEnter(
  { engine, session, signal, now }: ProbeContext,
  ours: readonly ContainerFacts[],
  comfyui: ContainerFacts,
): Promise<boolean> {
  if (comfyui.state !== 'running' || withRole(ours, 'sentinel')?.state !== 'running') return false;
  const ageMs = now() - Date.parse(comfyui.startedAt);
  if (session?.phase === 'ready' && !(Math.abs(ageMs) < settleMs)) return true;
  await delay(settleMs, undefined, { signal });
  const after = await engine.container(comfyui.id, { signal });
  return after?.state === 'running';
}

/** The recipe the container was started by, which may differ from the profile's by now. */
export function recipeFor(container: ContainerFacts, context: Pick<ProbeContext, 'recipe'>): Recipe {
  const named = container.labels[label.recipe];
  return named === 'plain' || named === 'mmartial' ? recipeOf(named) : context.recipe;
}

/** One environment variable, as evidence. */
export function showVariable(container: ContainerFacts, name: string): string {
  return `${name}=${container.env[name] ?? '(not set)'}`;
}
