import type { ControlId } from '../controls/control.ts';
import type { Mark } from './mark.ts';
import type { Verdict } from './verdict.ts';

/** What was run or read, what came back (trimmed and redacted), and how long it took. */
export interface Evidence {
  /** The command, file or API call, as a person would repeat it. */
  readonly source: string;
  readonly output: string;
  readonly durationMs: number;
}

/** What one probe says of one control at one moment. */
export interface Finding {
  readonly controlId: ControlId;
  readonly verdict: Verdict;
  /** One line in plain words: what was seen. */
  readonly summary: string;
  /** ISO 8601, UTC. */
  readonly observedAt: string;
  readonly evidence: readonly Evidence[];
  /** What a diagnosis goes by; absent where nothing is to be told apart. */
  readonly marks?: readonly Mark[];
  /** Ids of the remedies that could turn this control green now; empty when it holds or nothing can be done here. */
  readonly remedies: readonly string[];
}
