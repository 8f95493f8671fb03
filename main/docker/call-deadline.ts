/**
 * Ends a call when its time is up or its caller gives up, and remembers which of the two it was.
 * Not `AbortSignal.any`: that keeps every call alive for as long as a long-lived caller's signal lives.
 */
export class CallDeadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | null;
  private readonly onAbort = (): void => this.giveUp('cancelled');
  givenUp: 'cancelled' | 'timed-out' | null = null;

  constructor(
    readonly timeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.timer = Number.isFinite(timeoutMs) ? setTimeout(() => this.giveUp('timed-out'), timeoutMs) : null;
    if (caller?.aborted === true) this.giveUp('cancelled');
    else caller?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Stops the clock, for an answer that goes on as a stream; the caller can still give up. */
  stopClock(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** To be called when the call is over, so that nothing of it is kept. */
  release(): void {
    this.stopClock();
    this.caller?.removeEventListener('abort', this.onAbort);
  }

  private giveUp(why: 'cancelled' | 'timed-out'): void {
    this.givenUp ??= why;
    this.release();
    this.controller.abort();
  }
}
