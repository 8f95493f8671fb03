import * as z from 'zod/mini';

/** One rule of ours as it stands in its chain right now. */
const ruleSchema = z.object({
  family: z.union([z.literal(4), z.literal(6)]),
  chain: z.enum(['FORWARD', 'INPUT']),
  /** 1 is first; 0 means it is not there. */
  position: z.int(),
  /** As iptables-save prints it, without counters. */
  spec: z.string(),
  packets: z.int(),
  bytes: z.int(),
});

/** The lines the sentinel writes on standard output, one JSON object a line. */
const sentinelLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('beat'),
    at: z.string(),
    seq: z.int(),
    backend: z.enum(['nft', 'legacy']),
    intact: z.boolean(),
    /** SHA-256 (hex) over family, chain, position and text of our rules. */
    fingerprint: z.string(),
    rules: z.array(ruleSchema),
    /** Interfaces inside the guarded container; null while none is guarded or it cannot be seen. */
    interfaces: z.nullable(z.array(z.string())),
    /** Id of the container it would freeze. */
    guards: z.nullable(z.string()),
    proven: z.boolean(),
    frozen: z.boolean(),
  }),
  z.object({
    type: z.literal('breach'),
    at: z.string(),
    reason: z.enum([
      'rule-removed',
      'rule-reordered',
      'chain-flushed',
      'rules-unreadable',
      'network-attached',
      'interface-added',
    ]),
    detail: z.string(),
  }),
  z.object({ type: z.literal('note'), at: z.string(), message: z.string() }),
]);

export type SentinelLine = z.infer<typeof sentinelLine>;
export type SentinelBeat = Extract<SentinelLine, { type: 'beat' }>;
export type SentinelRule = z.infer<typeof ruleSchema>;

/** Parses one line; null for anything that is not a line of the sentinel. */
export function parseSentinelLine(line: string): SentinelLine | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const parsed = sentinelLine.safeParse(value);
  return parsed.success ? parsed.data : null;
}
