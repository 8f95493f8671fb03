import { AirlockError } from '../../app/errors/airlock-error.ts';
import { raceAbort } from './cancellation.ts';
import { deferred } from './deferred.ts';
import type { LaunchDeps } from './launch-deps.ts';

const watcherTimeoutMs = 10_000;

/**
 * Waits until the detached watcher has entered itself into the session record: it sees the engine's events and the
 * sentinel's beats by then.
 *
 * @throws AirlockError `wall-failed` when it does not: a session that nobody watches is not offered.
 */
export async function waitForWatcher(deps: LaunchDeps, sessionId: string, signal: AbortSignal): Promise<void> {
  const armed = deferred<undefined>();
  const following = new AbortController();
  const timer = setTimeout(() => armed.reject(notWatching()), watcherTimeoutMs);
  deps.records.follow((record) => {
    if (record?.session.id === sessionId && record.watcherPid !== null) armed.resolve(undefined);
  }, following.signal);
  try {
    const record = await deps.records.read();
    if (record?.session.id === sessionId && record.watcherPid !== null) return;
    await raceAbort(armed.promise, signal);
  } finally {
    clearTimeout(timer);
    following.abort();
  }
}

function notWatching(): AirlockError {
  return new AirlockError({
    code: 'wall-failed',
    message: 'The wall stands, but the watcher that would pause ComfyUI at a breach did not start.',
    next: 'Nothing is left running. watcher.log in the Airlock folder says why; then launch again.',
  });
}
