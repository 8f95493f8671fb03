import { failureOf } from '../../app/errors/airlock-error.ts';
import { label } from '../../app/launch/labels.ts';
import { pause } from './cancellation.ts';
import type { SessionDeps } from './launch-deps.ts';
import { withRole } from './session-labels.ts';
import { SessionWatch, type WatchOptions } from './session-watch.ts';

/** How long a lost engine is looked for, and how often. */
const reconnectEveryMs = 250;
const reconnectRounds = 240;

/**
 * Watches one session until it ends: at a breach it pauses ComfyUI in the engine first and writes down why
 * afterwards. Runs in a process of its own, so that it outlives the panel or command that started the session.
 * When the engine goes away it keeps looking for it for a minute: with live-restore the containers go on meanwhile.
 */
export async function watchSession(deps: SessionDeps, sessionId: string, options: WatchOptions): Promise<void> {
  const { signal } = options;
  let watch: SessionWatch | null = null;
  for (let round = 0; round < reconnectRounds && !signal.aborted; round += 1) {
    try {
      watch ??= await beginWatch(deps, sessionId);
      if (watch === null) return;
      await watch.run(options);
      return;
    } catch (error) {
      if (round === 0 || watch !== null) await deps.log.append('watch.interrupted', failureOf(error).message);
      watch = null;
      await pause(reconnectEveryMs, signal).catch(() => undefined);
    }
  }
}

async function beginWatch(deps: SessionDeps, sessionId: string): Promise<SessionWatch | null> {
  const containers = await deps.engine.containers(`${label.session}=${sessionId}`);
  const comfyui = withRole(containers, 'comfyui');
  const sentinel = withRole(containers, 'sentinel');
  if (comfyui === undefined || sentinel === undefined) return null;
  return new SessionWatch(deps, { sessionId, comfyuiId: comfyui.id, sentinelId: sentinel.id }, comfyui);
}
