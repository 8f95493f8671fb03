import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writeFileAtomically } from './atomic-file.ts';
import { systemCode } from './file-errors.ts';
import { readJsonFile } from './json-file.ts';

/** A start script as it lies on this PC. */
export interface ScriptState {
  /** SHA-256 (hex) of its content; of a folder: over the names and contents of its files. */
  readonly hash: string;
  readonly executable: boolean;
}

/** The scripts that run at start, and which of them were approved. */
export interface ScriptFiles {
  /** The hash it was approved with; null when it never was. @throws AirlockError `file-damaged`. */
  approvedHash(path: string): Promise<string | null>;
  /** Remembers these hashes as approved, besides those that are; null takes an approval away. */
  approve(hashes: Readonly<Record<string, string | null>>): Promise<void>;
  /** How the file or folder is now; null when there is none. */
  look(path: string): Promise<ScriptState | null>;
}

const approvedSchema = z.object({ version: z.literal(1), scripts: z.record(z.string(), z.string()) });

/** Scripts on this PC's own disk; approvals in `$AIRLOCK_HOME/approved-scripts.json`. */
export class LocalScriptFiles implements ScriptFiles {
  private readonly path: string;

  constructor(home: string) {
    this.path = join(home, 'approved-scripts.json');
  }

  async approvedHash(path: string): Promise<string | null> {
    return (await this.approved()).get(path) ?? null;
  }

  async approve(hashes: Readonly<Record<string, string | null>>): Promise<void> {
    const all = Object.entries({ ...Object.fromEntries(await this.approved()), ...hashes });
    const scripts = Object.fromEntries(all.filter(([, hash]) => hash !== null));
    await writeFileAtomically(this.path, `${JSON.stringify({ version: 1, scripts }, null, 2)}\n`);
  }

  async look(path: string): Promise<ScriptState | null> {
    try {
      const about = await stat(path);
      if (about.isDirectory()) return { hash: await hashFolder(path), executable: true };
      return { hash: hashOf([await readFile(path)]), executable: (about.mode & 0o111) !== 0 };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  private async approved(): Promise<ReadonlyMap<string, string>> {
    const stored = await readJsonFile(this.path, approvedSchema);
    return new Map(Object.entries(stored?.scripts ?? {}));
  }
}

async function hashFolder(path: string): Promise<string> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parts: (Buffer | string)[] = [];
  for (const file of files.sort()) parts.push(file.slice(path.length), '\0', hashOf([await readFile(file)]), '\0');
  return hashOf(parts);
}

function hashOf(parts: readonly (Buffer | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
