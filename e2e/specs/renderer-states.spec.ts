import { expect } from '@playwright/test';
import { snapshotNames, snapshots, type SnapshotName } from '../fixtures/snapshots.ts';
import { test } from '../pages/panel-test.ts';

/** What each state says on top, and what it offers: at most two things, the likely one first. */
const expected: Readonly<Record<SnapshotName, { readonly title: string; readonly actions: readonly string[] }>> = {
  sealed: { title: 'Sealed', actions: ['Open ComfyUI', 'Test now'] },
  linux: { title: 'Sealed', actions: ['Open ComfyUI', 'Test now'] },
  testing: { title: 'Sealed', actions: ['Open ComfyUI', 'Testing …'] },
  breach: { title: 'Paused: the wall was opened', actions: ['Mend and test again', 'Stop'] },
  freezing: { title: 'Paused: the wall was opened', actions: ['Mend and test again', 'Stop'] },
  extremes: { title: 'Paused: the wall was opened', actions: ['Mend and test again', 'Stop'] },
  resuming: { title: 'Mending …', actions: ['Stop'] },
  stopping: { title: 'Stopping …', actions: [] },
  leaking: { title: 'Leaking', actions: ['Stop', 'Test now'] },
  unproven: { title: 'Not proven', actions: ['Stop', 'Test now'] },
  launching: { title: 'Launching …', actions: ['Cancel'] },
  failed: { title: 'Failed', actions: ['Try again', 'Look again'] },
  fresh: { title: 'Not tested yet', actions: ['Launch Secure', 'Look again'] },
  damagedProfile: { title: 'Not tested yet', actions: ['Launch Secure', 'Look again'] },
  firstSweep: { title: 'Not tested yet', actions: ['Launch Secure', 'Looking …'] },
  practice: { title: 'Practice PC', actions: ['Launch Secure', 'Look again'] },
};

for (const name of snapshotNames) {
  test(`${name}: says what is true and offers what fits`, async ({ openPanel }) => {
    const { panel } = await openPanel(snapshots[name]);
    await expect(panel.verdict.getByRole('heading')).toHaveText(expected[name].title);
    await expect(panel.verdictActions()).toHaveText(expected[name].actions);
  });
}

test('a freeze that is not confirmed is never said to be one', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.freezing);
  await expect(panel.verdict).not.toContainText('was frozen');
});

test('the page of ComfyUI is offered in the sealed state only', async ({ openPanel }) => {
  for (const name of snapshotNames) {
    const { panel } = await openPanel(snapshots[name]);
    const offers = panel.page.getByRole('button', { name: 'Open ComfyUI' });
    if (expected[name].title === 'Sealed') await expect(offers.first(), name).toBeVisible();
    else await expect(offers, name).toHaveCount(0);
  }
});

test('a failure says what happened, what was kept and what to do', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.failed);
  const { failure } = snapshots.failed.session ?? {};
  await expect(panel.verdict).toContainText(failure?.message ?? 'no failure');
  await expect(panel.verdict).toContainText(failure?.next ?? 'no next step');
});

test('a launch shows its steps, the running one marked, and can be cancelled', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.launching);
  const launch = panel.card('launch');
  await expect(launch.locator('[aria-current="step"]')).toContainText('Start ComfyUI');
  await expect(launch.getByRole('listitem').filter({ hasText: 'Raise the wall' })).toContainText('0.6 s');
  await launch.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => served.invoked).toEqual([{ name: 'launch.cancel', input: {} }]);
});

test('Secure starts with the wall that was chosen', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.fresh);
  await panel
    .card('launch')
    .getByRole('radio', { name: /Sealed/ })
    .check();
  await panel.card('launch').getByRole('button', { name: 'Launch Secure' }).click();
  const started = [{ name: 'launch.start', input: { mode: 'secure', wall: 'sealed' } }];
  await expect.poll(() => served.invoked).toEqual(started);
});

test('a damaged profile is named where a launch is started', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.damagedProfile);
  await expect(panel.card('launch')).toContainText('found "8188x"');
});

test('without a wall test the network claims nothing', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.fresh);
  const network = panel.card('network');
  await expect(network.getByRole('listitem').filter({ hasText: 'Internet' })).toContainText('not tested');
  await expect(network.locator('.way.is-blocked, .way.is-reached')).toHaveCount(0);
});

test('the network shows what got out, and lists every way with its proof', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.leaking);
  const network = panel.card('network');
  await expect(network.locator('svg .way.is-reached')).toHaveCount(1);
  await network.locator('summary').click();
  const rows = network.locator('tbody tr');
  await expect(rows).toHaveCount(snapshots.leaking.lastWallTest.vectors.length);
  await expect(rows.first()).toContainText('172.18.0.1:22');
  await expect(rows.first()).toContainText('reached');
});

test('says what a hostile node could reach, in the words of the last test', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.leaking);
  await expect(panel.card('hostile')).toContainText('172.18.0.1:22, 192.0.2.15:22');
  served.show(snapshots.fresh);
  await expect(panel.card('hostile')).toContainText('no ComfyUI is running');
});

test('accounts are shown only where there are any', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.sealed);
  await expect(panel.card('accounts')).toBeVisible();
  served.show(snapshots.linux);
  await expect(panel.card('accounts')).toHaveCount(0);
});

test('the practice PC is marked on every screen', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.practice);
  const banner = panel.page.locator('.practice-banner');
  await expect(banner).toContainText('simulated');
  await panel.goTo('Activity');
  await expect(banner).toContainText('simulated');
});

test('activity can be filtered, says when nothing fits, and when nothing has happened', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.breach);
  await panel.goTo('Activity');
  const all = panel.card('activity-all');
  await expect(all.locator('li')).toHaveCount(snapshots.breach.activity.length);
  await all.getByRole('searchbox').fill('breach');
  await expect(all.locator('li')).toHaveCount(1);
  await all.getByRole('searchbox').fill('no such thing');
  await expect(all.getByRole('status')).toContainText('no such thing');
  await all.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(all.locator('li')).toHaveCount(snapshots.breach.activity.length);
  served.show(snapshots.fresh);
  await expect(all).toContainText('Nothing has happened yet');
});
