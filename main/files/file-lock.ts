import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { fileError, systemCode } from './file-errors.ts';

/** Nothing done under a lock takes longer; an older one was left by a process that is stuck or gone. */
const staleMs = 10_000;
const waitAtMostMs = 15_000;
const askAgainMs = 8;

/**
 * Does something that no other process (and nobody else here) does at the same time. The lock is a file beside
 * `path` with the holder's process id; one whose holder is dead, or that is older than 10 s, is broken.
 *
 * @throws AirlockError `internal` when the lock cannot be had within 15 s, `disk-full` or `file-damaged` when it
 * cannot be written.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lockPath = `${path}.lock`;
  const token = `${String(process.pid)} ${randomBytes(8).toString('hex')}`;
  await take(lockPath, token);
  try {
    return await work();
  } finally {
    await release(lockPath, token);
  }
}

async function take(lockPath: string, token: string): Promise<void> {
  const giveUpMs = performance.now() + waitAtMostMs;
  while (!(await tryToTake(lockPath, token))) {
    await breakIfStale(lockPath);
    if (performance.now() > giveUpMs) throw heldTooLong(lockPath);
    await delay(askAgainMs + Math.random() * askAgainMs);
  }
}

async function tryToTake(lockPath: string, token: string): Promise<boolean> {
  try {
    await mkdir(dirname(lockPath), { recursive: true, mode: 0o700 });
    const file = await open(lockPath, 'wx', 0o600);
    try {
      await file.writeFile(token);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    const code = systemCode(error);
    // Windows: a lock that is just being deleted can neither be opened nor made.
    if (code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))) return false;
    if (code === 'ENOSPC' || code === 'EDQUOT') await unlink(lockPath).catch(() => undefined);
    throw fileError(lockPath, 'written', error);
  }
}

async function release(lockPath: string, token: string): Promise<void> {
  const holder = await readFile(lockPath, 'utf8').catch(() => null);
  if (holder === token) await unlink(lockPath).catch(() => undefined);
}

async function breakIfStale(lockPath: string): Promise<void> {
  const seen = await readFile(lockPath, 'utf8').catch(() => null);
  if (seen === null || !(await isStale(lockPath, seen))) return;
  const taken = `${lockPath}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(lockPath, taken);
    // Somebody quicker may have broken the old one and made a new one meanwhile: that one goes back.
    if ((await readFile(taken, 'utf8')) !== seen) await link(taken, lockPath).catch(() => undefined);
    await unlink(taken);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileError(lockPath, 'written', error);
  }
}

async function isStale(lockPath: string, content: string): Promise<boolean> {
  const pid = Number.parseInt(content, 10);
  if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) return true;
  const about = await stat(lockPath).catch(() => null);
  return about !== null && Date.now() - about.mtimeMs > staleMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: it lives, under another account.
    return systemCode(error) !== 'ESRCH';
  }
}

function heldTooLong(lockPath: string): AirlockError {
  return new AirlockError({
    code: 'internal',
    message: `Another Airlock process has held ${lockPath} for too long.`,
    next: 'End other Airlock processes, then try again.',
  });
}
