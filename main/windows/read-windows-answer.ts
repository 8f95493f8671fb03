import * as z from 'zod/mini';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { decodePowershell } from './decode-powershell.ts';
import { windowsQuestions, type Reading, type WindowsFacts, type WindowsQuestion } from './windows-facts.ts';

const shownChars = 400;
const version = 1;

const document = z.looseObject({ version: z.literal(version) });
const block = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ id: z.string(), type: z.string(), hresult: z.int() }) }),
]);

/**
 * Reads what the sweep script wrote.
 *
 * @throws AirlockError `windows-unreadable` when it is not that document at all. A single answer that is missing or
 * nonsense only makes that answer unknown.
 */
export function readWindowsAnswer(bytes: Buffer): WindowsFacts {
  const text = decodePowershell(bytes);
  const parsed = document.safeParse(jsonIn(text));
  if (!parsed.success) throw unreadable(text);
  const answers: Readonly<Record<string, unknown>> = parsed.data;
  const names = Object.keys(windowsQuestions) as WindowsQuestion[];
  const readings = names.map((name) => [name, readingOf(name, own(answers, name))] as const);
  // Every question is in the list that the type is made of.
  return Object.fromEntries(readings) as unknown as WindowsFacts;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function own(answers: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
}

function readingOf(name: WindowsQuestion, answer: unknown): Reading<unknown> {
  const parsed = block.safeParse(answer);
  if (!parsed.success) return unknownOf('the answer is missing or damaged', answer);
  if (!parsed.data.ok) return unknownOf(reasonOf(parsed.data.error), answer);
  const { value } = parsed.data;
  const known = windowsQuestions[name].safeParse(value);
  if (!known.success) return unknownOf('the answer is not what was expected', value);
  return { isKnown: true, value: known.data, raw: show(value) };
}

function unknownOf(why: string, answer: unknown): Reading<never> {
  return { isKnown: false, why, raw: show(answer) };
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return value === undefined ? '(nothing)' : JSON.stringify(value, null, 1);
  } catch {
    return '(nested too deeply to be shown)';
  }
}

/** Windows' own code, as people look it up; the id where there is none. */
function reasonOf({ id, hresult }: { readonly id: string; readonly hresult: number }): string {
  const [name = ''] = id.split(',');
  const code = (hresult >>> 0).toString(16).padStart(8, '0');
  return name === '' ? `error 0x${code}` : `error 0x${code} (${name})`;
}

function unreadable(text: string): AirlockError {
  const said = text.trim();
  const start = said.length > shownChars ? `${said.slice(0, shownChars)}…` : said;
  return new AirlockError({
    code: 'windows-unreadable',
    message: `Windows PowerShell did not give the expected answer; it wrote ${start === '' ? 'nothing' : `: ${start}`}`,
    next: 'Run Windows PowerShell by hand to see whether it starts. A policy or a virus scanner may keep scripts from running.',
  });
}
