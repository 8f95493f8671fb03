import { expect, test } from 'vitest';
import { captured } from './testing/command-line.ts';
import { verbs } from './verbs.ts';

const run = (...args: string[]): ReturnType<typeof captured> => captured(args, {});

test.each([
  [[]],
  [['nonsense']],
  [['status', '--no-such-option']],
  [['status', '--host', 'mars']],
  [['launch']],
  [['launch', 'update']],
  [['launch', 'secure', 'twice']],
  [['launch', 'secure', '--wall', 'paper']],
  [['log', 'destroy']],
  [['log', '--limit', '-1']],
  [['profile']],
  [['practice', '--break', 'no.such.control']],
  [['setup', 'everything']],
  [['remedy']],
  [['doctor', 'somewhere']],
  [['doctor', '--collect', 'one', 'two']],
  [['remedy', 'list', 'more']],
  [['remedy', 'plan']],
  [['remedy', 'run', 'no.such-remedy', '--yes']],
  [['remedy', 'run', 'wsl.set-nat', '--yes', 'twice']],
  [['remedy', 'undo', '__proto__']],
  [['watch-session']],
])('%j is wrong usage', async (args) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(64);
  expect(args.length === 0 || stderr.includes('airlock')).toBe(true);
});

test('every verb that is shown has a usage, and help names it', async () => {
  const { code, stdout } = await run('help');
  expect(code).toBe(0);
  for (const verb of verbs.filter(({ hidden }) => hidden !== true)) {
    expect(stdout).toContain(`  ${verb.name} `);
    const help = await run(verb.name, '--help');
    expect([help.code, help.stdout.startsWith(`usage: airlock ${verb.name}`)]).toEqual([0, true]);
  }
});

test('with --json standard output is JSON only', async () => {
  const { code, stdout, stderr } = await run('version', '--json');
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ version: expect.any(String) as string, node: process.versions.node });
});
