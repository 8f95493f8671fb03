import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { requireEnv } from './airlock.ts';

const lineSchema = z.object({
  /** Seconds since 1970. */
  at: z.number(),
  place: z.enum(['internet', 'lan', 'pc']),
  /** `cable`: passed by, whoever it was for; `listener`: arrived at a service. */
  how: z.enum(['cable', 'listener']),
  protocol: z.string(),
  source: z.string(),
  sourcePort: z.int(),
  destination: z.string(),
  port: z.int(),
  payload: z.string(),
});

/** One packet or connection, as somebody outside of the product saw it. */
type Seen = z.infer<typeof lineSchema>;

/** Everything the lab's listeners have seen since a moment: the attacker's view. */
function seenSince(sinceMs: number): readonly Seen[] {
  const folder = path.join(requireEnv('AIRLOCK_LAB_DIR'), 'seen');
  const lines = ['internet', 'lan', 'pc'].flatMap((place) =>
    readFileSync(path.join(folder, `${place}.jsonl`), 'utf8').split('\n'),
  );
  return lines
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter((seen) => seen.at * 1000 >= sinceMs);
}

/** What carries a marker in its payload, or comes from one of these addresses. */
export function seenOf(sinceMs: number, marker: string, sources: readonly string[] = []): readonly Seen[] {
  return seenSince(sinceMs).filter((seen) => seen.payload.includes(marker) || sources.includes(seen.source));
}
