import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Tests the wall of the running session, whoever started it. */
export function wallTest({ jobs }: CommandDeps): CommandHandlers['wall.test'] {
  return () => jobs.testWall();
}
