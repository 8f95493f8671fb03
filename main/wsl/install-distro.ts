import { mustHaveEnded } from './must-succeed.ts';
import { plainName } from './wsl-arguments.ts';
import type { WatchOptions, WslProgram } from './wsl-program.ts';

/** Downloads and registers a distribution for this account, without starting it. It may ask questions. */
export async function installDistro(wsl: WslProgram, distro: string, options: WatchOptions): Promise<void> {
  const args = ['--install', plainName(distro, 'distribution'), '--no-launch'];
  mustHaveEnded(await wsl.watch(args, options), `install ${distro}`);
}
