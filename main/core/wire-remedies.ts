import path from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { ActivityLog } from '../files/activity-log.ts';
import type { LoadedProfile } from '../files/profile-file.ts';
import type { RemedyUndos } from '../files/remedy-undos.ts';
import type { RemedyWorld } from '../remedies/remedy-action.ts';
import type { ChosenHost } from './chosen-host.ts';
import type { PanelJobs } from './panel-jobs.ts';
import type { PanelState } from './panel-state.ts';
import { RemedyJobs } from './remedy-jobs.ts';

interface RemedyWires {
  readonly host: ChosenHost;
  readonly log: ActivityLog;
  readonly undos: RemedyUndos;
  readonly jobs: PanelJobs;
  readonly state: PanelState;
  readonly loadProfile: () => Promise<LoadedProfile>;
  readonly refresh: () => Promise<void>;
}

/** Gives the remedies of a host what they act on. */
export function wireRemedies(wires: RemedyWires): RemedyJobs {
  const { host, log, undos, jobs, state, loadProfile, refresh } = wires;
  const world: RemedyWorld = {
    engine: host.engine,
    log,
    scripts: host.scripts,
    assetsDir: path.resolve(import.meta.dirname, '../../assets'),
    testWall: async (signal) => {
      await jobs.testWall(signal);
    },
    resume: (signal) => resumeToItsEnd(jobs, signal),
  };
  const isLaunching = (): boolean => jobs.isBusy();
  const actions = host.remedyActions;
  return new RemedyJobs({ actions, undos, world, state, loadProfile, isLaunching, refresh, now: Date.now });
}

/** A resume goes on by itself once it has begun; whoever ran the remedy waits for how it ends. */
async function resumeToItsEnd(jobs: PanelJobs, signal: AbortSignal): Promise<void> {
  await jobs.resume();
  const cancel = (): void => void jobs.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const failure = await jobs.settled();
  signal.removeEventListener('abort', cancel);
  if (failure !== null) throw new AirlockError(failure);
}
