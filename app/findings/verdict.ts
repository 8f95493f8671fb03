/** What a probe may answer for a control. `unknown` is never shown as good. */
export type Verdict = 'pass' | 'fail' | 'warn' | 'unknown' | 'not-applicable';

/**
 * A verdict as a chip shows it: `checking` while a probe looks and nothing fresh is known, `stale` once a good finding
 * has outlived its age limit.
 */
export type ShownVerdict = Verdict | 'checking' | 'stale';

/** Every verdict a chip can show, worst first: the order in which a layer is summed up. */
export const shownVerdicts = [
  'fail',
  'warn',
  'unknown',
  'stale',
  'checking',
  'pass',
  'not-applicable',
] as const satisfies readonly ShownVerdict[];
