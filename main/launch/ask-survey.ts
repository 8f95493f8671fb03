import * as z from 'zod/mini';
import type { Engine } from '../docker/engine.ts';
import { noAnswer, parseJson } from './ask-prober.ts';

const surveyTimeoutMs = 5_000;

const surveySchema = z.object({
  addresses: z.array(
    z.object({ family: z.union([z.literal(4), z.literal(6)]), address: z.string(), interface: z.string() }),
  ),
  listeners: z.array(
    z.object({
      protocol: z.enum(['tcp', 'udp']),
      family: z.union([z.literal(4), z.literal(6)]),
      address: z.string(),
      port: z.int(),
    }),
  ),
  nameservers: z.array(z.string()),
  gateways: z.object({ '4': z.nullable(z.string()), '6': z.nullable(z.string()) }),
});

const flowsSchema = z.object({
  flows: z.array(
    z.object({ source: z.string(), protocol: z.string(), destination: z.string(), port: z.nullable(z.int()) }),
  ),
});

/** The machine that runs the engine, as its own network namespace shows it. */
export type Survey = z.infer<typeof surveySchema>;
/** A connection that connection tracking has confirmed: its packets were not dropped. */
export type Flow = z.infer<typeof flowsSchema>['flows'][number];

/** Looks around in the engine's namespace, through the sentinel, which lives there. */
export async function askSurvey(engine: Engine, sentinelId: string, signal: AbortSignal): Promise<Survey> {
  const command = ['python3', '/airlock/survey.py'];
  const finished = await engine.exec(sentinelId, command, { signal, timeoutMs: surveyTimeoutMs });
  const survey = surveySchema.safeParse(parseJson(finished.stdout));
  if (!survey.success) throw noAnswer('survey', finished.stderr || finished.stdout);
  return survey.data;
}

/** Confirmed flows that these sources have opened: an independent witness of what left and what did not. */
export async function askFlows(
  engine: Engine,
  sentinelId: string,
  sources: readonly string[],
  signal: AbortSignal,
): Promise<readonly Flow[]> {
  if (sources.length === 0) return [];
  const command = ['python3', '/airlock/survey.py', '--flows', ...sources];
  const finished = await engine.exec(sentinelId, command, { signal, timeoutMs: surveyTimeoutMs });
  const flows = flowsSchema.safeParse(parseJson(finished.stdout));
  if (!flows.success) throw noAnswer('survey', finished.stderr || finished.stdout);
  return flows.data.flows;
}
