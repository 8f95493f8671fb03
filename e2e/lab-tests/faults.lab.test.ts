import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { airlock, answerOf, homeWith, requireEnv } from './support/airlock.ts';
import { allRules, docker, traces } from './support/engine.ts';
import { buildComfyUiThat, expectFailedLaunch, expectFailure, wholeEngine } from './support/faults.ts';

const base = 'airlock-lab-base:1';
const outside = ['-t', 'mangle', 'POSTROUTING', '-o', 'eth0', '-j', 'DROP'] as const;

/** Undone after each test, the last first, also when it failed. */
const undo: (() => void)[] = [];
afterEach(async () => {
  await airlock(['stop', '--json']);
  for (const step of undo.splice(0).reverse()) step();
});

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airlock-faults-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function startForeign(name: string, ...options: readonly string[]): void {
  docker('run', '-d', '--name', name, '--entrypoint', 'sleep', ...options, base, '600');
  undo.push(() => docker('rm', '-f', name));
}

function makeNetwork(...options: readonly string[]): void {
  docker('network', 'create', ...options, 'airlock_net');
  undo.push(() => docker('network', 'rm', 'airlock_net'));
}

describe('what is missing or in the way is named, and nothing is made or touched', () => {
  it('image missing', async () => {
    const answer = await expectFailedLaunch('image-missing', homeWith('no-image', { image: 'airlock-absent:1' }));
    expect(answer['message']).toContain('airlock-absent:1');
  });

  it('tools image missing', async () => {
    const env = homeWith('no-tools', { toolsImage: 'airlock-absent:1' });
    const answer = await expectFailedLaunch('tools-image-missing', env);
    expect(answer['message']).toContain('airlock-absent:1');
  });

  it('port taken by a program', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(18_188, '127.0.0.1', resolve));
    undo.push(() => server.close());
    const answer = await expectFailedLaunch('port-taken', homeWith('port', { port: 18_188 }));
    expect(answer['message']).toContain('18188');
    expect(server.listening).toBe(true);
  });

  it.each(['airlock-comfyui', 'airlock-sentinel'])('a foreign container named %s', async (name) => {
    startForeign(name);
    const answer = await expectFailedLaunch('name-clash');
    expect(answer['message']).toContain(name);
  });

  it('a foreign airlock_net', async () => {
    makeNetwork();
    await expectFailedLaunch('foreign-network');
  });

  it('a foreign container on our airlock_net', async () => {
    makeNetwork('--label', 'airlock.session=setup', '-o', 'com.docker.network.bridge.name=airlock0');
    startForeign('somebody-else', '--network', 'airlock_net');
    const answer = await expectFailedLaunch('foreign-container');
    expect(answer['message']).toContain('somebody-else');
  });

  it('a folder that is not there', async () => {
    const mounts = { custom_nodes: '/nowhere/custom_nodes', input: '/nowhere/input' };
    await expectFailedLaunch('mount-missing', homeWith('no-folder', { mounts }));
  });
});

describe('damaged files', () => {
  it.each([
    ['cut off', '{"version":1,"image":"air'],
    ['of another type', '{"version":1,"port":"eight"}'],
    ['empty', ''],
  ])('a profile that is %s stops the launch and is kept', async (name, text) => {
    const env = homeWith(`profile-${name.replaceAll(' ', '-')}`, {});
    const file = path.join(env['AIRLOCK_HOME'] ?? '', 'profile.json');
    writeFileSync(file, text);
    await expectFailedLaunch('profile-invalid', env);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('a damaged session record, wall test and log are kept aside, and the launch works', async () => {
    const env = homeWith('damaged', {});
    const home = env['AIRLOCK_HOME'] ?? '';
    const damaged = Buffer.concat([Buffer.from('{"version":1,"seq'), Buffer.from([0xff, 0x00, 0xfe, 0x0a])]);
    const names = ['session.json', 'wall-test.json', 'activity.jsonl'];
    for (const name of names) writeFileSync(path.join(home, name), damaged);
    expect((await airlock(['log', 'verify', '--json'], env)).exitCode).toBe(1);
    const run = await airlock(['launch', 'secure', '--json'], env);
    expect(answerOf(run), run.stderr).toMatchObject({ phase: 'ready' });
    const stop = await airlock(['stop', '--json'], env);
    expect(stop.exitCode, stop.stderr).toBe(0);
    for (const name of names) {
      const kept = readdirSync(home).filter((found) => found.startsWith(`${name}.`));
      const isKept = kept.some((found) => readFileSync(path.join(home, found)).equals(damaged));
      expect(isKept, `${name}: ${kept.join(' ')}`).toBe(true);
    }
    const log = await airlock(['log', 'verify', '--json'], env);
    expect(answerOf(log)).toMatchObject({ ok: true });
    expect(traces()).toEqual([]);
  });

  it('a full disk stops the launch, and the profile stays', async () => {
    const { AIRLOCK_HOME: home = '' } = homeWith('full', {});
    const profile = readFileSync(path.join(home, 'profile.json'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=0755', 'none', home]);
    undo.push(() => execFileSync('umount', ['-l', home]));
    writeFileSync(path.join(home, 'profile.json'), profile);
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(path.join(home, 'filler'), Buffer.alloc(bavail * bsize));
    await expectFailedLaunch('disk-full', { AIRLOCK_HOME: home });
    expect(readFileSync(path.join(home, 'profile.json')).equals(profile)).toBe(true);
    expect(readdirSync(home).sort()).toEqual(['filler', 'profile.json']);
  });
});

describe('an engine that cannot be used', () => {
  it('is not there', async () => {
    const answer = await expectFailedLaunch('engine-unreachable', { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(answer['message']).toContain('/nowhere/docker.sock');
  });

  it('accepts and never answers', async () => {
    const socket = path.join(makeFolder(), 'hangs.sock');
    const server = createServer((client) => client.on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    undo.push(() => server.close());
    const begun = performance.now();
    await expectFailedLaunch('engine-timeout', { DOCKER_HOST: `unix://${socket}` });
    expect(performance.now() - begun).toBeLessThan(60_000);
  });

  it('is not for this account', () => {
    const before = wholeEngine();
    const folder = makeFolder();
    const home = path.join(folder, 'home');
    mkdirSync(home);
    chmodSync(folder, 0o755);
    chmodSync(home, 0o777);
    cpSync(path.join(requireEnv('AIRLOCK_HOME'), 'profile.json'), path.join(home, 'profile.json'));
    // A copy, because a checkout may lie in a folder that other accounts cannot enter.
    cpSync(path.resolve(import.meta.dirname, '../../out/main'), path.join(folder, 'main'), { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    const answer = runAsNobody(path.join(folder, 'main/cli.js'), { AIRLOCK_HOME: home, HOME: home });
    expect(answer).toMatchObject({ phase: 'failed', code: 'engine-permission' });
    expect(answer['next']).toMatch(/group/u);
    expect(wholeEngine()).toBe(before);
  });
});

/** The last line of a launch by an account that may do nothing. */
function runAsNobody(entry: string, env: Readonly<Record<string, string>>): Record<string, unknown> {
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
  const command = [process.execPath, entry, 'launch', 'secure', '--json'];
  const script = '"$@"; echo "{\\"exitCode\\":$?}"';
  const said = execFileSync('setpriv', [...nobody, 'sh', '-c', script, 'sh', ...command], {
    encoding: 'utf8',
    cwd: '/',
    env: { ...process.env, AIRLOCK_HOST: 'linux', ...env },
  });
  const lines = said.trim().split('\n');
  expect(lines.at(-1)).toBe('{"exitCode":1}');
  return JSON.parse(lines.at(-2) ?? '{}') as Record<string, unknown>;
}

describe('a ComfyUI that does not come up', () => {
  it('ends at once: its last lines are told', async () => {
    buildComfyUiThat('airlock-ends:1', 'raise SystemExit("no such node: blue")');
    const answer = await expectFailedLaunch('start-failed', homeWith('ends', { image: 'airlock-ends:1' }));
    expect(answer['message']).toContain('no such node: blue');
  });

  it('never answers: it is given up in time', async () => {
    buildComfyUiThat('airlock-sleeps:1', 'import time; print("loading", flush=True); time.sleep(600)');
    const env = homeWith('sleeps', { image: 'airlock-sleeps:1', readyTimeoutS: 5 });
    await expectFailedLaunch('not-ready-in-time', env);
  });
});

it('without the internet nothing is proven, and ComfyUI does not stay', async () => {
  const before = allRules();
  const [flag, table, chain, ...match] = outside;
  for (const tool of ['iptables', 'ip6tables']) {
    execFileSync(tool, ['-w', flag, table, '-I', chain, ...match]);
    undo.push(() => execFileSync(tool, ['-w', flag, table, '-D', chain, ...match]));
  }
  const shut = allRules();
  expect(shut).not.toBe(before);
  const run = await airlock(['launch', 'secure', '--json']);
  expectFailure(run, 'wall-unproven');
  expect(run.lines.map((line) => line['phase'])).toContain('test');
  expect(traces()).toEqual([]);
  expect(allRules()).toBe(shut);
});
