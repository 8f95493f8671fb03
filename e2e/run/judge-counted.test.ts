import { describe, expect, it } from 'vitest';
import { judgeCounted } from './stages.ts';

const good = { exitCode: 0, output: 'said', timedOut: false };
const bad = { exitCode: 1, output: 'said', timedOut: false };

describe('a stage is never silently green', () => {
  it('takes the counts of the report', () => {
    expect(judgeCounted(good, { passed: 3, failed: 0, skipped: 1 })).toMatchObject({
      passed: 3,
      failed: 0,
      skipped: 1,
    });
  });

  it.each([
    ['without a report', good, null],
    ['without a single test', good, { passed: 0, failed: 0, skipped: 0 }],
    ['with a bad exit code', bad, { passed: 3, failed: 0, skipped: 0 }],
    ['when it took too long', { exitCode: null, output: '', timedOut: true }, { passed: 3, failed: 0, skipped: 0 }],
  ])('fails %s', (_, outcome, counts) => {
    expect(judgeCounted(outcome, counts)).toMatchObject({ failed: 1 });
  });

  it('shows what was said only when something failed', () => {
    expect(judgeCounted(good, { passed: 1, failed: 0, skipped: 0 }).output).toBe('');
    expect(judgeCounted(bad, { passed: 1, failed: 2, skipped: 0 }).output).toContain('said');
  });
});
