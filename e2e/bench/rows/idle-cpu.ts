import { idleMinutes } from '../idle-minute.ts';
import type { Row } from '../row.ts';

/** Processor time of the panel over a minute in which nothing happens. */
export const idleCpu: Row = {
  id: 'idle-cpu',
  unit: '% of a core',
  goal: { atMost: 0.5 },
  needs: ['window'],
  measure: async (pc) => {
    await pc.close();
    const { panel, empty } = await idleMinutes();
    return { value: panel.cpuPercent, note: `empty window ${empty.cpuPercent.toFixed(2)} %` };
  },
};
