import type { Failure } from '../errors/airlock-error.ts';
import type { Mode, Wall } from './modes.ts';
import type { WallTestReport } from './wall-test.ts';

/** The steps of a launch, in order, as the launch panel shows them. */
export const launchPhases = ['preflight', 'wall', 'create', 'start', 'test', 'ready'] as const;
export type LaunchPhase = (typeof launchPhases)[number];

/** Where a session is in its life. */
export type SessionPhase = LaunchPhase | 'paused' | 'resuming' | 'stop' | 'stopped' | 'failed';

/** Why a wall counts as opened. */
export const breachReasons = [
  'rule-removed',
  'rule-reordered',
  'chain-flushed',
  'rules-unreadable',
  'network-attached',
  'interface-added',
  'sentinel-gone',
  'sentinel-paused',
  'sentinel-silent',
  'relay-gone',
  'restarted-outside',
  'resumed-outside',
] as const;
export type BreachReason = (typeof breachReasons)[number];

/** One opening of the wall: what was seen, and how fast ComfyUI was frozen. */
export interface Breach {
  readonly reason: BreachReason;
  /** What was seen, in plain words. */
  readonly detail: string;
  /** ISO 8601, UTC. */
  readonly detectedAt: string;
  /** ISO 8601, UTC; null while the pause is under way or when it failed. */
  readonly pausedAt: string | null;
  /** Milliseconds from detection to the engine's confirmation of the pause. */
  readonly pausedAfterMs: number | null;
}

/** One phase of a launch with the time it took. */
export interface PhaseTime {
  readonly phase: LaunchPhase;
  /** ISO 8601, UTC: when it began. */
  readonly at: string;
  /** Absent while it runs. */
  readonly durationMs?: number;
}

/** One run of a mode, from click to clean-up, as everybody sees it. */
export interface Session {
  readonly id: string;
  readonly mode: Mode;
  readonly wall: Wall;
  readonly phase: SessionPhase;
  readonly startedAt: string;
  /** Only set once the wall has been proven. */
  readonly uiUrl: string | null;
  readonly containerId: string | null;
  readonly phases: readonly PhaseTime[];
  readonly breach: Breach | null;
  readonly failure: Failure | null;
  /** True when this panel found the session running instead of starting it. */
  readonly adopted: boolean;
}

/** What may happen to a session; the only way its state changes. */
export type SessionEvent =
  | { readonly type: 'phase-began'; readonly phase: LaunchPhase; readonly at: string }
  | { readonly type: 'container-created'; readonly containerId: string }
  | { readonly type: 'proven'; readonly at: string; readonly uiUrl: string; readonly report: WallTestReport }
  | { readonly type: 'breached'; readonly breach: Breach }
  | { readonly type: 'resume-began'; readonly at: string }
  | { readonly type: 'stop-began'; readonly at: string }
  | { readonly type: 'stopped'; readonly at: string }
  | { readonly type: 'failed'; readonly at: string; readonly failure: Failure };
