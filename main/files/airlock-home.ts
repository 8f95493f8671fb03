import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * The folder that holds everything Airlock keeps: `AIRLOCK_HOME`, or the platform's place for an account's own data.
 * Absolute whenever the environment's own paths are.
 */
export function airlockHome(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  const path = platform === 'win32' ? win32 : posix;
  const asked = env['AIRLOCK_HOME'] ?? '';
  if (asked !== '') return path.resolve(asked);
  if (platform === 'win32') {
    const data = env['LOCALAPPDATA'] ?? '';
    return win32.join(data === '' ? win32.join(env['USERPROFILE'] ?? homedir(), 'AppData', 'Local') : data, 'Airlock');
  }
  const data = env['XDG_DATA_HOME'] ?? '';
  // The desktop's rules: a relative path there counts as not set.
  const base = posix.isAbsolute(data) ? data : posix.join(env['HOME'] ?? homedir(), '.local', 'share');
  return posix.join(base, 'airlock');
}
