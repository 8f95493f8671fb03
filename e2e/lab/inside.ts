import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildImages, copyTemplate, importBase } from './engine-template.ts';
import { choosePacketFilter, packetFilter, startEngine } from './engine-daemon.ts';
import { labAddresses } from './lab-addresses.ts';
import { runPaths } from './lab-folders.ts';
import { buildNetwork } from './lab-network.ts';
import { writeLabProfile } from './lab-profile.ts';
import { runTool, say } from './run-tool.ts';

/** What is done inside the lab's namespaces. */
export type InsideJob =
  | { readonly kind: 'import'; readonly runFolder: string; readonly baseTar: string }
  | { readonly kind: 'build'; readonly runFolder: string; readonly template: string }
  | {
      readonly kind: 'run';
      readonly runFolder: string;
      readonly template: string;
      readonly command: readonly string[];
    };

async function prepare(job: Exclude<InsideJob, { kind: 'run' }>): Promise<number> {
  runTool('ip', ['link', 'set', 'lo', 'up']);
  if (job.kind === 'build') copyTemplate(job.template, runPaths(job.runFolder).data);
  const engine = await startEngine(job.runFolder);
  if (job.kind === 'import') importBase(job.runFolder, job.baseTar);
  else buildImages(job.runFolder);
  await engine.stop();
  return 0;
}

async function run(job: Extract<InsideJob, { kind: 'run' }>): Promise<number> {
  const { runFolder } = job;
  const paths = runPaths(runFolder);
  mkdirSync(paths.seen);
  useLabResolver(runFolder);
  copyTemplate(job.template, paths.data);
  writeLabProfile(runFolder);
  process.env['PATH'] = `${choosePacketFilter(runFolder, packetFilter())}:${process.env['PATH'] ?? ''}`;
  await buildNetwork(paths.seen, paths.logs);
  await startEngine(runFolder);
  return runCommand(job.command, labEnvironment(runFolder));
}

/** The PC's resolver, as it is inside WSL; only this mount namespace sees it. */
function useLabResolver(runFolder: string): void {
  const file = path.join(runFolder, 'resolv.conf');
  writeFileSync(file, `nameserver ${labAddresses.pcResolver}\nnameserver ${labAddresses.internet}\n`);
  runTool('mount', ['--bind', file, '/etc/resolv.conf']);
}

function labEnvironment(runFolder: string): NodeJS.ProcessEnv {
  const paths = runPaths(runFolder);
  const kept = Object.entries(process.env).filter(([name]) => !/_proxy$/iu.test(name) && name !== 'DOCKER_CONTEXT');
  return {
    ...Object.fromEntries(kept),
    DOCKER_HOST: `unix://${paths.socket}`,
    AIRLOCK_HOME: paths.home,
    AIRLOCK_LAB_DIR: runFolder,
  };
}

function runCommand([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  process.on('SIGINT', () => undefined);
  const child = spawn(file, args, { stdio: 'inherit', env });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

async function main(): Promise<number> {
  const job = JSON.parse(process.argv[2] ?? '') as InsideJob;
  return job.kind === 'run' ? run(job) : prepare(job);
}

let exitCode = 2;
try {
  exitCode = await main();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
process.exit(exitCode);
