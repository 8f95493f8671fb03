import { describe, expect, it } from 'vitest';
import { NodePtyTerminal } from './node-pty-terminal.ts';
import type { TerminalRequest } from './terminal.ts';

const runner = new NodePtyTerminal();

/** Runs a piece of JavaScript in a terminal and gathers what it shows. */
async function run(script: string, change: Partial<TerminalRequest> = {}): Promise<{ code: number; shown: string }> {
  let shown = '';
  const onOutput = (text: string): void => {
    shown += text;
  };
  const code = await runner.start(process.execPath, ['-e', script], { env: process.env, onOutput, ...change });
  return { code, shown };
}

describe('a terminal', () => {
  it('is one to the program, of the size that was asked for, and its exit code comes back', async () => {
    const script =
      'const { isTTY, columns, rows } = process.stdout; console.log([isTTY, columns, rows].join()); process.exit(7)';
    const { code, shown } = await run(script, { cols: 111, rows: 22 });
    expect(code).toBe(7);
    expect(shown).toContain('true,111,22');
  });

  it('can be typed into', async () => {
    const script = 'process.stdin.once("data", (line) => { console.log("got " + line); process.exit(0); })';
    const { shown } = await run(script, { onOpen: (terminal) => terminal.write('yes\r') });
    expect(shown).toContain('got yes');
  });

  it('ends when its caller gives up, also a program that does not want to', async () => {
    const stubborn = 'process.on("SIGHUP", () => {}); console.log("ready"); setInterval(() => {}, 1000)';
    const controller = new AbortController();
    const running = run(stubborn, { signal: controller.signal, onOutput: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run('', { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says so when there is no such program', async () => {
    const request = { env: {}, onOutput: () => undefined };
    await expect(runner.start('/nowhere/wsl.exe', [], request)).rejects.toMatchObject({ code: 'program-missing' });
  });

  it('says so when the library cannot be loaded', async () => {
    const broken = new NodePtyTerminal(() => Promise.reject(new Error('no pty.node')));
    const starting = broken.start(process.execPath, [], { env: {}, onOutput: () => undefined });
    await expect(starting).rejects.toMatchObject({
      code: 'terminal-unavailable',
      message: expect.stringContaining('no pty.node') as string,
    });
  });
});
