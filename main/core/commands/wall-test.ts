import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import { findSession } from '../../launch/find-session.ts';
import type { CommandDeps } from './command-deps.ts';

/** Tests the wall of the running session, whoever started it. */
export function wallTest({ jobs, state, launch, reload }: CommandDeps): CommandHandlers['wall.test'] {
  return async () => {
    if (state.currentSession() === null) {
      const { profile } = await reload();
      if (profile !== null) state.setSession(await findSession(launch(profile)));
    }
    return jobs.testWall();
  };
}
