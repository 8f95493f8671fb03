import { join } from 'node:path';

/**
 * A script of ours as a real file: PowerShell cannot look into the packed app, so assets/windows lies unpacked beside it.
 */
export function scriptPath(assetsDir: string, ...parts: readonly string[]): string {
  const unpacked = assetsDir.replace(/([\\/])app\.asar(?=[\\/]|$)/u, '$1app.asar.unpacked');
  return join(unpacked, 'windows', ...parts);
}
