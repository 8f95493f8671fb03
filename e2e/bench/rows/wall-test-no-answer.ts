import { execFileSync } from 'node:child_process';
import { labAddresses } from '../../lab/lab-addresses.ts';
import { listed, median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const nobody = '02:00:00:00:00:99';
const routers = [labAddresses.router, labAddresses.router6];

/** The wall test while the internet is silent: every packet for the router goes to a card that nobody has. */
export const wallTestNoAnswer: Row = {
  id: 'wall-test-no-answer',
  unit: 's',
  goal: { atMost: 2 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    await pc.session('bridge');
    for (const router of routers) neighbour('replace', router, 'lladdr', nobody, 'nud', 'permanent');
    try {
      const tests = await repeat(3, () => pc.testWall());
      const verdicts = [...new Set(tests.map(({ verdict }) => verdict))].join(', ');
      // An internet that still answers would measure something else.
      if (verdicts !== 'unproven') throw new Error(`the wall test said ${verdicts} without an internet`);
      const times = tests.map(({ durationMs }) => durationMs);
      return { value: median(times) / 1000, note: `${listed(times, 'ms')}, said ${verdicts}` };
    } finally {
      for (const router of routers) neighbour('del', router);
    }
  },
};

function neighbour(change: 'replace' | 'del', address: string, ...rest: readonly string[]): void {
  execFileSync('ip', ['neigh', change, address, ...rest, 'dev', 'eth0'], { timeout: 10_000 });
}
