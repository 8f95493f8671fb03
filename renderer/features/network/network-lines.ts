import type { VectorResult, WallTestReport, Way } from '../../../app/launch/wall-test.ts';

/** The families as the picture draws them, in the order of its boxes; `inbound` is drawn below. */
const wayGroups = {
  internet: ['tcp-internet', 'tcp-internet-v6', 'udp-internet', 'udp-internet-v6', 'icmp', 'icmp-v6', 'proxy-env'],
  names: ['dns-resolver', 'dns-direct', 'dns-host'],
  machine: ['gateway', 'vm-address', 'windows-host', 'engine-socket'],
  containers: ['other-container'],
  lan: ['lan', 'metadata'],
  inbound: ['inbound'],
} as const satisfies Readonly<Record<string, readonly Way[]>>;

type WayGroup = keyof typeof wayGroups;

export type LineOutcome = 'blocked' | 'reached' | 'unproven' | 'untested' | 'absent';

export interface NetworkLine {
  readonly group: WayGroup;
  readonly outcome: LineOutcome;
  readonly count: number;
}

/** One line a group, coloured by the worst of what was measured; without a test nothing is claimed. */
export function networkLines(test: WallTestReport | null): readonly NetworkLine[] {
  const groups = Object.keys(wayGroups) as WayGroup[];
  return groups.map((group) => {
    const ways: readonly Way[] = wayGroups[group];
    const vectors = test?.vectors.filter((vector) => ways.includes(vector.way)) ?? [];
    return { group, count: vectors.length, outcome: test === null ? 'untested' : worstOf(vectors) };
  });
}

function worstOf(vectors: readonly VectorResult[]): LineOutcome {
  if (vectors.length === 0) return 'absent';
  const worst = (['reached', 'unproven', 'blocked'] as const).find((outcome) =>
    vectors.some((vector) => vector.outcome === outcome),
  );
  return worst ?? 'absent';
}
