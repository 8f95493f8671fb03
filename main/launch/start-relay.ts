import type { LaunchPlan } from '../../app/launch/launch-plan.ts';
import type { Engine } from '../docker/engine.ts';
import { throwIfCancelled } from './cancellation.ts';

/**
 * Starts both ends of the socket relay of a sealed session. The inner end listens in ComfyUI's own namespace, so
 * ComfyUI has to run; only the outer end ever opens connections, so nothing inside can dial out through it.
 */
export async function startRelay(
  engine: Engine,
  relay: NonNullable<LaunchPlan['relay']>,
  signal: AbortSignal,
): Promise<void> {
  await engine.createVolume(relay.volume, relay.outer.labels);
  const ends = [relay.inner, relay.outer].map(async (spec) => {
    const id = await engine.createContainer(spec);
    await engine.startContainer(id);
  });
  await Promise.all(ends);
  throwIfCancelled(signal);
}
