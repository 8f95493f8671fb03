import * as z from 'zod/mini';
import { errorCodes } from '../../app/errors/airlock-error.ts';
import { modes, walls } from '../../app/launch/modes.ts';
import { breachReasons, launchPhases, type Session } from '../../app/launch/session.ts';
import { ways, type WallTestReport } from '../../app/launch/wall-test.ts';

const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, 'expected a time in UTC'));

const failureSchema = z.object({ code: z.enum(errorCodes), message: z.string(), next: z.string() });

const breachSchema = z.object({
  reason: z.enum(breachReasons),
  detail: z.string(),
  detectedAt: time,
  pausedAt: z.nullable(time),
  pausedAfterMs: z.nullable(z.number()),
});

const phaseTimeSchema = z.pipe(
  z.object({ phase: z.enum(launchPhases), at: time, durationMs: z.optional(z.number()) }),
  // An absent duration stays absent instead of becoming `undefined`.
  z.transform(({ phase, at, durationMs }) => (durationMs === undefined ? { phase, at } : { phase, at, durationMs })),
);

const sessionSchema = z.object({
  id: z.string().check(z.regex(/^[0-9A-Za-z-]{1,64}$/, 'expected a session id')),
  mode: z.enum(modes),
  wall: z.enum(walls),
  phase: z.enum([...launchPhases, 'paused', 'resuming', 'stop', 'stopped', 'failed']),
  startedAt: time,
  uiUrl: z.nullable(z.string()),
  containerId: z.nullable(z.string()),
  phases: z.array(phaseTimeSchema),
  breach: z.nullable(breachSchema),
  failure: z.nullable(failureSchema),
  adopted: z.boolean(),
});

/** What is kept of the running session beside the engine's own labels. */
export interface SessionRecord {
  readonly version: 1;
  readonly session: Session;
  /** Process that pauses ComfyUI at a breach; null until it has entered itself. */
  readonly watcherPid: number | null;
}

export const sessionRecordSchema = z.object({
  version: z.literal(1),
  session: sessionSchema,
  watcherPid: z.nullable(z.int().check(z.gte(1))),
}) satisfies z.ZodMiniType<SessionRecord>;

const vectorSchema = z.pipe(
  z.object({
    id: z.string(),
    way: z.enum(ways),
    target: z.string(),
    outcome: z.enum(['blocked', 'reached', 'unproven']),
    positiveControl: z.enum(['reached', 'unreachable']),
    witness: z.optional(z.string()),
  }),
  z.transform(({ witness, ...rest }) => (witness === undefined ? rest : { ...rest, witness })),
);

/** The last wall test as it is kept on disk. */
export const wallTestSchema = z.object({
  version: z.literal(1),
  report: z.object({
    verdict: z.enum(['sealed', 'leaking', 'unproven']),
    vectors: z.array(vectorSchema),
    skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
    startedAt: time,
    durationMs: z.number(),
    sessionId: z.string(),
  }),
}) satisfies z.ZodMiniType<{ version: 1; report: WallTestReport }>;
