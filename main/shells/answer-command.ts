import type * as z from 'zod/mini';
import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import { commands, isCommandName, type Answer, type CommandHandlers } from '../../app/ipc/contract.ts';

/** Told of every message that was refused before a handler saw it: what it named, and why. */
export type NoteRefusal = (name: string, reason: string) => void;

/**
 * The one way from a message of a page to a handler, whatever carried it: known name → input that parses → handler.
 * Never throws: whatever goes wrong becomes a typed refusal.
 */
export async function answerCommand(
  handlers: CommandHandlers,
  name: unknown,
  input: unknown,
  noteRefusal: NoteRefusal,
): Promise<Answer<unknown>> {
  if (!isCommandName(name)) return refuse(name, 'there is no such command', noteRefusal);
  const parsed = parseInput(name, input);
  if (!parsed.ok) return refuse(name, parsed.problem, noteRefusal);
  try {
    // The handler's own input type is what its schema has just parsed; a union of handlers cannot say so.
    const handler = handlers[name] as (input: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(parsed.input) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

type Parsed = { readonly ok: true; readonly input: unknown } | { readonly ok: false; readonly problem: string };

/** A schema may throw by itself, for example on a proxy that refuses to be read: that is a bad input too. */
function parseInput(name: keyof typeof commands, input: unknown): Parsed {
  try {
    const parsed = commands[name].input.safeParse(input);
    if (parsed.success) return { ok: true, input: parsed.data };
    return { ok: false, problem: parsed.error.issues.map(describeIssue).join('; ') };
  } catch {
    return { ok: false, problem: 'the input cannot be read' };
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.');
  const what = issue.code.replaceAll('_', ' ');
  return where === '' ? what : `${where}: ${what}`;
}

function refuse(name: unknown, reason: string, noteRefusal: NoteRefusal): Answer<never> {
  const shown = typeof name === 'string' ? name.slice(0, 64) : typeof name;
  const short = reason.slice(0, 300);
  noteRefusal(shown, short);
  const failure = new AirlockError({
    code: 'bad-request',
    message: `The panel refused a message (${shown}): ${short}.`,
    next: 'Reload the page. If it happens again, please report it.',
  }).toFailure();
  return { ok: false, failure };
}
