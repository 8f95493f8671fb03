import { connectEngine } from '../docker/connect-engine.ts';
import { ActivityLog } from '../files/activity-log.ts';
import { airlockHome } from '../files/airlock-home.ts';
import { SessionRecords } from '../files/session-records.ts';
import { watchSession } from '../launch/watch-session.ts';
import { NodeNet } from '../process/node-net.ts';

/**
 * The watcher process of one session: pauses ComfyUI at a breach, whoever else runs. Ends with the session.
 *
 * @returns the exit code of the process.
 */
export async function watchUntilEnd(sessionId: string): Promise<0> {
  const home = airlockHome(process.env, process.platform);
  const engine = connectEngine(process.env);
  const asked = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      asked.abort();
    });
  }
  // The terminal that started the session may close; the session goes on, and so does its watcher.
  if (process.platform !== 'win32') process.on('SIGHUP', () => undefined);
  const deps = {
    engine,
    records: new SessionRecords(home),
    log: new ActivityLog(home),
    net: new NodeNet(),
    now: Date.now,
  };
  await watchSession(deps, sessionId, { pid: process.pid, signal: asked.signal });
  engine.close();
  return 0;
}
