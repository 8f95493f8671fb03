import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ActivityLog } from './activity-log.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'airlock-log-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (): string => join(home, 'activity.jsonl');
const lines = (): string[] => readFileSync(file(), 'utf8').trimEnd().split('\n');

async function fiveEntries(): Promise<ActivityLog> {
  const log = new ActivityLog(home);
  await Promise.all([1, 2, 3, 4, 5].map((n) => log.append('test.entry', `entry ${String(n)}`)));
  return log;
}

test('entries written side by side make one chain that verifies', async () => {
  const log = await fiveEntries();
  expect(await log.verify()).toEqual({ ok: true, entries: 5 });
  expect((await log.read(2)).map((entry) => entry.seq)).toEqual([5, 4]);
});

test.each([
  ['an edit', (all: string[]) => all.map((line, at) => (at === 2 ? line.replace(/entry \d/, 'forged') : line)), 3],
  ['a deletion', (all: string[]) => all.filter((_, at) => at !== 1), 2],
  ['an insertion', (all: string[]) => [...all.slice(0, 2), all[0] ?? '', ...all.slice(2)], 3],
  ['reordering', (all: string[]) => [all[1] ?? '', all[0] ?? '', ...all.slice(2)], 1],
  ['lines taken from the end', (all: string[]) => all.slice(0, 3), 4],
  ['a line that is no entry', (all: string[]) => [...all.slice(0, 4), '{"hello":1}', ...all.slice(4)], 5],
])('%s is found', async (_, tamper, line) => {
  const log = await fiveEntries();
  writeFileSync(file(), `${tamper(lines()).join('\n')}\n`);
  expect(await log.verify()).toMatchObject({ ok: false, line });
});

test('a cut-off last line is told apart from tampering, kept, and the log goes on', async () => {
  const log = await fiveEntries();
  appendFileSync(file(), '{"seq":6,"at":"20');
  const torn = await log.verify();
  expect(torn).toMatchObject({ ok: false, line: 6 });
  expect(torn.ok ? '' : torn.problem).toContain('cut off');
  await log.append('test.after', 'goes on');
  expect(await log.verify()).toEqual({ ok: true, entries: 7 });
  const kept = readdirSync(home).find((name) => name.includes('.torn-')) ?? '';
  expect(readFileSync(join(home, kept), 'utf8')).toBe('{"seq":6,"at":"20');
});

test('secrets do not reach the file', async () => {
  const log = new ActivityLog(home);
  await log.append(
    'test.secret',
    'ran with HF_TOKEN=hf_abcdefghijklmnopqrst and --password hunter2 at https://me:pw123@host/',
  );
  const text = readFileSync(file(), 'utf8');
  for (const secret of ['hf_abcdefghijklmnopqrst', 'hunter2', 'pw123']) expect(text).not.toContain(secret);
});
