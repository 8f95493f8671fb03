import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedCopy, removeCopy, runInCopy } from './planted-copy.ts';

/** What the compiler alone must refuse: planted file → expected error. */
const refused = [
  {
    path: 'app/planted-process.ts',
    text: 'export const planted = process.env;\n',
    error: 'TS2591',
    what: 'Node in app',
  },
  {
    path: 'app/planted-document.ts',
    text: 'export const planted = document.title;\n',
    error: 'TS2584',
    what: 'DOM in app',
  },
  {
    path: 'main/planted-document.ts',
    text: 'export const planted = document.title;\n',
    error: 'TS2584',
    what: 'DOM in main',
  },
  {
    path: 'renderer/planted-process.ts',
    text: 'export const planted = process.env;\n',
    error: 'TS2591',
    what: 'Node in the page',
  },
  {
    path: 'renderer/planted-import.ts',
    text: "import type { Engine } from '../main/docker/engine.ts';\n\nexport type Planted = Engine;\n",
    error: 'TS6307',
    what: 'main in the page, even as a type',
  },
  {
    path: 'main/planted-handlers.ts',
    text: [
      "import type { CommandHandlers } from '../app/ipc/contract.ts';",
      '',
      "export const planted: CommandHandlers = { 'controls.sweep': () => Promise.resolve(null) };",
      '',
    ].join('\n'),
    error: 'TS2740',
    what: 'a command without a handler',
  },
  {
    path: 'main/planted-input.ts',
    text: [
      "import type { CommandInput } from '../app/ipc/contract.ts';",
      '',
      "export const planted: CommandInput<'launch.start'> = { mode: 'update' };",
      '',
    ].join('\n'),
    error: 'TS2322',
    what: 'an input the contract does not know',
  },
] as const;

describe('the boundaries the compiler holds', () => {
  let copyDir = '';
  const errors = new Map<string, string[]>();

  beforeAll(async () => {
    copyDir = plantedCopy(Object.fromEntries(refused.map(({ path, text }) => [path, text])));
    const output = await runInCopy(copyDir, 'tsc', ['-b', '--pretty', 'false', 'main', 'renderer']);
    for (const [, path = '', code = ''] of output.matchAll(/^(.+?)\(\d+,\d+\): error (TS\d+)/gm)) {
      errors.set(path, [...(errors.get(path) ?? []), code]);
    }
  });

  afterAll(() => removeCopy(copyDir));

  it.each(refused)('refuses $what', ({ path, error }) => {
    expect(errors.get(path) ?? []).toContain(error);
  });
});
