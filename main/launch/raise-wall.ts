import { AirlockError } from '../../app/errors/airlock-error.ts';
import { parseSentinelLine } from '../../app/launch/sentinel-report.ts';
import type { Engine, Lifeline } from '../docker/engine.ts';
import { raceAbort } from './cancellation.ts';
import { deferred } from './deferred.ts';

/** How long the sentinel may take from its start to the first beat with the rules in place. */
const raiseTimeoutMs = 15_000;

/** A standing wall: the sentinel that keeps it, and the line that ties an unproven session to this process. */
export interface RaisedWall {
  readonly sentinelId: string;
  readonly lifeline: Lifeline;
  /** Rejects with `wall-failed` when the sentinel reports a breach or ends; never resolves. */
  readonly broken: Promise<never>;
  /** Stops listening and lets go of the lifeline. The sentinel goes on by itself if the session has been proven. */
  letGo(): void;
}

/**
 * Starts the sentinel that has been created and waits until it has read its own rules back from the kernel.
 * From here on, this process's death before `proven` makes the sentinel end the session by itself.
 *
 * @throws AirlockError `wall-failed` when the rules do not stand in time.
 */
export async function raiseWall(engine: Engine, sentinelId: string, signal: AbortSignal): Promise<RaisedWall> {
  const lifeline = await engine.attachLifeline(sentinelId, { signal });
  const listening = new AbortController();
  try {
    await engine.startContainer(sentinelId);
    const lines = listenTo(engine, sentinelId, listening.signal);
    await raceAbort(lines.standing, signal);
    const letGo = (): void => {
      listening.abort();
      lifeline.close();
    };
    return { sentinelId, lifeline, broken: lines.broken, letGo };
  } catch (error) {
    listening.abort();
    lifeline.close();
    throw error;
  }
}

interface SentinelLines {
  readonly standing: Promise<undefined>;
  readonly broken: Promise<never>;
}

function listenTo(engine: Engine, sentinelId: string, signal: AbortSignal): SentinelLines {
  const standing = deferred<undefined>();
  const broken = deferred<never>();
  const notes: string[] = [];
  const fail = (detail: string): void => {
    if (signal.aborted) return;
    standing.reject(notStanding(detail));
    broken.reject(notStanding(detail));
  };
  const timer = setTimeout(() => standing.reject(notStanding('no rules were seen in time')), raiseTimeoutMs);
  const onLine = (line: string): void => {
    const parsed = parseSentinelLine(line);
    if (parsed === null) notes.push(line);
    else if (parsed.type === 'note') notes.push(parsed.message);
    else if (parsed.type === 'breach') fail(`${parsed.reason}: ${parsed.detail}`);
    else if (parsed.intact) {
      clearTimeout(timer);
      standing.resolve(undefined);
    }
  };
  engine
    .followLog(sentinelId, 1000, onLine, { signal })
    .then(() => fail(`the sentinel ended (${notes.slice(-3).join('; ') || 'it said nothing'})`))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
    .finally(() => clearTimeout(timer));
  return { standing: standing.promise, broken: broken.promise };
}

function notStanding(detail: string): AirlockError {
  return new AirlockError({
    code: 'wall-failed',
    message: `The wall does not stand: ${detail}.`,
    next: 'Nothing is left running behind it. Look at the Engine chip, then launch again; `airlock log` has the details.',
  });
}
