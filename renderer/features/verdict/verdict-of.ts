import { assertNever } from '../../../app/assert-never.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import type { LaunchPhase, Session } from '../../../app/launch/session.ts';
import type { WallTestReport } from '../../../app/launch/wall-test.ts';

/** The one thing that is true now, and what is needed to say it. */
export type PanelVerdict =
  | { readonly state: 'untested' | 'practice' | 'stopping' | 'resuming' }
  | { readonly state: 'lost'; readonly since: string }
  | { readonly state: 'launching'; readonly phase: LaunchPhase }
  | { readonly state: 'sealed'; readonly test: WallTestReport | null }
  | { readonly state: 'leaking' | 'unproven'; readonly test: WallTestReport }
  | { readonly state: 'paused'; readonly session: Session }
  | { readonly state: 'failed'; readonly session: Session };

/** Worst first: what is not heard from cannot be vouched for, and an open wall comes before everything else. */
export function verdictOf(snapshot: PanelSnapshot, connected: boolean): PanelVerdict {
  if (!connected) return { state: 'lost', since: snapshot.observedAt };
  const { session } = snapshot;
  if (session === null) return { state: snapshot.host === 'practice' ? 'practice' : 'untested' };
  switch (session.phase) {
    case 'preflight':
    case 'wall':
    case 'create':
    case 'start':
    case 'test':
      return { state: 'launching', phase: session.phase };
    case 'ready':
      return verdictOfReady(snapshot, session);
    case 'paused':
      return { state: 'paused', session };
    case 'failed':
      return { state: 'failed', session };
    case 'resuming':
      return { state: 'resuming' };
    case 'stop':
      return { state: 'stopping' };
    case 'stopped':
      return { state: snapshot.host === 'practice' ? 'practice' : 'untested' };
    default:
      return assertNever(session.phase);
  }
}

/** A session gets ready only by a sealed test; a later test of it may find otherwise. */
function verdictOfReady(snapshot: PanelSnapshot, session: Session): PanelVerdict {
  const test = snapshot.lastWallTest?.sessionId === session.id ? snapshot.lastWallTest : null;
  if (test !== null && test.verdict !== 'sealed') return { state: test.verdict, test };
  return { state: 'sealed', test };
}

export type Tone = 'good' | 'calm' | 'look' | 'bad';

const tones: Readonly<Record<PanelVerdict['state'], Tone>> = {
  untested: 'calm',
  practice: 'calm',
  launching: 'calm',
  resuming: 'calm',
  stopping: 'calm',
  lost: 'look',
  sealed: 'good',
  leaking: 'bad',
  unproven: 'bad',
  paused: 'bad',
  failed: 'bad',
};

export function toneOf(verdict: PanelVerdict): Tone {
  return tones[verdict.state];
}
