import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import { verifyChain, type ChainHead } from '../../main/files/activity-chain.ts';
import { ActivityLog } from '../../main/files/activity-log.ts';
import { SessionRecords, type SessionRecord } from '../../main/files/session-records.ts';
import { WallTestFile } from '../../main/files/wall-test-file.ts';
import { damageBytes, seededRandom } from './damage-bytes.ts';

const files = 10_000;
/** Writing waits for the disk, so it is tried on some of them only. */
const writeEvery = 200;
/** Every log is judged; as a file on the disk only these. */
const fileEvery = 20;
/** Most of it is waiting for the disk, which others may use at the same time. */
const timeout = 180_000;

let home = '';
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-fuzz-stored-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const record: SessionRecord = {
  version: 1,
  session: {
    id: 'abc123',
    mode: 'secure',
    wall: 'sealed',
    phase: 'paused',
    startedAt: '2026-01-01T00:00:00.000Z',
    uiUrl: null,
    containerId: 'c1',
    phases: [{ phase: 'wall', at: '2026-01-01T00:00:00.000Z', durationMs: 5 }],
    breach: {
      reason: 'rule-removed',
      detail: 'FORWARD 4',
      detectedAt: '2026-01-01T00:00:01.000Z',
      pausedAt: null,
      pausedAfterMs: null,
    },
    failure: null,
    adopted: false,
  },
  watcherPid: 7,
};

const report: WallTestReport = {
  verdict: 'sealed',
  vectors: [
    {
      id: 'tcp',
      way: 'tcp-internet',
      target: '192.0.2.1:443',
      outcome: 'blocked',
      positiveControl: 'reached',
      witness: '+1',
    },
  ],
  skipped: [{ id: 'tcp6', reason: 'no IPv6 here' }],
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 900,
  sessionId: 'abc123',
};

/** Every byte sequence that a file of the home holds now. */
function contents(): readonly Buffer[] {
  return readdirSync(home).map((name) => readFileSync(path.join(home, name)));
}

function emptyHome(): void {
  for (const name of readdirSync(home)) rmSync(path.join(home, name));
}

test(
  `${String(files)} damaged session records read as none, and none is lost when a new one is written`,
  { timeout },
  async () => {
    const random = seededRandom(2);
    const file = path.join(home, 'session.json');
    const originals = [Buffer.from(JSON.stringify(record, null, 2)), Buffer.from(JSON.stringify(record))];
    let refused = 0;
    for (let turn = 0; turn < files; turn += 1) {
      const bytes = damageBytes(originals[turn % 2] ?? Buffer.alloc(0), random);
      writeFileSync(file, bytes);
      const told: string[] = [];
      const records = new SessionRecords(home, (message) => told.push(message));
      const read = await records.read();
      if (read === null) refused += 1;
      expect(told, `turn ${String(turn)}`).toHaveLength(read === null ? 1 : 0);
      if (!readFileSync(file).equals(bytes)) throw new Error(`turn ${String(turn)}: reading changed the file`);
      if (turn % writeEvery !== 0) continue;
      expect(await records.update(() => record), `turn ${String(turn)}`).toEqual(record);
      expect(await records.read()).toEqual(record);
      const isKept = read !== null || contents().some((content) => content.equals(bytes));
      if (!isKept) throw new Error(`turn ${String(turn)}: the damaged file was overwritten`);
      emptyHome();
    }
    expect(refused).toBeGreaterThan(files * 0.7);
  },
);

test(
  `${String(files)} damaged wall tests are no proof, and none is lost when a new one is written`,
  { timeout },
  async () => {
    const random = seededRandom(3);
    const file = path.join(home, 'wall-test.json');
    const stored = { version: 1, report };
    const originals = [Buffer.from(JSON.stringify(stored, null, 2)), Buffer.from(JSON.stringify(stored))];
    let refused = 0;
    for (let turn = 0; turn < files; turn += 1) {
      const bytes = damageBytes(originals[turn % 2] ?? Buffer.alloc(0), random);
      writeFileSync(file, bytes);
      const tests = new WallTestFile(home);
      const read = await tests.read();
      if (read === null) refused += 1;
      if (!readFileSync(file).equals(bytes)) throw new Error(`turn ${String(turn)}: reading changed the file`);
      if (turn % writeEvery !== 0) continue;
      await tests.write(report);
      expect(await tests.read(), `turn ${String(turn)}`).toEqual(report);
      const isKept = read !== null || contents().some((content) => content.equals(bytes));
      if (!isKept) throw new Error(`turn ${String(turn)}: the damaged file was overwritten`);
      emptyHome();
    }
    expect(refused).toBeGreaterThan(files * 0.7);
  },
);

/** The log as it was found must be there, byte for byte: in place, or cut in two with both parts kept. */
function keepsLog(bytes: Buffer): boolean {
  const names = readdirSync(home).filter((name) => name.startsWith('activity.jsonl'));
  const kept = names.map((name) => readFileSync(path.join(home, name)));
  if (kept.some((content) => content.subarray(0, bytes.length).equals(bytes))) return true;
  const end = bytes.lastIndexOf(0x0a) + 1;
  const [complete, fragment] = [bytes.subarray(0, end), bytes.subarray(end)];
  const hasComplete = kept.some((content) => content.subarray(0, end).equals(complete));
  return hasComplete && kept.some((content) => content.equals(fragment));
}

test(
  `${String(files)} damaged activity logs are read, judged and continued without losing a byte`,
  { timeout },
  async () => {
    const log = new ActivityLog(home);
    for (const message of ['one', 'zwölf 🔒', 'three']) await log.append('test', message);
    const original = readFileSync(path.join(home, 'activity.jsonl'));
    const headBytes = readFileSync(path.join(home, 'activity.head.json'));
    const head = JSON.parse(headBytes.toString('utf8')) as ChainHead;
    const random = seededRandom(4);
    let found = 0;
    for (let turn = 0; turn < files; turn += 1) {
      const bytes = damageBytes(original, random);
      const verified = verifyChain(bytes.toString('utf8'), head);
      if (!verified.ok) found += 1;
      else expect(bytes.subarray(0, original.length).equals(original), `turn ${String(turn)}`).toBe(true);
      if (turn % fileEvery !== 0) continue;
      writeFileSync(path.join(home, 'activity.jsonl'), bytes);
      writeFileSync(path.join(home, 'activity.head.json'), damageBytes(headBytes, random));
      await log.verify();
      expect((await log.read(10)).length, `turn ${String(turn)}`).toBeLessThanOrEqual(10);
      if (!readFileSync(path.join(home, 'activity.jsonl')).equals(bytes))
        throw new Error(`turn ${String(turn)}: changed`);
      if (turn % writeEvery !== 0) continue;
      const added = await log.append('test', 'afterwards');
      expect((await log.read(1))[0], `turn ${String(turn)}`).toEqual(added);
      if (!keepsLog(bytes)) throw new Error(`turn ${String(turn)}: bytes of the damaged log were lost`);
      emptyHome();
    }
    expect(found).toBeGreaterThan(files * 0.7);
  },
);
