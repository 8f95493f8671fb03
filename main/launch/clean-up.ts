import { engineName, label } from '../../app/launch/labels.ts';
import type { ContainerFacts, Engine } from '../docker/engine.ts';
import { lowerWallSpec } from './probe-specs.ts';
import { withRole } from './session-labels.ts';

/** Seconds the sentinel gets to take its rules down after SIGTERM. */
const sentinelGraceS = 5;

export interface CleanUpOptions {
  /** Image to take rules down with when no sentinel is left to do it; null when it is not known. */
  readonly toolsImage: string | null;
  /** Seconds ComfyUI gets to end by itself; 0 kills it at once. */
  readonly graceS: number;
  /** Only what this session made; everything of ours when absent. */
  readonly sessionId?: string;
}

/**
 * Removes everything of a session, or of every session, from the engine: ComfyUI first, the wall last, so that nothing ever runs
 * without it. Safe to call at any time, also when there is nothing. Never touches what carries no label of ours.
 */
export async function cleanUp(engine: Engine, options: CleanUpOptions): Promise<void> {
  const ofSession = options.sessionId === undefined ? label.session : `${label.session}=${options.sessionId}`;
  const ours = await engine.containers(ofSession);
  const comfyui = withRole(ours, 'comfyui');
  if (comfyui !== undefined) await endComfyUi(engine, comfyui, options.graceS);
  const sentinels = ours.filter((container) => container.labels[label.role] === 'sentinel');
  const others = ours.filter((container) => container !== comfyui && !sentinels.includes(container));
  await Promise.all(others.map((container) => engine.removeContainer(container.id)));
  const mayHaveRules = sentinels.length > 0 || options.sessionId === undefined;
  if (mayHaveRules) await lowerWall(engine, sentinels, options.toolsImage);
  await Promise.all([removeNetwork(engine, options.sessionId), removeVolumes(engine, ofSession)]);
}

async function endComfyUi(engine: Engine, comfyui: ContainerFacts, graceS: number): Promise<void> {
  // A paused container would have to be thawed to end gently, and it is paused for a reason.
  if (comfyui.state === 'running' && graceS > 0) await engine.stopContainer(comfyui.id, graceS);
  await engine.removeContainer(comfyui.id);
}

async function lowerWall(
  engine: Engine,
  sentinels: readonly ContainerFacts[],
  toolsImage: string | null,
): Promise<void> {
  const lowered = await Promise.all(sentinels.map((sentinel) => stopSentinel(engine, sentinel)));
  const image = sentinels[0]?.imageId ?? toolsImage;
  if (image !== null && !(lowered.length > 0 && lowered.every(Boolean))) await engine.run(lowerWallSpec(image));
  await Promise.all(sentinels.map((sentinel) => engine.removeContainer(sentinel.id)));
}

/** True when the sentinel itself says that it has taken its rules down. */
async function stopSentinel(engine: Engine, sentinel: ContainerFacts): Promise<boolean> {
  if (sentinel.state === 'paused') await engine.unpauseContainer(sentinel.id);
  if (sentinel.state === 'running' || sentinel.state === 'paused') {
    await engine.stopContainer(sentinel.id, sentinelGraceS);
  }
  const after = await engine.container(sentinel.id);
  return sentinel.state !== 'created' && after?.state === 'exited' && after.exitCode === 0;
}

/** Only the network a session made; one that was set up beforehand has another owner in its label. */
async function removeNetwork(engine: Engine, sessionId: string | undefined): Promise<void> {
  const network = await engine.network(engineName.network);
  const owner = network?.labels[label.session];
  if (network === null || owner === undefined || owner === 'setup') return;
  if (sessionId !== undefined && owner !== sessionId) return;
  if (Object.keys(network.attached).length === 0) await engine.removeNetwork(network.id);
}

async function removeVolumes(engine: Engine, ofSession: string): Promise<void> {
  const volumes = await engine.volumes(ofSession);
  await Promise.all(volumes.map((volume) => engine.removeVolume(volume)));
}
