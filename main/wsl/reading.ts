import type { GuestSection } from './guest-sections.ts';

/** One answer of the guest: what it means, or why that cannot be told. The words themselves are kept as evidence. */
export type Reading<T> =
  | { readonly isKnown: true; readonly value: T; readonly raw: string }
  | { readonly isKnown: false; readonly why: string; readonly raw: string };

/** Exit codes of a section that mean the same everywhere: see assets/guest/probe.sh. */
export const sectionExit = { ok: 0, notThere: 3, tookTooLong: 124, noProgram: 127 } as const;

/** What a parser makes of a section; null stands for "these are not the words that were expected". */
export type SectionParser<T> = (text: string, exitCode: number, bytes: Buffer) => T | null;

export function readingOf<T>(section: GuestSection | undefined, parse: SectionParser<T>): Reading<T> {
  if (section === undefined) return { isKnown: false, why: 'the answer is missing or damaged', raw: '' };
  const { exitCode, bytes } = section;
  const text = bytes.toString('utf8');
  const raw = exitCode === sectionExit.ok ? text : `${text}\n(exit code ${String(exitCode)})`.trim();
  const value = parse(text, exitCode, bytes);
  return value === null ? { isKnown: false, why: whyOf(exitCode), raw } : { isKnown: true, value, raw };
}

function whyOf(exitCode: number): string {
  switch (exitCode) {
    case sectionExit.ok:
      return 'the answer is not what was expected';
    case sectionExit.notThere:
      return 'it is not there';
    case sectionExit.tookTooLong:
      return 'it took too long';
    case sectionExit.noProgram:
      return 'the program for it is not installed';
    default:
      return `it ended with exit code ${String(exitCode)}`;
  }
}
