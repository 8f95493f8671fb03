import { mustSucceed } from './must-succeed.ts';
import type { WslProgram } from './wsl-program.ts';

/**
 * What `wsl --status` says, for people: every word of it is localized. That it answers at all is the finding.
 *
 * @throws AirlockError `wsl-not-installed` or `wsl-not-ready` when it does not.
 */
export async function askWslStatus(wsl: WslProgram): Promise<string> {
  return mustSucceed(await wsl.ask(['--status'], { timeoutMs: 10_000 }), 'say how it is').trim();
}
