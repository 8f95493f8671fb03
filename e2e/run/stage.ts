/** What a stage counted. */
export interface StageCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What a person must read when something is wrong; empty when all went well. */
  readonly output: string;
}

/** One step of `npm test`. */
export interface Stage {
  readonly name: string;
  /** Why it cannot run here and what to install; null when it can. */
  readonly missing: () => string | null;
  readonly run: () => Promise<StageCounts>;
}

/** A stage after its turn. */
export interface StageReport extends StageCounts {
  readonly name: string;
  readonly seconds: number;
  /** Set when it was left out. */
  readonly leftOut: string | null;
}
