import type { Profile } from '../../app/launch/profile.ts';
import type { Engine } from '../docker/engine.ts';
import type { ActivityLog } from '../files/activity-log.ts';

export interface RemedyDeps {
  readonly engine: Engine;
  readonly profile: Profile;
  readonly log: ActivityLog;
  readonly assetsDir: string;
  readonly testWall: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly signal: AbortSignal;
}

export interface RemedyAction {
  readonly id: string;
  readonly plan: (deps: RemedyDeps) => Promise<readonly string[]>;
  readonly run: (deps: RemedyDeps) => Promise<void>;
}

export const remedyActions: readonly RemedyAction[] = [];
