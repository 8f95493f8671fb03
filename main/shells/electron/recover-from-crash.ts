import { app, dialog, type BrowserWindow } from 'electron';

/** More crashes than this within a minute are not mended by loading the page again. */
const mostReloads = 3;
const withinMs = 60_000;

/** Loads the page again when its process dies, and says so. Sessions live elsewhere and are not touched. */
export function recoverFromCrash(window: BrowserWindow): void {
  let crashes: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    crashes = [...crashes.filter((at) => at > Date.now() - withinMs), Date.now()];
    if (crashes.length > mostReloads) {
      void giveUp(window, details.reason);
      return;
    }
    window.webContents.reload();
    void tell(window, details.reason);
  });
}

async function tell(window: BrowserWindow, reason: string): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The page of the panel ended unexpectedly and was loaded again.',
    detail: `The system says: ${reason}. Sessions and their walls do not depend on this window and went on.`,
    buttons: ['Continue'],
  });
}

async function giveUp(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The page of the panel keeps ending.',
    detail: `The system says: ${reason}. Sessions and their walls go on; \`airlock status\` shows them.`,
    buttons: ['Try again', 'Quit'],
    cancelId: 1,
  });
  if (response === 0 && !window.isDestroyed()) window.webContents.reload();
  else app.quit();
}
