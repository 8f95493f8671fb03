import { distroArguments, doing, isOwnFailure, type DistroCommand } from './run-in-distro.ts';
import { wslError } from './wsl-errors.ts';
import type { WatchOptions, WslProgram } from './wsl-program.ts';

/**
 * Runs a program in a distribution in a terminal: a shell, or what asks for a password.
 *
 * @returns its exit code.
 * @throws AirlockError `wsl-…` when WSL could not start it.
 */
export async function watchInDistro(wsl: WslProgram, command: DistroCommand, options: WatchOptions): Promise<number> {
  const { exitCode, tail } = await wsl.watch(distroArguments(command), options);
  if (isOwnFailure(exitCode, tail)) throw wslError({ exitCode, text: tail }, doing(command));
  return exitCode;
}
