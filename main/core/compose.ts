import os from 'node:os';
import type { Failure } from '../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../app/ipc/contract.ts';
import type { HostKind, ProfileView } from '../../app/ipc/snapshot.ts';
import { profileSchema, type Profile } from '../../app/launch/profile.ts';
import { ActivityLog } from '../files/activity-log.ts';
import { airlockHome } from '../files/airlock-home.ts';
import { loadProfile, type LoadedProfile } from '../files/profile-file.ts';
import { SessionRecords } from '../files/session-records.ts';
import { WallTestFile } from '../files/wall-test-file.ts';
import { findSession } from '../launch/find-session.ts';
import type { LaunchDeps } from '../launch/launch-deps.ts';
import { chooseHost, type ChosenHost } from './choose-host.ts';
import { commandHandlers } from './commands/command-handlers.ts';
import { followEngine } from './follow-engine.ts';
import { PanelJobs } from './panel-jobs.ts';
import { PanelState } from './panel-state.ts';
import { SessionKeeper } from './session-keeper.ts';
import { Sweeper } from './sweep.ts';

export interface PanelOptions {
  /** Wins over AIRLOCK_HOST; without both, the host is found out. */
  readonly host?: HostKind;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}

/** The core as a shell sees it. */
export interface Panel {
  readonly state: PanelState;
  readonly handlers: CommandHandlers;
  /** Begins to look: a first sweep, then the engine's events. Without it, commands still work one by one. */
  start(): void;
  /** Waits until no launch, resume or stop is under way; answers why the last one failed, or null. */
  settled(): Promise<Failure | null>;
  /** Lets go of everything. Sessions go on. */
  stop(): Promise<void>;
}

/** The only place that builds adapters and wires them. */
export async function composePanel(options: PanelOptions): Promise<Panel> {
  const home = airlockHome(options.env, process.platform);
  const host = await chooseHost(options, home);
  const loaded = await loadProfile(home);
  const state = new PanelState(
    { version: options.version, host: host.kind, hostNote: host.note, account: os.userInfo().username },
    profileView(loaded),
    Date.now,
  );
  return wire(home, host, loaded, state);
}

function wire(home: string, host: ChosenHost, first: LoadedProfile, state: PanelState): Panel {
  const { engine, net, scripts } = host;
  const log = new ActivityLog(home);
  const noteDamage = (message: string): void => void log.append('file.damaged', message).catch(() => undefined);
  const records = new SessionRecords(home, noteDamage);
  const wallTests = new WallTestFile(home, noteDamage);
  let profile = first.profile ?? defaultProfile();
  const load = async (): Promise<LoadedProfile> => {
    const loaded = await loadProfile(home);
    profile = loaded.profile ?? profile;
    state.setProfile(profileView(loaded));
    return loaded;
  };
  const closing = new AbortController();
  const session = { engine, records, log, net, now: Date.now };
  const launch = (chosen: Profile): LaunchDeps => ({
    ...session,
    profile: chosen,
    wallTests,
    spawnWatcher: (sessionId) => host.spawnWatcher(session, sessionId),
  });
  const sweeper = new Sweeper({ engine, net, scripts, profile: () => profile, now: Date.now }, host.probes, state);
  const jobs = new PanelJobs({ launch, loadProfile: load, state, refresh: () => void refresh() });
  const keeper = new SessionKeeper(
    {
      engine,
      state,
      find: () => findSession(session),
      readWallTest: () => wallTests.read(),
      lookAgain: (ids) => sweeper.onControls(ids),
    },
    () => jobs.isBusy(),
  );
  const refresh = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    await keeper.look();
    if (!jobs.isBusy()) await sweeper.sweep();
  };
  const handlers = commandHandlers({ state, jobs, host, log, engine, refresh, reload: load, launch });
  const start = (): void => {
    void refresh();
    void followActivity(log, state, closing.signal);
    records.follow(() => void keeper.look(), closing.signal);
    let wasOpen = false;
    const follower = {
      onEvent: (event: Parameters<Sweeper['onEvent']>[0]): void => {
        sweeper.onEvent(event);
        keeper.onEvent(event);
      },
      onOpen: (): void => {
        if (wasOpen) void refresh();
        wasOpen = true;
      },
      onLost: (): void => sweeper.onControls(['docker.engine']),
    };
    void followEngine(engine, follower, closing.signal);
  };
  const stop = async (): Promise<void> => {
    closing.abort();
    await jobs.cancel();
    keeper.close();
    sweeper.close();
    state.close();
    host.close();
  };
  return { state, handlers, start, settled: () => jobs.settled(), stop };
}

async function followActivity(log: ActivityLog, state: PanelState, signal: AbortSignal): Promise<void> {
  log.follow((entry) => state.addActivity(entry), signal);
  state.setActivity(await log.read(200).catch(() => []));
}

/** A profile that cannot be read is never replaced; nothing is launched with it, and the panel says why. */
function profileView(loaded: LoadedProfile): ProfileView {
  const { image, recipe, wall, port } = loaded.profile ?? defaultProfile();
  return { image, recipe, wall, port, path: loaded.path, problem: loaded.problem?.message ?? null };
}

function defaultProfile(): Profile {
  return profileSchema.parse({ version: 1 });
}
