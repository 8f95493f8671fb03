import { AirlockError } from '../../app/errors/airlock-error.ts';
import { deferred } from './deferred.ts';

/** Settles with the work, or rejects as `cancelled` as soon as the signal aborts. The work itself goes on. */
export async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // The work may fail after the race is over, or before it began: then nobody waits for it any more.
  work.catch(() => undefined);
  throwIfCancelled(signal);
  const aborted = deferred<never>();
  const onAbort = (): void => aborted.reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): AirlockError {
  return new AirlockError({
    code: 'cancelled',
    message: 'The launch was cancelled.',
    next: 'Nothing is left running. Launch again when you like.',
  });
}

/** Waits, or rejects as `cancelled` when the signal aborts first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const waited = deferred<undefined>();
  const timer = setTimeout(() => waited.resolve(undefined), ms);
  try {
    await raceAbort(waited.promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
