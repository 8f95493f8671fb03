import { createServer, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import { connectEngine } from '../../main/docker/connect-engine.ts';
import type { EngineEvent } from '../../main/docker/engine.ts';
import { requireEnv } from './support/airlock.ts';
import { docker } from './support/engine.ts';
import { startEngineProxy } from './support/engine-proxy.ts';

const base = 'airlock-lab-base:1';
const name = 'engine-test';
const mark = 'engine.test';

function specOf(change: Partial<ContainerSpec>): ContainerSpec {
  return {
    name,
    image: base,
    entrypoint: ['sh', '-c'],
    command: ['echo begun; sleep 600'],
    env: { COLOUR: 'blue' },
    labels: { [mark]: '1' },
    network: { kind: 'none' },
    publish: [],
    mounts: [],
    capAdd: [],
    noNewPrivileges: true,
    readOnlyRoot: false,
    init: true,
    hostPids: false,
    shmBytes: 64 * 1024 * 1024,
    memoryBytes: null,
    pidsLimit: 64,
    dns: [],
    gpu: false,
    autoRemove: false,
    lifeline: false,
    ...change,
  };
}

const transports = { 'unix socket': {}, stdio: { AIRLOCK_ENGINE: 'stdio' } } as const;

describe.each(Object.entries(transports))('the engine by %s', (transport, env) => {
  const engine = connectEngine({ ...process.env, ...env });
  afterAll(() => engine.close());
  afterEach(() => void docker('rm', '-f', name));

  it('says what it is and what it has', async () => {
    expect(engine.address).toBe(transport === 'stdio' ? 'docker system dial-stdio' : process.env['DOCKER_HOST']);
    const facts = await engine.facts();
    expect(facts.version).toBe(docker('version', '-f', '{{.Server.Version}}'));
    expect((await engine.image(base))?.id).toBe(docker('image', 'inspect', '-f', '{{.Id}}', base));
    expect(await engine.image('absent:1')).toBeNull();
    expect(await engine.container('absent')).toBeNull();
    expect(await engine.network('absent')).toBeNull();
    expect((await engine.networks()).map((network) => network.name)).toContain('bridge');
  });

  it('takes a container through its life', async () => {
    const id = await engine.createContainer(specOf({}));
    await expect(engine.createContainer(specOf({}))).rejects.toMatchObject({ code: 'name-clash' });
    expect(await engine.container(name)).toMatchObject({ id, state: 'created', env: { COLOUR: 'blue' } });
    await engine.startContainer(id);
    expect((await engine.containers(`${mark}=1`)).map((found) => found.id)).toEqual([id]);
    expect((await engine.containers(null)).map((found) => found.id)).toContain(id);
    await expect.poll(() => engine.logTail(id, 5)).toEqual(['begun']);
    expect((await engine.processes(id)).map((found) => found.command).join('\n')).toContain('sleep 600');
    expect(await engine.exec(id, ['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(await engine.pathExists(id, '/etc/passwd')).toBe(true);
    expect(await engine.pathExists(id, '/nowhere')).toBe(false);
    await engine.pauseContainer(id);
    expect((await engine.container(id))?.state).toBe('paused');
    await engine.unpauseContainer(id);
    await engine.stopContainer(id, 0);
    expect((await engine.container(id))?.state).toBe('exited');
    await engine.removeContainer(id);
    await engine.removeContainer(id);
    expect(await engine.container(id)).toBeNull();
  });

  it('makes and removes networks and volumes', async () => {
    const labels = { [mark]: '1' };
    const options = { 'com.docker.network.bridge.name': 'engtest0' };
    await engine.createNetwork({ name: 'engine-test-net', options, ipv6: false, labels });
    const id = await engine.createContainer(specOf({ network: { kind: 'named', name: 'engine-test-net' } }));
    await engine.startContainer(id);
    const network = await engine.network('engine-test-net');
    expect(network).toMatchObject({ labels, options });
    expect(Object.keys(network?.attached ?? {})).toEqual([id]);
    await engine.disconnectNetwork('engine-test-net', id);
    await engine.disconnectNetwork('engine-test-net', id);
    await engine.removeNetwork('engine-test-net');
    await engine.removeNetwork('engine-test-net');
    expect(await engine.network('engine-test-net')).toBeNull();
    await engine.createVolume('engine-test-volume', labels);
    expect(await engine.volumes(mark)).toEqual(['engine-test-volume']);
    await engine.removeVolume('engine-test-volume');
    await engine.removeVolume('engine-test-volume');
    expect(await engine.volumes(mark)).toEqual([]);
  });

  it('runs a throw-away container, and removes it also when its time is up', async () => {
    const quick = specOf({ command: ['echo done; exit 4'] });
    expect(await engine.run(quick)).toEqual({ exitCode: 4, stdout: 'done\n', stderr: '' });
    await expect(engine.run(specOf({}), { timeoutMs: 1_500 })).rejects.toMatchObject({ code: 'engine-timeout' });
    await expect.poll(() => engine.container(name)).toBeNull();
  });

  it('follows log, events and lifeline', async () => {
    const following = new AbortController();
    const events: EngineEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      const options = { signal: following.signal, onOpen: resolve };
      engine.followEvents((event) => void events.push(event), options).catch(reject);
    });
    const command = ['while read -r line; do echo "got $line"; done; echo ended'];
    const id = await engine.createContainer(specOf({ command, lifeline: true, init: false }));
    const lifeline = await engine.attachLifeline(id);
    await engine.startContainer(id);
    const lines: string[] = [];
    const ended = engine.followLog(id, 10, (line) => void lines.push(line), { signal: following.signal });
    lifeline.send('one');
    lifeline.send('two');
    await expect.poll(() => lines, { timeout: 5_000 }).toEqual(['got one', 'got two']);
    lifeline.close();
    await ended;
    expect(lines).toEqual(['got one', 'got two', 'ended']);
    const seen = (): string[] => events.filter((event) => event.id === id).map((event) => event.action);
    await expect.poll(seen, { timeout: 5_000 }).toEqual(expect.arrayContaining(['create', 'start', 'die']));
    following.abort();
  });

  it('builds the tools image without a network', async () => {
    const contextDir = path.resolve(import.meta.dirname, '../../assets/tools');
    const lines: string[] = [];
    const request = { contextDir, tag: 'engine-test-tools:1', buildArgs: { BASE: base } };
    const built = await engine.buildImage(request, (line) => void lines.push(line), { timeoutMs: 100_000 });
    expect(built.tags).toContain('engine-test-tools:1');
    expect(lines.join('\n')).toContain('Step 1/');
    docker('rmi', 'engine-test-tools:1');
  });
});

describe('a connection that fails', () => {
  it('ends every kind of call in time when nothing answers', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'airlock-engine-'));
    const socket = path.join(folder, 'hangs.sock');
    const clients = new Set<Socket>();
    const server = createServer((client) => void clients.add(client.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const engine = connectEngine({ DOCKER_HOST: `unix://${socket}` });
    const soon = { timeoutMs: 300 };
    const calls = [
      engine.facts(soon),
      engine.image(base, soon),
      engine.containers(null, soon),
      engine.createContainer(specOf({}), soon),
      engine.exec('any', ['true'], soon),
      engine.attachLifeline('any', soon),
      engine.pathExists('any', '/etc/passwd', soon),
    ];
    for (const settled of await Promise.allSettled(calls)) {
      expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'engine-timeout' } });
    }
    engine.close();
    for (const client of clients) client.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(transports))('is told when it breaks in the middle of a stream (%s)', async (_, env) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'airlock-engine-'));
    const socket = path.join(folder, 'breaks.sock');
    const proxy = await startEngineProxy(socket, requireEnv('DOCKER_HOST'));
    const engine = connectEngine({ ...process.env, ...env, DOCKER_HOST: `unix://${socket}` });
    const { signal } = new AbortController();
    let following: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve) => {
      following = engine.followEvents(() => undefined, { signal, onOpen: resolve });
      following.catch(() => undefined);
    });
    await proxy.stop();
    await expect(following).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(engine.facts()).rejects.toMatchObject({ code: 'engine-unreachable' });
    engine.close();
    rmSync(folder, { recursive: true });
  });
});
