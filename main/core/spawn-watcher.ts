import path from 'node:path';
import { spawnDetached } from '../process/spawn-detached.ts';

/**
 * Starts the watcher of a session as a process of its own, which outlives this one. The packaged Electron cannot run
 * plain Node, so there the program is its own watcher; it needs neither a display nor a GPU for that.
 */
export function spawnWatcher(home: string, sessionId: string): Promise<void> {
  const cli = path.join(import.meta.dirname, 'cli.js');
  const isElectron = 'electron' in process.versions;
  const args = isPackagedElectron()
    ? [...electronSwitches(), '--watch-session', sessionId]
    : [cli, 'watch-session', '--session', sessionId];
  spawnDetached({
    file: process.execPath,
    args,
    env: { ...process.env, AIRLOCK_HOME: home, ...(isElectron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) },
    logPath: path.join(home, 'watcher.log'),
  });
  return Promise.resolve();
}

/** Packaged, the program carries our name, and its fuse against running plain Node is blown. */
function isPackagedElectron(): boolean {
  const program = path.basename(process.execPath).toLowerCase();
  return 'electron' in process.versions && program.startsWith('airlock');
}

/** As root it needs its own switch again. */
function electronSwitches(): string[] {
  const switches = process.argv.filter((argument) => argument === '--no-sandbox');
  return process.platform === 'linux' ? [...switches, '--ozone-platform=headless', '--disable-gpu'] : switches;
}
