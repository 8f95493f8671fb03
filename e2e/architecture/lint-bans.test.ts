import { relative } from 'node:path';
import { realpathSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { plantedCopy, removeCopy, runInCopy } from './planted-copy.ts';

interface Ban {
  readonly path: string;
  readonly text: string;
  readonly rule: string;
  /** A piece of the message that names the right way. */
  readonly says: string;
}

const fiftyOneLines = 'let sum = 0;\n' + '  sum += 1;\n'.repeat(49) + '  return sum;\n';

const bans: readonly Ban[] = [
  ban(
    'main/shells/electron/planted-door.ts',
    "import { ipcMain } from 'electron';\n\nexport const planted = ipcMain;\n",
    {
      rule: 'no-restricted-imports',
      says: 'serve-commands.ts',
    },
  ),
  ban(
    'main/shells/electron/planted-send.ts',
    "import type { BrowserWindow } from 'electron';\n\nexport function plant(window: BrowserWindow): void {\n  window.webContents.send('planted');\n}\n",
    { rule: 'no-restricted-syntax', says: 'publish-events.ts' },
  ),
  ban('main/core/planted-engine.ts', "import Docker from 'dockerode';\n\nexport const planted = new Docker();\n", {
    rule: 'no-restricted-imports',
    says: 'Engine port',
  }),
  ban('main/core/planted-spawn.ts', "import { spawn } from 'node:child_process';\n\nexport const planted = spawn;\n", {
    rule: 'no-restricted-imports',
    says: 'main/process/spawn-stdio.ts',
  }),
  ban('renderer/planted-electron.ts', "import { app } from 'electron';\n\nexport const planted = app;\n", {
    rule: 'no-restricted-imports',
    says: 'renderer/bridge/',
  }),
  ban('app/planted-node.ts', "import { readFileSync } from 'node:fs';\n\nexport const planted = readFileSync;\n", {
    rule: 'no-restricted-imports',
    says: 'app/ is pure',
  }),
  ban('app/planted-zod.ts', "import { z } from 'zod';\n\nexport const planted = z.string();\n", {
    rule: 'no-restricted-imports',
    says: 'zod/mini',
  }),
  ban('main/process/planted-shell.ts', "export const planted = { shell: true, file: 'ls' };\n", {
    rule: 'no-restricted-syntax',
    says: 'array of arguments',
  }),
  ban('app/planted-default.ts', 'export default 1;\n', { rule: 'no-restricted-syntax', says: 'Export by name' }),
  ban('app/planted-enum.ts', 'export enum Planted {\n  One,\n}\n', { rule: 'no-restricted-syntax', says: 'as const' }),
  ban('app/planted-barrel.ts', "export * from './assert-never.ts';\n", {
    rule: 'no-restricted-syntax',
    says: 'barrels',
  }),
  ban('app/planted-any.ts', 'export const planted: any = 1;\n', {
    rule: '@typescript-eslint/no-explicit-any',
    says: 'any',
  }),
  ban('app/planted-ignore.ts', '// @ts-ignore\nexport const planted: number = 1;\n', {
    rule: '@typescript-eslint/ban-ts-comment',
    says: 'ts-ignore',
  }),
  ban('app/planted-prefix.ts', 'export interface IPlanted {\n  readonly one: number;\n}\n', {
    rule: '@typescript-eslint/naming-convention',
    says: 'IPlanted',
  }),
  ban('app/planted-types.ts', "import { Profile } from './launch/profile.ts';\n\nexport type Planted = Profile;\n", {
    rule: '@typescript-eslint/consistent-type-imports',
    says: 'type',
  }),
  ban('app/planted-length.ts', `export function plant(): number {\n  ${fiftyOneLines}}\n`, {
    rule: 'max-lines-per-function',
    says: '50',
  }),
  ban(
    'app/planted-parameters.ts',
    'export function plant(a: number, b: number, c: number, d: number, e: number): number {\n  return a + b + c + d + e;\n}\n',
    { rule: '@typescript-eslint/max-params', says: 'Maximum allowed is 4' },
  ),
  ban(
    'app/planted-file.ts',
    Array.from({ length: 301 }, (_, n) => `export const planted${String(n)} = 1;\n`).join(''),
    {
      rule: 'max-lines',
      says: '300',
    },
  ),
  ban('app/planted-todo.ts', '// TODO later\nexport const planted = 1;\n', {
    rule: 'no-warning-comments',
    says: 'todo',
  }),
  ban(
    'app/planted-disabled.ts',
    '// eslint-disable-next-line @typescript-eslint/no-explicit-any\nexport const planted: any = 1;\n',
    { rule: '@typescript-eslint/no-explicit-any', says: 'any' },
  ),
  ban('app/planted/utils.ts', 'export const planted = 1;\n', { rule: 'airlock/no-vague-names', says: 'utils' }),
  ban('app/helpers/planted.ts', 'export const planted = 1;\n', { rule: 'airlock/no-vague-names', says: 'helpers' }),
  ban('app/planted/index.ts', 'export const planted = 1;\n', { rule: 'airlock/no-vague-names', says: 'index' }),
  ban('app/planted/window-manager.ts', 'export const planted = 1;\n', {
    rule: 'airlock/no-vague-names',
    says: 'manager',
  }),
  ban('app/plantedCamel.ts', 'export const planted = 1;\n', { rule: 'airlock/kebab-case-files', says: 'kebab-case' }),
];

const report = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.nullable(z.string()), message: z.string(), severity: z.int() })),
  }),
);

describe('the bans of the linter', () => {
  let copyDir = '';
  let results: z.infer<typeof report> = [];

  beforeAll(async () => {
    copyDir = plantedCopy(Object.fromEntries(bans.map(({ path, text }) => [path, text])));
    const paths = bans.map(({ path }) => path);
    results = report.parse(JSON.parse(await runInCopy(copyDir, 'eslint', ['--format', 'json', ...paths])));
  });

  afterAll(() => removeCopy(copyDir));

  it.each(bans)('$rule bites on $path', ({ path, rule, says }) => {
    const file = results.find(({ filePath }) => relative(realpathSync(copyDir), filePath) === path);
    const messages = file?.messages.filter(({ ruleId, severity }) => ruleId === rule && severity === 2) ?? [];
    expect(messages.map(({ message }) => message).join('\n')).toContain(says);
  });
});

function ban(path: string, text: string, expected: { readonly rule: string; readonly says: string }): Ban {
  return { path, text, ...expected };
}
