import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { fileError, systemCode } from './file-errors.ts';

/** None of our files comes near: one that is larger is not ours any more, and must not fill our memory. */
const maxFileBytes = 64 * 1024 * 1024;

/**
 * The text of a file; null when there is none.
 *
 * @throws AirlockError `file-damaged` when it cannot be read.
 */
export async function readTextFile(path: string): Promise<string | null> {
  return (await readBytes(path))?.toString('utf8') ?? null;
}

/**
 * The bytes of a file, for what must be kept as it is even where it is no text; null when there is none.
 *
 * @throws AirlockError `file-damaged` when it cannot be read.
 */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    const about = await stat(path);
    // Reading a pipe or a device would never end.
    if (!about.isFile()) throw new Error('it is no ordinary file');
    if (about.size > maxFileBytes) throw new Error('it is far too large to be one of ours');
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw fileError(path, 'read', error);
  }
}

/**
 * Replaces a file so that every reader, also after a power cut, sees the old text or the new one and nothing between.
 *
 * @throws AirlockError `disk-full`, or `file-damaged` when it cannot be written; the old text is still there then.
 */
export async function writeFileAtomically(path: string, content: string | Buffer): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${String(process.pid)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeDraft(draft, content);
    await renameOver(draft, path);
    await syncFolder(folder);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw fileError(path, 'written', error);
  }
}

/**
 * Moves a damaged file out of the way and keeps it.
 *
 * @returns where it is now; null when it was gone already.
 */
export async function setAside(path: string, nowMs: number = Date.now()): Promise<string | null> {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.damaged-${stamp}-${randomBytes(2).toString('hex')}`;
  try {
    await rename(path, aside);
    return aside;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw fileError(path, 'written', error);
  }
}

/** What every damaged file of ours is called, for messages. */
export function damaged(path: string, problem: string): AirlockError {
  return new AirlockError({
    code: 'file-damaged',
    message: `${path} is damaged: ${problem}`,
    next: 'Airlock leaves it as it is. Correct it by hand, or move it away to begin afresh.',
  });
}

async function writeDraft(draft: string, content: string | Buffer): Promise<void> {
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows refuses while a virus scanner or another reader holds the old file: that passes. */
async function renameOver(draft: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(draft, path);
      return;
    } catch (error) {
      const busy = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error));
      if (!busy || attempt > 10) throw error;
      await delay(attempt * 10);
    }
  }
}

/** Makes the new name itself survive a power cut, where folders can be synced at all. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Some file systems refuse to sync folders; the file itself has been synced.
  }
}
