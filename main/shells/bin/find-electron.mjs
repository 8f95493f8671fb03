// Looks for Electron's program, and fetches it when that looks possible. The package brings no program of its own and
// no install script: its own way would wait for a download that may never come.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const packageDir = path.join(root, 'node_modules/electron');
const reachWithinMs = 4_000;
const fetchWithinMs = 300_000;

const usualName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

function installedPath() {
  const namePath = path.join(packageDir, 'path.txt');
  const name = existsSync(namePath) ? readFileSync(namePath, 'utf8').trim() : usualName;
  const elsewhere = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = path.join(elsewhere ?? path.join(packageDir, 'dist'), name);
  return existsSync(program) ? program : null;
}

/** One short question to where it would come from, so that a machine without that way does not wait. */
async function canFetch() {
  const from = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    await fetch(from, { method: 'HEAD', signal: AbortSignal.timeout(reachWithinMs) });
    return null;
  } catch (error) {
    const cause = error.cause?.code ?? error.name;
    return `${new URL(from).host} cannot be reached (${cause})`;
  }
}

function fetchProgram() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(packageDir, 'install.js')], {
      stdio: ['ignore', 2, 'pipe'],
      timeout: fetchWithinMs,
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const stop = () => child.kill();
    process.once('exit', stop);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      process.off('exit', stop);
      resolve(
        code === 0 ? null : `its download ended with ${code ?? 'no answer'}: ${said.trim().split('\n')[0] ?? ''}`,
      );
    });
  });
}

/**
 * @returns {Promise<{program: string, reason: null} | {program: null, reason: string}>} the program, or why there is none.
 */
export async function findElectron() {
  const installed = installedPath();
  if (installed !== null) return { program: installed, reason: null };
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined) {
    return { program: null, reason: `ELECTRON_OVERRIDE_DIST_PATH holds no ${usualName}` };
  }
  if (!existsSync(path.join(packageDir, 'install.js'))) return { program: null, reason: 'Electron is not installed' };
  const unreachable = await canFetch();
  if (unreachable !== null) return { program: null, reason: `Electron's program is not here, and ${unreachable}` };
  process.stderr.write("airlock: fetching Electron's program, once (about 120 MB)\n");
  const problem = await fetchProgram();
  const program = installedPath();
  return program === null
    ? { program: null, reason: problem ?? 'its download left no program' }
    : { program, reason: null };
}
