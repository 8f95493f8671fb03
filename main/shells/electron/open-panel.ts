import path from 'node:path';
import { app, session, shell, type BrowserWindow } from 'electron';
import type { Panel } from '../../core/compose.ts';
import type { ShellArguments } from '../shell-arguments.ts';
import { noteRefusals } from '../note-refusals.ts';
import { version } from '../version.ts';
import { serveAppScheme } from './app-scheme.ts';
import { openInBrowser } from './open-in-browser.ts';
import { openPanelWindow } from './panel-window.ts';
import { denyPermissions } from './permissions.ts';
import { publishEvents } from './publish-events.ts';
import { serveCommands } from './serve-commands.ts';
import { isTrustedSender } from './trusted-sender.ts';

const outDir = path.resolve(import.meta.dirname, '..');

/**
 * Opens the window and, while Chromium starts and the page loads, loads the core. Whichever is first waits for the
 * other: commands of the page queue until the core can answer.
 */
export function openPanel(shellArguments: ShellArguments): void {
  const panel = loadCore(shellArguments);
  // A failure is answered to the page by every command; without this it would count as unhandled as well.
  panel.catch(() => undefined);
  void app.whenReady().then(() => {
    showWindow(panel);
  });
}

async function loadCore(shellArguments: ShellArguments): Promise<Panel> {
  const { composePanel } = await import('../../core/compose.ts');
  const { host } = shellArguments;
  return composePanel({ ...(host === undefined ? {} : { host }), env: process.env, version });
}

function showWindow(panel: Promise<Panel>): void {
  serveAppScheme(path.join(outDir, 'renderer'));
  denyPermissions(session.defaultSession);
  const window = openPanelWindow({
    preloadPath: path.join(outDir, 'preload/preload.cjs'),
    statePath: path.join(app.getPath('userData'), 'window.json'),
    iconPath: path.resolve(outDir, '../assets/icons/icon.png'),
    devTools: !app.isPackaged,
  });
  const handlers = panel.then((core) => openInBrowser(core.handlers, (url) => shell.openExternal(url)));
  handlers.catch(() => undefined);
  serveCommands({
    handlers,
    isTrusted: (event) => !window.isDestroyed() && isTrustedSender(event, window.webContents),
    noteRefusal: noteRefusals((line) => process.stderr.write(line)),
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  window.once('show', () => {
    // Tells `npm start` that there is no need for the web shell.
    process.send?.('shown');
  });
  void panel.then((core) => {
    runCore(core, window);
  });
}

function runCore(core: Panel, window: BrowserWindow): void {
  const stopPublishing = publishEvents(core.state, window.webContents);
  core.start();
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopPublishing();
    void core.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
