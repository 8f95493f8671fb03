import path from 'node:path';
import { app, session, shell, type BrowserWindow } from 'electron';
import { failureOf } from '../../../app/errors/airlock-error.ts';
import type { Panel } from '../../core/panel.ts';
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
const stopWithinMs = 15_000;

/**
 * Opens the window and, while Chromium starts a process for its page, loads the core. Commands of a page that is
 * quicker wait for it.
 */
export function openPanel(shellArguments: ShellArguments): void {
  void app.whenReady().then(() => {
    const window = showWindow();
    // The window first: loading the core keeps this process busy for a moment.
    setImmediate(() => {
      connect(window, loadCore(shellArguments));
    });
  });
}

async function loadCore(shellArguments: ShellArguments): Promise<Panel> {
  const { composePanel } = await import('../../core/compose.ts');
  const { host } = shellArguments;
  return composePanel({ ...(host === undefined ? {} : { host }), env: process.env, version });
}

function showWindow(): BrowserWindow {
  serveAppScheme(path.join(outDir, 'renderer'));
  denyPermissions(session.defaultSession);
  const window = openPanelWindow({
    preloadPath: path.join(outDir, 'preload/preload.cjs'),
    statePath: path.join(app.getPath('userData'), 'window.json'),
    iconPath: path.resolve(outDir, '../assets/icons/icon.png'),
    devTools: !app.isPackaged,
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  window.once('show', () => {
    // Tells `npm start` that there is no need for the web shell.
    process.send?.('shown');
  });
  return window;
}

function connect(window: BrowserWindow, panel: Promise<Panel>): void {
  const handlers = panel.then((core) => openInBrowser(core.handlers, (url) => shell.openExternal(url)));
  // Every command answers with this failure; without this it would count as unhandled as well.
  handlers.catch(() => undefined);
  serveCommands({
    handlers,
    isTrusted: (event) => !window.isDestroyed() && isTrustedSender(event, window.webContents),
    noteRefusal: noteRefusals((line) => process.stderr.write(line)),
  });
  panel.then(
    (core) => {
      runCore(core, window);
    },
    (error: unknown) => process.stderr.write(`airlock: ${failureOf(error).message}\n`),
  );
}

function runCore(core: Panel, window: BrowserWindow): void {
  const stopPublishing = publishEvents(core.state, window.webContents);
  core.start();
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopPublishing();
    // What is under way gets a moment to clean up; after that its lifeline breaks, and the sentinel does it.
    const patience = new Promise((resolve) => setTimeout(resolve, stopWithinMs));
    void Promise.race([core.stop(), patience]).finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
