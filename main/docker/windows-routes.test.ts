import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectEngine } from './connect-engine.ts';
import { DockerodeEngine } from './dockerode-engine.ts';
import type { Engine } from './engine.ts';
import { RouteAgent } from './route-agent.ts';
import { windowsRoutes } from './windows-routes.ts';

const dial = 'wsl.exe -d Ubuntu-24.04 --exec docker system dial-stdio';

/** The little of an engine that says what it is. */
const engineAnswers: RequestListener = (request, answer) => {
  const path = request.url ?? '';
  const body = path.includes('version') ? { Version: '29.0.1', ApiVersion: '1.52' } : { OperatingSystem: 'Ubuntu' };
  answer.setHeader('Content-Type', 'application/json');
  answer.end(path.includes('_ping') ? 'OK' : JSON.stringify(body));
};

describe.skipIf(process.platform === 'win32')('the ways to the engine from Windows', () => {
  let folder = '';
  let engine: Engine | null = null;
  const servers: Server[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-routes-'));
  });
  afterEach(() => {
    engine?.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  async function listen(name: string, answers: RequestListener = engineAnswers): Promise<string> {
    const path = join(folder, name);
    const server = createServer(answers);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return path;
  }

  /** An engine as it is sought from Windows, with a script in the place of wsl.exe and sockets in that of pipes. */
  function seek(wslScript: string, pipes: readonly string[]): Engine {
    const file = join(folder, 'wsl.exe');
    writeFileSync(file, `#!${process.execPath}\n${wslScript}\n`);
    chmodSync(file, 0o755);
    const agent = new RouteAgent(windowsRoutes({ ...process.env, AIRLOCK_WSL_EXE: file }, 'Ubuntu-24.04', pipes));
    engine = new DockerodeEngine({ shown: 'test', socketPath: '/routes', agent, routes: () => agent.report() });
    return engine;
  }

  const bridge = (socket: string): string => `
    const asked = process.argv.slice(2).join(' ');
    if (asked !== '-d Ubuntu-24.04 --exec docker system dial-stdio') { console.error('asked ' + asked); process.exit(64); }
    const connection = require('node:net').connect(${JSON.stringify(socket)});
    connection.on('error', (error) => { console.error(error.message); process.exit(1); });
    connection.on('end', () => process.exit(0));
    process.stdin.pipe(connection);
    connection.pipe(process.stdout);`;
  const saying = (text: string, exit: number): string =>
    `process.stdout.write(${JSON.stringify(text)}); process.stdin.resume(); setTimeout(() => process.exit(${String(exit)}), 20);`;

  it('goes through the distribution while that works', async () => {
    const sought = seek(bridge(await listen('in-wsl')), [await listen('pipe')]);
    expect(sought.routes?.()).toEqual({ used: null, tried: [] });
    expect(await sought.facts()).toMatchObject({ version: '29.0.1', operatingSystem: 'Ubuntu' });
    expect(await sought.facts()).toMatchObject({ version: '29.0.1' });
    expect(sought.routes?.()).toEqual({ used: dial, tried: [{ route: dial, outcome: 'an engine answers' }] });
  });

  it.each([
    {
      name: 'has no such distribution',
      script: saying('Fehlercode: Wsl/Service/WSL_E_DISTRO_NOT_FOUND', 255),
      why: 'WSL_E_DISTRO_NOT_FOUND',
    },
    {
      name: 'finds no docker there',
      script: 'console.error("execvpe(docker) failed: No such file or directory"); process.exit(1)',
      why: 'command not found',
    },
    {
      name: 'may not use the engine there',
      script: 'console.error("permission denied while trying to connect"); process.exit(1)',
      why: 'engine-permission',
    },
    {
      name: 'finds no engine there',
      script: 'console.error("Cannot connect to the Docker daemon"); process.exit(1)',
      why: 'Cannot connect',
    },
    { name: 'says what is no HTTP', script: saying('hello\n'.repeat(9_000), 0), why: 'hello' },
    { name: 'is not there', script: '', why: 'wsl.exe' },
  ])('takes a named pipe when wsl.exe $name, and says why', async ({ script, why }) => {
    const pipe = await listen('pipe');
    const sought = seek(script, [join(folder, 'none'), pipe]);
    if (script === '') rmSync(join(folder, 'wsl.exe'));
    expect(await sought.facts()).toMatchObject({ version: '29.0.1' });
    const { used, tried = [] } = sought.routes?.() ?? {};
    expect(used).toBe(`npipe://${pipe}`);
    expect(tried.map(({ route }) => route)).toEqual([dial, `npipe://${join(folder, 'none')}`, `npipe://${pipe}`]);
    expect(tried[0]?.outcome).toContain(why);
    expect(tried[1]?.outcome).toContain('ENOENT');
  });

  it('tells an engine that may not be used from one that is not there, when no way leads to it', async () => {
    const none = [join(folder, 'none')];
    await expect(seek('process.exit(3)', none).facts()).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('ENOENT') as string,
    });
    const denied = seek('console.error("permission denied"); process.exit(1)', none);
    await expect(denied.facts()).rejects.toMatchObject({ code: 'engine-permission' });
    expect(denied.routes?.().used).toBeNull();
  });

  it('is not taken in by a page that answers, but is no engine', async () => {
    const busy = await listen('busy', (_, answer) => void answer.writeHead(503).end('Docker Desktop is paused'));
    await expect(seek('process.exit(3)', [busy]).facts()).rejects.toMatchObject({
      message: expect.stringContaining('status 503') as string,
    });
  });

  it('looks anew when the engine goes away and when it comes back', async () => {
    const sought = seek(bridge(join(folder, 'in-wsl')), [await listen('pipe')]);
    await sought.facts();
    expect(sought.routes?.().used).toContain('npipe');
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await expect(sought.facts()).rejects.toMatchObject({ code: 'engine-unreachable' });
    await listen('in-wsl');
    expect(await sought.facts()).toMatchObject({ version: '29.0.1' });
    expect(sought.routes?.().used).toBe(dial);
  });
});

describe('what the environment names', () => {
  it('comes before every way', () => {
    const windows = { distro: 'Ubuntu-24.04' };
    expect(connectEngine({ DOCKER_HOST: 'npipe:////./pipe/mine' }, windows)).toMatchObject({
      address: 'npipe:////./pipe/mine',
      routes: null,
    });
    expect(connectEngine({ AIRLOCK_ENGINE: 'stdio' }, windows).address).toBe('docker system dial-stdio');
    expect(connectEngine({}, windows).routes?.()).toEqual({ used: null, tried: [] });
    expect(connectEngine({}).routes).toBeNull();
  });
});
