// `npm run package`: an unpacked app in dist/. With ELECTRON_OVERRIDE_DIST_PATH the Electron of that folder is used
// instead of a downloaded one.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

function electronOptions() {
  const distDir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (distDir === undefined) return [];
  const versionPath = path.join(distDir, 'version');
  if (!existsSync(versionPath)) throw new Error('ELECTRON_OVERRIDE_DIST_PATH holds no Electron (no file "version")');
  const version = readFileSync(versionPath, 'utf8').trim().replace(/^v/, '');
  process.stderr.write(`airlock: packaging with Electron ${version} of ELECTRON_OVERRIDE_DIST_PATH\n`);
  return [`--config.electronDist=${distDir}`, `--config.electronVersion=${version}`];
}

function runBuilder(args) {
  return new Promise((resolve, reject) => {
    const builder = path.join(root, 'node_modules/electron-builder/cli.js');
    const child = spawn(process.execPath, [builder, ...args], { cwd: root, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

try {
  await ensureBuilt();
  const asked = process.argv.slice(2);
  const target = asked.length > 0 ? asked : ['--dir'];
  process.exitCode = await runBuilder([...target, '--publish', 'never', ...electronOptions()]);
} catch (error) {
  process.stderr.write(`airlock: could not package: ${error.message}\n`);
  process.exitCode = 1;
}
