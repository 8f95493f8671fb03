import { test as base } from '@playwright/test';
import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';
import { serveFixture, type FixtureShell } from '../fixtures/serve-fixture.ts';
import { PanelPage } from './panel-page.ts';

export interface OpenPanel {
  readonly panel: PanelPage;
  readonly served: FixtureShell;
}

/** Playwright's test, and a panel on any snapshot; every shell it opened is closed again. */
export const test = base.extend<{ openPanel: (snapshot: PanelSnapshot) => Promise<OpenPanel> }>({
  timezoneId: 'UTC',
  openPanel: async ({ page }, use) => {
    const shells: FixtureShell[] = [];
    await use(async (snapshot) => {
      const served = await serveFixture(snapshot);
      shells.push(served);
      const panel = new PanelPage(page);
      await panel.open(served.address());
      return { panel, served };
    });
    for (const served of shells) served.close();
  },
});
