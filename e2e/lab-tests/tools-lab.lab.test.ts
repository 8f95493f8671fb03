import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPaths } from '../lab/lab-folders.ts';
import { requireEnv } from './support/airlock.ts';

/** A lab in the lab: it stands on nothing that the outer one has, so these tests can kill it as they like. */
const program = [path.resolve('node_modules/.bin/tsx'), path.resolve('e2e/lab/lab.ts')];
const settleMs = 20_000;

function runLab(command: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...program, ...command], { encoding: 'utf8', input, timeout: 60_000 });
}

/** Processes whose command line has a word in it, seen from here. */
function pidsWith(word: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return pids.filter((pid) => commandOf(pid).includes(word)).map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function startLab(marker: string): Promise<{ child: ChildProcess; folder: string }> {
  const child = spawn(process.execPath, [...program, 'sh', '-c', `echo "$AIRLOCK_LAB_DIR"; sleep 600 # ${marker}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = await new Promise<string>((resolve) => {
    child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { child, folder };
}

describe('npm run lab', () => {
  it('passes on standard input, standard output and the exit code, and adds nothing', () => {
    expect(runLab(['cat'], 'a line\n')).toMatchObject({ status: 0, stdout: 'a line\n' });
    expect(runLab(['sh', '-c', 'exit 7'])).toMatchObject({ status: 7, stdout: '' });
    expect(runLab(['sh', '-c', 'kill -9 $$'])).toMatchObject({ status: 137 });
    expect(runLab(['no-such-program'])).toMatchObject({ status: 127 });
  });

  it('has no way to the outside: every route leads to its own internet', () => {
    const { stdout } = runLab(['sh', '-c', 'ip route get 1.1.1.1; ip -o link show']);
    expect(stdout).toContain('via 192.168.50.1 dev eth0');
    const links = [...stdout.matchAll(/^\d+: ([a-z0-9]+)/gmu)].map((match) => match[1]);
    expect(links.sort()).toEqual(['docker0', 'eth0', 'lan0', 'lo']);
  });

  it('gives each lab its own folder, and removes it at the end', () => {
    const [one, two] = [runLab(['sh', '-c', 'echo $AIRLOCK_LAB_DIR']), runLab(['sh', '-c', 'echo $AIRLOCK_LAB_DIR'])];
    expect(one.stdout).not.toBe(two.stdout);
    expect(one.stdout.trim()).not.toBe(requireEnv('AIRLOCK_LAB_DIR'));
    expect([one, two].filter(({ stdout }) => existsSync(stdout.trim()))).toEqual([]);
  });

  it.each(['the launcher', 'the lab itself'])(
    'dies as a whole when %s is killed; the next one tidies up',
    async (who) => {
      const marker = `marker-${who.replaceAll(' ', '-')}`;
      const { child, folder } = await startLab(marker);
      expect(pidsWith(runPaths(folder).data).length).toBeGreaterThan(0);
      const own = pidsWith('lab.ts').filter((pid) => pid !== child.pid && parentOf(pid) === child.pid);
      const victim = who === 'the launcher' ? child.pid : own[0];
      process.kill(victim ?? Number.NaN, 'SIGKILL');
      await expect.poll(() => pidsWith(marker), { timeout: settleMs }).toEqual([]);
      await expect.poll(() => pidsWith(runPaths(folder).data), { timeout: settleMs }).toEqual([]);
      runLab(['true']);
      expect(existsSync(folder)).toBe(false);
    },
  );
});

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
