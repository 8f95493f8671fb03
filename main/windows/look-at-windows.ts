import type { Profile } from '../../app/launch/profile.ts';
import type { Powershell } from './powershell.ts';
import { readWindowsAnswer } from './read-windows-answer.ts';
import { scriptPath } from './script-path.ts';
import type { WindowsFacts } from './windows-facts.ts';

/** A cold start with a virus scanner at work, and every module loaded once. */
const timeoutMs = 40_000;

export interface WindowsLookDeps {
  readonly powershell: Powershell;
  readonly assetsDir: string;
}

/**
 * Looks at Windows with a single `powershell.exe`. Questions it could not answer are unknown, each by itself.
 *
 * @throws AirlockError `program-…` when PowerShell could not be asked, `windows-unreadable` when it gave no answer.
 */
export async function lookAtWindows(
  { powershell, assetsDir }: WindowsLookDeps,
  { windows }: Pick<Profile, 'windows'>,
  signal: AbortSignal,
): Promise<WindowsFacts> {
  const { stdout, stderr } = await powershell.run({
    path: scriptPath(assetsDir, 'sweep.ps1'),
    args: ['-VhdPath', windows.modelsVhd, '-Task', windows.mountTask],
    timeoutMs,
    signal,
  });
  return readWindowsAnswer(stdout.length > 0 ? stdout : stderr);
}
