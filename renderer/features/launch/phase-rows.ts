import { launchPhases, type LaunchPhase, type Session } from '../../../app/launch/session.ts';

export type PhaseState = 'done' | 'running' | 'failed' | 'waiting' | 'opened';

export interface PhaseRow {
  readonly phase: LaunchPhase;
  readonly state: PhaseState;
  /** When it began; null while it is still to come. */
  readonly at: string | null;
  readonly durationMs: number | null;
}

/** The steps of a launch as the panel lists them: the last one that began runs, or is where it failed. */
export function phaseRows(session: Session): readonly PhaseRow[] {
  const last = session.phases.at(-1)?.phase;
  return launchPhases.map((phase) => {
    const time = session.phases.find((one) => one.phase === phase);
    const at = time?.at ?? null;
    const durationMs = phase === 'ready' ? null : (time?.durationMs ?? null);
    return {
      phase,
      at,
      durationMs,
      state: stateOf(session, phase, { began: time !== undefined, last: phase === last }),
    };
  });
}

function stateOf(session: Session, phase: LaunchPhase, seen: { began: boolean; last: boolean }): PhaseState {
  if (!seen.began) return session.adopted && session.phase === 'ready' ? 'done' : 'waiting';
  if (session.phase === 'failed' && seen.last) return 'failed';
  if (phase === 'ready') return session.breach === null ? 'done' : 'opened';
  return seen.last && session.phase === phase ? 'running' : 'done';
}
