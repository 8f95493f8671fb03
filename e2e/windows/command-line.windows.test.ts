import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * The built command line on the real Windows build of Node: paths, processes and exit codes are right. AIRLOCK_WINPC
 * names the program that makes and runs small Windows PCs under Wine; without it the stage is left out by name.
 */
const winpc = process.env['AIRLOCK_WINPC'] ?? '';
const workDir = mkdtempSync(path.join(tmpdir(), 'airlock-windows-'));
const pc = path.join(workDir, 'pc');

function run(args: readonly string[], timeoutMs: number): ReturnType<typeof spawnSync> {
  return spawnSync(winpc, args, { encoding: 'utf8', timeout: timeoutMs });
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

function airlock(...args: readonly string[]): Ended {
  const cli = path.resolve('out/main/cli.js');
  const ended = run(['run', pc, 'node', cli, ...args], 90_000);
  return { code: ended.status, stdout: String(ended.stdout) };
}

beforeAll(() => {
  const built = spawnSync(process.execPath, [path.resolve('main/shells/bin/ensure-built.mjs'), '--quiet'], {
    stdio: 'inherit',
  });
  expect(built.status).toBe(0);
  expect(run(['new', pc, '--node', '20'], 170_000).status).toBe(0);
});

afterAll(() => {
  run(['kill', pc], 30_000);
  run(['rm', pc], 30_000);
  rmSync(workDir, { recursive: true, force: true });
});

interface Status {
  readonly host: string;
  readonly layers: readonly { readonly id: string; readonly controls: readonly { readonly verdict: string }[] }[];
}

test('version says that it runs on Windows', () => {
  const { code, stdout } = airlock('version', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ platform: 'win32' });
});

test('status is honest: nothing has been looked at yet, so it cannot tell', () => {
  const { code, stdout } = airlock('status', '--json');
  const status = JSON.parse(stdout) as Status;
  expect(status.host).toBe('windows');
  const verdicts = status.layers.flatMap((layer) => layer.controls.map((control) => control.verdict));
  expect(verdicts.length).toBeGreaterThan(20);
  expect(new Set(verdicts)).toEqual(new Set(['unknown']));
  expect(code).toBe(2);
});

test('practice shows the simulated PC, and a broken control turns red', () => {
  const { stdout } = airlock('practice', '--json', '--break', 'windows.accounts');
  const status = JSON.parse(stdout) as Status;
  expect(status.host).toBe('practice');
  expect(status.layers.map((layer) => layer.id)).toEqual(['windows', 'wsl', 'docker', 'container']);
  expect(stdout).toContain('"verdict":"fail"');
});

test('doctor answers in JSON and ends with a documented code', () => {
  const { code, stdout } = airlock('doctor', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ environment: { platform: 'win32' } });
  expect([0, 1, 2]).toContain(code);
});

test('wrong usage ends with 64 there as well', () => {
  expect(airlock('nonsense').code).toBe(64);
});
