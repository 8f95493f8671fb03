import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { airlock, answerOf } from './support/airlock.ts';
import { docker, iptables, msUntilPaused } from './support/engine.ts';

/** The issue's own number: paused within one second of the breach. */
const limitMs = 1_000;

interface BreachCase {
  readonly name: string;
  readonly reasons: readonly string[];
  readonly open: () => void;
}

const onBothWalls: readonly BreachCase[] = [
  {
    name: 'a DROP rule removed',
    reasons: ['rule-removed'],
    open: () => {
      removeDropRule('FORWARD');
    },
  },
  {
    name: 'the INPUT rule removed',
    reasons: ['rule-removed'],
    open: () => {
      removeDropRule('INPUT');
    },
  },
  {
    name: 'a rule put before ours',
    reasons: ['rule-reordered'],
    open: () => void iptables('-I', 'FORWARD', '1', '-i', 'airlock0', '-j', 'ACCEPT'),
  },
  { name: 'the chain flushed', reasons: ['chain-flushed', 'rule-removed'], open: () => void iptables('-F', 'INPUT') },
  { name: 'the sentinel killed', reasons: ['sentinel-gone'], open: () => void docker('kill', 'airlock-sentinel') },
  { name: 'the sentinel paused', reasons: ['sentinel-paused'], open: () => void docker('pause', 'airlock-sentinel') },
  { name: 'the sentinel stopped by a signal', reasons: ['sentinel-silent'], open: () => freezeSentinel() },
  {
    name: 'ComfyUI restarted from outside',
    reasons: ['restarted-outside'],
    open: () => void docker('restart', '-t', '0', 'airlock-comfyui'),
  },
];

function removeDropRule(chain: string): void {
  iptables('-D', chain, '2');
}

/** SIGSTOP from the machine itself: neither the engine nor the sentinel says a word. */
function freezeSentinel(): void {
  const pid = docker('inspect', '-f', '{{.State.Pid}}', 'airlock-sentinel');
  execFileSync('kill', ['-STOP', pid]);
}

function attachNetwork(): void {
  docker('network', 'connect', 'bridge', 'airlock-comfyui');
}

async function expectPaused(breach: BreachCase): Promise<void> {
  const beforeMs = Date.now();
  breach.open();
  // A restart takes the engine seconds; the breach is its last moment, when ComfyUI runs again.
  const sinceMs = breach.name.includes('restarted') ? Date.now() : beforeMs;
  expect(await msUntilPaused(sinceMs, limitMs * 3)).toBeLessThanOrEqual(limitMs);
  const paused = async (): Promise<unknown> => answerOf(await airlock(['status', '--json']))['session'];
  await expect.poll(paused, { timeout: 5_000 }).toMatchObject({ phase: 'paused', uiUrl: null });
  const log = answerOf(await airlock(['log', '--json']));
  expect(JSON.stringify(log)).toContain('breach.paused');
}

async function expectResumes(): Promise<void> {
  const resumed = await airlock(['resume', '--json']);
  expect(answerOf(resumed), resumed.stderr).toMatchObject({ phase: 'ready' });
  expect(docker('inspect', '-f', '{{.State.Status}}', 'airlock-comfyui')).toBe('running');
  // A connection of its own: the pool may still hold one to the ComfyUI of the test before.
  const page = await fetch('http://127.0.0.1:8188/system_stats', {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(5_000),
  });
  expect(page.status).toBe(200);
}

afterEach(async () => {
  await airlock(['stop', '--json']);
});

describe('the bridge wall', () => {
  beforeEach(async () => {
    const launch = await airlock(['launch', 'secure', '--wall', 'bridge', '--json']);
    expect(answerOf(launch)).toMatchObject({ phase: 'ready' });
  });

  it.each([...onBothWalls, { name: 'a network attached', reasons: ['network-attached'], open: attachNetwork }])(
    'pauses within a second: $name; and resumes once mended',
    async (breach) => {
      await expectPaused(breach);
      await expectResumes();
    },
  );

  it('freezes ComfyUI even when no process of ours is left on the host', async () => {
    const home = answerOf(await airlock(['status', '--json']));
    expect(home['session']).toMatchObject({ phase: 'ready' });
    const watcher = execFileSync('pgrep', ['-f', 'watch-session'], { encoding: 'utf8' }).trim().split('\n');
    for (const pid of watcher) process.kill(Number(pid), 'SIGKILL');
    const sinceMs = Date.now();
    removeDropRule('FORWARD');
    await expect.poll(() => comfyuiStates(), { timeout: 2_000, interval: 20 }).toEqual(new Set(['T']));
    expect(Date.now() - sinceMs).toBeLessThanOrEqual(limitMs);
    expect(answerOf(await airlock(['status', '--json']))['session']).toMatchObject({ phase: 'paused', uiUrl: null });
  });
});

describe('the sealed wall', () => {
  beforeEach(async () => {
    const launch = await airlock(['launch', 'secure', '--wall', 'sealed', '--json']);
    expect(answerOf(launch)).toMatchObject({ phase: 'ready' });
  });

  it.each([
    ...onBothWalls.filter((breach) => breach.name.includes('sentinel') || breach.name.includes('restarted')),
    { name: 'the outer relay killed', reasons: ['relay-gone'], open: () => void docker('kill', 'airlock-relay-outer') },
    { name: 'the inner relay killed', reasons: ['relay-gone'], open: () => void docker('kill', 'airlock-relay-inner') },
    { name: 'an interface moved in', reasons: ['interface-added'], open: () => moveInterfaceIn() },
  ])('pauses within a second: $name; and resumes once mended', async (breach) => {
    await expectPaused(breach);
    if (breach.name !== 'an interface moved in') await expectResumes();
  });
});

/** As root on the PC: a new interface appears in the namespace that had none. */
function moveInterfaceIn(): void {
  const pid = docker('inspect', '-f', '{{.State.Pid}}', 'airlock-comfyui');
  execFileSync('ip', ['link', 'add', 'intruder0', 'type', 'veth', 'peer', 'name', 'intruder1']);
  execFileSync('ip', ['link', 'set', 'intruder0', 'netns', pid]);
}

/** States of all processes in ComfyUI's container as the kernel shows them. */
function comfyuiStates(): Set<string> {
  const pids = docker('top', 'airlock-comfyui', '-eo', 'pid').split('\n').slice(1);
  return new Set(
    pids.map((pid) => execFileSync('ps', ['-o', 'state=', '-p', pid.trim()], { encoding: 'utf8' }).trim()),
  );
}
