import { shownVerdicts, type ShownVerdict } from './verdict.ts';

/**
 * Sums a layer up: the worst of its chips. What does not apply here never makes a layer worse, and nothing but good
 * makes it good. A layer of which nothing is known at all is `unknown`.
 */
export function rollUp(verdicts: readonly ShownVerdict[]): ShownVerdict {
  return shownVerdicts.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}
