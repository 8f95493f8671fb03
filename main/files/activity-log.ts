import { mkdir, open, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { ActivityEntry } from '../../app/ipc/snapshot.ts';
import {
  chained,
  parseEntry,
  verifyChain,
  type ChainedEntry,
  type ChainHead,
  type Verified,
} from './activity-chain.ts';
import { readBytes, readTextFile, setAside, writeFileAtomically } from './atomic-file.ts';
import { fileError } from './file-errors.ts';
import { withFileLock } from './file-lock.ts';
import { followFile } from './follow-file.ts';
import { readJsonFile } from './json-file.ts';
import { redactSecrets } from './redact-secrets.ts';

const lineEnd = 0x0a;

const headSchema = z.object({ seq: z.int(), hash: z.string() }) satisfies z.ZodMiniType<ChainHead>;

/**
 * `activity.jsonl`: what Airlock did and saw, one JSON line an entry, each chained to the one before by its hash.
 * Lines are only ever added. Several processes write it; a lock keeps the chain one chain.
 */
export class ActivityLog {
  private readonly path: string;
  private readonly headPath: string;

  constructor(
    home: string,
    private readonly now: () => number = Date.now,
  ) {
    this.path = join(home, 'activity.jsonl');
    this.headPath = join(home, 'activity.head.json');
  }

  /**
   * Adds one entry. Secrets are taken out of the message first. A fragment or damage at the end of the file is set
   * aside and kept, and the log says so.
   *
   * @throws AirlockError `disk-full` or `file-damaged` when it cannot be written.
   */
  append(kind: string, message: string): Promise<ActivityEntry> {
    return withFileLock(this.path, async () => {
      const last = await this.lastEntry();
      const entry = chained(last, this.nowIso(), kind, redactSecrets(message));
      await this.write(entry);
      return shown(entry);
    });
  }

  /** The newest entries first, at most `limit`. Lines that are no entries are left out; `verify` names them. */
  async read(limit: number): Promise<readonly ActivityEntry[]> {
    const lines = ((await readTextFile(this.path)) ?? '').split('\n');
    const entries: ActivityEntry[] = [];
    for (let index = lines.length - 1; index >= 0 && entries.length < limit; index -= 1) {
      const entry = parseEntry(lines[index] ?? '');
      if (entry !== null) entries.push(shown(entry));
    }
    return entries;
  }

  /** Whether every entry stands as it was written; names the first line that does not. */
  async verify(): Promise<Verified> {
    return withFileLock(this.path, async () => {
      const head = await readJsonFile(this.headPath, headSchema).catch(() => null);
      return verifyChain((await readTextFile(this.path)) ?? '', head);
    });
  }

  /** Calls `onEntry` for each entry that is added from now on, by whatever process, until the signal aborts. */
  follow(onEntry: (entry: ActivityEntry) => void, signal: AbortSignal): void {
    let seenSeq: number | null = null;
    const look = async (isFirst: boolean): Promise<void> => {
      const entries = await this.read(isFirst ? 1 : 1_000).catch(() => []);
      const newest = entries[0]?.seq ?? 0;
      // A log that was set aside begins at 1 again.
      const after = seenSeq === null || newest < seenSeq ? 0 : seenSeq;
      seenSeq = newest;
      if (isFirst || signal.aborted) return;
      for (const entry of entries.filter((one) => one.seq > after).reverse()) onEntry(entry);
    };
    let turn = look(true);
    const onFile = (): void => {
      turn = turn.then(() => look(false));
    };
    followFile(this.path, onFile, signal);
  }

  /** The entry to go on from, after whatever is damaged at the end has been set aside. */
  private async lastEntry(): Promise<ChainedEntry | null> {
    const bytes = await readBytes(this.path);
    if (bytes === null || bytes.length === 0) return null;
    const end = bytes.lastIndexOf(lineEnd) + 1;
    const complete = bytes.subarray(0, end);
    const last = parseEntry(complete.toString('utf8').trimEnd().split('\n').at(-1) ?? '');
    if (end > 0 && last === null) return this.beginAfresh();
    if (end < bytes.length) return this.setFragmentAside(end, bytes.subarray(end), last);
    return last;
  }

  private async beginAfresh(): Promise<ChainedEntry> {
    const aside = await setAside(this.path, this.now());
    const message = `The log ended in something that is no entry; it was moved to ${aside ?? 'nowhere'} and kept.`;
    const first = chained(null, this.nowIso(), 'log.set-aside', message);
    await this.write(first);
    return first;
  }

  /** `end` counts bytes: damage that is no UTF-8 has another length as text, and the fragment is kept as it is. */
  private async setFragmentAside(end: number, fragment: Buffer, last: ChainedEntry | null): Promise<ChainedEntry> {
    const stamp = this.nowIso().replaceAll(/[:.]/g, '-');
    const aside = `${this.path}.torn-${stamp}`;
    await writeFileAtomically(aside, fragment);
    await truncate(this.path, end);
    const message = `The last line had been cut off while it was written; the fragment was kept in ${aside}.`;
    const entry = chained(last, this.nowIso(), 'log.torn', message);
    await this.write(entry);
    return entry;
  }

  private async write(entry: ChainedEntry): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      const file = await open(this.path, 'a', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(entry)}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw fileError(this.path, 'written', error);
    }
    const head: ChainHead = { seq: entry.seq, hash: entry.hash };
    await writeFileAtomically(this.headPath, `${JSON.stringify(head)}\n`);
  }

  private nowIso(): string {
    return new Date(this.now()).toISOString();
  }
}

function shown(entry: ChainedEntry): ActivityEntry {
  const { seq, at, kind, message } = entry;
  return { seq, at, kind, message };
}
