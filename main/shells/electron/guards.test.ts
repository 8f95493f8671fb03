import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { expect, test } from 'vitest';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import { openInBrowser } from './open-in-browser.ts';
import { isPanelUrl, panelUrl } from './panel-url.ts';
import { isTrustedSender } from './trusted-sender.ts';

test.each([
  [panelUrl, true],
  ['app://panel/', true],
  ['app://panel/index.html#/map', true],
  ['app://other/index.html', false],
  ['app://panel.evil/index.html', false],
  ['app://user@panel/index.html', false],
  ['https://panel/index.html', false],
  ['file:///index.html', false],
  ['about:blank', false],
  ['', false],
])('%s is the panel: %s', (url, isPanel) => {
  expect(isPanelUrl(url)).toBe(isPanel);
});

interface Sender {
  readonly id?: number;
  readonly routingId?: number;
  readonly url?: string;
  readonly parent?: object | null;
  readonly gone?: boolean;
}

function trusts(sender: Sender): boolean {
  const panel = { id: 1, isDestroyed: () => false, mainFrame: { routingId: 5, processId: 9 } };
  const { routingId = 5, url = panelUrl, parent = null } = sender;
  const frame = sender.gone === true ? null : ({ routingId, processId: 9, url, parent } as unknown as WebFrameMain);
  const event = { sender: { id: sender.id ?? 1 }, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  return isTrustedSender(event, panel as unknown as WebContents);
}

test('only the main frame of our window, showing our page, is trusted', () => {
  expect(trusts({})).toBe(true);
  expect(trusts({ id: 2 })).toBe(false);
  expect(trusts({ routingId: 6 })).toBe(false);
  expect(trusts({ parent: {} })).toBe(false);
  expect(trusts({ url: 'https://example.com/' })).toBe(false);
  expect(trusts({ gone: true })).toBe(false);
});

async function openWith(uiUrl: string): Promise<readonly string[]> {
  const opened: string[] = [];
  const handlers = { 'session.open': () => Promise.resolve({ uiUrl }) } as unknown as CommandHandlers;
  const opening = openInBrowser(handlers, (url) => {
    opened.push(url);
    return Promise.resolve();
  });
  await opening['session.open']({}).catch(() => undefined);
  return opened;
}

test("only ComfyUI's own loopback address is handed to the system", async () => {
  expect(await openWith('http://127.0.0.1:8188')).toEqual(['http://127.0.0.1:8188']);
  for (const url of [
    'http://127.0.0.1:8188@evil.example',
    'http://localhost:8188',
    'file:///etc/passwd',
    'http://127.0.0.1:8188/x',
  ]) {
    expect(await openWith(url)).toEqual([]);
  }
});
