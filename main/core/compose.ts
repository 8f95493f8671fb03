import os from 'node:os';
import type { Profile } from '../../app/launch/profile.ts';
import { ActivityLog } from '../files/activity-log.ts';
import { airlockHome } from '../files/airlock-home.ts';
import { RemedyUndos } from '../files/remedy-undos.ts';
import { SessionRecords } from '../files/session-records.ts';
import { WallTestFile } from '../files/wall-test-file.ts';
import { findSession } from '../launch/find-session.ts';
import type { LaunchDeps, SessionDeps } from '../launch/launch-deps.ts';
import type { ChosenHost } from './chosen-host.ts';
import { commandHandlers } from './commands/command-handlers.ts';
import { composeHost } from './compose-host.ts';
import { CurrentProfile } from './current-profile.ts';
import type { Panel, PanelOptions } from './panel.ts';
import { PanelJobs } from './panel-jobs.ts';
import { PanelState } from './panel-state.ts';
import { RunningPanel, type PanelParts } from './running-panel.ts';
import { SessionKeeper } from './session-keeper.ts';
import { Sweeper } from './sweep.ts';
import { wireRemedies } from './wire-remedies.ts';

/** Builds the adapters of one host and wires the core on top of them. Only the `compose` files import adapters. */
export async function composePanel(options: PanelOptions): Promise<Panel> {
  const home = airlockHome(options.env, process.platform);
  const host = await composeHost(options, home);
  const profile = await CurrentProfile.load(home);
  const identity = {
    version: options.version,
    host: host.kind,
    hostNote: host.note,
    account: os.userInfo().username,
  };
  return wire(home, host, profile, new PanelState(identity, profile.view(), Date.now));
}

function wire(home: string, host: ChosenHost, profile: CurrentProfile, state: PanelState): Panel {
  const { engine, net, scripts } = host;
  const log = new ActivityLog(home);
  const noteDamage = (message: string): void => void log.append('file.damaged', message).catch(() => undefined);
  const session: SessionDeps = { engine, records: new SessionRecords(home, noteDamage), log, net, now: Date.now };
  const wallTests = new WallTestFile(home, noteDamage);
  const launch = (chosen: Profile): LaunchDeps => ({
    ...session,
    profile: host.adapt(chosen),
    wallTests,
    spawnWatcher: (sessionId) => host.spawnWatcher(session, sessionId),
  });
  const reload = async (): ReturnType<CurrentProfile['reload']> => {
    const loaded = await profile.reload();
    state.setProfile(profile.view());
    return loaded;
  };
  const sweepDeps = { engine, net, scripts, profile: () => profile.current(), now: Date.now };
  const sweeper = new Sweeper(sweepDeps, host.probes, state);
  const refresh = (): Promise<void> => panel.refresh();
  const jobs: PanelJobs = new PanelJobs({
    launch,
    loadProfile: reload,
    state,
    refresh: () => void refresh(),
    isMending: () => remedies.isRunning(),
  });
  const undos = new RemedyUndos(home, noteDamage);
  const remedies = wireRemedies({ host, log, undos, jobs, state, loadProfile: reload, refresh });
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
  const parts: PanelParts = { state, host, log, records: session.records, sweeper, keeper, jobs, remedies };
  const handlers = commandHandlers({ state, jobs, remedies, host, refresh, reload });
  const panel: RunningPanel = new RunningPanel(parts, handlers);
  return panel;
}
