import type { RemedyId } from '../../app/controls/remedies.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { Engine } from '../docker/engine.ts';
import type { ActivityLog } from '../files/activity-log.ts';
import type { ScriptFiles } from '../files/script-files.ts';

/** What a remedy may use. */
export interface RemedyDeps {
  readonly engine: Engine;
  readonly profile: Profile;
  readonly log: ActivityLog;
  readonly scripts: ScriptFiles;
  /** Folder of the files that come with Airlock. */
  readonly assetsDir: string;
  /** Runs a wall test on the session. */
  readonly testWall: () => Promise<void>;
  /** Mends the wall of a paused session, proves it, and lets ComfyUI go on. */
  readonly resume: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** A change that can turn a control green. Its plan is shown before it runs. */
export interface RemedyAction {
  readonly id: RemedyId;
  /** What would change, one line each; reads only. Empty: there is nothing to do. */
  readonly plan: (deps: RemedyDeps) => Promise<readonly string[]>;
  readonly run: (deps: RemedyDeps) => Promise<void>;
}
