import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from '../../app/canonical-json.ts';
import type { ActivityEntry } from '../../app/ipc/snapshot.ts';

/** What the first entry has as its predecessor. */
const genesis = '0'.repeat(64);

/** One line of the log: the entry, the hash of the line before, and its own. */
export interface ChainedEntry extends ActivityEntry {
  readonly prev: string;
  readonly hash: string;
}

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const lineSchema = z.strictObject({
  seq: z.int().check(z.gte(1)),
  at: z.string(),
  kind: z.string(),
  message: z.string(),
  prev: hash,
  hash,
});

/** SHA-256 (hex) over the predecessor's hash and the canonical JSON of the entry itself. */
function entryHash(prev: string, entry: ActivityEntry): string {
  const { seq, at, kind, message } = entry;
  return createHash('sha256')
    .update(prev + canonicalJson({ seq, at, kind, message }))
    .digest('hex');
}

/** The next entry after `last`, chained to it. */
export function chained(last: ChainedEntry | null, at: string, kind: string, message: string): ChainedEntry {
  const entry = { seq: (last?.seq ?? 0) + 1, at, kind, message };
  const prev = last?.hash ?? genesis;
  return { ...entry, prev, hash: entryHash(prev, entry) };
}

/** One line as an entry; null when it is none, whatever it is. */
export function parseEntry(line: string): ChainedEntry | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Where the chain stood when it was last written: what shows that lines are missing at the end. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export type Verified =
  | { readonly ok: true; readonly entries: number }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Checks a whole log: every line against itself, its predecessor and the head that was kept beside it. */
export function verifyChain(text: string, head: ChainHead | null): Verified {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  let last: ChainedEntry | null = null;
  for (const [index, line] of lines.entries()) {
    const entry = parseEntry(line);
    const problem = entry === null ? 'is no entry of this log' : linkProblem(last, entry);
    if (problem !== null) return { ok: false, line: index + 1, problem: `Line ${String(index + 1)} ${problem}.` };
    last = entry;
    if (head !== null && entry?.seq === head.seq && entry.hash !== head.hash) {
      return { ok: false, line: index + 1, problem: `Line ${String(index + 1)} is not the entry that was written.` };
    }
  }
  if (rest !== '') return { ok: false, line: lines.length + 1, problem: tornProblem };
  if (head !== null && (last?.seq ?? 0) < head.seq) {
    const missing = head.seq - (last?.seq ?? 0);
    return { ok: false, line: lines.length + 1, problem: `The last ${String(missing)} entries were taken away.` };
  }
  return { ok: true, entries: lines.length };
}

const tornProblem =
  'The last line is cut off: a crash or a full disk interrupted its writing. Everything before it is in order; ' +
  'the next entry sets the fragment aside.';

function linkProblem(last: ChainedEntry | null, entry: ChainedEntry): string | null {
  if (entry.hash !== entryHash(entry.prev, entry)) return 'was changed after it had been written';
  if (entry.prev === (last?.hash ?? genesis) && entry.seq === (last?.seq ?? 0) + 1) return null;
  const expected = (last?.seq ?? 0) + 1;
  if (entry.seq > expected) return `is entry ${String(entry.seq)}, but entry ${String(expected)} is missing before it`;
  return `is entry ${String(entry.seq)} where entry ${String(expected)} belongs: lines were added, swapped or replaced`;
}
