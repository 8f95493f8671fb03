import { expect, test } from '@playwright/test';
import { openElectron } from '../shells/open-electron.ts';

test('opens on the practice PC with the map, and closes cleanly', async () => {
  const { app, page } = await openElectron();
  await expect(page.getByText('practice', { exact: false }).first()).toBeVisible();
  for (const title of ['Windows', 'WSL', 'Docker', 'Container']) {
    await expect(page.getByText(title, { exact: false }).first()).toBeVisible();
  }
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.close();
  expect(await ended).toBe(0);
});

test('comes back with its page when the page dies', async () => {
  const { app, page } = await openElectron();
  await app.evaluate(({ dialog, BrowserWindow }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return contents !== undefined && !contents.isCrashed() && !contents.isLoading();
      }),
    )
    .toBe(true);
  expect(page.isClosed()).toBe(false);
  await app.close();
});
