import { spawn } from 'node:child_process';
import path from 'node:path';
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
  startToMap,
  memory,
  idleCpu,
];

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, inside: { type: 'boolean', default: false } },
  allowPositionals: true,
});
process.exitCode = values.inside ? await measureAll() : await startInPlace();

/** Where it can, the bench runs in the lab and on a screen of its own. */
async function startInPlace(): Promise<number> {
  const tsx = path.resolve('node_modules/.bin/tsx');
  const built = await runToEnd([process.execPath, 'main/shells/bin/ensure-built.mjs']);
  if (built !== 0) return built;
  const bench = [tsx, 'e2e/bench/bench.ts', '--inside', ...(values.json ? ['--json'] : []), ...positionals];
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
  for (const row of rows.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
    process.stderr.write(`bench: ${row.id}\n`);
    results.push(await measureRow(row, pc));
  }
  await pc.close();
  process.stdout.write(values.json ? `${JSON.stringify({ rows: results })}\n` : table(results));
  return results.every(({ value, met }) => value !== null && met !== false) ? 0 : 1;
}

async function measureRow(row: Row, pc: BenchPc): Promise<RowResult> {
  const missing = missingFor(row);
  if (missing !== null) return notRun(row, `not run: ${missing}`);
  try {
    return resultOf(row, await row.measure(pc));
  } catch (error) {
    return notRun(row, `not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function missingFor(row: Row): string | null {
  if (row.needs.includes('window')) {
    const missing = missingForElectron();
    if (missing !== null) return missing;
  }
  return row.needs.includes('engine') ? missingForLab() : null;
}

function table(results: readonly RowResult[]): string {
  const lines = results.map(({ id, value, unit, goal, met, note }) => {
    const shown = value === null ? '-' : `${String(value)} ${unit}`;
    const verdict = met === null ? '' : met ? 'met' : 'MISSED';
    return `${id.padEnd(22)} ${shown.padStart(20)}  ${(goal ?? '').padEnd(9)} ${verdict.padEnd(7)} ${note}`;
  });
  return `${lines.join('\n')}\n`;
}
