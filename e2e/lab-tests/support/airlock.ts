import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const entry = path.resolve(import.meta.dirname, '../../../main/shells/bin/airlock.mjs');

/** What one run of the command line tool said. */
export interface AirlockRun {
  readonly exitCode: number;
  /** Every line of standard output, parsed; the tests only use `--json`. */
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

export interface RunningAirlock {
  readonly child: ChildProcess;
  readonly finished: Promise<AirlockRun>;
  /** What it has said so far; grows while it runs. */
  readonly lines: readonly Record<string, unknown>[];
  /** Resolves with the first line that fits. */
  lineWith(key: string, value: string): Promise<Record<string, unknown>>;
}

/** Starts the built command line tool against the lab's engine. */
export function startAirlock(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningAirlock {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, AIRLOCK_HOST: 'linux', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  let rest = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as Record<string, unknown>);
    for (const wake of waiting.splice(0)) wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<AirlockRun>((resolve) => {
    child.on('close', (code) => {
      for (const wake of waiting.splice(0)) wake();
      resolve({ exitCode: code ?? 137, lines, stderr });
    });
  });
  const lineWith = async (key: string, value: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const found = lines.find((line) => line[key] === value);
      if (found !== undefined) return found;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`no ${key}=${value}: ${stderr}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { child, finished, lines, lineWith };
}

/** Runs it to its end. */
export function airlock(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<AirlockRun> {
  return startAirlock(args, env).finished;
}

/** The last line, which every verb's answer is. */
export function answerOf(run: AirlockRun): Record<string, unknown> {
  const last = run.lines.at(-1);
  if (last === undefined) throw new Error(`no answer: ${run.stderr}`);
  return last;
}

/** The lab's profile with some fields changed, in a home of its own. */
export function homeWith(name: string, change: Readonly<Record<string, unknown>>): Record<string, string> {
  const labHome = requireEnv('AIRLOCK_HOME');
  const home = path.join(labHome, `home-${name}`);
  mkdirSync(home, { recursive: true });
  const profile = JSON.parse(readFileSync(path.join(labHome, 'profile.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(path.join(home, 'profile.json'), JSON.stringify({ ...profile, ...change }));
  return { AIRLOCK_HOME: home };
}

export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this inside "npm run lab"`);
  return value;
}
