import { assertNever } from '../assert-never.ts';
import type { SessionIdentity } from './labels.ts';
import {
  launchPhases,
  type LaunchPhase,
  type PhaseTime,
  type Session,
  type SessionEvent,
  type SessionPhase,
} from './session.ts';

/** From which phases an event may come; `null` means from any phase that has not ended. */
const allowedFrom: Readonly<Record<SessionEvent['type'], readonly SessionPhase[] | null>> = {
  'phase-began': ['preflight', 'wall', 'create', 'start', 'test'],
  'container-created': ['create', 'start'],
  proven: ['test', 'resuming'],
  breached: ['ready', 'resuming', 'paused'],
  'resume-began': ['paused', 'resuming'],
  'stop-began': null,
  stopped: null,
  failed: null,
};

/** A session that has just been asked for. */
export function newSession(identity: SessionIdentity): Session {
  return {
    id: identity.id,
    mode: identity.mode,
    wall: identity.wall,
    phase: 'preflight',
    startedAt: identity.startedAt,
    uiUrl: null,
    containerId: null,
    phases: [],
    breach: null,
    failure: null,
    adopted: false,
  };
}

/**
 * The only way a session's state changes. `uiUrl` is set by `proven` and by nothing else, and every other event
 * takes it away again.
 *
 * @throws Error when the event may not happen in this phase: that is a defect, not a user's mistake.
 */
export function advance(session: Session, event: SessionEvent): Session {
  const from = allowedFrom[event.type];
  const hasEnded = session.phase === 'stopped' || session.phase === 'failed';
  if (hasEnded || (from !== null && !from.includes(session.phase))) {
    throw new Error(`a session in phase ${session.phase} cannot take the event ${event.type}`);
  }
  if (event.type === 'phase-began' && event.phase !== nextPhase(session)) {
    throw new Error(`a session in phase ${session.phase} cannot begin ${event.phase}`);
  }
  return after(session, event);
}

/** Phases come in their order, none is left out, and `ready` is for `proven` alone. */
function nextPhase(session: Session): LaunchPhase | undefined {
  const next = launchPhases[session.phases.length];
  return next === 'ready' ? undefined : next;
}

function after(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'phase-began':
      return { ...session, phase: event.phase, uiUrl: null, phases: begin(session.phases, event.phase, event.at) };
    case 'container-created':
      return { ...session, uiUrl: null, containerId: event.containerId };
    case 'proven': {
      const phases = session.phase === 'test' ? begin(session.phases, 'ready', event.at) : session.phases;
      return { ...session, phase: 'ready', uiUrl: event.uiUrl, phases: closed(phases, event.at), breach: null };
    }
    case 'breached':
      return { ...session, phase: 'paused', uiUrl: null, breach: event.breach };
    case 'resume-began':
      return { ...session, phase: 'resuming', uiUrl: null };
    case 'stop-began':
      return { ...session, phase: 'stop', uiUrl: null };
    case 'stopped':
      return { ...session, phase: 'stopped', uiUrl: null };
    case 'failed':
      return {
        ...session,
        phase: 'failed',
        uiUrl: null,
        failure: event.failure,
        phases: closed(session.phases, event.at),
      };
    default:
      return assertNever(event);
  }
}

function begin(phases: readonly PhaseTime[], phase: LaunchPhase, at: string): PhaseTime[] {
  return [...closed(phases, at), { phase, at }];
}

/** Gives the phase that is still open its duration. */
function closed(phases: readonly PhaseTime[], at: string): PhaseTime[] {
  return phases.map((phase) =>
    phase.durationMs === undefined
      ? { ...phase, durationMs: Math.max(0, Date.parse(at) - Date.parse(phase.at)) }
      : phase,
  );
}
