import type { ControlId } from '../controls/control.ts';
import type { RemedyId } from '../controls/remedies.ts';
import type { Finding } from './finding.ts';

/** The four failures people meet most often. */
export const symptoms = ['distro-not-visible', 'docker-unusable', 'models-missing', 'wall-bypassed'] as const;
export type Symptom = (typeof symptoms)[number];

/** One cause that a symptom can have, told apart from the others by what the probes saw. */
export interface Cause {
  /** Stable, for example `engine.not-running`. */
  readonly id: string;
  readonly symptom: Symptom;
  /** What is the matter, in one sentence. */
  readonly says: string;
  /** What to do by hand; the remedy's own text says what it would do. */
  readonly next: string;
  /** The one remedy that fits; null where only a person can act. */
  readonly remedy: RemedyId | null;
  /** Controls that show it. */
  readonly controls: readonly ControlId[];
  /** Whether these findings have this cause. Codes and marks only, never localized words. */
  readonly fits: (findings: Findings) => boolean;
}

/** The newest finding of each control. */
export type Findings = ReadonlyMap<ControlId, Finding>;

/** A cause that was found. */
export type Diagnosis = Pick<Cause, 'id' | 'symptom' | 'says' | 'next' | 'remedy' | 'controls'>;

/** Names what is behind the findings: at most one cause a symptom, the first that fits in the order of `causes`. */
export function diagnose(findings: readonly Finding[], causes: readonly Cause[]): readonly Diagnosis[] {
  const newest = newestOf(findings);
  const inTrouble = causes.filter((cause) => cause.controls.some((id) => isTrouble(newest.get(id))));
  return symptoms.flatMap((symptom) => {
    const cause = inTrouble.find((one) => one.symptom === symptom && one.fits(newest));
    if (cause === undefined) return [];
    const { id, says, next, remedy, controls } = cause;
    return [{ id, symptom, says, next, remedy, controls }];
  });
}

function newestOf(findings: readonly Finding[]): Findings {
  const inOrder = [...findings].sort((left, right) => Date.parse(left.observedAt) - Date.parse(right.observedAt));
  return new Map(inOrder.map((finding) => [finding.controlId, finding]));
}

function isTrouble(finding: Finding | undefined): boolean {
  return finding !== undefined && finding.verdict !== 'pass' && finding.verdict !== 'not-applicable';
}
