import { expect, test } from '@playwright/test';
import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';
import { openElectron, type OpenElectron } from '../shells/open-electron.ts';

declare global {
  interface Window {
    readonly airlock: PanelBridge;
  }
}

let panel: OpenElectron;

test.beforeAll(async () => {
  panel = await openElectron();
});

test.afterAll(async () => {
  await panel.app.close();
});

test('the page has no Node, and only the bridge', async () => {
  const seen = await panel.page.evaluate(() => ({
    process: typeof (globalThis as { process?: unknown }).process,
    require: typeof (globalThis as { require?: unknown }).require,
    bridge: Object.keys(window.airlock).sort(),
  }));
  expect(seen).toEqual({
    process: 'undefined',
    require: 'undefined',
    bridge: ['invoke', 'listen', 'onConnection', 'shell'],
  });
});

test('the window is isolated, sandboxed and shows our scheme', async () => {
  expect(panel.page.url()).toMatch(/^app:\/\/panel\//);
  const settings = await panel.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>;
    };
    const preferences = contents.getLastWebPreferences();
    const names = ['contextIsolation', 'nodeIntegration', 'sandbox', 'webSecurity', 'webviewTag'];
    return Object.fromEntries(names.map((name) => [name, preferences[name]]));
  });
  expect(settings).toMatchObject({
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('navigation, new windows and frames of others are refused', async () => {
  const before = panel.page.url();
  expect(await panel.page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await panel.page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await panel.page.evaluate(() => {
    window.location.href = 'file:///etc/passwd';
  });
  await panel.page.waitForTimeout(300);
  expect(panel.page.url()).toBe(before);
  expect(await panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the policy refuses inline code, text that becomes code, and every connection', async () => {
  const refused = await panel.page.evaluate(async () => {
    const attempts: Record<string, boolean> = {};
    const laterOn = (run: () => unknown): Promise<void> =>
      new Promise((resolve, reject) => {
        setTimeout(() => {
          try {
            run();
            resolve();
          } catch (error) {
            reject(new Error(String(error)));
          }
        });
      });
    const tries = async (name: string, run: () => unknown): Promise<void> => {
      try {
        await run();
        attempts[name] = false;
      } catch {
        attempts[name] = true;
      }
    };
    await tries('html', () => (document.createElement('div').innerHTML = '<b>x</b>'));
    // The protocol that runs this test may evaluate text; what a timer runs later may not.
    await tries('function', () => laterOn(() => Reflect.construct(Function, ['return 1'])));
    await tries('fetch', () => fetch('https://example.com/'));
    await tries('own files', () => fetch('app://panel/../../package.json'));
    return attempts;
  });
  expect(refused).toEqual({ html: true, function: true, fetch: true, 'own files': true });
});

test('permissions are refused, but for putting text on the clipboard', async () => {
  const states = await panel.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('messages that no page of ours sends get typed refusals, and are written down', async () => {
  const answers = await panel.page.evaluate(async () => {
    const bridge = window.airlock as unknown as { invoke: (name: unknown, input: unknown) => Promise<unknown> };
    const invoke = (name: unknown, input: unknown): Promise<unknown> => bridge.invoke(name, input);
    return Promise.all([
      invoke('no.such.command', {}),
      invoke('__proto__', {}),
      invoke('launch.start', { mode: 'update' }),
      invoke('remedy.run', { remedyId: '../x' }),
    ]);
  });
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(panel.stderr()).toContain('airlock: refused launch.start');
});

test('the scheme serves nothing but the page', async () => {
  const statuses = await panel.app.evaluate(async ({ net }) => {
    const paths = [
      'index.html',
      '../main/cli.js',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      'nothing.js',
    ];
    return Promise.all(paths.map(async (name) => (await net.fetch(`app://panel/${name}`)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});
