import { decodeWslText } from './decode-text.ts';
import { mustSucceed } from './must-succeed.ts';
import { drivePath } from './wsl-arguments.ts';
import { wslError } from './wsl-errors.ts';
import type { WslProgram } from './wsl-program.ts';

const timeoutMs = 60_000;

/**
 * Attaches a virtual disk to this account's WSL as a plain block device and mounts nothing.
 *
 * @throws AirlockError `wsl-disk-attached` when it is attached already, which may be all that was wanted;
 * `wsl-attach-refused`, `wsl-disk-missing`, `wsl-disk-in-use`, … when it cannot be.
 */
export async function attachVhd(wsl: WslProgram, path: string): Promise<void> {
  const answer = await wsl.ask(['--mount', '--vhd', drivePath(path), '--bare'], { timeoutMs });
  mustSucceed(answer, `attach ${path}`);
}

/**
 * Attaches a virtual disk and mounts its file system at /mnt/wsl/NAME, where every distribution of this account sees it.
 *
 * @throws AirlockError `wsl-mount-failed` when it is attached but could not be mounted, and as `attachVhd`.
 */
export async function mountVhd(wsl: WslProgram, path: string, name: string): Promise<void> {
  if (!/^[0-9A-Za-z_-]{1,64}$/u.test(name)) throw new Error(`no name for a mount: ${name}`);
  const answer = await wsl.ask(['--mount', '--vhd', drivePath(path), '--name', name], { timeoutMs });
  if (answer.exitCode === 1) {
    // Its own way to say that the first half worked.
    const text = `${decodeWslText(answer.stdout)}\nWsl/MountDisk/WSL_E_DISK_MOUNT_FAILED`;
    throw wslError({ exitCode: 1, text }, `mount ${path}`);
  }
  mustSucceed(answer, `mount ${path}`);
}
