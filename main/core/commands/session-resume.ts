import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Begins to mend the wall of a paused session; ComfyUI goes on only once it has been proven again. */
export function sessionResume({ jobs }: CommandDeps): CommandHandlers['session.resume'] {
  return async () => {
    await jobs.resume();
    return null;
  };
}
