import path from 'node:path';
import { app, Menu } from 'electron';
import { airlockHome } from '../../files/airlock-home.ts';
import { readShellArguments } from '../shell-arguments.ts';
import { registerAppScheme } from './app-scheme.ts';
import { lockNavigation } from './navigation-lock.ts';
import { openPanel } from './open-panel.ts';

const shellArguments = readShellArguments(process.argv.slice(1));

if (shellArguments.watchSession === undefined) startPanel();
else void watchOnly(shellArguments.watchSession);

function startPanel(): void {
  app.setPath('userData', path.join(airlockHome(process.env, process.platform), 'window'));
  // One panel per AIRLOCK_HOME: a second start brings the first one to the front.
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('airlock: the panel is already open\n');
    process.send?.('already-open');
    app.exit(0);
    return;
  }
  registerAppScheme();
  lockNavigation(app);
  // Root on Linux cannot have Chromium's sandbox; `npm start` says so when it leaves it out.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  Menu.setApplicationMenu(null);
  // Sessions outlive the window: the sentinel and the watcher look after them.
  app.on('window-all-closed', () => {
    app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  openPanel(shellArguments);
}

/** A packaged Electron cannot run plain Node, so it is its own watcher: no window, no page, no lock. */
async function watchOnly(sessionId: string): Promise<void> {
  const { watchUntilEnd } = await import('../watch-until-end.ts');
  app.exit(await watchUntilEnd(sessionId));
}
