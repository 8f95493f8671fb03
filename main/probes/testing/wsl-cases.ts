import { expect, it } from 'vitest';
import type { Mark } from '../../../app/findings/mark.ts';
import type { Probe } from '../probe.ts';
import { askWsl, type FakeWsl } from './fake-wsl.ts';

/** A PC, and what a probe has to say of it: no more and no less. */
export interface WslCase {
  readonly name: string;
  readonly pc: FakeWsl;
  readonly verdict: string;
  readonly marks?: readonly Mark[];
  readonly remedies?: readonly string[];
}

export function testCases(probe: Probe, cases: readonly WslCase[]): void {
  it.each(cases)('$name: $verdict', async ({ pc, verdict, marks = [], remedies = [] }) => {
    const finding = await askWsl(probe, pc);
    expect({ verdict: finding.verdict, marks: finding.marks ?? [], remedies: finding.remedies }).toEqual({
      verdict,
      marks,
      remedies,
    });
  });
}
