import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RemedyUndos } from './remedy-undos.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'airlock-undos-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const file = (): string => join(home, 'remedy-undo', 'wsl.set-nat.json');

test('changes are taken back the newest first, each once', async () => {
  const undos = new RemedyUndos(home);
  expect(await undos.newest('wsl.set-nat')).toBeNull();
  await undos.keep('wsl.set-nat', { at: at(1), data: { before: 'one' } });
  await undos.keep('wsl.set-nat', { at: at(2), data: null });
  expect(await new RemedyUndos(home).newest('wsl.set-nat')).toEqual({ at: at(2), data: null });
  expect(await undos.list()).toEqual([{ id: 'wsl.set-nat', at: at(2) }]);
  await undos.markUsed('wsl.set-nat', at(2), at(3));
  expect(await undos.newest('wsl.set-nat')).toEqual({ at: at(1), data: { before: 'one' } });
  await undos.markUsed('wsl.set-nat', at(1), at(4));
  expect([await undos.newest('wsl.set-nat'), await undos.list()]).toEqual([null, []]);
});

test('remedies are kept apart', async () => {
  const undos = new RemedyUndos(home);
  await undos.keep('wsl.set-nat', { at: at(1), data: 1 });
  await undos.keep('wsl.set-limits', { at: at(2), data: 2 });
  writeFileSync(file(), 'damaged');
  expect(await undos.list()).toEqual([{ id: 'wsl.set-limits', at: at(2) }]);
  expect(await undos.newest('wsl.set-limits')).toEqual({ at: at(2), data: 2 });
});

test('changes made side by side are all kept', async () => {
  const [one, other] = [new RemedyUndos(home), new RemedyUndos(home)];
  const minutes = Array.from({ length: 12 }, (_, minute) => minute);
  const keep = (minute: number): Promise<void> =>
    (minute % 2 === 0 ? one : other).keep('wsl.set-nat', { at: at(minute), data: minute });
  await Promise.all(minutes.map(keep));
  const seen = new Set<unknown>();
  for (let record = await one.newest('wsl.set-nat'); record !== null; record = await one.newest('wsl.set-nat')) {
    seen.add(record.data);
    await one.markUsed('wsl.set-nat', record.at, at(50));
  }
  expect(seen).toEqual(new Set(minutes));
});

test('the file does not grow for ever', async () => {
  const undos = new RemedyUndos(home);
  for (let minute = 0; minute < 25; minute += 1) await undos.keep('wsl.set-nat', { at: at(minute), data: minute });
  const stored = JSON.parse(readFileSync(file(), 'utf8')) as { records: { data: number }[] };
  expect(stored.records.map(({ data }) => data)).toEqual(Array.from({ length: 20 }, (_, index) => index + 5));
});

test('what belongs to another remedy takes nothing back', async () => {
  const told: string[] = [];
  const undos = new RemedyUndos(home, (message) => told.push(message));
  mkdirSync(join(home, 'remedy-undo'));
  const records = [{ at: at(1), data: 1, usedAt: null }];
  writeFileSync(file(), JSON.stringify({ version: 1, id: 'wsl.set-limits', records }));
  expect(await undos.newest('wsl.set-nat')).toBeNull();
  expect(told[0]).toContain('wsl.set-nat');
});

test('damaged files take nothing back, are named, and are never lost', async () => {
  mkdirSync(join(home, 'remedy-undo'));
  const records = [{ at: at(1), data: { path: 'C:\\x', text: 'y' }, usedAt: null }];
  const good = JSON.stringify({ version: 1, id: 'wsl.set-nat', records });
  const mutated = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 20 }))
    .map(([from, cut, put]) => good.slice(0, from) + put + good.slice(from + cut));
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, fc.json(), fc.string()), async (text) => {
      for (const name of readdirSync(join(home, 'remedy-undo'))) rmSync(join(home, 'remedy-undo', name));
      writeFileSync(file(), text);
      const told: string[] = [];
      const undos = new RemedyUndos(home, (message) => told.push(message));
      await undos.list();
      expect(readFileSync(file(), 'utf8')).toBe(text);
      if ((await undos.newest('wsl.set-nat')) !== null) return;
      if (told.length === 0) {
        expect(JSON.parse(text)).toMatchObject({ version: 1, id: 'wsl.set-nat' });
        return;
      }
      await undos.keep('wsl.set-nat', { at: at(9), data: 'new' });
      expect((await undos.newest('wsl.set-nat'))?.data).toBe('new');
      const names = readdirSync(join(home, 'remedy-undo'));
      const kept = names.map((name) => readFileSync(join(home, 'remedy-undo', name), 'utf8'));
      expect(kept).toContain(text);
    }),
    { numRuns: 200 },
  );
});
