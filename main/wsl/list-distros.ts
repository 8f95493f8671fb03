import { parseDistroNames, parseDistroTable, type DistroLine } from './distro-table.ts';
import { mustSucceed } from './must-succeed.ts';
import type { WslProgram } from './wsl-program.ts';

const timeoutMs = 10_000;

/** The distributions of this account, by name. Starts none of them. */
export async function listDistroNames(wsl: WslProgram, signal?: AbortSignal): Promise<readonly string[]> {
  const answer = await wsl.ask(['-l', '-q'], { timeoutMs, ...(signal === undefined ? {} : { signal }) });
  return parseDistroNames(mustSucceed(answer, 'list the distributions'));
}

/** The same with version and state. */
export async function listDistros(wsl: WslProgram, signal?: AbortSignal): Promise<readonly DistroLine[]> {
  const answer = await wsl.ask(['-l', '-v'], { timeoutMs, ...(signal === undefined ? {} : { signal }) });
  return parseDistroTable(mustSucceed(answer, 'list the distributions'));
}
