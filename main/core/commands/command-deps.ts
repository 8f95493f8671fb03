import type { Profile } from '../../../app/launch/profile.ts';
import type { Engine } from '../../docker/engine.ts';
import type { ActivityLog } from '../../files/activity-log.ts';
import type { LoadedProfile } from '../../files/profile-file.ts';
import type { LaunchDeps } from '../../launch/launch-deps.ts';
import type { ChosenHost } from '../chosen-host.ts';
import type { PanelJobs } from '../panel-jobs.ts';
import type { PanelState } from '../panel-state.ts';

/** What commands may use. */
export interface CommandDeps {
  readonly state: PanelState;
  readonly jobs: PanelJobs;
  readonly host: ChosenHost;
  readonly engine: Engine;
  readonly log: ActivityLog;
  readonly launch: (profile: Profile) => LaunchDeps;
  /** Looks for the session and asks every probe; ends when all have answered. */
  readonly refresh: () => Promise<void>;
  /** Reads the profile again. */
  readonly reload: () => Promise<LoadedProfile>;
}
