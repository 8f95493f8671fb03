import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Cancels what is under way and waits until it has cleaned up behind itself. */
export function launchCancel({ jobs }: CommandDeps): CommandHandlers['launch.cancel'] {
  return async () => {
    await jobs.cancel();
    return null;
  };
}
