import { performance } from 'node:perf_hooks';
import { closeElectron, driveElectron, emptyWindowDir, freshEnvironment, panelDir } from '../electron-program.ts';
import { listed, median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const starts = 5;

/** From starting the program to the first map in the window, against an empty window's first text. */
export const startToMap: Row = {
  id: 'start-to-map',
  unit: 'x',
  goal: { atMost: 1.5 },
  needs: ['window'],
  measure: async (pc) => {
    await pc.close();
    await startMs(panelDir);
    await startMs(emptyWindowDir);
    const pairs = await repeat(starts, async () => ({
      panel: await startMs(panelDir),
      empty: await startMs(emptyWindowDir),
    }));
    const panel = pairs.map((pair) => pair.panel);
    const empty = pairs.map((pair) => pair.empty);
    return {
      value: median(panel) / median(empty),
      note: `panel ${listed(panel, 'ms')}, empty window ${listed(empty, 'ms')}`,
    };
  },
};

async function startMs(appDir: string): Promise<number> {
  const env = freshEnvironment();
  const startedMs = performance.now();
  const app = await driveElectron(appDir, env);
  try {
    await (await app.firstWindow()).locator('.map').waitFor();
    return performance.now() - startedMs;
  } finally {
    await closeElectron(app);
  }
}
