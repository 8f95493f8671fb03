import type { Remedy } from '../controls/remedy.ts';

export const remedyDoings = ['run', 'undo'] as const;
/** Carrying a remedy out, or taking it back. */
export type RemedyDoing = (typeof remedyDoings)[number];

/** What would change, shown before anything does. */
export interface RemedyPlan {
  readonly id: string;
  readonly needs: Remedy['needs'];
  /** One line each; empty when there is nothing to do. Where only a person can do it: the steps. */
  readonly changes: readonly string[];
  /** How it can be taken back, or why it need not be. */
  readonly undo: string;
  readonly byHand: boolean;
}

/** How a remedy, or its undo, ended well. That somebody said no to Windows is an answer, not a failure. */
export interface RemedyEnd {
  readonly outcome: 'done' | 'declined';
  /** Whether there is something now that can be taken back. */
  readonly undoable: boolean;
}

/** The remedy that is being carried out, or taken back. */
export interface RunningRemedy {
  readonly id: string;
  readonly doing: RemedyDoing;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What it is doing, the newest line last. */
  readonly lines: readonly string[];
  /** True once somebody has cancelled it and it is coming to its end. */
  readonly cancelling: boolean;
}

/** A remedy that has something to take back. */
export interface UndoableRemedy {
  readonly id: string;
  /** When it was carried out. ISO 8601, UTC. */
  readonly at: string;
}
