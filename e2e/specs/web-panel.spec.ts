import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { openWebShell, type OpenWebShell } from '../shells/open-web-shell.ts';

let shell: OpenWebShell;

test.beforeEach(async () => {
  shell = await openWebShell();
});

test.afterEach(async () => {
  await shell.close();
});

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
}

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { hostname, port } = new URL(shell.url);
  const request = httpRequest({ hostname, port, path, headers, method });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode ?? 0, headers: response.headers };
}

/** How a connection ends: with a close code, or refused before it was one. */
async function greet(hello: unknown, headers: Record<string, string>): Promise<string | number> {
  const socket = new WebSocket(`${shell.origin.replace('http', 'ws')}/bridge`, { headers });
  return new Promise((resolve) => {
    socket.on('error', () => {
      resolve('refused');
    });
    socket.on('open', () => {
      socket.send(JSON.stringify(hello));
    });
    socket.on('message', () => {
      socket.close(1000);
    });
    socket.on('close', (code) => {
      resolve(code);
    });
  });
}

test('opens on the practice PC with the map', async ({ page }) => {
  await page.goto(shell.url);
  await expect(page.getByText('practice', { exact: false }).first()).toBeVisible();
  for (const title of ['Windows', 'WSL', 'Docker', 'Container']) {
    await expect(page.getByText(title, { exact: false }).first()).toBeVisible();
  }
});

test('the token works once, and only from its own page', async () => {
  const token = new URL(shell.url).hash.replace('#token=', '');
  const origin = { Origin: shell.origin };
  expect(await greet({ type: 'hello', token: 'x'.repeat(43) }, origin)).toBe(4401);
  expect(await greet({ type: 'invoke', id: 1, name: 'panel.snapshot', input: {} }, origin)).toBe(4401);
  expect(await greet({ type: 'hello', token }, { Origin: 'http://evil.example' })).toBe('refused');
  expect(await greet({ type: 'hello', token }, {})).toBe('refused');
  expect(await greet({ type: 'hello', token }, { Origin: 'http://evil.example', Host: 'evil.example' })).toBe(
    'refused',
  );
  expect(await greet({ type: 'hello', token }, origin)).toBe(1000);
  expect(await greet({ type: 'hello', token }, origin)).toBe(4401);
});

test('strangers, other methods and paths outside the page are refused', async () => {
  expect((await ask('/', { Host: 'evil.example' })).status).toBe(403);
  expect((await ask('/', { Origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', {}, 'POST')).status).toBe(405);
  for (const path of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/main/cli.js',
    '//etc/passwd',
    '/bridge',
  ]) {
    expect((await ask(path)).status, path).toBe(404);
  }
});

test('every answer carries the strict headers', async () => {
  for (const reply of [await ask('/'), await ask('/nothing'), await ask('/', { Host: 'evil.example' })]) {
    expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect(reply.headers['content-security-policy']).not.toContain('unsafe');
  }
});

test('the page breaks no rule of its own policy', async ({ page }) => {
  const broken: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) broken.push(message.text());
  });
  await page.goto(shell.url);
  await expect(page.getByText('practice', { exact: false }).first()).toBeVisible();
  expect(broken).toEqual([]);
});

test('ends at once when it is asked to', async () => {
  const ended = once(shell.child, 'exit');
  shell.child.kill('SIGINT');
  const [code] = (await ended) as [number | null];
  expect(code).toBe(0);
});
