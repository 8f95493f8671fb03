import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { missingForElectron, missingForLab } from '../run/requirements.ts';
import { BenchPc } from './bench-pc.ts';
import { notRun, resultOf, type Row, type RowResult } from './row.ts';
import { breachToPaused } from './rows/breach-to-paused.ts';
import { bundleSize } from './rows/bundle-size.ts';
import { engineTransports } from './rows/engine-transports.ts';
import { eventToChip } from './rows/event-to-chip.ts';
import { idleCpu } from './rows/idle-cpu.ts';
import { launchAgainstRaw } from './rows/launch-against-raw.ts';
import { memory } from './rows/memory.ts';
import { relayThroughput } from './rows/relay-throughput.ts';
import { startToMap } from './rows/start-to-map.ts';
import { sweep } from './rows/sweep.ts';
import { wallTest } from './rows/wall-test.ts';
import { wallTestNoAnswer } from './rows/wall-test-no-answer.ts';

/** In this order: what needs a session comes together, and the quiet minute last. */
const rows: readonly Row[] = [
  bundleSize,
  engineTransports,
  launchAgainstRaw,
  wallTest,
  sweep,
  eventToChip,
  breachToPaused,
  relayThroughput,
  wallTestNoAnswer,
  startToMap,
  memory,
  idleCpu,
];

/** Longer than the longest row, the idle minutes, takes. */
const rowTimeoutMs = 300_000;
const closeTimeoutMs = 60_000;

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    inside: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const wanted: readonly string[] = [...positionals, ...values.only];
const code = refuseUnknown() ?? (values.inside ? await measureAll() : await startInPlace());
// A row that was given up may have left something that would keep this process.
process.exit(code);

/** A row that is not there is wrong usage: measuring nothing would look like success. */
function refuseUnknown(): number | null {
  const unknown = wanted.filter((id) => rows.every((row) => row.id !== id));
  if (unknown.length === 0) return null;
  process.stderr.write(`bench: no row ${unknown.join(', ')}; rows: ${rows.map(({ id }) => id).join(', ')}\n`);
  return 64;
}

/** Where it can, the bench runs in the lab and on a screen of its own. */
async function startInPlace(): Promise<number> {
  const tsx = path.resolve('node_modules/.bin/tsx');
  const built = await runToEnd([process.execPath, 'main/shells/bin/ensure-built.mjs']);
  if (built !== 0) return built;
  const bench = [tsx, 'e2e/bench/bench.ts', '--inside', ...(values.json ? ['--json'] : []), ...wanted];
  const onScreen = missingForElectron() === null ? ['xvfb-run', '-a', ...bench] : bench;
  return runToEnd(missingForLab() === null ? [tsx, 'e2e/lab/lab.ts', ...onScreen] : onScreen);
}

function runToEnd([file = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function measureAll(): Promise<number> {
  const pc = new BenchPc();
  const results: RowResult[] = [];
  for (const row of rows.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    process.stderr.write(`bench: ${row.id}\n`);
    const result = await measureRow(row, pc);
    if (result.value === null) process.stderr.write(`bench: ${row.id} ${result.note}\n`);
    results.push(result);
  }
  await within(pc.close(), closeTimeoutMs).catch((error: unknown) => {
    process.stderr.write(`bench: the panel did not close: ${String(error)}\n`);
  });
  await print(values.json ? `${JSON.stringify({ rows: results })}\n` : table(results));
  return results.every(({ value, met }) => value !== null && met !== false) ? 0 : 1;
}

async function measureRow(row: Row, pc: BenchPc): Promise<RowResult> {
  const missing = missingFor(row);
  if (missing !== null) return notRun(row, `not run: ${missing}`);
  try {
    return resultOf(row, await within(row.measure(pc), rowTimeoutMs));
  } catch (error) {
    return notRun(row, `not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A pipe may still hold what was written when the process ends. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** One row that hangs must not take the others with it. */
async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const done = new AbortController();
  const tooLong = sleep(timeoutMs, null, { signal: done.signal }).then(() => {
    throw new Error(`not done within ${String(timeoutMs / 1000)} s`);
  });
  tooLong.catch(() => undefined);
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    done.abort();
  }
}

function missingFor(row: Row): string | null {
  if (row.needs.includes('window')) {
    const missing = missingForElectron();
    if (missing !== null) return missing;
  }
  if (!row.needs.includes('engine')) return null;
  // These rows break rules and routes, which is for the lab alone.
  return missingForLab() ?? (process.env['AIRLOCK_LAB_DIR'] === undefined ? 'it runs inside the lab only' : null);
}

function table(results: readonly RowResult[]): string {
  const lines = results.map(({ id, value, unit, goal, met, note }) => {
    const shown = value === null ? '-' : `${String(value)} ${unit}`;
    const verdict = met === null ? '' : met ? 'met' : 'MISSED';
    return `${id.padEnd(22)} ${shown.padStart(20)}  ${(goal ?? '').padEnd(9)} ${verdict.padEnd(7)} ${note}`;
  });
  return `${lines.join('\n')}\n`;
}
