import { mustSucceed } from './must-succeed.ts';
import type { WslProgram } from './wsl-program.ts';

/** What `wsl --version` says. */
export interface WslVersion {
  readonly wsl: string;
  readonly kernel: string | null;
  readonly windows: string | null;
}

const number = /(?<version>\d+[.,]\d+[.,]\d+(?:[.,]\d+)?(?:-\d+)?)\s*$/u;

/** WSL's own version. One that comes with Windows knows no `--version` and refuses. */
export async function askWslVersion(wsl: WslProgram): Promise<WslVersion | null> {
  const answer = await wsl.ask(['--version'], { timeoutMs: 10_000 });
  return parseWslVersion(mustSucceed(answer, 'say its version'));
}

/** Seven lines in a fixed order: WSL, kernel, WSLg, MSRDC, Direct3D, DXCore, Windows. What stands before is localized. */
export function parseWslVersion(text: string): WslVersion | null {
  const versions = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => number.exec(line)?.groups?.['version']?.replaceAll(',', '.') ?? null);
  const [wsl = null, kernel = null] = versions;
  return wsl === null ? null : { wsl, kernel, windows: versions[6] ?? null };
}
