import * as z from 'zod/mini';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { Vector } from '../../app/launch/wall-test.ts';
import type { Engine } from '../docker/engine.ts';

/** How long one probe waits for an answer. Loopback and LAN answer in 1 ms, the internet within 300 ms. */
const probeTimeoutMs = 700;
/** Room for starting Python and collecting the answers. */
const proberTimeoutMs = 8_000;

/** What one probe saw. */
interface ProbeResult {
  readonly id: string;
  readonly reached: boolean;
  /** Whether anything could be sent at all; one-way UDP has no other trace on this side. */
  readonly sent: boolean;
  readonly detail: string;
}

/** What a prober saw from inside one container. */
export interface ProberReport {
  readonly interfaces: readonly string[];
  readonly results: ReadonlyMap<string, ProbeResult>;
}

const reportSchema = z.object({
  interfaces: z.array(z.string()),
  results: z.array(
    z.object({
      id: z.string(),
      reached: z.boolean(),
      sent: z._default(z.boolean(), false),
      detail: z._default(z.string(), ''),
    }),
  ),
});

/**
 * Tries all vectors side by side from inside a running container of ours.
 *
 * @throws AirlockError `wall-unproven` when the prober does not answer as agreed: no answer is never a good answer.
 */
export async function askProber(
  engine: Engine,
  containerId: string,
  vectors: readonly Vector[],
  signal: AbortSignal,
): Promise<ProberReport> {
  const probes = vectors.flatMap((vector) => (vector.probe === null ? [] : [{ id: vector.id, ...vector.probe }]));
  const request = JSON.stringify({ timeoutMs: probeTimeoutMs, probes });
  const command = ['python3', '/airlock/prober.py', request];
  const finished = await engine.exec(containerId, command, { signal, timeoutMs: proberTimeoutMs });
  const report = reportSchema.safeParse(parseJson(finished.stdout));
  if (finished.exitCode !== 0 || !report.success) throw noAnswer('prober', finished.stderr || finished.stdout);
  return { interfaces: report.data.interfaces, results: new Map(report.data.results.map((one) => [one.id, one])) };
}

/** The JSON in a text, or undefined when there is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function noAnswer(tool: string, output: string): AirlockError {
  return new AirlockError({
    code: 'wall-unproven',
    message: `The ${tool} gave no usable answer: ${output.slice(0, 300).trim() || '(nothing)'}`,
    next: 'The tools image may be damaged or from another version: build it again, then test again.',
  });
}
