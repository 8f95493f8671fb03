import * as z from 'zod/mini';
import { controlIds } from '../controls/control.ts';
import type { Failure } from '../errors/airlock-error.ts';
import { walls } from '../launch/modes.ts';
import type { WallTestReport } from '../launch/wall-test.ts';
import { remedyDoings, type RemedyEnd, type RemedyPlan } from './remedy-answers.ts';
import type { PanelSnapshot } from './snapshot.ts';

const remedyId = z.string().check(z.regex(/^[a-z0-9.-]{1,64}$/));

/** The page asks, the shell answers. Inputs are parsed at run time; outputs are ours, so a type is enough. */
export const commands = {
  /** The whole truth now. Every window starts with it. */
  'panel.snapshot': command(z.strictObject({})).returns<PanelSnapshot>(),
  /** Runs every probe again. */
  'controls.sweep': command(z.strictObject({})).returns<null>(),
  /** Starts a session; answers at once, progress comes as events. */
  'launch.start': command(
    z.strictObject({ mode: z.enum(['secure']), wall: z.optional(z.enum(walls)) }),
  ).returns<null>(),
  /** Cancels a launch that is not ready yet and cleans up. */
  'launch.cancel': command(z.strictObject({})).returns<null>(),
  'session.stop': command(z.strictObject({})).returns<null>(),
  /** After a breach: mends the wall, tests it, and only then lets ComfyUI go on. */
  'session.resume': command(z.strictObject({})).returns<null>(),
  /** Opens ComfyUI's page in the user's browser; refused unless the wall has been proven. */
  'session.open': command(z.strictObject({})).returns<{ readonly uiUrl: string }>(),
  'wall.test': command(z.strictObject({})).returns<WallTestReport>(),
  /** What a remedy, or taking it back, would change. Changes nothing. */
  'remedy.plan': command(z.strictObject({ remedyId, doing: z.enum(remedyDoings) })).returns<RemedyPlan>(),
  /** Carries a remedy out; answers when it has ended and everything was looked at again. */
  'remedy.run': command(z.strictObject({ remedyId })).returns<RemedyEnd>(),
  /** Takes back what the remedy changed last. */
  'remedy.undo': command(z.strictObject({ remedyId })).returns<RemedyEnd>(),
  /** Cancels the remedy that runs and waits until it has come to its end. */
  'remedy.cancel': command(z.strictObject({})).returns<null>(),
  /** Practice host only: break or mend a control of the simulated PC. */
  'practice.set': command(z.strictObject({ controlId: z.enum(controlIds), broken: z.boolean() })).returns<null>(),
} as const;

/** The shell tells, the page listens. State goes out whole, so a lost event costs nothing but time. */
export const events: { readonly 'panel.changed': Event<PanelSnapshot> } = { 'panel.changed': {} };

interface Command<I extends z.ZodMiniType, O> {
  readonly input: I;
  /** Never set: carries the output type only. */
  readonly output?: O;
}

function command<I extends z.ZodMiniType>(input: I): { returns: <O>() => Command<I, O> } {
  return { returns: <O>(): Command<I, O> => ({ input }) };
}

interface Event<P> {
  /** Never set: carries the payload's type only. */
  readonly payload?: P;
}

type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<N extends CommandName> = z.infer<Commands[N]['input']>;
export type CommandOutput<N extends CommandName> = Commands[N] extends Command<z.ZodMiniType, infer O> ? O : never;
export type CommandHandlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandOutput<N>>;
};

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = NonNullable<(typeof events)[N]['payload']>;

/** What crosses the boundary in answer to a command: refusals keep their code, whatever carries them. */
export type Answer<O> = { readonly ok: true; readonly value: O } | { readonly ok: false; readonly failure: Failure };

export function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}
