// Builds out/ when it is missing or does not match the sources. Plain Node, no packages: it runs before anything is
// built, also as npm's `prepare`. Says what it does on standard error only.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(import.meta.dirname, '../../..');
const outDir = path.join(root, 'out');
const builder = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
const lockPath = path.join(outDir, '.build-lock');
const lockWaitMs = 180_000;

/** Each part of the build: what it is made from, and one file that has to be there afterwards. */
const parts = {
  main: { from: ['app', 'main'], entry: 'out/main/cli.js' },
  preload: { from: ['app', 'main/shells/electron/preload'], entry: 'out/preload/preload.cjs' },
  renderer: { from: ['app', 'renderer'], entry: 'out/renderer/index.html' },
};

export const allParts = Object.keys(parts);

/** A packaged Airlock carries no sources: there is nothing to build then. */
function hasSources() {
  return existsSync(path.join(root, 'electron.vite.config.ts')) && existsSync(path.join(root, 'main/shells/cli'));
}

function hashSources(part) {
  const hash = createHash('sha256');
  const roots = [...parts[part].from, 'package.json', 'package-lock.json', 'electron.vite.config.ts'];
  for (const file of roots.flatMap(filesUnder)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Files that can change the build, relative to the root, in a fixed order. */
function filesUnder(relative) {
  const absolute = path.join(root, relative);
  if (!existsSync(absolute)) return [];
  let entries;
  try {
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch {
    return [relative];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = `${relative}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(name);
      return /\.test\.tsx?$/.test(name) || name.startsWith('main/shells/bin/') ? [] : [name];
    });
}

const stampPath = (part) => path.join(outDir, `.built-${part}`);

function isFresh(part) {
  if (!existsSync(path.join(root, parts[part].entry)) || !existsSync(stampPath(part))) return false;
  return readFileSync(stampPath(part), 'utf8') === hashSources(part);
}

/** Takes the lock, or answers false while a living process holds it. */
function takeLock() {
  mkdirSync(outDir, { recursive: true });
  try {
    const file = openSync(lockPath, 'wx');
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(lockPath, { force: true });
    return false;
  }
}

function isHeld() {
  let pid;
  try {
    pid = Number(readFileSync(lockPath, 'utf8'));
  } catch {
    return false;
  }
  // Between creating the file and writing the number it is empty: its owner is at work.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function withLock(work) {
  const giveUpAt = Date.now() + lockWaitMs;
  while (!takeLock()) {
    if (Date.now() > giveUpAt) throw new Error(`another build holds ${lockPath}; remove that file if none is running`);
    await sleep(100);
  }
  const release = () => rmSync(lockPath, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** Runs the bundler; its words go to standard error, or are kept for the case that it fails. */
function runBuilder(stale, quiet) {
  return new Promise((resolve, reject) => {
    const said = [];
    const child = spawn(process.execPath, [builder, 'build'], {
      cwd: root,
      env: {
        ...process.env,
        AIRLOCK_BUILD: stale.join(','),
        NODE_ENV: 'production',
        ...(quiet ? { NO_COLOR: '1' } : {}),
      },
      stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, forward);
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
      if (code === 0) resolve();
      else if (signal === 'SIGINT' || signal === 'SIGTERM') reject(new Error('the build was interrupted'));
      else reject(new Error(`the bundler ended with ${code ?? signal}\n${Buffer.concat(said).toString('utf8')}`));
    });
  });
}

/**
 * Makes sure that the given parts of out/ match the sources. Two calls at once, in whatever processes, build once.
 *
 * @throws Error whose message says what to do.
 */
export async function ensureBuilt({ wanted = allParts, quiet = false } = {}) {
  if (!hasSources()) {
    const missing = wanted.map((part) => parts[part].entry).find((entry) => !existsSync(path.join(root, entry)));
    if (missing !== undefined) throw new Error(`${missing} is missing, and there are no sources to build it from`);
    return;
  }
  if (wanted.every(isFresh)) return;
  if (!existsSync(builder)) throw new Error('the development packages are not installed; run `npm ci` first');
  await withLock(async () => {
    const stale = wanted.filter((part) => !isFresh(part));
    if (stale.length === 0) return;
    if (!quiet) process.stderr.write(`airlock: building ${stale.join(', ')}\n`);
    // Taken before the build: what is edited meanwhile makes the next call build again.
    const hashes = new Map(stale.map((part) => [part, hashSources(part)]));
    for (const part of stale) rmSync(stampPath(part), { force: true });
    await runBuilder(stale, quiet);
    for (const [part, hash] of hashes) writeFileSync(stampPath(part), hash);
  });
}

async function runAsScript() {
  const duringInstall = process.env.npm_lifecycle_event === 'prepare';
  if (duringInstall && !existsSync(builder)) {
    process.stderr.write('airlock: development packages are not installed, so nothing is built\n');
    return;
  }
  try {
    await ensureBuilt({ quiet: process.argv.includes('--quiet') || duringInstall });
  } catch (error) {
    process.stderr.write(`airlock: could not build: ${error.message}\n`);
    if (duringInstall) {
      process.stderr.write('airlock: the packages themselves are installed; `npm run build` tries again\n');
    }
    process.exitCode = 1;
  }
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runAsScript();
}
