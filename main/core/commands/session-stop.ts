import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Ends the session, whoever started it, and removes every trace of it. */
export function sessionStop({ jobs }: CommandDeps): CommandHandlers['session.stop'] {
  return async () => {
    await jobs.stop();
    return null;
  };
}
