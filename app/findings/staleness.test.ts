import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlOf } from '../controls/catalogue.ts';
import type { Finding } from './finding.ts';
import { shownVerdict } from './staleness.ts';
import type { Verdict } from './verdict.ts';

const control = { ...controlOf('docker.egress-proof'), maxAgeS: 60 };
const seenMs = Date.parse('2026-11-01T12:00:00Z');

function finding(verdict: Verdict, observedAt = new Date(seenMs).toISOString()): Finding {
  return { controlId: control.id, verdict, summary: '', observedAt, evidence: [], remedies: [] };
}

describe('shownVerdict', () => {
  it('is unknown, or being looked at, while nothing was found', () => {
    expect(shownVerdict(null, control, seenMs, false)).toBe('unknown');
    expect(shownVerdict(null, control, seenMs, true)).toBe('checking');
  });

  it('lets a good finding grow stale at its age limit, not before', () => {
    expect(shownVerdict(finding('pass'), control, seenMs + 60_000, false)).toBe('pass');
    expect(shownVerdict(finding('pass'), control, seenMs + 60_001, false)).toBe('stale');
    expect(shownVerdict(finding('pass'), control, seenMs + 60_001, true)).toBe('checking');
  });

  it('never ages what events keep true', () => {
    expect(shownVerdict(finding('pass'), { ...control, maxAgeS: null }, seenMs + 1e12, false)).toBe('pass');
  });

  it('does not trust a time that cannot be', () => {
    expect(shownVerdict(finding('pass', 'yesterday'), control, seenMs, false)).toBe('stale');
    expect(shownVerdict(finding('pass'), control, seenMs - 3_600_000, false)).toBe('stale');
  });

  it('never shows a finding as better than it was, and never hides trouble', () => {
    const verdict = fc.constantFrom<Verdict>('pass', 'fail', 'warn', 'unknown', 'not-applicable');
    fc.assert(
      fc.property(verdict, fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), (found, ageMs, checking) => {
        const shown = shownVerdict(finding(found), control, seenMs + ageMs, checking);
        if (found === 'pass') expect(['pass', 'stale', 'checking']).toContain(shown);
        else expect(shown).toBe(found);
      }),
    );
  });
});
