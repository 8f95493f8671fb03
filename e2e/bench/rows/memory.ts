import { idleMinutes } from '../idle-minute.ts';
import type { Row } from '../row.ts';

/** Memory of all processes of the panel over a minute, against an empty window. */
export const memory: Row = {
  id: 'memory',
  unit: 'x',
  goal: { atMost: 1.35 },
  needs: ['window'],
  measure: async (pc) => {
    await pc.close();
    const { panel, empty } = await idleMinutes();
    const note = `panel ${panel.pssMb.toFixed(0)} MB, empty window ${empty.pssMb.toFixed(0)} MB (PSS)`;
    return { value: panel.pssMb / empty.pssMb, note };
  },
};
