import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** One program of a stage. */
export interface ChildRequest {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Everything it writes goes here as well. */
  readonly logPath: string;
  readonly timeoutMs: number;
}

/** How it ended; `exitCode` is null when a signal ended it. */
export interface ChildOutcome {
  readonly exitCode: number | null;
  /** Standard output and standard error together, as they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** Time a child gets to take the lab down before it is killed. */
const graceMs = 20_000;

const running = new Set<ChildProcess>();

/** Runs a program in a process group of its own, so that all of it can be ended at once. */
export async function runChild(request: ChildRequest): Promise<ChildOutcome> {
  mkdirSync(dirname(request.logPath), { recursive: true });
  const log = createWriteStream(request.logPath);
  const child = spawn(request.file, [...request.args], {
    env: { ...process.env, ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const chunks: Buffer[] = [];
  const collect = (chunk: Buffer): void => {
    chunks.push(chunk);
    log.write(chunk);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, request.timeoutMs);
  try {
    const exitCode = await ended(child, collect);
    return { exitCode, output: Buffer.concat(chunks).toString('utf8'), timedOut };
  } finally {
    clearTimeout(timer);
    running.delete(child);
    log.end();
  }
}

/** Ends every child that still runs; resolves when they are gone. */
export async function endChildren(): Promise<void> {
  const children = [...running];
  for (const child of children) endGroup(child);
  await Promise.all(children.map((child) => ended(child, () => undefined)));
}

function ended(child: ChildProcess, collect: (chunk: Buffer) => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      collect(Buffer.from(`${error.message}\n`));
      resolve(127);
    });
    child.once('close', (code) => resolve(code));
  });
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs).unref();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
