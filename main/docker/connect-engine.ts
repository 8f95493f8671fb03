import { Agent } from 'node:http';
import * as z from 'zod/mini';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { spawnStdio } from '../process/spawn-stdio.ts';
import { DockerodeEngine } from './dockerode-engine.ts';
import type { Engine } from './engine.ts';
import type { EngineRoute } from './engine-route.ts';
import { RouteAgent } from './route-agent.ts';
import { StdioAgent } from './stdio-agent.ts';
import { windowsRoutes } from './windows-routes.ts';

const dialStdio = ['docker', 'system', 'dial-stdio'] as const;
const commandSchema = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));

/** Connections kept open between calls: opening one costs more than most calls. */
const keptConnections = 8;

/** Where the stack lives inside Windows. */
export interface WindowsStack {
  readonly distro: string;
}

/**
 * The engine that the environment names. `DOCKER_HOST` (unix://, npipe://, tcp://) says where it is, and
 * `AIRLOCK_ENGINE=stdio` that it is reached through a command, `AIRLOCK_ENGINE_COMMAND` as a JSON array. When it names
 * none and the stack lives in WSL, the engine there is sought on several ways. Nothing is opened before the first call.
 *
 * @throws AirlockError `bad-request` when the environment names something that is no address.
 */
export function connectEngine(env: Readonly<Record<string, string | undefined>>, windows?: WindowsStack): Engine {
  if (env['AIRLOCK_ENGINE'] === 'stdio') return throughCommand(commandOf(env['AIRLOCK_ENGINE_COMMAND']), env);
  const host = env['DOCKER_HOST'] ?? '';
  if (host === '' && windows !== undefined) return throughRoutes(windowsRoutes(env, windows.distro), windows);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: keptConnections });
  if (host === '') {
    const socketPath = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';
    return new DockerodeEngine({ shown: `${schemeOf(socketPath)}${socketPath}`, socketPath, agent });
  }
  const pipe = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (pipe !== undefined) return new DockerodeEngine({ shown: host, socketPath: pipe, agent });
  const tcp = tcpAddress(host);
  if (tcp === null) throw badAddress(host);
  return new DockerodeEngine({ shown: `${host} (not encrypted)`, tcp, agent });
}

function schemeOf(socketPath: string): string {
  return socketPath.startsWith('//./pipe/') ? 'npipe://' : 'unix://';
}

function throughCommand(command: readonly string[], env: Readonly<Record<string, string | undefined>>): Engine {
  const [file = '', ...args] = command;
  const agent = new StdioAgent(() => spawnStdio({ file, args, env }));
  // The path is never opened: the agent opens the connections.
  return new DockerodeEngine({ shown: command.join(' '), socketPath: '/stdio', agent });
}

function throughRoutes(routes: readonly EngineRoute[], { distro }: WindowsStack): Engine {
  const agent = new RouteAgent(routes);
  const shown = `${distro} or Docker Desktop`;
  return new DockerodeEngine({ shown, socketPath: '/routes', agent, routes: () => agent.report() });
}

function commandOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return dialStdio;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const parsed = commandSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AirlockError({
    code: 'bad-request',
    message: 'AIRLOCK_ENGINE_COMMAND is no JSON array of strings.',
    next: 'Write it as a JSON array, for example ["docker","system","dial-stdio"], or unset it.',
  });
}

function tcpAddress(host: string): { host: string; port: number } | null {
  const match = /^(?:tcp|http):\/\/(\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+):(\d{1,5})\/?$/.exec(host);
  const [, name = '', port = ''] = match ?? [];
  return match === null ? null : { host: name.replace(/^\[|\]$/g, ''), port: Number(port) };
}

function badAddress(host: string): AirlockError {
  return new AirlockError({
    code: 'bad-request',
    message: `DOCKER_HOST is "${host}", which Airlock cannot use.`,
    next: 'Use unix:///path, npipe:////./pipe/name or tcp://address:port, or unset it for the local engine.',
  });
}
