import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { snapshotNames, snapshots } from '../fixtures/snapshots.ts';
import { test } from '../pages/panel-test.ts';

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const name of snapshotNames) {
      test(`axe finds nothing: ${name}`, async ({ openPanel, page }) => {
        await openPanel(snapshots[name]);
        expect(await violations(page)).toEqual([]);
      });
    }

    test('axe finds nothing in details, dialog, table and activity', async ({ openPanel, page }) => {
      const { panel } = await openPanel(snapshots.breach);
      await panel.card('network').locator('summary').click();
      await panel.chip('docker.wall').click();
      await expect(panel.details).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await panel.details.getByRole('button', { name: /Raise the wall again/ }).click();
      await expect(panel.dialog).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await panel.goTo('Activity');
      expect(await violations(page)).toEqual([]);
    });
  });
}

test('the theme switch goes round, and the choice outlives a reload', async ({ openPanel, page }) => {
  const { panel } = await openPanel(snapshots.sealed);
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const theme = panel.bar.getByRole('button', { name: /^Theme/ });
  const light = await ground();
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: Light');
  await theme.click();
  await expect(theme).toHaveAccessibleName('Theme: Dark');
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await panel.map.waitFor();
  expect(await ground()).toBe(dark);
});

test('in forced colours every chip keeps a border, its icon and its word', async ({ openPanel, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const { panel } = await openPanel(snapshots.breach);
  const chips = panel.map.locator('button.chip:not([data-verdict="not-applicable"])');
  const borders = await chips.evaluateAll((all) =>
    all.map((chip) => [getComputedStyle(chip).borderTopStyle, getComputedStyle(chip).borderTopWidth].join(' ')),
  );
  expect(borders.filter((border) => border.startsWith('none') || border.endsWith(' 0px'))).toEqual([]);
  const paints = await panel
    .chip('docker.wall')
    .evaluate((chip) => [getComputedStyle(chip).color, getComputedStyle(chip).backgroundColor]);
  expect(paints[0]).not.toBe(paints[1]);
  await expect(panel.chip('docker.wall').locator('svg')).toBeVisible();
});

test('what moves takes 150 ms at most, and under reduced motion nothing moves', async ({ openPanel, page }) => {
  const { panel } = await openPanel(snapshots.firstSweep);
  /** The longest movement that ends, in seconds; a spinner has no end. */
  const longestS = (): Promise<number> =>
    page.evaluate(() => {
      const seconds = (list: string): number[] => list.split(',').map((one) => parseFloat(one));
      const transitions = [...document.querySelectorAll('*')].flatMap((one) =>
        seconds(getComputedStyle(one).transitionDuration),
      );
      const once = document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => Number(one.effect?.getComputedTiming().duration) / 1000);
      return Math.max(...transitions, ...once);
    });
  await panel.chip('docker.shm').click();
  await expect(panel.details).toBeVisible();
  expect(await longestS()).toBeGreaterThan(0);
  expect(await longestS()).toBeLessThanOrEqual(0.15);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // A movement that had begun before the switch may still end.
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
  expect(await longestS()).toBe(0);
  await panel.chip('docker.wall').click();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('the page follows its own content security policy in every state', async ({ openPanel, page }) => {
  const broken: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy')) broken.push(message.text());
  });
  page.on('pageerror', (error) => broken.push(error.message));
  for (const name of snapshotNames) await openPanel(snapshots[name]);
  const { panel } = await openPanel(snapshots.breach);
  await panel.chip('docker.wall').click();
  await panel.details.getByRole('button', { name: /Raise the wall again/ }).click();
  await expect(panel.dialog).toBeVisible();
  expect(broken).toEqual([]);
});
