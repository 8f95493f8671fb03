import type { BenchPc } from './bench-pc.ts';

/** What a number has to be; null when there is only something to know. */
type Goal = { readonly atMost: number } | { readonly atLeast: number } | null;

/** One line of the bench. */
export interface Row {
  readonly id: string;
  readonly unit: string;
  readonly goal: Goal;
  /** What it needs beyond Node. */
  readonly needs: readonly ('engine' | 'window')[];
  readonly measure: (pc: BenchPc) => Promise<Measured>;
}

export interface Measured {
  readonly value: number;
  /** The numbers behind it. */
  readonly note: string;
}

/** A row after its turn; `value` is null when it could not run, and `note` says why. */
export interface RowResult {
  readonly id: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal: string | null;
  /** Null without a goal or without a value. */
  readonly met: boolean | null;
  readonly note: string;
}

export function resultOf(row: Row, measured: Measured): RowResult {
  const value = Math.round(measured.value * 1000) / 1000;
  return { ...named(row), value, met: isMet(row.goal, value), note: measured.note };
}

export function notRun(row: Row, why: string): RowResult {
  return { ...named(row), value: null, met: null, note: why };
}

function named(row: Row): Pick<RowResult, 'id' | 'unit' | 'goal'> {
  return { id: row.id, unit: row.unit, goal: goalText(row.goal) };
}

function goalText(goal: Goal): string | null {
  if (goal === null) return null;
  return 'atMost' in goal ? `<= ${String(goal.atMost)}` : `>= ${String(goal.atLeast)}`;
}

function isMet(goal: Goal, value: number): boolean | null {
  if (goal === null) return null;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
