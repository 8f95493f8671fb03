import type { ControlId, LayerId } from '../controls/control.ts';
import type { Remedy } from '../controls/remedy.ts';
import type { Diagnosis } from '../findings/diagnosis.ts';
import type { Evidence } from '../findings/finding.ts';
import type { Mark } from '../findings/mark.ts';
import type { ShownVerdict } from '../findings/verdict.ts';
import type { Mode, Wall } from '../launch/modes.ts';
import type { Session } from '../launch/session.ts';
import type { WallTestReport } from '../launch/wall-test.ts';
import type { RunningRemedy, UndoableRemedy } from './remedy-answers.ts';

export type HostKind = 'windows' | 'linux' | 'practice';

/** One chip as it is shown. */
export interface ControlView {
  readonly id: ControlId;
  readonly verdict: ShownVerdict;
  readonly summary: string;
  /** ISO 8601, UTC; null while nothing has been observed yet. */
  readonly observedAt: string | null;
  readonly evidence: readonly Evidence[];
  readonly marks: readonly Mark[];
  readonly remedies: readonly Remedy[];
}

/** One layer as it is shown: `verdict` is the worst of its chips. */
export interface LayerView {
  readonly id: LayerId;
  readonly verdict: ShownVerdict;
  readonly controls: readonly ControlView[];
}

/** One line of the activity log. */
export interface ActivityEntry {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Past tense, dotted: `session.ready`, `wall.tested`, `breach.paused`, … */
  readonly kind: string;
  readonly message: string;
}

/** What the user decided, as far as the panel shows it. */
export interface ProfileView {
  readonly image: string;
  readonly recipe: string;
  readonly wall: Wall;
  readonly port: number;
  /** Where the file is, for messages. */
  readonly path: string;
  /** Set when the file is damaged or invalid: the defaults are not used then. */
  readonly problem: string | null;
}

/** The whole truth at one moment: what a window starts from. */
export interface PanelSnapshot {
  readonly version: string;
  readonly host: HostKind;
  /** Why this host was chosen when it was not asked for, for example that no engine answered. */
  readonly hostNote: string | null;
  /** The account that runs the panel. */
  readonly account: string;
  readonly observedAt: string;
  readonly sweeping: boolean;
  readonly layers: readonly LayerView[];
  /** What is behind the trouble, as far as it can be told: at most one cause a symptom. */
  readonly diagnoses: readonly Diagnosis[];
  readonly session: Session | null;
  readonly lastWallTest: WallTestReport | null;
  readonly wallTesting: boolean;
  readonly runningRemedy: RunningRemedy | null;
  /** Remedies that have something to take back. */
  readonly undoableRemedies: readonly UndoableRemedy[];
  /** Newest first, at most 200. */
  readonly activity: readonly ActivityEntry[];
  readonly profile: ProfileView;
  readonly launchableModes: readonly Mode[];
}
