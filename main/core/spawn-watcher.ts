import path from 'node:path';
import { spawnDetached } from '../process/spawn-detached.ts';

/**
 * Starts the watcher of a session as a process of its own, which outlives this one. The packaged Electron cannot run
 * plain Node, so there the program is its own watcher.
 */
export function spawnWatcher(home: string, sessionId: string): Promise<void> {
  const cli = path.join(import.meta.dirname, 'cli.js');
  const isElectron = process.versions['electron'] !== undefined;
  const args = isElectron
    ? [...electronArguments(), '--watch-session', sessionId]
    : [cli, 'watch-session', '--session', sessionId];
  spawnDetached({
    file: process.execPath,
    args,
    env: { ...process.env, AIRLOCK_HOME: home },
    logPath: path.join(home, 'watcher.log'),
  });
  return Promise.resolve();
}

/** An Electron that was not packaged has to be told which program it is; as root it also needs its own switch again. */
function electronArguments(): string[] {
  const switches = process.argv.filter((argument) => argument === '--no-sandbox');
  const isPackaged = path.basename(process.execPath).toLowerCase().startsWith('airlock');
  return isPackaged ? switches : [...switches, path.resolve(import.meta.dirname, '../..')];
}
