import { mustHaveEnded } from './must-succeed.ts';
import type { WatchOptions, WslProgram } from './wsl-program.ts';

/**
 * Ends this account's whole WSL: every distribution, Docker's engine with all containers, and every attached disk.
 * Settings of .wslconfig count after it, and only then.
 */
export async function shutdownWsl(wsl: WslProgram, options: WatchOptions): Promise<void> {
  mustHaveEnded(await wsl.watch(['--shutdown'], options), 'shut down');
}
