import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SentinelLine } from '../../app/launch/sentinel-report.ts';
import { labImages } from '../lab/lab-addresses.ts';
import { allRules, docker } from './support/engine.ts';
import { RunningSentinel } from './support/sentinel.ts';

type Breach = Extract<SentinelLine, { type: 'breach' }>;
const session = 'a1b2c3d4e5f6';
const backends = ['nft', 'legacy'] as const;
const families = ['iptables', 'ip6tables'] as const;
const busy = 'import os\nfor _ in range(3): os.fork()\nwhile True:\n  if os.fork() == 0: os._exit(0)\n  os.wait()';

let sentinels: RunningSentinel[] = [];

function sentinel(env: Readonly<Record<string, string>> = {}): RunningSentinel {
  const made = new RunningSentinel({ AIRLOCK_SESSION: session, AIRLOCK_WALL: 'bridge', ...env });
  sentinels.push(made);
  return made;
}

function isBreach(line: SentinelLine): line is Breach {
  return line.type === 'breach';
}

function tool(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8' });
}

/** A container that forks all the time; its full id. */
function startBusy(network = 'airlock_net'): string {
  return docker('run', '-d', '--name', 'busy', '--network', network, labImages.tools, 'python3', '-c', busy);
}

/** States of a container's processes without the dead ones, by the engine's own list of them. */
function statesOf(container: string): readonly string[] {
  const pids = docker('top', container, '-o', 'pid').split('\n').slice(1);
  return pids.map((pid) => stateOf(pid.trim())).filter((state) => !['Z', 'X'].includes(state));
}

function stateOf(pid: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    return 'X';
  }
}

/** Rules of ours in one chain, in order, with where they stand. */
function ours(file: string, chain: string): readonly (readonly [number, string])[] {
  const rules = tool(file, '-w', '-S', chain).split('\n').slice(1);
  return rules.map((rule, index) => [index + 1, rule] as const).filter(([, rule]) => rule.includes('airlock:'));
}

beforeEach(() => {
  docker('network', 'create', '-o', 'com.docker.network.bridge.name=airlock0', 'airlock_net');
});

afterEach(async () => {
  await Promise.all(sentinels.map((one) => one.end()));
  sentinels = [];
  for (const name of docker('ps', '-aq').split('\n').filter(Boolean)) docker('rm', '-f', name);
  const rights = ['--cap-add', 'NET_ADMIN', '--cap-add', 'NET_RAW'];
  const lower = [labImages.tools, 'python3', '/airlock/sentinel.py', '--lower'];
  docker('run', '--rm', '--network', 'host', ...rights, ...lower);
  docker('network', 'rm', 'airlock_net');
});

describe.each(backends)('a sentinel with the %s backend', (backend) => {
  const env = { AIRLOCK_IPTABLES: backend };
  const v4 = `iptables-${backend}`;

  it('puts its rules first in both chains, and leaves no trace when it ends', async () => {
    // The legacy tools make their tables by looking at them; they are there for good, so look before comparing.
    for (const family of families) tool(`${family}-legacy`, '-w', '-S');
    const before = allRules();
    const one = sentinel(env);
    const beat = await one.standing();
    expect(beat.rules.map(({ chain, family, position }) => [family, chain, position])).toEqual(
      [4, 6].flatMap((family) =>
        ['FORWARD', 'INPUT'].flatMap((chain) => [1, 2].map((position) => [family, chain, position])),
      ),
    );
    for (const family of families) {
      expect(ours(`${family}-${backend}`, 'FORWARD').map(([position]) => position)).toEqual([1, 2]);
      expect(ours(`${family}-${backend}`, 'INPUT').map(([position]) => position)).toEqual([1, 2]);
    }
    expect(await one.end()).toBe(0);
    expect(allRules()).toBe(before);
  });

  it('makes good what it finds half done, without doubling anything', async () => {
    for (const family of families) tool(`${family}-legacy`, '-w', '-S');
    const before = allRules();
    const first = sentinel(env);
    await first.standing();
    docker('kill', '-s', 'KILL', first.name);
    await first.exited;
    const drop = ['-i', 'airlock0', '-m', 'comment', '--comment', 'airlock:older', '-j', 'DROP'];
    tool(v4, '-w', '-A', 'FORWARD', ...drop);
    tool(v4, '-w', '-I', 'INPUT', '1', ...drop);
    const second = sentinel(env);
    await second.standing();
    expect(ours(v4, 'FORWARD').map(([position]) => position)).toEqual([1, 2]);
    expect(ours(v4, 'INPUT').map(([position]) => position)).toEqual([1, 2]);
    expect(allRules()).not.toContain('airlock:older');
    expect(await second.end()).toBe(0);
    expect(allRules()).toBe(before);
  });

  it.each([
    ['a rule is removed', 'rule-removed', ['-D', 'FORWARD', '1']],
    ['the DROP of INPUT is removed', 'rule-removed', ['-D', 'INPUT', '2']],
    ['something is put before them', 'rule-reordered', ['-I', 'FORWARD', '1', '-j', 'ACCEPT']],
    ['the chain is flushed', 'chain-flushed', ['-F', 'FORWARD']],
  ])('sees that %s, within a second, and freezes the container', async (_, reason, change) => {
    const one = sentinel(env);
    await one.standing();
    const container = startBusy();
    one.say(`guard ${container}`);
    one.say('proven');
    await one.line((line): line is SentinelLine => line.type === 'note' && line.message === 'proven');
    const saved = tool(`${v4}-save`);
    const startedMs = Date.now();
    tool(v4, '-w', ...change);
    const breach = await one.line(isBreach);
    expect(breach.reason).toBe(reason);
    expect(Date.now() - startedMs).toBeLessThan(1000);
    expect(new Set(statesOf('busy'))).toEqual(new Set(['T']));
    expect(await one.nextBeat()).toMatchObject({ intact: false, frozen: true, guards: container });
    execFileSync(`${v4}-restore`, { input: saved });
  });
});

it('sees a second network, and names it', async () => {
  docker('network', 'create', 'other_net');
  const one = sentinel();
  await one.standing();
  const container = startBusy();
  one.say(`guard ${container}`);
  one.say('proven');
  expect((await one.nextBeat()).interfaces?.length ?? 0).toBeLessThanOrEqual(2);
  docker('network', 'connect', 'other_net', 'busy');
  expect((await one.line(isBreach)).reason).toBe('network-attached');
  expect(new Set(statesOf('busy'))).toEqual(new Set(['T']));
  docker('rm', '-f', 'busy');
  docker('network', 'rm', 'other_net');
});

it('sees any interface but lo in a sealed container', async () => {
  const one = sentinel({ AIRLOCK_WALL: 'sealed' });
  await one.standing();
  const container = startBusy('none');
  one.say(`guard ${container}`);
  one.say('proven');
  await expect.poll(() => one.lastBeat?.interfaces).toEqual(['lo']);
  const pid = docker('inspect', '-f', '{{.State.Pid}}', 'busy');
  tool('ip', 'link', 'add', 'stray', 'type', 'veth', 'peer', 'name', 'stray-end');
  tool('ip', 'link', 'set', 'stray', 'netns', pid);
  expect((await one.line(isBreach)).reason).toBe('interface-added');
  expect(new Set(statesOf('busy'))).toEqual(new Set(['T']));
});

it('also freezes what is started in a frozen container, and lets everything go when told to', async () => {
  const one = sentinel();
  await one.standing();
  const container = startBusy();
  one.say(`guard ${container}`);
  one.say('proven');
  await one.nextBeat();
  tool('iptables', '-w', '-I', 'INPUT', '1', '-j', 'ACCEPT');
  await one.line(isBreach);
  docker('exec', '-d', 'busy', 'sleep', '100');
  await expect.poll(() => statesOf('busy').length > 1 && statesOf('busy').every((state) => state === 'T')).toBe(true);
  tool('iptables', '-w', '-D', 'INPUT', '1');
  docker('exec', one.name, 'python3', '/airlock/sentinel.py', '--release');
  expect(statesOf('busy')).not.toContain('T');
  await expect.poll(() => one.lastBeat).toMatchObject({ intact: true, frozen: false });
});

describe('when the launcher is lost', () => {
  it('before the proof: ends the container and takes the wall down', async () => {
    const before = allRules();
    const one = sentinel();
    await one.standing();
    const container = startBusy();
    one.say(`guard ${container}`);
    await expect.poll(() => one.lastBeat?.guards).toBe(container);
    one.hangUp();
    expect(await one.exited).toBe(3);
    expect(docker('inspect', '-f', '{{.State.Running}}', 'busy')).toBe('false');
    expect(allRules()).toBe(before);
  });

  it('before the proof, while resuming: keeps it frozen behind the wall', async () => {
    const container = startBusy();
    const one = sentinel({ AIRLOCK_ON_LOST: 'hold', AIRLOCK_CONTAINER: container });
    await one.standing();
    one.hangUp();
    await expect.poll(() => one.lastBeat?.frozen).toBe(true);
    expect(new Set(statesOf('busy'))).toEqual(new Set(['T']));
    expect(ours('iptables', 'FORWARD')).toHaveLength(2);
  });

  it('after the proof: goes on as before', async () => {
    const one = sentinel();
    await one.standing();
    const container = startBusy();
    one.say(`guard ${container}`);
    one.say('proven');
    await expect.poll(() => one.lastBeat?.proven).toBe(true);
    one.hangUp();
    expect(await one.nextBeat()).toMatchObject({ intact: true, frozen: false, proven: true });
    expect(await one.nextBeat()).toMatchObject({ intact: true });
    expect(statesOf('busy')).not.toContain('T');
  });
});
