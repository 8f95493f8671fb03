import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';

/** Runs a program to its end and returns what it printed; its error output is part of the error when it fails. */
export function runTool(file: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv } = {}): string {
  return execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
}

/** Starts a program that goes on in the background and writes to a log file. */
export function startTool(file: string, args: readonly string[], logPath: string): ChildProcess {
  const log = openSync(logPath, 'a');
  return spawn(file, args, { stdio: ['ignore', log, log] });
}

/** One line of progress, on standard error: standard output belongs to the command that runs in the lab. */
export function say(message: string): void {
  process.stderr.write(`lab: ${message}\n`);
}

function sleepMs(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Asks again and again until the answer is true; false when the time is up. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) return false;
    await sleepMs(20);
  }
  return true;
}
