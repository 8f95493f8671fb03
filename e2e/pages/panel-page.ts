import type { Locator, Page } from '@playwright/test';
import type { ControlId, LayerId } from '../../app/controls/control.ts';

/** The panel as a person meets it. Specs go through here, so that a changed page changes one file. */
export class PanelPage {
  readonly bar: Locator;
  readonly verdict: Locator;
  readonly map: Locator;
  readonly details: Locator;
  readonly dialog: Locator;
  /** What a screen reader says at once. */
  readonly assertive: Locator;
  /** What a screen reader says when it has time. */
  readonly polite: Locator;

  constructor(readonly page: Page) {
    this.bar = page.getByRole('banner');
    this.verdict = page.locator('section.verdict');
    this.map = page.locator('.map');
    this.details = page.locator('.details');
    this.dialog = page.getByRole('dialog').and(page.locator('dialog'));
    this.assertive = this.verdict.getByRole('alert');
    this.polite = this.verdict.getByRole('status');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.map.waitFor();
  }

  card(name: 'launch' | 'network' | 'activity' | 'hostile' | 'accounts' | 'activity-all'): Locator {
    return this.page.locator(`section.card-${name}`);
  }

  chip(id: ControlId): Locator {
    return this.map.locator(`button[data-control="${id}"]`);
  }

  chipsOf(layer: LayerId): Locator {
    return this.map.locator(`button[data-control^="${layer}."]`);
  }

  layer(id: LayerId): Locator {
    return this.map.locator(`section[data-layer="${id}"]`);
  }

  verdictActions(): Locator {
    return this.verdict.getByRole('button');
  }

  async goTo(place: 'Map' | 'Activity'): Promise<void> {
    await this.bar.getByRole('button', { name: place }).click();
  }

  /** By how many pixels the page is wider than the window. */
  sidewaysPx(): Promise<number> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }

  /** The control whose chip has the focus, or null. */
  focusedChip(): Promise<string | null> {
    return this.page.evaluate(() => document.activeElement?.getAttribute('data-control') ?? null);
  }
}
