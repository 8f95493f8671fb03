import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { fileError, systemCode } from '../files/file-errors.ts';
import type { FieldKit } from './field-kit.ts';
import { kitText } from './kit-text.ts';

/** Both say the same: one for programs, one to read before it is passed on. */
const filenames = { json: 'field-kit.json', text: 'field-kit.txt' } as const;

/**
 * Writes a kit into a folder, which is made if need be. Only this account may read it.
 *
 * @returns the files that were written.
 * @throws AirlockError `name-clash` when there is a kit already: nothing is overwritten.
 */
export async function writeKit(folder: string, kit: FieldKit): Promise<readonly string[]> {
  const files = [
    { path: path.join(folder, filenames.json), content: `${JSON.stringify(kit, null, 2)}\n` },
    { path: path.join(folder, filenames.text), content: kitText(kit) },
  ];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileError(folder, 'written', error);
  }
  for (const file of files) await writeNew(file.path, file.content);
  return files.map((file) => file.path);
}

async function writeNew(file: string, content: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw exists(file, error);
    throw fileError(file, 'written', error);
  }
}

function exists(file: string, cause: unknown): AirlockError {
  return new AirlockError(
    {
      code: 'name-clash',
      message: `${file} is there already, and nothing is overwritten.`,
      next: 'Name another folder, or move the old kit away.',
    },
    cause,
  );
}
