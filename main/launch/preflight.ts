import { AirlockError } from '../../app/errors/airlock-error.ts';
import { engineName, label } from '../../app/launch/labels.ts';
import type { ResolvedImages } from '../../app/launch/launch-plan.ts';
import { parseSentinelLine } from '../../app/launch/sentinel-report.ts';
import type { ContainerFacts, Engine, NetworkFacts } from '../docker/engine.ts';
import type { Profile } from '../../app/launch/profile.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import { pause } from './cancellation.ts';
import { cleanUp } from './clean-up.ts';
import type { LaunchDeps } from './launch-deps.ts';
import { withRole } from './session-labels.ts';

const portCheckTimeoutMs = 500;
const dyingEveryMs = 100;
const dyingRounds = 30;
/** Longer than a launch needs from its click to the start of its sentinel, shorter than the rounds above. */
const startingMs = 2_500;

/** What preflight found out, for the plan. */
export interface Preflight {
  readonly images: ResolvedImages;
}

/**
 * Looks at everything that could stop a launch before anything is made, and clears what a dead launch left behind.
 *
 * @throws AirlockError `image-missing`, `tools-image-missing`, `already-running`, `name-clash`, `foreign-network`,
 * `foreign-container`, `port-taken`, or one of the `engine-…` family.
 */
export async function preflight(deps: LaunchDeps, signal: AbortSignal): Promise<Preflight> {
  const { engine, profile } = deps;
  refuseMissingFolders(profile);
  const [comfyui, tools, ours, clashes, network] = await Promise.all([
    engine.image(profile.image, { signal }),
    engine.image(profile.toolsImage, { signal }),
    settledContainers(engine, signal),
    foreignNamesakes(engine, signal),
    engine.network(engineName.network, { signal }),
  ]);
  if (comfyui === null) throw imageMissing(profile.image);
  if (tools === null) throw toolsImageMissing(profile.toolsImage);
  if (clashes !== null) throw clashes;
  await refuseSecondSession(engine, ours, signal);
  if (network !== null) refuseForeignNetwork(network, ours);
  if (ours.length > 0) await cleanUp(engine, { toolsImage: tools.id, graceS: 0 });
  await refuseTakenPort(deps);
  return { images: { comfyui: comfyui.id, tools: tools.id } };
}

/** The parser takes a profile without folders, so that the panel can open on it; a launch cannot. */
function refuseMissingFolders(profile: Profile): void {
  const missing = recipeOf(profile.recipe).folders.find(
    (folder) => folder.required && profile.mounts[folder.name] === undefined,
  );
  if (missing === undefined) return;
  throw new AirlockError({
    code: 'mount-missing',
    message: `The recipe ${profile.recipe} needs the folder "${missing.name}": ${missing.purpose}`,
    next: `Name it in profile.json: "mounts": { "${missing.name}": "/absolute/path" }.`,
  });
}

async function foreignNamesakes(engine: Engine, signal: AbortSignal): Promise<AirlockError | null> {
  const names = [engineName.comfyui, engineName.sentinel, engineName.relayInner, engineName.relayOuter];
  const found = await Promise.all(names.map((name) => engine.container(name, { signal })));
  const foreign = found.find((container) => container !== null && container.labels[label.session] === undefined);
  if (foreign === undefined || foreign === null) return null;
  return new AirlockError({
    code: 'name-clash',
    message: `A container named ${foreign.name} exists already, and it is not one of Airlock's.`,
    next: `Rename it (docker rename ${foreign.name} NEW) or remove it, then launch again. Airlock does not touch it.`,
  });
}

/**
 * The containers of ours, once it is clear whether a launch is under way: one that died takes its sentinel with it
 * within moments, so an unproven sentinel gets a little time to go.
 */
async function settledContainers(engine: Engine, signal: AbortSignal): Promise<readonly ContainerFacts[]> {
  for (let round = 0; ; round += 1) {
    const ours = await engine.containers(label.session, { signal });
    if (round === dyingRounds || !(await isUnproven(engine, ours, signal))) return ours;
    await pause(dyingEveryMs, signal);
  }
}

async function isUnproven(engine: Engine, ours: readonly ContainerFacts[], signal: AbortSignal): Promise<boolean> {
  const sentinel = withRole(ours, 'sentinel');
  // Made a moment ago and about to be started: the launch that made it is between two calls to the engine.
  if (sentinel?.state === 'created') return Date.now() - startedMs(sentinel) < startingMs;
  return sentinel?.state === 'running' && !(await hasProven(engine, sentinel.id, signal));
}

async function refuseSecondSession(
  engine: Engine,
  ours: readonly ContainerFacts[],
  signal: AbortSignal,
): Promise<void> {
  const comfyui = withRole(ours, 'comfyui');
  const comfyuiLives = comfyui?.state === 'running' || comfyui?.state === 'paused';
  const launching = await isUnproven(engine, ours, signal);
  if (!comfyuiLives && !launching) return;
  throw new AirlockError({
    code: 'already-running',
    message: launching ? 'Another launch is under way.' : 'A session is running already.',
    next: launching
      ? 'Wait for it, or cancel it where it was started; `airlock stop` ends it from here.'
      : 'Open it, or stop it first: the Stop button, or `airlock stop`.',
  });
}

/** When its launch began, in milliseconds since 1970; 0 when its labels do not say. */
function startedMs(sentinel: ContainerFacts): number {
  return Date.parse(sentinel.labels[label.startedAt] ?? '') || 0;
}

/** A sentinel whose session was proven but has no ComfyUI any more is a leftover; an unproven one is a launch. */
async function hasProven(engine: Engine, sentinelId: string, signal: AbortSignal): Promise<boolean> {
  const lines = await engine.logTail(sentinelId, 3, { signal });
  return lines.some((line) => {
    const parsed = parseSentinelLine(line);
    return parsed?.type === 'beat' && parsed.proven;
  });
}

function refuseForeignNetwork(network: NetworkFacts, ours: readonly ContainerFacts[]): void {
  if (network.labels[label.session] === undefined) {
    throw new AirlockError({
      code: 'foreign-network',
      message: `A network named ${network.name} exists already, and Airlock did not make it.`,
      next: `Look at it with "docker network inspect ${network.name}"; rename or remove it, then launch again.`,
    });
  }
  const known = new Set(ours.map((container) => container.id));
  const stranger = Object.entries(network.attached).find(([id]) => !known.has(id));
  if (stranger === undefined) return;
  throw new AirlockError({
    code: 'foreign-container',
    message: `The container ${stranger[1].name} is attached to ${network.name}, and it is not one of Airlock's.`,
    next: `Detach it (docker network disconnect ${network.name} ${stranger[1].name}), then launch again.`,
  });
}

async function refuseTakenPort(deps: LaunchDeps): Promise<void> {
  const { port } = deps.profile;
  if (!(await deps.net.canConnect('127.0.0.1', port, portCheckTimeoutMs))) return;
  throw new AirlockError({
    code: 'port-taken',
    message: `Something else answers on 127.0.0.1:${String(port)} already.`,
    next: `End that program, or set another "port" in profile.json, then launch again.`,
  });
}

function imageMissing(reference: string): AirlockError {
  return new AirlockError({
    code: 'image-missing',
    message: `The image ${reference} is not on this engine.`,
    next: `Fetch it with "docker pull ${reference}", or set another "image" in profile.json.`,
  });
}

function toolsImageMissing(reference: string): AirlockError {
  return new AirlockError({
    code: 'tools-image-missing',
    message: `Airlock's tools image ${reference} is not on this engine.`,
    next: `Build it: the remedy on the Engine chip, or "docker build -t ${reference} assets/tools" in Airlock's folder.`,
  });
}
