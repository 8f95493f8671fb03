import { mustSucceed } from './must-succeed.ts';
import { plainName } from './wsl-arguments.ts';
import type { WslProgram } from './wsl-program.ts';

/** Ends one distribution and everything in it. Attached disks and other distributions stay. */
export async function terminateDistro(wsl: WslProgram, distro: string): Promise<void> {
  const answer = await wsl.ask(['--terminate', plainName(distro, 'distribution')], { timeoutMs: 60_000 });
  mustSucceed(answer, `end ${distro}`);
}
