import { label, type SessionIdentity } from '../../app/launch/labels.ts';
import { parseSentinelLine, type SentinelBeat } from '../../app/launch/sentinel-report.ts';
import type { Session, SessionPhase } from '../../app/launch/session.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import type { SessionDeps } from './launch-deps.ts';
import { identityOf, withRole } from './session-labels.ts';

/**
 * Finds the session that runs in the engine, whoever started it. What runs is read from the engine's labels; the
 * record on disk only adds what the engine cannot know: phase times, the breach, whether it is being stopped.
 *
 * @returns null when no session of ours is running or paused.
 */
export async function findSession(deps: SessionDeps): Promise<Session | null> {
  const [containers, record] = await Promise.all([deps.engine.containers(label.session), deps.records.read()]);
  const comfyui = withRole(containers, 'comfyui');
  if (comfyui === undefined || !lives(comfyui)) return null;
  const identity = identityOf(comfyui);
  if (identity === null) return null;
  const known = record?.session.id === identity.id ? record.session : null;
  const beat = await lastBeat(deps, withRole(containers, 'sentinel'));
  const phase = phaseOf(comfyui, beat, known);
  return {
    ...(known ?? blank(identity)),
    phase,
    containerId: comfyui.id,
    uiUrl: phase === 'ready' ? `http://127.0.0.1:${String(identity.port)}` : null,
    adopted: true,
  };
}

function lives(container: ContainerFacts): boolean {
  return container.state === 'running' || container.state === 'paused' || container.state === 'restarting';
}

/** The last beat the sentinel wrote; null when it is gone or says nothing. */
async function lastBeat(deps: SessionDeps, sentinel: ContainerFacts | undefined): Promise<SentinelBeat | null> {
  if (sentinel === undefined) return null;
  const lines = await deps.engine.logTail(sentinel.id, 5);
  const beats = lines.map(parseSentinelLine).filter((line) => line?.type === 'beat');
  return beats.at(-1) ?? null;
}

function phaseOf(comfyui: ContainerFacts, beat: SentinelBeat | null, known: Session | null): SessionPhase {
  if (known?.phase === 'stop' || known?.phase === 'resuming') return known.phase;
  if (comfyui.state === 'paused' || beat?.frozen === true) return 'paused';
  if (beat?.proven === true) return 'ready';
  return known?.phase ?? 'start';
}

function blank(identity: SessionIdentity): Session {
  return {
    id: identity.id,
    mode: identity.mode,
    wall: identity.wall,
    phase: 'start',
    startedAt: identity.startedAt,
    uiUrl: null,
    containerId: null,
    phases: [],
    breach: null,
    failure: null,
    adopted: true,
  };
}
