import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Runs one of the closed list of changes, then looks again. */
export function remedyRun({ remedies }: CommandDeps): CommandHandlers['remedy.run'] {
  return ({ remedyId }) => remedies.run(remedyId);
}
