import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export interface OpenElectron {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What its main process has written to standard error. */
  readonly stderr: () => string;
}

/** Electron's program: the folder of ELECTRON_OVERRIDE_DIST_PATH, else the one in node_modules. */
function electronPath(): string {
  const distDir = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.resolve('node_modules/electron/dist');
  return path.join(distDir, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** Opens the real panel on the practice PC, with a home of its own. */
export async function openElectron(): Promise<OpenElectron> {
  const home = mkdtempSync(path.join(tmpdir(), 'airlock-electron-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [...sandbox, path.resolve('.')],
    env: { ...(process.env as Record<string, string>), AIRLOCK_HOME: home, AIRLOCK_HOST: 'practice' },
  });
  let said = '';
  app.process().stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return { app, page: await app.firstWindow(), stderr: () => said };
}
