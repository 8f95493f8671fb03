import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlIds, type ControlId } from '../../app/controls/control.ts';
import type { ControlView } from '../../app/ipc/snapshot.ts';
import { composePanel } from './compose.ts';
import type { Panel } from './panel.ts';

let home: string;
let panel: Panel;

function chip(id: ControlId): ControlView {
  const all = panel.state.snapshot().layers.flatMap((layer) => layer.controls);
  const found = all.find((control) => control.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

async function turns(id: ControlId, verdicts: readonly string[]): Promise<void> {
  await expect
    .poll(() => `${chip(id).verdict}: ${chip(id).summary}`, { timeout: 5_000, interval: 10 })
    .toMatch(new RegExp(`^(?:${verdicts.join('|')}):`, 'u'));
}

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'airlock-practice-'));
  panel = await composePanel({ host: 'practice', env: { AIRLOCK_HOME: home }, version: 'test' });
  panel.state.subscribe(() => undefined);
  panel.start();
  await panel.handlers['launch.start']({ mode: 'secure' });
  expect(await panel.settled()).toBeNull();
}, 30_000);

afterAll(async () => {
  await panel.handlers['session.stop']({});
  await panel.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Broken, this one shows only when the wall is tested again. */
const shownByTest: ControlId = 'docker.egress-proof';
/** Breaking it opens the wall: the session has to be resumed. */
const opensTheWall: ControlId = 'docker.wall';

describe('the practice PC', () => {
  it('shows every chip of a proven session, and no failure', async () => {
    expect(panel.state.currentSession()?.phase).toBe('ready');
    await panel.handlers['controls.sweep']({});
    for (const id of controlIds)
      expect(['pass', 'warn', 'not-applicable'], `${id}: ${chip(id).summary}`).toContain(chip(id).verdict);
  });

  const plain = controlIds.filter((id) => id !== shownByTest && id !== opensTheWall);
  it.each(plain)('%s turns when it is broken, and back when it is mended', async (id) => {
    const before = chip(id).verdict;
    await panel.handlers['practice.set']({ controlId: id, broken: true });
    await turns(id, ['fail']);
    await panel.handlers['practice.set']({ controlId: id, broken: false });
    await turns(id, [before]);
  });

  it('docker.egress-proof turns at the next wall test', async () => {
    await panel.handlers['practice.set']({ controlId: shownByTest, broken: true });
    expect((await panel.handlers['wall.test']({})).verdict).toBe('leaking');
    await turns(shownByTest, ['fail']);
    await panel.handlers['practice.set']({ controlId: shownByTest, broken: false });
    expect((await panel.handlers['wall.test']({})).verdict).toBe('sealed');
    await turns(shownByTest, ['pass']);
  });

  it('docker.wall turns at once, freezes ComfyUI, and turns back when it is raised again', async () => {
    await panel.handlers['practice.set']({ controlId: opensTheWall, broken: true });
    await turns(opensTheWall, ['fail']);
    await expect.poll(() => panel.state.currentSession()?.phase, { timeout: 5_000 }).toBe('paused');
    expect(chip(opensTheWall).remedies.map(({ id }) => id)).toContain('docker.raise-wall');
    await panel.handlers['practice.set']({ controlId: opensTheWall, broken: false });
    await panel.handlers['remedy.run']({ remedyId: 'docker.raise-wall' });
    expect(await panel.settled()).toBeNull();
    await turns(opensTheWall, ['pass']);
    await turns(shownByTest, ['pass']);
    expect(panel.state.currentSession()?.phase).toBe('ready');
  });
});
