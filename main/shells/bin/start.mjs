#!/usr/bin/env node
// `npm start`: the panel in Electron where that can run, else in the browser. Says on standard error what it chose.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';
import { findElectron } from './find-electron.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const hosts = ['windows', 'linux', 'practice'];
const usage = `usage: npm start -- [--web [--port N]] [--host ${hosts.join('|')}]

  --web       open the panel in the browser instead of a window of its own
  --port N    the port for --web on 127.0.0.1; any free one when absent
  --host H    where the stack lives; found out when absent
`;
const stderrLine = (text) => process.stderr.write(`airlock: ${text}\n`);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        web: { type: 'boolean', default: false },
        port: { type: 'string' },
        host: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.port !== undefined && !(/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65535)) {
      throw new Error(`--port takes a number up to 65535, not "${values.port}"`);
    }
    if (values.host !== undefined && !hosts.includes(values.host)) {
      throw new Error(`--host takes ${hosts.join(', ')}, not "${values.host}"`);
    }
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(64);
  }
}

/** Why there can be no window here; null when there can. */
function noDisplayReason() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

async function chooseElectron(options) {
  if (options.web) return { program: null, reason: null };
  const reason = noDisplayReason();
  return reason === null ? findElectron() : { program: null, reason };
}

function electronArguments(options) {
  const args = [];
  if (process.platform === 'linux' && process.getuid() === 0) {
    stderrLine("Electron runs without Chromium's sandbox, because Chromium refuses to build one for root");
    args.push('--no-sandbox');
  }
  args.push(root);
  if (options.host !== undefined) args.push('--host', options.host);
  return args;
}

/** Runs Electron until it ends. @returns why the window never came, or null when it did. */
function runElectron(program, options) {
  return new Promise((resolve) => {
    const env = { ...process.env };
    delete env.ELECTRON_RUN_AS_NODE;
    const child = spawn(program, electronArguments(options), { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    let shown = false;
    let asked = false;
    child.on('message', (message) => {
      shown ||= message === 'shown' || message === 'already-open';
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        asked = true;
        child.kill(signal);
      });
    }
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      if (shown || asked || code === 0) {
        process.exitCode = code ?? (asked ? 0 : 1);
        resolve(null);
      } else {
        resolve(`Electron ended before its window was there (${code ?? signal})`);
      }
    });
  });
}

async function runWeb(options, reason) {
  if (reason !== null) stderrLine(`the panel opens in the browser: ${reason}`);
  stderrLine('open this address in a browser on this machine:');
  const args = ['--port', options.port ?? '0'];
  if (options.host !== undefined) args.push('--host', options.host);
  process.argv = [process.argv[0], path.join(root, 'out/main/web.js'), ...args];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  await import(pathToFileURL(process.argv[1]).href);
}

const options = readOptions();
if (options.help) {
  process.stdout.write(usage);
  process.exit(0);
}
try {
  await ensureBuilt();
} catch (error) {
  stderrLine(`could not build: ${error.message}`);
  process.exit(1);
}
const electron = await chooseElectron(options);
const fallBack = electron.program === null ? electron.reason : await runElectron(electron.program, options);
if (electron.program === null || fallBack !== null) await runWeb(options, fallBack);
