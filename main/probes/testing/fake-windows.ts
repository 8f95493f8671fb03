import { expect, it } from 'vitest';
import type { Finding } from '../../../app/findings/finding.ts';
import type { Mark } from '../../../app/findings/mark.ts';
import type { Verdict } from '../../../app/findings/verdict.ts';
import { profileSchema, type WindowsSection } from '../../../app/launch/profile.ts';
import { readWindowsAnswer } from '../../windows/read-windows-answer.ts';
import { windowsOutput, type AnswerChanges } from '../../windows/testing/fake-document.ts';
import type { Probe } from '../probe.ts';
import { ask } from './fake-context.ts';

/** One PC as layer ① sees it; what a test does not mention is in order. */
export interface FakeWindows {
  readonly answers?: AnswerChanges;
  /** The whole output of the script, for damaged ones. */
  readonly output?: Buffer;
  readonly profile?: Partial<WindowsSection>;
}

/** Asks a probe of layer ① about this PC. */
export function askWindows(probe: Probe, { answers, output, profile }: FakeWindows = {}): Promise<Finding> {
  const bytes = output ?? windowsOutput(answers);
  return ask(probe, {
    context: {
      profile: profileSchema.parse({ version: 1, windows: profile ?? {} }),
      // As the look does it: what cannot be read rejects.
      windows: () => Promise.resolve(bytes).then(readWindowsAnswer),
    },
  });
}

/** A PC, and what a probe has to say of it: no more and no less. */
export interface WindowsCase extends FakeWindows {
  readonly name: string;
  readonly verdict: Verdict;
  readonly marks?: readonly Mark[];
  readonly remedies?: readonly string[];
  /** A word that the summary has to contain. */
  readonly says?: string;
}

export function testWindowsCases(probe: Probe, cases: readonly WindowsCase[]): void {
  it.each(cases)('$name: $verdict', async ({ verdict, marks = [], remedies = [], says = '', ...pc }) => {
    const finding = await askWindows(probe, pc);
    const { summary } = finding;
    expect({ summary, verdict: finding.verdict, marks: finding.marks ?? [], remedies: finding.remedies }).toEqual({
      summary,
      verdict,
      marks,
      remedies,
    });
    expect(summary).toContain(says);
  });
}
