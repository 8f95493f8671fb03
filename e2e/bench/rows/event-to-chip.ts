import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { docker } from '../bench-pc.ts';
import { median, percentile, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const changes = 20;
const settleMs = 300;
const control = 'docker.manual-lifecycle';

/** From the time the engine gives its event to the changed chip in the page's document; 20 changes each way. */
export const eventToChip: Row = {
  id: 'event-to-chip-p95',
  unit: 'ms',
  goal: { atMost: 100 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    await pc.session('bridge');
    const page = await pc.page();
    await page.locator(`.chip[data-control="${control}"][data-verdict="pass"]`).waitFor();
    await watchChip(page);
    const events = followUpdates();
    // The client says nothing when its stream is open.
    await sleep(1_000);
    try {
      const times = await repeat(changes * 2, (turn) => changeOnce(page, events.next, turn % 2 === 0));
      const note = `median ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms of ${String(times.length)}`;
      return { value: percentile(times, 95), note };
    } finally {
      await events.close();
      docker('update', '--restart', 'no', 'airlock-comfyui');
    }
  },
};

async function changeOnce(page: Page, nextEvent: () => Promise<number>, broken: boolean): Promise<number> {
  const seen = nextEvent();
  docker('update', '--restart', broken ? 'always' : 'no', 'airlock-comfyui');
  const verdict = broken ? 'fail' : 'pass';
  const changedAtMs = await page.evaluate(
    ([wanted]) => (globalThis as unknown as { chipTurned: (verdict: string) => Promise<number> }).chipTurned(wanted),
    [verdict] as const,
  );
  const eventAtMs = await seen;
  await sleep(settleMs);
  return changedAtMs - eventAtMs;
}

/** Puts a note of the time into the page whenever the chip's verdict changes. */
async function watchChip(page: Page): Promise<void> {
  await page.evaluate((id) => {
    const chip = document.querySelector(`.chip[data-control="${id}"]`);
    if (chip === null) throw new Error(`no chip ${id}`);
    const turned: { verdict: string | null; atMs: number }[] = [];
    const waiting: (() => void)[] = [];
    new MutationObserver(() => {
      turned.push({ verdict: chip.getAttribute('data-verdict'), atMs: Date.now() });
      for (const wake of waiting.splice(0)) wake();
    }).observe(chip, { attributes: true, attributeFilter: ['data-verdict'] });
    const chipTurned = async (verdict: string): Promise<number> => {
      for (;;) {
        const found = turned.findIndex((change) => change.verdict === verdict);
        const change = turned[found];
        if (change !== undefined) {
          turned.length = 0;
          return change.atMs;
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    };
    Object.assign(globalThis, { chipTurned });
  }, control);
}

interface Updates {
  /** The engine's own time of the next `update` event, in milliseconds since 1970. */
  readonly next: () => Promise<number>;
  readonly close: () => Promise<void>;
}

function followUpdates(): Updates {
  const child = spawn('docker', ['events', '--filter', 'event=update', '--format', '{{.TimeNano}}'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    next: async () => {
      const [line] = (await once(lines, 'line')) as [string];
      return Number(line) / 1e6;
    },
    close: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
