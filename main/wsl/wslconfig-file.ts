import { createHash } from 'node:crypto';
import { realpath, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { readBytes, writeFileAtomically } from '../files/atomic-file.ts';
import { fileError, systemCode } from '../files/file-errors.ts';
import { decodeWslconfig } from './config-bytes.ts';

/** `.wslconfig` of the account that runs this, as it lies on the disk. */
export interface WslconfigFile {
  readonly path: string;
  /** Null when there is none: WSL goes by its defaults then. */
  readonly bytes: Buffer | null;
  /** Milliseconds since 1970; null when there is none. */
  readonly changedAtMs: number | null;
}

/** A change of a file that belongs to the user, with all it takes to take it back. */
export interface ConfigChange {
  readonly path: string;
  /** A copy of the bytes from before, beside the file; null when there was no file. */
  readonly backupPath: string | null;
  /** SHA-256 of what was written. */
  readonly written: string;
}

export function wslconfigPath(env: Readonly<Record<string, string | undefined>>, platform = process.platform): string {
  const profile = env['USERPROFILE'] ?? '';
  const path = platform === 'win32' ? win32 : posix;
  return path.join(profile === '' ? homedir() : profile, '.wslconfig');
}

/** @throws AirlockError `file-damaged` when it is there but cannot be read. */
export async function readWslconfigFile(path: string): Promise<WslconfigFile> {
  const bytes = await readBytes(path);
  if (bytes === null) return { path, bytes, changedAtMs: null };
  try {
    return { path, bytes, changedAtMs: (await stat(path)).mtimeMs };
  } catch (error) {
    throw fileError(path, 'read', error);
  }
}

/**
 * Replaces the text of the file, whole or not at all, keeping its encoding, and leaves a copy of the old bytes beside it
 * as `.wslconfig.airlock-backup-TIME`. A link is followed: the file behind it changes, and the link stays.
 *
 * @returns null when the edit changed nothing; nothing is written then.
 * @throws AirlockError `disk-full` or `file-damaged`; the file is as before then.
 */
export async function editWslconfig(
  path: string,
  edit: (text: string) => string,
  nowMs: number = Date.now(),
): Promise<ConfigChange | null> {
  const target = await behindLinks(path);
  const before = await readBytes(target);
  const { text, toBytes } = decodeWslconfig(before ?? Buffer.alloc(0));
  const edited = edit(text);
  if (edited === text && before !== null) return null;
  // A new file begins as Windows' own editors write it.
  const after = before === null ? Buffer.from(edited.replaceAll(/\r?\n/gu, '\r\n')) : toBytes(edited);
  const backupPath = before === null ? null : `${target}.airlock-backup-${stampOf(nowMs)}`;
  if (before !== null && backupPath !== null) await writeFileAtomically(backupPath, before);
  await writeFileAtomically(target, after);
  return { path: target, backupPath, written: hashOf(after) };
}

/**
 * Puts the old bytes back.
 *
 * @throws AirlockError `file-damaged` when somebody has changed the file since, or the copy is gone: nothing is done then.
 */
export async function undoConfigChange(change: ConfigChange): Promise<void> {
  const { path, backupPath, written } = change;
  const now = await readBytes(path);
  if (now === null || hashOf(now) !== written) throw notUndoable(path, 'it has been changed since');
  if (backupPath === null) {
    await unlink(path).catch((error: unknown) => {
      throw fileError(path, 'written', error);
    });
    return;
  }
  const before = await readBytes(backupPath);
  if (before === null) throw notUndoable(path, `its copy ${backupPath} is gone`);
  await writeFileAtomically(path, before);
}

async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return path;
    throw fileError(path, 'read', error);
  }
}

function notUndoable(path: string, why: string): AirlockError {
  return new AirlockError({
    code: 'file-damaged',
    message: `The change of ${path} cannot be taken back: ${why}.`,
    next: 'Compare the file with its copy beside it, and correct it by hand.',
  });
}

function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[:.]/gu, '-');
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
