import { decodeWslText } from './decode-text.ts';
import { failureCodeIn } from './failure-code.ts';
import { plainName } from './wsl-arguments.ts';
import { wslError } from './wsl-errors.ts';
import type { AskOptions, WslAnswer, WslProgram } from './wsl-program.ts';

/** What to run where, without any shell between: `--exec` hands the arguments on as they are. */
export interface DistroCommand {
  readonly distro: string;
  /** Another one than the distribution's default. */
  readonly user?: string;
  readonly command: readonly string[];
}

/**
 * Whether `wsl.exe` failed itself: it ends with -1 then. Where only eight bits of that are left, 255 may as well come
 * from the program in the distribution, and WSL's own code decides.
 */
export function isOwnFailure(exitCode: number, text: string): boolean {
  if (exitCode === 4_294_967_295 || exitCode === -1) return true;
  return exitCode === 255 && failureCodeIn(text) !== null;
}

/** The arguments of `wsl.exe` for it. */
export function distroArguments({ distro, user, command }: DistroCommand): readonly string[] {
  const asUser = user === undefined ? [] : ['-u', plainName(user, 'user')];
  return ['-d', plainName(distro, 'distribution'), ...asUser, '--exec', ...command];
}

/**
 * Runs a program in a distribution and hands back how it ended; its exit code is an answer.
 *
 * @throws AirlockError `wsl-…` when WSL could not start it.
 */
export async function runInDistro(wsl: WslProgram, command: DistroCommand, options: AskOptions): Promise<WslAnswer> {
  const answer = await wsl.ask(distroArguments(command), options);
  const { exitCode, stdout, stderr } = answer;
  const text = `${decodeWslText(stdout)}\n${stderr}`;
  if (isOwnFailure(exitCode, text)) throw wslError({ exitCode, text }, doing(command));
  return answer;
}

/** As the end of "WSL could not …". */
export function doing({ distro, command: [program = 'nothing'] }: DistroCommand): string {
  return `run ${program} in ${distro}`;
}
