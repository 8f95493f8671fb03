import type { Control } from '../controls/control.ts';
import type { Finding } from './finding.ts';
import type { ShownVerdict } from './verdict.ts';

/** Clocks of a PC and of its virtual machine drift apart by this much without meaning anything. */
const clockDriftMs = 5_000;

/**
 * What a chip shows. Time only takes trust away: a good finding grows stale, while old trouble stays trouble until
 * somebody has looked again. `checking` never hides what is known and still fresh.
 */
export function shownVerdict(
  finding: Finding | null,
  control: Control,
  nowMs: number,
  checking: boolean,
): ShownVerdict {
  if (finding === null) return checking ? 'checking' : 'unknown';
  if (finding.verdict !== 'pass' || isFresh(finding, control, nowMs)) return finding.verdict;
  return checking ? 'checking' : 'stale';
}

/** A finding whose age cannot be told (no time, or one in the future) is not fresh. */
function isFresh(finding: Finding, control: Control, nowMs: number): boolean {
  if (control.maxAgeS === null) return true;
  const ageMs = nowMs - Date.parse(finding.observedAt);
  return ageMs >= -clockDriftMs && ageMs <= control.maxAgeS * 1000;
}
