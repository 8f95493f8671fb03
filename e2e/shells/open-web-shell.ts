import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface OpenWebShell {
  /** The address it printed, with its one-time token. */
  readonly url: string;
  readonly origin: string;
  readonly child: ChildProcess;
  readonly close: () => Promise<void>;
}

/** Starts the real web shell on the practice PC, with a home of its own. */
export async function openWebShell(): Promise<OpenWebShell> {
  const home = mkdtempSync(path.join(tmpdir(), 'airlock-web-'));
  const child = spawn(process.execPath, [path.resolve('main/shells/bin/start.mjs'), '--web'], {
    env: { ...process.env, AIRLOCK_HOME: home, AIRLOCK_HOST: 'practice' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = line.toString('utf8').trim();
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url, origin: new URL(url).origin, child, close };
}
