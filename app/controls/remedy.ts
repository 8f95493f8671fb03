import type { ControlId } from './control.ts';

/** Who has to act for a remedy. */
type RemedyNeeds = 'user' | 'root-in-wsl' | 'administrator';

/** A change that can turn a control green. Shown whole before it runs; the probe runs again after it. */
export interface Remedy {
  readonly id: string;
  readonly title: string;
  /** The controls it can turn green; what it has done can be taken back there. */
  readonly mends: readonly ControlId[];
  readonly needs: RemedyNeeds;
  /** What it costs the user: time, downtime, what stops. */
  readonly cost: string;
  /** How to take it back, or why nothing has to be taken back. */
  readonly undo: string;
  /** Present where only a person can do it: the walk-through, one step each. */
  readonly steps?: readonly string[];
}
