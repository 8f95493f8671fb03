import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PanelSnapshot } from '../../../../app/ipc/snapshot.ts';
import { commandLine } from '../testing/command-line.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-cli-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const airlock = (...args: string[]): ReturnType<typeof commandLine> =>
  commandLine([...args, '--host', 'practice', '--json'], { AIRLOCK_HOME: home });

async function networkVerdict(): Promise<string | undefined> {
  const { values } = await airlock('status');
  const { layers } = values[0] as PanelSnapshot;
  return layers.flatMap(({ controls }) => controls).find(({ id }) => id === 'wsl.network-nat')?.verdict;
}

interface Row {
  readonly id: string;
  readonly offered: boolean;
  readonly undoable: string | null;
}

async function row(id: string): Promise<Row | undefined> {
  const { values } = await airlock('remedy', 'list');
  return (values[0] as { remedies: Row[] }).remedies.find((one) => one.id === id);
}

const plan = { id: 'wsl.shutdown', needs: 'user', changes: [expect.stringContaining('NAT networking')] };

test('a remedy is planned, refused without --yes, carried out, and taken back', { timeout: 60_000 }, async () => {
  await airlock('practice', '--break', 'wsl.network-nat');
  expect(await row('wsl.shutdown')).toMatchObject({ offered: true, undoable: null });
  const planned = await airlock('remedy', 'plan', 'wsl.shutdown');
  expect(planned).toMatchObject({ code: 0, values: [plan] });
  expect(Object.keys(planned.values[0] as object)).toEqual(['id', 'needs', 'changes', 'undo']);

  const asked = await airlock('remedy', 'run', 'wsl.shutdown');
  expect(asked).toMatchObject({ code: 2, values: planned.values, notes: expect.stringContaining('--yes') as string });
  expect(await networkVerdict()).toBe('fail');

  const ran = await airlock('remedy', 'run', 'wsl.shutdown', '--yes');
  expect(ran).toMatchObject({ code: 0, values: [{ id: 'wsl.shutdown', outcome: 'done', undoable: true }] });
  expect(await networkVerdict()).toBe('pass');
  expect(await row('wsl.shutdown')).toMatchObject({ offered: false, undoable: expect.any(String) as string });

  expect(await airlock('remedy', 'undo', 'wsl.shutdown')).toMatchObject({ code: 2 });
  expect(await networkVerdict()).toBe('pass');
  const undone = await airlock('remedy', 'undo', 'wsl.shutdown', '--yes');
  expect(undone).toMatchObject({ code: 0, values: [{ id: 'wsl.shutdown', outcome: 'done', undoable: false }] });
  expect(await networkVerdict()).toBe('fail');
});

test('what cannot be done fails with its code and the next step', { timeout: 60_000 }, async () => {
  const undo = await airlock('remedy', 'undo', 'wsl.set-nat', '--yes');
  expect(undo).toMatchObject({ code: 1, values: [{ outcome: 'failed', code: 'nothing-to-undo' }] });
  const byHand = await airlock('remedy', 'run', 'wsl.move-distro', '--yes');
  expect(byHand).toMatchObject({ code: 1, values: [{ outcome: 'failed', code: 'not-supported-here' }] });
  const steps = await airlock('remedy', 'plan', 'wsl.move-distro');
  expect(JSON.stringify(steps.values[0])).toContain('wsl --export');
  const noSession = await airlock('remedy', 'run', 'docker.test-wall', '--yes');
  expect(noSession).toMatchObject({ code: 1, values: [{ outcome: 'failed', code: 'not-running' }] });
});
