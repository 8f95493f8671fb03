import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Path in the copy → text of a file that breaks a rule. */
export type Plants = Readonly<Record<string, string>>;

const copied = [
  'app',
  'main',
  'renderer',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.tests.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
];

/** Copies the product and the checkers' settings to a throw-away folder and plants files in the copy. */
export function plantedCopy(plants: Plants): string {
  const copyDir = mkdtempSync(join(tmpdir(), 'airlock-architecture-'));
  for (const name of copied) cpSync(name, join(copyDir, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copyDir, 'node_modules'));
  for (const [path, text] of Object.entries(plants)) {
    mkdirSync(dirname(join(copyDir, path)), { recursive: true });
    writeFileSync(join(copyDir, path), text);
  }
  return copyDir;
}

export function removeCopy(copyDir: string): void {
  rmSync(copyDir, { recursive: true, force: true });
}

/** Runs a checker inside the copy; a bad exit code is what is expected of it. */
export function runInCopy(copyDir: string, program: string, args: readonly string[]): Promise<string> {
  const file = join(process.cwd(), 'node_modules', '.bin', program);
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { cwd: copyDir, maxBuffer: 64 << 20, timeout: 180_000 }, (error, stdout, stderr) => {
      if (stdout === '' && error !== null) reject(new Error(`${program}: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
