import { label } from '../../app/launch/labels.ts';
import type { Session } from '../../app/launch/session.ts';
import { advance } from '../../app/launch/session-machine.ts';
import { cleanUp } from './clean-up.ts';
import { findSession } from './find-session.ts';
import type { SessionDeps } from './launch-deps.ts';

/** Seconds ComfyUI gets to end by itself. */
const graceS = 10;

export interface StopOptions {
  /** The profile's tools image, to take down rules that no sentinel is left to take down; null when not known. */
  readonly toolsImage: string | null;
}

/**
 * Ends whatever session there is and removes every trace of it; also clears what a dead launch left behind.
 * Safe to call at any time.
 *
 * @returns whether there was anything to remove.
 */
export async function stopSession(
  deps: SessionDeps,
  options: StopOptions,
  onSession: (session: Session | null) => void,
): Promise<boolean> {
  const session = await findSession(deps);
  const leftovers = await deps.engine.containers(label.session);
  if (session !== null) {
    const stopping = advance(session, { type: 'stop-began', at: new Date(deps.now()).toISOString() });
    onSession(stopping);
    // Tells the watcher that what it is about to see is meant.
    await deps.records.update((record) => (record === null ? null : { ...record, session: stopping }));
  }
  const toolsImage = options.toolsImage === null ? null : await imageOrNull(deps, options.toolsImage);
  // Frozen processes cannot answer a gentle request, and must not be thawed to hear it.
  const isFrozen = session?.phase === 'paused';
  await cleanUp(deps.engine, { toolsImage, graceS: isFrozen ? 0 : graceS });
  await deps.records.update(() => null);
  onSession(null);
  const found = session !== null || leftovers.length > 0;
  if (found) await deps.log.append('session.stopped', 'The session was stopped, and the wall taken down.');
  return found;
}

async function imageOrNull(deps: SessionDeps, reference: string): Promise<string | null> {
  return (await deps.engine.image(reference))?.id ?? null;
}
