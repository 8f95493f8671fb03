import type { ControlView } from '../ipc/snapshot.ts';
import type { ControlId } from '../controls/control.ts';
import type { Mark } from './mark.ts';
import type { ShownVerdict } from './verdict.ts';

/** What the chips show, as a picture drawn from them asks for it. */
export interface Shown {
  /** A control nobody has looked at is `unknown`. */
  readonly verdictOf: (id: ControlId) => ShownVerdict;
  readonly has: (mark: Mark) => boolean;
}

export function shownBy(controls: readonly ControlView[]): Shown {
  const verdicts = new Map(controls.map((one) => [one.id, one.verdict]));
  const marks = new Set(controls.flatMap((one) => one.marks));
  return { verdictOf: (id) => verdicts.get(id) ?? 'unknown', has: (mark) => marks.has(mark) };
}
