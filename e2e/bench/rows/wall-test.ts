import { listed, median } from '../median.ts';
import type { Row } from '../row.ts';

/** The wall test of a launch, every way out, when nothing answers. */
export const wallTest: Row = {
  id: 'wall-test',
  unit: 's',
  goal: { atMost: 2 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    const times = (await pc.launches()).map(({ wallTestMs }) => wallTestMs);
    return { value: median(times) / 1000, note: listed(times, 'ms') };
  },
};
