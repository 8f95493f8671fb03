import type { LoadedProfile } from '../../files/profile-file.ts';
import type { ChosenHost } from '../chosen-host.ts';
import type { PanelJobs } from '../panel-jobs.ts';
import type { PanelState } from '../panel-state.ts';
import type { RemedyJobs } from '../remedy-jobs.ts';

/** What commands may use. */
export interface CommandDeps {
  readonly state: PanelState;
  readonly jobs: PanelJobs;
  readonly remedies: RemedyJobs;
  readonly host: ChosenHost;
  /** Looks for the session and asks every probe; ends when all have answered. */
  readonly refresh: () => Promise<void>;
  /** Reads the profile again. */
  readonly reload: () => Promise<LoadedProfile>;
}
