import type { Engine, EngineEvent } from '../docker/engine.ts';

const firstWaitMs = 250;
const longestWaitMs = 5_000;

export interface EngineFollower {
  readonly onEvent: (event: EngineEvent) => void;
  /** The stream is open (again): what happened before was not seen. */
  readonly onOpen: () => void;
  /** The engine went away, or was never there. */
  readonly onLost: () => void;
}

/** Follows the engine's events until the signal aborts, and looks for the engine again when it goes away. */
export async function followEngine(engine: Engine, follower: EngineFollower, signal: AbortSignal): Promise<void> {
  let waitMs = firstWaitMs;
  const onOpen = (): void => {
    waitMs = firstWaitMs;
    follower.onOpen();
  };
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    // Why the stream ended is for the Engine chip to say, which looks for itself.
    await engine.followEvents(follower.onEvent, { signal, onOpen }).catch(() => undefined);
    if (isOver()) return;
    follower.onLost();
    await wait(waitMs, signal);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const onAbort = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
