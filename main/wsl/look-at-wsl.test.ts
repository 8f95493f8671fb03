import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { profileSchema } from '../../app/launch/profile.ts';
import { NodePtyTerminal } from '../process/node-pty-terminal.ts';
import { lookAtWsl } from './look-at-wsl.ts';
import { WslExe } from './wsl-exe.ts';
import type { WslFacts } from './wsl-facts.ts';

const assetsDir = resolve(import.meta.dirname, '../../assets');

describe.skipIf(process.platform === 'win32')('one look at WSL', () => {
  let folder = '';
  let log = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-look-'));
    log = join(folder, 'log');
    writeFileSync(join(folder, '.wslconfig'), '[wsl2]\nnetworkingMode=nat\n');
  });
  beforeEach(() => writeFileSync(log, ''));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Looks with a program in the place of wsl.exe, of which these are the lines. */
  function look(...lines: readonly string[]): Promise<WslFacts> {
    const file = join(folder, 'wsl.exe');
    writeFileSync(file, ['#!/bin/sh', 'printf "%s\\n" "$*" >> "$LOG"', ...lines, ''].join('\n'));
    chmodSync(file, 0o755);
    const env = { ...process.env, AIRLOCK_WSL_EXE: file, LOG: log };
    const deps = {
      wsl: new WslExe({ env, terminal: new NodePtyTerminal() }),
      wslconfigPath: join(folder, '.wslconfig'),
      assetsDir,
      now: () => 5,
    };
    return lookAtWsl(deps, profileSchema.parse({ version: 1 }), new AbortController().signal);
  }

  it('really runs the probe script, in one process', async () => {
    const facts = await look('shift 3; echo "wsl: Unknown key" >&2; exec "$@"');
    expect(facts.guest.isDone && facts.guest.value.mounts.isKnown).toBe(true);
    expect(facts).toMatchObject({ distro: 'Ubuntu-24.04', warnings: ['Unknown key'], atMs: 5 });
    expect(facts.wslconfig.isDone && facts.wslconfig.value.bytes?.toString()).toContain('nat');
    expect(readFileSync(log, 'utf8')).toBe('-d Ubuntu-24.04 --exec /bin/sh -s -- /mnt/models 1000 1000\n');
  });

  it.each([
    {
      name: 'refuses',
      lines: ['cat > /dev/null; echo "Wsl/Service/WSL_E_DISTRO_NOT_FOUND"; exit 255'],
      code: 'wsl-distro-missing',
    },
    { name: 'is only the one that installs', lines: ['echo "nicht installiert"; exit 50'], code: 'wsl-not-installed' },
    { name: 'runs something else', lines: ['cat > /dev/null; echo hello'], code: 'wsl-refused' },
    { name: 'says nothing', lines: ['exit 0'], code: 'wsl-refused' },
  ])('says why nothing came of it when wsl.exe $name', async ({ lines, code }) => {
    const facts = await look(...lines);
    expect(facts.guest).toMatchObject({ isDone: false, failure: { code } });
    expect(facts.wslconfig.isDone).toBe(true);
  });

  it('keeps what came before the end', async () => {
    const facts = await look('shift 3; "$@" | head -n 30');
    const guest = facts.guest.isDone ? facts.guest.value : null;
    expect([guest?.account.isKnown, guest?.gpu.isKnown]).toEqual([true, false]);
  });
});
