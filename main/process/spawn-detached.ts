import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { startError } from './process-errors.ts';

export interface DetachedRequest {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its standard output and error are added to this file. */
  readonly logPath: string;
}

/**
 * Starts a program that goes on when this process ends, in a session of its own, without terminal or window.
 *
 * @returns its process id.
 * @throws AirlockError `program-missing` or `program-not-started` when it cannot be started.
 */
export function spawnDetached(request: DetachedRequest): number {
  mkdirSync(dirname(request.logPath), { recursive: true, mode: 0o700 });
  const log = openSync(request.logPath, 'a', 0o600);
  try {
    const child = spawn(request.file, [...request.args], {
      detached: true,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', log, log],
      env: request.env,
    });
    // Told later than the missing process id, which is thrown below.
    child.on('error', () => undefined);
    if (child.pid === undefined) throw startError(request.file, { code: 'ENOENT' });
    child.unref();
    return child.pid;
  } finally {
    closeSync(log);
  }
}
