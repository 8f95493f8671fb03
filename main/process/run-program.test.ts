import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runProgram, type ProgramRequest, type ProgramResult } from './run-program.ts';

/** Runs a piece of JavaScript as a program of its own. */
function run(script: string, change: Partial<ProgramRequest> = {}): Promise<ProgramResult> {
  const request = { file: process.execPath, args: ['-e', script], env: process.env, timeoutMs: 10_000 };
  return runProgram({ ...request, ...change });
}

describe('a program', () => {
  it('is handed back with everything it said, whatever its exit code', async () => {
    const ended = await run('process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 7');
    expect({ ...ended, durationMs: 0 }).toEqual({
      exitCode: 7,
      stdout: Buffer.from('out'),
      stderr: Buffer.from('err'),
      durationMs: 0,
    });
    expect(ended.durationMs).toBeGreaterThan(0);
  });

  it('gets its arguments as they are, and its input byte for byte', async () => {
    const args = ['a b', '"', '$HOME', '', '*', 'ä'];
    const script =
      'process.stdout.write(JSON.stringify(process.argv.slice(1)) + "\\n"); process.stdin.pipe(process.stdout)';
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { stdout } = await runProgram({
      file: process.execPath,
      args: ['-e', script, '--', ...args],
      env: process.env,
      stdin: bytes,
      timeoutMs: 10_000,
    });
    const end = stdout.indexOf('\n');
    expect(JSON.parse(stdout.subarray(0, end).toString())).toEqual(args);
    expect(stdout.subarray(end + 1).equals(bytes)).toBe(true);
  });

  it('gets an input that ends even when there is none, and may leave it unread', async () => {
    expect((await run('process.stdin.on("end", () => process.exit(3)).resume()')).exitCode).toBe(3);
    expect((await run('process.exit(4)', { stdin: 'x'.repeat(1_000_000) })).exitCode).toBe(4);
  });

  it('sees the given environment only', async () => {
    const { stdout } = await run('process.stdout.write(process.env.ONE + process.env.HOME)', { env: { ONE: '1' } });
    expect(stdout.toString()).toBe('1undefined');
  });

  it('that cannot be started is an error that says which one and why', async () => {
    const missing = run('', { file: '/nowhere/at-all.exe' });
    await expect(missing).rejects.toMatchObject({
      code: 'program-missing',
      message: expect.stringContaining('at-all.exe') as string,
    });
  });

  it('that takes too long is ended', async () => {
    const startedMs = performance.now();
    await expect(run('setInterval(() => {}, 1000)', { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'program-timeout',
    });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('that writes too much is ended', async () => {
    const endless = 'const more = () => process.stdout.write("x".repeat(65536), more); more()';
    await expect(run(endless, { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'program-output-too-long' });
    expect((await run('process.stdout.write("x".repeat(1000))', { maxBytes: 1000 })).stdout.length).toBe(1000);
  });

  it('ends when its caller gives up, before and after its start', async () => {
    const controller = new AbortController();
    const running = run('setInterval(() => {}, 1000)', { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run('', { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.skipIf(process.platform === 'win32')('ended by a signal has an exit code too', async () => {
    expect((await run('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)')).exitCode).toBe(143);
  });

  it('is over when it has ended, even if something it left behind holds its output', async () => {
    const leaving = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 6000)'],
        { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
      child.unref();
      process.stdout.write('left ' + child.pid);`;
    const { exitCode, stdout, durationMs } = await run(leaving);
    const [, pid] = /^left (\d+)$/.exec(stdout.toString()) ?? [];
    expect({ exitCode, isSoon: durationMs < 5_000 }).toEqual({ exitCode: 0, isSoon: true });
    process.kill(Number(pid), 'SIGKILL');
  });

  it.skipIf(process.platform === 'win32')('takes what it has started with it when it is ended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'airlock-run-'));
    const note = join(folder, 'note');
    const busy = `setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(note)}, '.'), 10)`;
    const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy)}]);
      setInterval(() => {}, 1000);`;
    const controller = new AbortController();
    const running = run(parent, { signal: controller.signal });
    running.catch(() => undefined);
    await expect.poll(() => existsSync(note), { timeout: 5_000 }).toBe(true);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await delay(100);
    const size = statSync(note).size;
    await delay(200);
    expect(statSync(note).size).toBe(size);
    rmSync(folder, { recursive: true });
  });
});
