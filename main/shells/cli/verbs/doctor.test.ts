import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandLine } from '../testing/command-line.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-doctor-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const airlock = (...args: string[]): ReturnType<typeof commandLine> =>
  commandLine([...args, '--host', 'practice', '--json'], { AIRLOCK_HOME: home, AIRLOCK_HOST: 'practice' });

test('names the cause, its evidence and its remedy', { timeout: 60_000 }, async () => {
  await airlock('practice', '--break', 'wsl.models-mount', '--break', 'windows.automount-task');
  const { code, values } = await airlock('doctor');
  expect(code).toBe(1);
  expect(values).toEqual([
    {
      diagnoses: [
        {
          id: 'models-missing',
          cause: 'models.task-wrong-principal',
          summary: expect.any(String) as string,
          next: expect.any(String) as string,
          evidence: [
            { control: 'wsl.models-mount', source: expect.any(String) as string, output: expect.any(String) as string },
            {
              control: 'windows.automount-task',
              source: expect.any(String) as string,
              output: expect.stringContaining('S-1-5-21') as string,
            },
          ],
          remedy: 'windows.register-task',
        },
      ],
      environment: expect.objectContaining({ host: 'practice', home }) as unknown,
    },
  ]);
});

test('writes a kit where it is told to, and never over another one', { timeout: 60_000 }, async () => {
  const folder = path.join(home, 'kit');
  const first = await airlock('doctor', '--collect', folder);
  expect(first.values[0]).toMatchObject({ kit: { folder, holds: { controls: 28, diagnoses: 0 } } });
  const json = readFileSync(path.join(folder, 'field-kit.json'), 'utf8');
  expect(json).not.toContain('S-1-5-21-');
  expect(readFileSync(path.join(folder, 'field-kit.txt'), 'utf8')).toContain('AIRLOCK_HOST: practice');
  const second = await airlock('doctor', '--collect', folder);
  expect(second).toMatchObject({ code: 2, values: [{ error: { code: 'name-clash' } }] });
  expect(readFileSync(path.join(folder, 'field-kit.json'), 'utf8')).toBe(json);
  const usual = await airlock('doctor', '--collect');
  expect(usual.values[0]).toMatchObject({ kit: { folder: expect.stringContaining('field-kits') as string } });
});
