import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Login } from '../../main/shells/web/login.ts';
import { LoopbackServer } from '../../main/shells/web/loopback-server.ts';
import { StaticFiles } from '../../main/shells/static-files.ts';
import { countingHandlers } from './counting-handlers.ts';
import { malformedFrame } from './malformed-message.ts';

const frames = 10_000;
const login = new Login();
const { handlers } = countingHandlers();
let clockMs = 0;
let server: LoopbackServer;
let port: number;

beforeAll(async () => {
  const pageDir = mkdtempSync(path.join(tmpdir(), 'airlock-page-'));
  writeFileSync(path.join(pageDir, 'index.html'), '<!doctype html>');
  server = new LoopbackServer(new StaticFiles(pageDir), {
    login,
    handlers: Promise.resolve(handlers),
    noteRefusal: () => undefined,
    // A second passes with every message, so that the budget is not what refuses them.
    now: () => (clockMs += 1000),
  });
  port = await server.listen(0);
});

afterAll(() => {
  server.close();
});

async function connect(): Promise<WebSocket> {
  const host = `127.0.0.1:${String(port)}`;
  const socket = new WebSocket(`ws://${host}/bridge`, { origin: `http://${host}` });
  await once(socket, 'open');
  return socket;
}

async function nextMessage(socket: WebSocket): Promise<Record<string, unknown>> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString('utf8')) as Record<string, unknown>;
}

test(`${String(frames)} malformed frames are each answered with a typed refusal, and the page goes on`, async () => {
  const socket = await connect();
  socket.send(JSON.stringify({ type: 'hello', token: login.issueToken() }));
  expect(await nextMessage(socket)).toMatchObject({ type: 'welcome' });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(malformedFrame, async (frame) => {
      socket.send(frame);
      const reply = await nextMessage(socket);
      if (reply['type'] === 'refused') {
        refused += 1;
        expect(reply).toMatchObject({ failure: { code: 'bad-request' } });
      } else {
        expect(reply).toMatchObject({ type: 'answer', answer: { ok: expect.any(Boolean) as boolean } });
      }
    }),
    { numRuns: frames },
  );
  expect(refused).toBeGreaterThan(frames / 4);
  socket.send(JSON.stringify({ type: 'invoke', id: 7, name: 'controls.sweep', input: {} }));
  expect(await nextMessage(socket)).toEqual({ type: 'answer', id: 7, answer: { ok: true, value: null } });
  socket.close();
});

test('before the greeting every malformed frame ends the connection, and the server goes on', async () => {
  await fc.assert(
    fc.asyncProperty(malformedFrame, async (frame) => {
      const socket = await connect();
      socket.send(frame);
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(4401);
    }),
    { numRuns: 200 },
  );
});

test('a message that is too large ends that connection only', async () => {
  const [victim, other] = [await connect(), await connect()];
  other.send(JSON.stringify({ type: 'hello', token: login.issueToken() }));
  await nextMessage(other);
  victim.send('x'.repeat(100_000));
  const [code] = (await once(victim, 'close')) as [number];
  expect(code).toBe(1009);
  other.send(JSON.stringify({ type: 'invoke', id: 1, name: 'controls.sweep', input: {} }));
  expect(await nextMessage(other)).toMatchObject({ type: 'answer', id: 1 });
  other.close();
});
