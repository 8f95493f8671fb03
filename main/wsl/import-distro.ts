import { mustHaveEnded } from './must-succeed.ts';
import { drivePath, plainName } from './wsl-arguments.ts';
import type { WatchOptions, WslProgram } from './wsl-program.ts';

export interface DistroImport {
  readonly distro: string;
  /** Where its disk will be. */
  readonly folder: string;
  readonly file: string;
}

/**
 * Registers a distribution for this account from a file that another account exported. Its default user is root then,
 * unless its own wsl.conf says otherwise.
 */
export async function importDistro(
  wsl: WslProgram,
  { distro, folder, file }: DistroImport,
  options: WatchOptions,
): Promise<void> {
  const args = ['--import', plainName(distro, 'distribution'), drivePath(folder), drivePath(file), '--version', '2'];
  mustHaveEnded(await wsl.watch(args, options), `import ${distro}`);
}
