// The least an Electron program can be: one sandboxed window of the panel's size with one line of text.
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

// As in the panel: root on Linux cannot have Chromium's sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1320, height: 900, webPreferences: { sandbox: true } });
  window.loadFile(path.join(__dirname, 'page.html'));
});
