import type { SessionDeps } from '../launch/launch-deps.ts';
import { watchSession } from '../launch/watch-session.ts';

let watchers = 0;

/** The practice PC lives in this process, and so does its watcher: nobody outside could see its engine. */
export function watchInProcess(session: SessionDeps, sessionId: string, signal: AbortSignal): Promise<void> {
  watchers += 1;
  // A number of its own for each, so that a later watcher takes over from an earlier one.
  watchSession(session, sessionId, { pid: process.pid * 1000 + watchers, signal }).catch(() => undefined);
  return Promise.resolve();
}
