import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionRecords, type SessionRecord } from './session-records.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'airlock-records-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const record: SessionRecord = {
  version: 1,
  session: {
    id: 'abc123',
    mode: 'secure',
    wall: 'bridge',
    phase: 'ready',
    startedAt: '2026-01-01T00:00:00.000Z',
    uiUrl: 'http://127.0.0.1:8188',
    containerId: 'c1',
    phases: [{ phase: 'wall', at: '2026-01-01T00:00:00.000Z', durationMs: 5 }],
    breach: null,
    failure: null,
    adopted: false,
  },
  watcherPid: 1,
};

test('changes made side by side are all kept', async () => {
  const [one, other] = [new SessionRecords(home), new SessionRecords(home)];
  await one.update(() => record);
  const bump = (current: SessionRecord | null): SessionRecord | null =>
    current === null ? null : { ...current, watcherPid: (current.watcherPid ?? 0) + 1 };
  await Promise.all(Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? one : other).update(bump)));
  expect((await one.read())?.watcherPid).toBe(21);
});

test('a lock whose holder is dead is broken', async () => {
  writeFileSync(join(home, 'session.json.lock'), '4194304 dead');
  expect(await new SessionRecords(home).update(() => record)).toEqual(record);
});

test('a follower is told of a change and of the end', async () => {
  const [reader, writer, done] = [new SessionRecords(home), new SessionRecords(home), new AbortController()];
  const seen: (string | null)[] = [];
  const ended = new Promise<void>((resolve) => {
    reader.follow((now) => {
      seen.push(now?.session.phase ?? null);
      if (now === null) resolve();
    }, done.signal);
  });
  await writer.update(() => record);
  await expect.poll(() => seen).toContain('ready');
  await writer.update(() => null);
  await ended;
  done.abort();
});

test('damaged files are named, and never overwritten', async () => {
  const good = JSON.stringify(record);
  const path = join(home, 'session.json');
  const mutated = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 20 }))
    .map(([at, cut, put]) => good.slice(0, at) + put + good.slice(at + cut));
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, fc.json(), fc.string()), async (text) => {
      for (const name of readdirSync(home)) rmSync(join(home, name));
      writeFileSync(path, text);
      const told: string[] = [];
      const records = new SessionRecords(home, (message) => told.push(message));
      const read = await records.read();
      expect(readFileSync(path, 'utf8')).toBe(text);
      if (read !== null) return;
      expect(told[0]).toContain('session.json is damaged');
      await records.update(() => record);
      const aside = readdirSync(home).find((name) => name.includes('.damaged-')) ?? '';
      expect(readFileSync(join(home, aside), 'utf8')).toBe(text);
    }),
    { numRuns: 300 },
  );
});
