import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { setAside, writeFileAtomically } from './atomic-file.ts';
import { fileError, systemCode } from './file-errors.ts';
import { withFileLock } from './file-lock.ts';
import { followFile } from './follow-file.ts';
import { readJsonFile } from './json-file.ts';
import { sessionRecordSchema, type SessionRecord } from './stored-session.ts';

export type { SessionRecord } from './stored-session.ts';

/**
 * `session.json`: what is known of the running session beside the engine's labels. Panel, CLI and watcher change it
 * side by side, so every change is read, made and written under a lock.
 */
export class SessionRecords {
  private readonly path: string;
  private reported: string | null = null;

  /** @param onDamaged is told once of each damage that is found, in words for the activity log. */
  constructor(
    home: string,
    private readonly onDamaged: (message: string) => void = () => undefined,
  ) {
    this.path = join(home, 'session.json');
  }

  /** The record; null when there is none or it is damaged: the engine's labels say then what runs. */
  async read(): Promise<SessionRecord | null> {
    try {
      return await readJsonFile<SessionRecord>(this.path, sessionRecordSchema);
    } catch (error) {
      this.report(error);
      return null;
    }
  }

  /**
   * Changes the record while nobody else does. What `change` answers is written; null removes the file. A damaged
   * file is moved aside first and kept.
   *
   * @returns what stands in the file now.
   */
  update(change: (current: SessionRecord | null) => SessionRecord | null): Promise<SessionRecord | null> {
    return withFileLock(this.path, async () => {
      const current = await this.readOrSetAside();
      const next = change(current);
      if (next === current) return current;
      if (next === null) await this.remove();
      else await writeFileAtomically(this.path, `${JSON.stringify(next, null, 2)}\n`);
      return next;
    });
  }

  /** Calls `onChange` with the new record after each change, whoever made it, until the signal aborts. */
  follow(onChange: (record: SessionRecord | null) => void, signal: AbortSignal): void {
    let turn = Promise.resolve();
    const onFile = (): void => {
      turn = turn.then(async () => {
        const record = await this.read();
        if (!signal.aborted) onChange(record);
      });
    };
    followFile(this.path, onFile, signal);
  }

  private async readOrSetAside(): Promise<SessionRecord | null> {
    try {
      return await readJsonFile<SessionRecord>(this.path, sessionRecordSchema);
    } catch (error) {
      this.report(error);
      const aside = await setAside(this.path);
      if (aside !== null) this.onDamaged(`The damaged session.json was moved to ${aside} and kept.`);
      this.reported = null;
      return null;
    }
  }

  private async remove(): Promise<void> {
    try {
      await unlink(this.path);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw fileError(this.path, 'written', error);
    }
  }

  private report(error: unknown): void {
    const message = error instanceof AirlockError ? error.message : String(error);
    if (message === this.reported) return;
    this.reported = message;
    this.onDamaged(message);
  }
}
