import type { ControlId } from '../controls/control.ts';
import type { RemedyId } from '../controls/remedies.ts';
import type { Finding } from './finding.ts';
import { isTrouble, signsOf, type Signs } from './signs.ts';

/** The four failures people meet most often. */
export const symptoms = ['distro-not-visible', 'docker-unusable', 'models-missing', 'wall-bypassed'] as const;
export type Symptom = (typeof symptoms)[number];

/** More of it is on the chips. */
const mostEvidence = 6;
const longestOutput = 500;

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
  /** Controls that show it; at least one of them has to be in trouble. */
  readonly controls: readonly ControlId[];
  readonly fits: (signs: Signs) => boolean;
}

/** One thing that was seen, and which control's probe saw it. */
interface DiagnosisEvidence {
  readonly control: ControlId;
  readonly source: string;
  readonly output: string;
}

/** The cause that was found behind a symptom. */
export interface Diagnosis {
  readonly id: Symptom;
  /** Id of the cause. */
  readonly cause: string;
  readonly summary: string;
  readonly next: string;
  readonly evidence: readonly DiagnosisEvidence[];
  readonly remedy: RemedyId | null;
}

/** Names what is behind the findings: at most one cause a symptom, the first that fits in the order of `causes`. */
export function diagnose(findings: readonly Finding[], causes: readonly Cause[]): readonly Diagnosis[] {
  const newest = newestOf(findings);
  const signs = signsOf(newest);
  const inTrouble = causes.filter((cause) => cause.controls.some((id) => isTrouble(newest.get(id))));
  return symptoms.flatMap((id) => {
    const cause = inTrouble.find((one) => one.symptom === id && one.fits(signs));
    if (cause === undefined) return [];
    const { says: summary, next, remedy } = cause;
    return [{ id, cause: cause.id, summary, next, evidence: evidenceOf(cause, newest), remedy }];
  });
}

function newestOf(findings: readonly Finding[]): ReadonlyMap<ControlId, Finding> {
  const inOrder = [...findings].sort((left, right) => Date.parse(left.observedAt) - Date.parse(right.observedAt));
  return new Map(inOrder.map((finding) => [finding.controlId, finding]));
}

/** What the cause's controls saw; a control that noted nothing still has its sentence. */
function evidenceOf({ controls }: Cause, findings: ReadonlyMap<ControlId, Finding>): readonly DiagnosisEvidence[] {
  const shown = controls.map((control) => findings.get(control)).filter(isTrouble);
  const all = shown.flatMap(({ controlId: control, evidence, summary }) =>
    evidence.length === 0
      ? [{ control, source: control, output: summary }]
      : evidence.map(({ source, output }) => ({ control, source, output: cut(output) })),
  );
  return all.slice(0, mostEvidence);
}

function cut(text: string): string {
  return text.length > longestOutput ? `${text.slice(0, longestOutput - 1)}…` : text;
}
