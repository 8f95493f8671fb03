import { expect } from '@playwright/test';
import { catalogue, controlsOf } from '../../app/controls/catalogue.ts';
import { layerIds } from '../../app/controls/control.ts';
import { snapshots } from '../fixtures/snapshots.ts';
import { test } from '../pages/panel-test.ts';

test('every control has a chip in its layer, with its verdict in words', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  await expect(panel.map.locator('button.chip')).toHaveCount(catalogue.length);
  for (const layer of layerIds) await expect(panel.chipsOf(layer)).toHaveCount(controlsOf(layer).length);
  await expect(panel.chip('docker.wall')).toHaveAccessibleName(/The wall.*holds/);
  await expect(panel.chip('windows.hyperv-admins')).toHaveAccessibleName(/look/);
  await expect(panel.chip('container.torch-lock')).toHaveAccessibleName(/not known/);
  await expect(panel.chip('container.flags')).toHaveAccessibleName(/old/);
  await expect(panel.layer('container')).toContainText('7 of 9 hold');
});

test('the layers lie inside one another', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  for (const [at, inner] of layerIds.entries()) {
    const outer = layerIds[at - 1];
    if (outer !== undefined) {
      await expect(panel.layer(outer).locator(`section[data-layer="${inner}"]`)).toHaveCount(1);
    }
  }
});

test('a broken layer says how many, and only broken chips are filled', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.breach);
  await expect(panel.layer('docker').locator('.layer-sum').first()).toHaveText('2 broken');
  const fillOf = (id: 'docker.wall' | 'docker.shm'): Promise<string> =>
    panel.chip(id).evaluate((chip) => getComputedStyle(chip).backgroundColor);
  expect(await fillOf('docker.wall')).toBe('rgb(179, 38, 30)');
  expect(await fillOf('docker.shm')).toBe('rgb(255, 255, 255)');
});

test('arrow keys walk the chips of a layer, and Tab goes from layer to layer', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  const { keyboard } = panel.page;
  await panel.chip('docker.airlock-net').focus();
  await keyboard.press('ArrowRight');
  expect(await panel.focusedChip()).toBe('docker.wall');
  await keyboard.press('End');
  expect(await panel.focusedChip()).toBe('docker.egress-proof');
  await keyboard.press('ArrowRight');
  expect(await panel.focusedChip()).toBe('docker.airlock-net');
  await keyboard.press('ArrowLeft');
  expect(await panel.focusedChip()).toBe('docker.egress-proof');
  await keyboard.press('Home');
  expect(await panel.focusedChip()).toBe('docker.airlock-net');
  await keyboard.press('Escape');
  await keyboard.press('Tab');
  expect(await panel.focusedChip()).toBe('container.wanted-ids');
  await keyboard.press('Escape');
  await keyboard.press('Shift+Tab');
  expect(await panel.focusedChip()).toBe('docker.airlock-net');
});

test('each layer is one stop for Tab', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  for (const layer of layerIds)
    await expect(panel.chipsOf(layer).and(panel.page.locator('[tabindex="0"]'))).toHaveCount(1);
});

test('details open at once on keyboard focus, and Escape closes them and keeps the focus', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.breach);
  await panel.chip('docker.airlock-net').focus();
  await panel.page.keyboard.press('ArrowRight');
  await expect(panel.details).toBeVisible({ timeout: 250 });
  await expect(panel.details).toContainText('The wall');
  await panel.page.keyboard.press('Escape');
  await expect(panel.details).toHaveCount(0);
  expect(await panel.focusedChip()).toBe('docker.wall');
});

test('details open after a moment of hovering and close when the pointer leaves', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  await panel.page.clock.install();
  await panel.chip('docker.shm').hover();
  await panel.page.clock.runFor(250);
  await expect(panel.details).toHaveCount(0);
  await panel.page.clock.runFor(100);
  await expect(panel.details).toContainText('Private shm');
  await panel.verdict.hover();
  await panel.page.clock.runFor(500);
  await expect(panel.details).toHaveCount(0);
});

test('a click pins the details until Escape, a second click or a click elsewhere', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  const chip = panel.chip('docker.engine');
  await chip.click();
  await panel.page.mouse.move(2, 2);
  await expect(panel.details).toContainText('Engine');
  await expect(chip).toHaveAttribute('aria-expanded', 'true');
  await panel.page.keyboard.press('Escape');
  await expect(panel.details).toHaveCount(0);
  expect(await panel.focusedChip()).toBe('docker.engine');
  await chip.click();
  await expect(panel.details).toBeVisible();
  await panel.verdict.click({ position: { x: 5, y: 5 } });
  await expect(panel.details).toHaveCount(0);
});

test('details hold what was found, with source, output, age and duration', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.breach);
  await panel.chip('docker.wall').click();
  await expect(panel.details).toContainText('The DROP rule of airlock0 is missing in the INPUT chain (IPv4).');
  await expect(panel.details.locator('figure')).toContainText('iptables -w -S INPUT');
  await expect(panel.details.locator('pre')).toContainText('-P INPUT ACCEPT');
  await expect(panel.details).toContainText(/8 s ago|9 s ago|1\d s ago/);
  await expect(panel.details).toContainText('12 ms');
});

test('the guide stands against what was measured where they differ', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  const control = controlsOf('windows').find((one) => one.id === 'windows.docker-users');
  await panel.chip('windows.docker-users').click();
  await expect(panel.details).toContainText(control?.guide ?? 'no guide');
  await expect(panel.details).toContainText(control?.found ?? 'nothing found');
});

test('a remedy is shown whole and runs only after it was confirmed', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.breach);
  await panel.chip('docker.wall').click();
  const run = panel.details.getByRole('button', { name: /Raise the wall again/ });
  await run.click();
  await expect(panel.dialog).toContainText('Stopping the session takes the rules away without trace.');
  await panel.page.keyboard.press('Escape');
  await expect(panel.dialog).toHaveCount(0);
  expect(served.invoked).toEqual([]);
  await run.click();
  await panel.dialog.getByRole('button', { name: 'Run it now' }).click();
  await expect.poll(() => served.invoked).toEqual([{ name: 'remedy.run', input: { remedyId: 'docker.raise-wall' } }]);
});

test('only on the practice PC a control can be broken and mended', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.practice);
  await panel.chip('docker.shm').click();
  await panel.details.getByRole('button', { name: 'Break it' }).click();
  await expect
    .poll(() => served.invoked)
    .toEqual([{ name: 'practice.set', input: { controlId: 'docker.shm', broken: true } }]);
  served.show(snapshots.sealed);
  await expect(panel.details.getByRole('button', { name: 'Break it' })).toHaveCount(0);
});
