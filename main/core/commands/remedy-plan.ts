import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Says what a remedy, or taking it back, would change. */
export function remedyPlan({ remedies }: CommandDeps): CommandHandlers['remedy.plan'] {
  return ({ remedyId, doing }) => remedies.plan(remedyId, doing);
}
