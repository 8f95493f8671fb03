import { mustSucceed } from './must-succeed.ts';
import { drivePath } from './wsl-arguments.ts';
import type { WslProgram } from './wsl-program.ts';

/**
 * Unmounts and detaches one disk. Never all of them: without a path, WSL would take that for "every disk", Docker's too.
 *
 * @throws AirlockError `wsl-…` when it is in use or was not attached.
 */
export async function unmountDisk(wsl: WslProgram, path: string): Promise<void> {
  const answer = await wsl.ask(['--unmount', drivePath(path)], { timeoutMs: 60_000 });
  mustSucceed(answer, `detach ${path}`);
}
