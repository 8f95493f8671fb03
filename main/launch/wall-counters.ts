import { parseSentinelLine, type SentinelBeat } from '../../app/launch/sentinel-report.ts';
import type { Engine } from '../docker/engine.ts';
import { raceAbort } from './cancellation.ts';
import { deferred, type Deferred } from './deferred.ts';

/** Beats come every 400 ms. */
const beatTimeoutMs = 3_000;

/** Follows the sentinel's beats during a wall test, to read the drop counters before and after. */
export class WallCounters {
  private readonly following = new AbortController();
  private waiting: Deferred<SentinelBeat> = deferred();
  private last: SentinelBeat | null = null;

  constructor(engine: Engine, sentinelId: string) {
    engine
      .followLog(sentinelId, 3, (line) => this.onLine(line), { signal: this.following.signal })
      .then(() => this.waiting.reject(new Error('the sentinel has ended')))
      .catch((error: unknown) => this.waiting.reject(error instanceof Error ? error : new Error(String(error))));
  }

  /** The last beat that is known, waiting for the first one if there is none yet. */
  current(signal: AbortSignal): Promise<SentinelBeat> {
    return this.last === null ? this.next(signal) : Promise.resolve(this.last);
  }

  /** The next beat that arrives: what it counted includes every packet sent before this call. */
  async next(signal: AbortSignal): Promise<SentinelBeat> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(beatTimeoutMs)]);
    return raceAbort(this.waiting.promise, limit);
  }

  close(): void {
    this.following.abort();
  }

  private onLine(line: string): void {
    const parsed = parseSentinelLine(line);
    if (parsed?.type !== 'beat') return;
    this.last = parsed;
    const waiting = this.waiting;
    this.waiting = deferred();
    waiting.resolve(parsed);
  }
}
