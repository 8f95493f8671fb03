import { failureOf } from '../../app/errors/airlock-error.ts';
import type { Breach } from '../../app/launch/session.ts';
import { advance } from '../../app/launch/session-machine.ts';
import type { SessionRecord } from '../files/session-records.ts';
import type { Alarm, SessionContainers } from './breach-detector.ts';
import type { SessionDeps } from './launch-deps.ts';

/**
 * Pauses ComfyUI because of an alarm, then writes down why. What Airlock itself is doing to the session at this
 * moment (stopping or mending it) is no breach; the record on disk is asked, since its change may still be on the way.
 */
export async function pauseAtBreach(deps: SessionDeps, session: SessionContainers, alarm: Alarm): Promise<void> {
  const detectedMs = deps.now();
  const record = await deps.records.read();
  if (!isOnOurWatch(record, session.sessionId, alarm)) return;
  const stopped = await stopItsProcesses(deps, session.comfyuiId);
  if (stopped === 'gone') return;
  const pausedMs = deps.now();
  const breach: Breach = {
    reason: alarm.reason,
    detail: alarm.detail,
    detectedAt: new Date(detectedMs).toISOString(),
    pausedAt: new Date(pausedMs).toISOString(),
    pausedAfterMs: pausedMs - detectedMs,
  };
  await deps.records.update((current) => withBreach(current, session.sessionId, breach));
  await deps.log.append(
    'breach.paused',
    `The wall was opened: ${alarm.detail}. ComfyUI was ${stopped} ${String(pausedMs - detectedMs)} ms later.`,
  );
}

function isOnOurWatch(record: SessionRecord | null, sessionId: string, alarm: Alarm): boolean {
  if (record?.session.id !== sessionId) return false;
  // Once paused, only a hand that lets ComfyUI go on is news.
  if (record.session.phase === 'paused') return alarm.reason === 'resumed-outside';
  return record.session.phase === 'ready' && alarm.reason !== 'resumed-outside';
}

/** Pauses, or kills when pausing fails: a wall that is open is worse than work that is lost. */
async function stopItsProcesses(deps: SessionDeps, comfyuiId: string): Promise<'paused' | 'killed' | 'gone'> {
  try {
    await deps.engine.pauseContainer(comfyuiId);
    return 'paused';
  } catch (error) {
    const now = await deps.engine.container(comfyuiId);
    if (now === null || now.state === 'exited') return 'gone';
    if (now.state === 'paused') return 'paused';
    await deps.log.append('breach.pause-failed', failureOf(error).message);
    await deps.engine.stopContainer(comfyuiId, 0);
    return 'killed';
  }
}

function withBreach(record: SessionRecord | null, sessionId: string, breach: Breach): SessionRecord | null {
  if (record?.session.id !== sessionId) return record;
  if (record.session.phase === 'paused') return { ...record, session: { ...record.session, breach } };
  return { ...record, session: advance(record.session, { type: 'breached', breach }) };
}
