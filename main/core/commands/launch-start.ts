import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Begins a launch; how it goes shows in the session. */
export function launchStart({ jobs }: CommandDeps): CommandHandlers['launch.start'] {
  return async ({ wall }) => {
    await jobs.launch(wall);
    return null;
  };
}
