import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Takes back what a remedy changed last, then looks again. */
export function remedyUndo({ remedies }: CommandDeps): CommandHandlers['remedy.undo'] {
  return ({ remedyId }) => remedies.undo(remedyId);
}
