import { label, type SessionIdentity } from '../../app/launch/labels.ts';
import { parseSentinelLine, type SentinelLine } from '../../app/launch/sentinel-report.ts';
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
  const words = await sentinelWords(deps, withRole(containers, 'sentinel'));
  const phase = phaseOf(comfyui, words, known);
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

/** The sentinel's last lines; none when it is gone. */
async function sentinelWords(
  deps: SessionDeps,
  sentinel: ContainerFacts | undefined,
): Promise<readonly SentinelLine[]> {
  if (sentinel === undefined) return [];
  const lines = await deps.engine.logTail(sentinel.id, 5);
  return lines.map(parseSentinelLine).filter((line) => line !== null);
}

function phaseOf(comfyui: ContainerFacts, words: readonly SentinelLine[], known: Session | null): SessionPhase {
  if (known?.phase === 'stop' || known?.phase === 'resuming') return known.phase;
  const last = words.filter((line) => line.type !== 'note').at(-1);
  // It freezes first and reports after, so its breach line alone says that nothing runs any more.
  const isFrozen = last?.type === 'breach' || last?.frozen === true;
  if (comfyui.state === 'paused' || isFrozen) return 'paused';
  if (last?.proven === true) return 'ready';
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
