import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication } from '@playwright/test';

export const panelDir = path.resolve('.');
export const emptyWindowDir = path.resolve('e2e/bench/empty-window');

const closeTimeoutMs = 10_000;

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

function electronPath(): string {
  const distDir = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.resolve('node_modules/electron/dist');
  return path.join(distDir, 'electron');
}

/** A home of its own with the lab's profile, so that two windows never share their state. */
export function freshEnvironment(): Record<string, string> {
  const home = mkdtempSync(path.join(tmpdir(), 'airlock-bench-'));
  const profilePath = path.join(process.env['AIRLOCK_HOME'] ?? '', 'profile.json');
  if (existsSync(profilePath)) copyFileSync(profilePath, path.join(home, 'profile.json'));
  return { ...(process.env as Record<string, string>), AIRLOCK_HOME: home, AIRLOCK_HOST: 'linux' };
}

/** Opens a program that can be driven. */
export function driveElectron(appDir: string, env: Record<string, string>): Promise<ElectronApplication> {
  return _electron.launch({ executablePath: electronPath(), args: [...sandbox, appDir], env });
}

/** Closes it, by force when it does not answer. */
export async function closeElectron(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const closed = app.close().then(
    () => true,
    () => true,
  );
  if (!(await Promise.race([closed, sleep(closeTimeoutMs, false)]))) child.kill('SIGKILL');
}

/** Opens a program that nobody drives or debugs, as a user would. */
export function startElectron(appDir: string, env: Record<string, string>): ChildProcess {
  return spawn(electronPath(), [...sandbox, appDir], { env, stdio: 'ignore' });
}
