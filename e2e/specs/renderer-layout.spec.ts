import { expect } from '@playwright/test';
import { snapshotNames, snapshots } from '../fixtures/snapshots.ts';
import { test } from '../pages/panel-test.ts';

test.describe('360 px wide', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  for (const name of snapshotNames) {
    test(`nothing scrolls sideways: ${name}`, async ({ openPanel }) => {
      const { panel } = await openPanel(snapshots[name]);
      expect(await panel.sidewaysPx()).toBe(0);
      await panel.goTo('Activity');
      expect(await panel.sidewaysPx()).toBe(0);
    });
  }

  test('open details and the table of ways stay inside the window', async ({ openPanel }) => {
    const { panel } = await openPanel(snapshots.extremes);
    await panel.card('network').locator('summary').click();
    await panel.chip('docker.wall').click();
    const box = await panel.details.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(360);
    expect(await panel.sidewaysPx()).toBe(0);
  });

  test('one column: verdict, launch, map, and the rest below', async ({ openPanel }) => {
    const { panel } = await openPanel(snapshots.sealed);
    const order = [panel.verdict, panel.card('launch'), panel.map, panel.card('hostile'), panel.card('network')];
    const tops = await Promise.all(order.map(async (part) => (await part.boundingBox())?.y ?? NaN));
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
  });

  test('everything that can be pressed is 44 px high', async ({ openPanel }) => {
    for (const name of ['fresh', 'breach', 'practice'] as const) {
      const { panel } = await openPanel(snapshots[name]);
      const small = await panel.page
        .locator('button:visible, summary:visible, label:visible')
        .evaluateAll((all) =>
          all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent),
        );
      expect(small, name).toEqual([]);
    }
  });
});

test('everything that can be pressed is at least 28 px high', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.fresh);
  const small = await panel.page
    .locator('button:visible, summary:visible, label:visible')
    .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 28).map((one) => one.textContent));
  expect(small).toEqual([]);
});

for (const width of [700, 999, 1000, 1360, 2560, 3840]) {
  test(`nothing scrolls sideways at ${String(width)} px`, async ({ openPanel, page }) => {
    await page.setViewportSize({ width, height: 1000 });
    const { panel } = await openPanel(snapshots.extremes);
    expect(await panel.sidewaysPx()).toBe(0);
  });
}

test('two columns from 1,000 px on, the right one 360 px wide', async ({ openPanel, page }) => {
  await page.setViewportSize({ width: 1000, height: 1000 });
  const { panel } = await openPanel(snapshots.sealed);
  const [map, launch] = [await panel.map.boundingBox(), await panel.card('launch').boundingBox()];
  expect(launch?.width).toBe(360);
  expect(launch?.y).toBe(map?.y);
  await page.setViewportSize({ width: 999, height: 1000 });
  await expect.poll(async () => (await panel.card('launch').boundingBox())?.width).toBeGreaterThan(900);
});

test('on a wide screen the content stops growing at about 1,500 px', async ({ openPanel, page }) => {
  await page.setViewportSize({ width: 2560, height: 1200 });
  const { panel } = await openPanel(snapshots.sealed);
  expect((await panel.verdict.boundingBox())?.width).toBeLessThanOrEqual(1500);
  expect((await panel.bar.boundingBox())?.height).toBe(52);
});
