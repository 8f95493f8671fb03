import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollUp } from './roll-up.ts';
import { shownVerdicts } from './verdict.ts';

const verdict = fc.constantFrom(...shownVerdicts);
const verdicts = fc.array(verdict, { minLength: 1, maxLength: 12 });

describe('rollUp', () => {
  it('knows nothing of a layer without chips', () => {
    expect(rollUp([])).toBe('unknown');
  });

  it('gives the worst chip', () => {
    expect(rollUp(['pass', 'warn', 'fail', 'unknown'])).toBe('fail');
    expect(rollUp(['pass', 'unknown', 'warn'])).toBe('warn');
    expect(rollUp(['pass', 'stale', 'checking'])).toBe('stale');
  });

  it('is good only when every chip that applies is', () => {
    fc.assert(
      fc.property(verdicts, (all) => {
        const applying = all.filter((one) => one !== 'not-applicable');
        const isGood = applying.length > 0 && applying.every((one) => one === 'pass');
        expect(rollUp(all) === 'pass').toBe(isGood);
        expect(rollUp(all) === 'not-applicable').toBe(applying.length === 0);
      }),
    );
  });

  it('is never made worse or better by what does not apply', () => {
    fc.assert(
      fc.property(verdicts, (all) => {
        expect(rollUp([...all, 'not-applicable'])).toBe(rollUp(all));
      }),
    );
  });

  it('depends on no order, and another chip never makes it better', () => {
    fc.assert(
      fc.property(verdicts, verdict, (all, more) => {
        expect(rollUp([...all].reverse())).toBe(rollUp(all));
        const applying = all.some((one) => one !== 'not-applicable');
        if (!applying) return;
        const rank = (one: (typeof all)[number]): number => shownVerdicts.indexOf(one);
        expect(rank(rollUp([...all, more]))).toBeLessThanOrEqual(rank(rollUp(all)));
      }),
    );
  });
});
