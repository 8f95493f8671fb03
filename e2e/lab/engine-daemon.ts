import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { labAddresses } from './lab-addresses.ts';
import { runPaths } from './lab-folders.ts';
import { startTool, waitUntil } from './run-tool.ts';

const startTimeoutMs = 30_000;
const stopTimeoutMs = 20_000;

export type PacketFilter = 'nft' | 'legacy';

/** A real Docker Engine in the namespaces of this process. */
export interface EngineDaemon {
  /** Ends it gently, so that its data can be kept. */
  stop(): Promise<void>;
}

/** Which backend of iptables the lab's engine uses, by `AIRLOCK_LAB_IPTABLES`. */
export function packetFilter(): PacketFilter {
  const wanted = process.env['AIRLOCK_LAB_IPTABLES'] ?? 'nft';
  if (wanted !== 'nft' && wanted !== 'legacy') throw new Error('AIRLOCK_LAB_IPTABLES is nft or legacy');
  return wanted;
}

/** A folder for the front of PATH whose `iptables` is the wanted backend. */
export function choosePacketFilter(runFolder: string, filter: PacketFilter): string {
  const { programs } = runPaths(runFolder);
  mkdirSync(programs, { recursive: true });
  for (const family of ['iptables', 'ip6tables']) {
    for (const tool of ['', '-save', '-restore']) {
      symlinkSync(`/usr/sbin/${family}-${filter}${tool}`, path.join(programs, `${family}${tool}`));
    }
  }
  return programs;
}

/** Starts dockerd and waits until it answers. */
export async function startEngine(runFolder: string): Promise<EngineDaemon> {
  const { logs } = runPaths(runFolder);
  const logPath = path.join(logs, 'dockerd.log');
  for (const driver of ['overlay2', 'vfs']) {
    const child = startTool('dockerd', engineArguments(runFolder, driver), logPath);
    if (await answers(runFolder, child)) return { stop: () => stopEngine(child) };
    await stopEngine(child);
    rmSync(path.join(runFolder, 'docker.pid'), { force: true });
  }
  throw new Error(`dockerd does not start:\n${readFileSync(logPath, 'utf8').slice(-3000)}`);
}

function engineArguments(runFolder: string, driver: string): readonly string[] {
  const { data, exec, socket } = runPaths(runFolder);
  const config = path.join(runFolder, 'daemon.json');
  // Its own empty file, so that nothing of the machine's own engine leaks in.
  writeFileSync(config, '{}');
  const flags: Readonly<Record<string, string>> = {
    'config-file': config,
    'data-root': data,
    'exec-root': exec,
    pidfile: path.join(runFolder, 'docker.pid'),
    host: `unix://${socket}`,
    'storage-driver': driver,
    'exec-opt': 'native.cgroupdriver=cgroupfs',
    'cgroup-parent': `/${path.basename(runFolder)}`,
    'fixed-cidr-v6': labAddresses.defaultBridge6,
    'log-level': 'warn',
  };
  return ['--ipv6', ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)];
}

async function answers(runFolder: string, child: ChildProcess): Promise<boolean> {
  const { socket } = runPaths(runFolder);
  const isDecided = async (): Promise<boolean> => child.exitCode !== null || (await ping(socket));
  return (await waitUntil(isDecided, startTimeoutMs)) && child.exitCode === null;
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: '/_ping', timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('error', () => resolve(false));
    call.end();
  });
}

async function stopEngine(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  if (!(await waitUntil(() => child.exitCode !== null, stopTimeoutMs))) child.kill('SIGKILL');
}
