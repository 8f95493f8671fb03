import { expect } from '@playwright/test';
import { snapshots } from '../fixtures/snapshots.ts';
import { test } from '../pages/panel-test.ts';

test('a breach is announced at once, everything else when there is time', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.launching);
  await expect(panel.polite).toContainText('Launching');
  await expect(panel.assertive).toBeEmpty();
  served.show(snapshots.sealed);
  await expect(panel.polite).toContainText('Sealed');
  await expect(panel.assertive).toBeEmpty();
  served.show(snapshots.breach);
  await expect(panel.assertive).toContainText('Paused: the wall was opened');
  await expect(panel.polite).toBeEmpty();
});

test('what is announced does not change with every second', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  const changed = panel.polite.evaluate(
    (region) =>
      new Promise<number>((resolve) => {
        let changes = 0;
        new MutationObserver(() => (changes += 1)).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
        setTimeout(() => resolve(changes), 2_500);
      }),
  );
  expect(await changed).toBe(0);
});

test('the running time runs only while a session does', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.sealed);
  const pill = panel.bar.locator('.session-pill');
  const first = await pill.textContent();
  expect(first).toMatch(/00:08:1\d/);
  await expect(pill).not.toHaveText(first ?? '');
  served.show(snapshots.breach);
  await expect(pill).toHaveText('Paused');
  served.show(snapshots.fresh);
  await expect(pill).toHaveCount(0);
});

test('a lost connection is said, nothing is offered meanwhile, and it comes back by itself', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.sealed);
  served.drop();
  await expect(panel.verdict).toHaveAttribute('data-state', 'lost');
  await expect(panel.verdictActions()).toHaveCount(0);
  await served.accept();
  await expect(panel.verdict).toHaveAttribute('data-state', 'sealed');
});

test('the token leaves the address bar, and the page survives a reload', async ({ openPanel }) => {
  const { panel } = await openPanel(snapshots.sealed);
  await expect.poll(() => new URL(panel.page.url()).hash).toBe('');
  await panel.page.reload();
  await expect(panel.verdict.getByRole('heading')).toHaveText('Sealed');
});

test('an address that was used before is turned away, and the page says so', async ({ browser, openPanel }) => {
  const { served } = await openPanel(snapshots.sealed);
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(served.address().replace(/#.*/, '#token=unknown'));
  await expect(stranger.getByRole('heading')).toHaveText('Not signed in');
  await stranger.context().close();
});

test('a refusal is said with its next step and can be put away', async ({ openPanel }) => {
  const { panel, served } = await openPanel(snapshots.fresh);
  const failure = { code: 'port-taken', message: 'Port 8188 is in use.', next: 'Choose another port.' } as const;
  served.refuse('launch.start', failure);
  await panel.card('launch').getByRole('button', { name: 'Launch Secure' }).click();
  const note = panel.page.locator('.refusal');
  await expect(note).toContainText('Port 8188 is in use.');
  await expect(note).toContainText('Choose another port.');
  await note.getByRole('button').click();
  await expect(note).toHaveCount(0);
});
