import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { isRemedyId, type RemedyId } from '../../app/controls/remedies.ts';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { UndoableRemedy } from '../../app/ipc/remedy-answers.ts';
import { damaged, setAside, writeFileAtomically } from './atomic-file.ts';
import { fileError, systemCode } from './file-errors.ts';
import { withFileLock } from './file-lock.ts';
import { readJsonFile } from './json-file.ts';

/** More is not remembered: what was done twenty changes ago is not what stands there now. */
const keptRecords = 20;

const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, 'expected a time in UTC'));
const recordSchema = z.object({
  at: time,
  /** What the remedy itself kept; only its own schema can judge it. */
  data: z.unknown(),
  usedAt: z.nullable(time),
});
const storedSchema = z.object({ version: z.literal(1), id: z.string(), records: z.array(recordSchema) });

/** What takes one change back. */
export interface UndoRecord {
  readonly at: string;
  readonly data: unknown;
}

type Stored = z.infer<typeof storedSchema>;

/**
 * `remedy-undo/REMEDY.json`: what takes each remedy back, the oldest change first. One file a remedy, so that damage
 * to one leaves the others as they are. A damaged file is moved aside, named and kept; nothing is guessed from it.
 */
export class RemedyUndos {
  private readonly folder: string;

  /** @param onDamaged is told of damage, in words for the activity log. */
  constructor(
    home: string,
    private readonly onDamaged: (message: string) => void = () => undefined,
  ) {
    this.folder = join(home, 'remedy-undo');
  }

  /** Remembers how to take back what was done just now. */
  async keep(id: RemedyId, record: UndoRecord): Promise<void> {
    await this.change(id, (records) => [...records, { ...record, usedAt: null }].slice(-keptRecords));
  }

  /** The newest change that has not been taken back; null when there is none. */
  async newest(id: RemedyId): Promise<UndoRecord | null> {
    const stored = await this.readOrSetAside(id);
    const record = stored?.records.findLast(({ usedAt }) => usedAt === null);
    return record === undefined ? null : { at: record.at, data: record.data };
  }

  /** The change made at `at` has been taken back. */
  async markUsed(id: RemedyId, at: string, usedAt: string): Promise<void> {
    await this.change(id, (records) => records.map((record) => (record.at === at ? { ...record, usedAt } : record)));
  }

  /** Moves a file whose content cannot be used out of the way. @returns where it is now. */
  async discard(id: RemedyId): Promise<string | null> {
    const aside = await setAside(this.path(id));
    if (aside !== null) this.onDamaged(`What takes ${id} back is damaged; it was moved to ${aside} and kept.`);
    return aside;
  }

  /** Every remedy with something to take back. Damaged files are left out here, and set aside when they are needed. */
  async list(): Promise<readonly UndoableRemedy[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return [];
      throw fileError(this.folder, 'read', error);
    });
    const ids = names.map((name) => name.replace(/\.json$/, '')).filter(isRemedyId);
    const found = await Promise.all(ids.map((id) => this.undoable(id).catch(() => [])));
    return found.flat();
  }

  private async undoable(id: RemedyId): Promise<readonly UndoableRemedy[]> {
    const stored = await this.read(id);
    const record = stored?.records.findLast(({ usedAt }) => usedAt === null);
    return record === undefined ? [] : [{ id, at: record.at }];
  }

  private change(id: RemedyId, change: (records: Stored['records']) => Stored['records']): Promise<void> {
    return withFileLock(this.path(id), async () => {
      const stored = await this.readOrSetAside(id);
      const next: Stored = { version: 1, id, records: change(stored?.records ?? []) };
      await writeFileAtomically(this.path(id), `${JSON.stringify(next, null, 2)}\n`);
    });
  }

  private async readOrSetAside(id: RemedyId): Promise<Stored | null> {
    try {
      return await this.read(id);
    } catch (error) {
      if (!(error instanceof AirlockError) || error.code !== 'file-damaged') throw error;
      await this.discard(id);
      return null;
    }
  }

  /** A file under another remedy's name takes back something else. */
  private async read(id: RemedyId): Promise<Stored | null> {
    const stored = await readJsonFile<Stored>(this.path(id), storedSchema);
    if (stored !== null && stored.id !== id) throw damaged(this.path(id), `it belongs to ${stored.id}`);
    return stored;
  }

  private path(id: RemedyId): string {
    return join(this.folder, `${id}.json`);
  }
}
