import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { baseKey, provideBaseTar } from './base-rootfs.ts';
import { endWithAncestors } from './end-with-ancestors.ts';
import { removeOldTemplates, templateFolder, templateKey } from './engine-template.ts';
import type { InsideJob } from './inside.ts';
import { cacheFolder, makeRunFolder, runPaths } from './lab-folders.ts';
import { runTool, say, waitUntil } from './run-tool.ts';
import { claimRunFolder, removeLab, removeStaleLabs, startTimeOf } from './stale-labs.ts';

const prepareTimeoutMs = 600_000;
const insideScript = path.join(import.meta.dirname, 'inside.ts');

/** Runs one job in fresh namespaces and waits for its end. Everything in them dies with this process. */
async function runInside(job: InsideJob): Promise<number> {
  const inside = [process.execPath, ...process.execArgv, insideScript, JSON.stringify(job)];
  const apart = ['unshare', '--pid', '--fork', '--mount', '--mount-proc', '--net', '--kill-child=SIGKILL', '--'];
  // The first process of the namespace has to collect orphans, which Node does not.
  const args = ['--pdeathsig', 'KILL', '--', ...apart, 'docker-init', '--', ...inside];
  const child = spawn('setpriv', args, { stdio: 'inherit', env: { ...process.env, PATH: withSystemPrograms() } });
  const ignored = (): void => undefined;
  // Ctrl-C reaches the command by itself, through the terminal; the lab ends when the command has.
  process.on('SIGINT', ignored);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill('SIGKILL'));
  endWithAncestors(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 137));
  });
}

function withSystemPrograms(): string {
  return `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
}

async function withRunFolder<T>(work: (runFolder: string) => Promise<T>): Promise<T> {
  const runFolder = makeRunFolder();
  claimRunFolder(runFolder);
  mkdirSync(runPaths(runFolder).logs);
  try {
    return await work(runFolder);
  } finally {
    if (process.env['AIRLOCK_LAB_KEEP'] === undefined) removeLab(runFolder);
    else say(`its folder is kept: ${runFolder}`);
  }
}

/** Makes sure that engine data with the images is in the cache: once for every change of what they are made of. */
async function provideTemplate(key: string): Promise<void> {
  await provideOne(`engine-${baseKey()}`, (runFolder) => ({ kind: 'import', runFolder, baseTar: provideBaseTar() }));
  const from = templateFolder(baseKey());
  await provideOne(`engine-${key}`, (runFolder) => ({ kind: 'build', runFolder, template: from }));
  removeOldTemplates();
}

async function provideOne(name: string, job: (runFolder: string) => InsideJob): Promise<void> {
  const target = path.join(cacheFolder(), name);
  if (existsSync(target)) return;
  const release = await lock(`${target}.lock`);
  try {
    if (existsSync(target)) return;
    say('preparing its engine and images; only done when they have changed');
    await withRunFolder(async (runFolder) => {
      const exitCode = await runInside(job(runFolder));
      if (exitCode !== 0) throw new Error('the images could not be prepared; the reason is above');
      moveFolder(runPaths(runFolder).data, target);
    });
  } finally {
    release();
  }
}

function moveFolder(from: string, to: string): void {
  rmSync(`${to}.new`, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch {
    // Another file system.
    runTool('cp', ['-a', from, `${to}.new`]);
    renameSync(`${to}.new`, to);
  }
}

/** Takes a lock file; one whose owner has died is taken over. */
async function lock(file: string): Promise<() => void> {
  const own = JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) });
  const taken = await waitUntil(() => {
    try {
      writeFileSync(file, own, { flag: 'wx' });
      return true;
    } catch {
      if (!isHeld(file)) rmSync(file, { force: true });
      return false;
    }
  }, prepareTimeoutMs);
  if (!taken) throw new Error(`another lab has been preparing for too long: ${file}`);
  return () => rmSync(file, { force: true });
}

function isHeld(file: string): boolean {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; startTime: string };
    return startTimeOf(owner.pid) === owner.startTime;
  } catch {
    return existsSync(file);
  }
}

async function main(): Promise<number> {
  const command = process.argv.slice(2);
  if (command.length === 0) {
    say('usage: npm run lab -- COMMAND ARGUMENTS…');
    return 64;
  }
  if (process.getuid?.() !== 0) {
    say('it needs root for its namespaces and its engine: run it as root (sudo -E)');
    return 2;
  }
  removeStaleLabs();
  const key = templateKey();
  await provideTemplate(key);
  return withRunFolder((runFolder) => runInside({ kind: 'run', runFolder, template: templateFolder(key), command }));
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
process.exit();
