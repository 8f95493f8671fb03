import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** The whole truth now. */
export function panelSnapshot({ state }: CommandDeps): CommandHandlers['panel.snapshot'] {
  return () => Promise.resolve(state.snapshot());
}
