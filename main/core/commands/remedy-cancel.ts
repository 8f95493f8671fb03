import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Cancels the remedy that runs; answers when it has come to its end. */
export function remedyCancel({ remedies }: CommandDeps): CommandHandlers['remedy.cancel'] {
  return async () => {
    await remedies.cancel();
    return null;
  };
}
