import { mustHaveEnded } from './must-succeed.ts';
import { drivePath, plainName } from './wsl-arguments.ts';
import type { WatchOptions, WslProgram } from './wsl-program.ts';

/** Writes a distribution to a file. It is ended for that, and the file is deleted again when it fails. */
export async function exportDistro(
  wsl: WslProgram,
  { distro, file }: { readonly distro: string; readonly file: string },
  options: WatchOptions,
): Promise<void> {
  const args = ['--export', plainName(distro, 'distribution'), drivePath(file)];
  mustHaveEnded(await wsl.watch(args, options), `export ${distro}`);
}
