import type { Profile } from '../../app/launch/profile.ts';
import type { Engine } from '../docker/engine.ts';
import type { ActivityLog } from '../files/activity-log.ts';
import type { SessionRecords } from '../files/session-records.ts';
import type { WallTestFile } from '../files/wall-test-file.ts';
import type { HostNet } from '../process/host-net.ts';

/** What it takes to look after a session that exists: find it, watch it, stop it. */
export interface SessionDeps {
  readonly engine: Engine;
  readonly records: SessionRecords;
  readonly log: ActivityLog;
  readonly net: HostNet;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What it takes to start one. */
export interface LaunchDeps extends SessionDeps {
  readonly profile: Profile;
  readonly wallTests: WallTestFile;
  /** Starts the detached watcher of a session; it enters itself into the session record once it sees everything. */
  readonly spawnWatcher: (sessionId: string) => Promise<void>;
}
