import { expect, test } from 'vitest';
import type { ShownVerdict } from '../../../app/findings/verdict.ts';
import type { ControlView, PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import type { Session } from '../../../app/launch/session.ts';
import { changesBetween } from './snapshot-changes.ts';
import { statusCode, statusReport } from './status-report.ts';
import { PhaseTeller } from './tell-phases.ts';

function control(id: ControlView['id'], verdict: ShownVerdict): ControlView {
  const remedies = [{ id: 'r', title: 'not for scripts', mends: [], needs: 'user', cost: 'c', undo: 'u' }] as const;
  return { id, verdict, summary: `${id} ${verdict}`, observedAt: null, evidence: [], marks: [], remedies };
}

const ready: Session = {
  id: 's1',
  mode: 'secure',
  wall: 'bridge',
  phase: 'ready',
  startedAt: '2026-01-01T00:00:00.000Z',
  uiUrl: 'http://127.0.0.1:8188',
  containerId: 'c1',
  phases: [
    { phase: 'preflight', at: 't0', durationMs: 5 },
    { phase: 'wall', at: 't1', durationMs: 6 },
    { phase: 'ready', at: 't2' },
  ],
  breach: null,
  failure: null,
  adopted: false,
};

function snapshot(verdicts: readonly ShownVerdict[], session: Session | null = null): PanelSnapshot {
  const ids = ['docker.wall', 'docker.shm', 'docker.engine'] as const;
  const controls = verdicts.map((verdict, index) => control(ids[index] ?? 'docker.engine', verdict));
  return {
    version: '1',
    host: 'linux',
    hostNote: null,
    account: 'a',
    observedAt: '2026-01-01T00:00:00.000Z',
    sweeping: false,
    layers: [{ id: 'docker', verdict: 'pass', controls }],
    diagnoses: [],
    session,
    lastWallTest: null,
    wallTesting: false,
    runningRemedy: null,
    undoableRemedies: [],
    activity: [],
    profile: { image: '', recipe: '', wall: 'bridge', port: 8188, path: '', problem: null },
    launchableModes: ['secure'],
  };
}

test.each([
  [['pass', 'not-applicable'], 0],
  [['pass', 'warn'], 0],
  [['pass', 'unknown'], 2],
  [['stale', 'pass'], 2],
  [['unknown', 'fail'], 1],
] as const)('status of %j ends with %i', (verdicts, code) => {
  expect(statusCode(snapshot(verdicts))).toBe(code);
});

test('status has exactly the documented keys', () => {
  expect(statusReport(snapshot(['pass'], ready))).toEqual({
    host: 'linux',
    observedAt: '2026-01-01T00:00:00.000Z',
    layers: [
      {
        id: 'docker',
        verdict: 'pass',
        controls: [
          {
            id: 'docker.wall',
            verdict: 'pass',
            summary: 'docker.wall pass',
            observedAt: null,
            evidence: [],
            remedies: [{ id: 'r', needs: 'user', cost: 'c', undo: 'u' }],
          },
        ],
      },
    ],
    session: {
      id: 's1',
      mode: 'secure',
      wall: 'bridge',
      phase: 'ready',
      startedAt: '2026-01-01T00:00:00.000Z',
      uiUrl: 'http://127.0.0.1:8188',
      containerId: 'c1',
    },
  });
});

test('watch tells a breach when it is seen and when the pause is confirmed, and verdicts that changed', () => {
  const breach = {
    reason: 'rule-removed',
    detail: 'd',
    detectedAt: 't5',
    pausedAt: null,
    pausedAfterMs: null,
  } as const;
  const seen = snapshot(['fail'], { ...ready, breach });
  const paused = snapshot(['fail'], {
    ...ready,
    phase: 'paused',
    breach: { ...breach, pausedAt: 't6', pausedAfterMs: 40 },
  });
  expect(changesBetween(snapshot(['pass'], ready), seen, 'now').map(({ type }) => type)).toEqual(['breach', 'verdict']);
  expect(changesBetween(seen, paused, 'now')).toEqual([
    { type: 'breach', at: 't5', session: 's1', reason: 'rule-removed', detail: 'd', pausedAfterMs: 40 },
    { type: 'phase', at: 'now', session: 's1', phase: 'paused' },
  ]);
  expect(changesBetween(paused, paused, 'now')).toEqual([]);
  expect(changesBetween(paused, snapshot(['fail']), 'now')).toEqual([
    { type: 'phase', at: 'now', session: 's1', phase: 'stopped' },
  ]);
});

class StubState {
  private listener: () => void = () => undefined;
  constructor(private current: PanelSnapshot) {}
  snapshot(): PanelSnapshot {
    return this.current;
  }
  subscribe(listener: () => void): () => void {
    this.listener = listener;
    return () => undefined;
  }
  become(session: Session | null): void {
    this.current = snapshot([], session);
    this.listener();
  }
}

const wallPhases: Session['phases'] = [
  { phase: 'preflight', at: 't0', durationMs: 5 },
  { phase: 'wall', at: 't1' },
];

function tellInto(state: StubState, before: string | null): { told: unknown[]; teller: PhaseTeller } {
  const told: unknown[] = [];
  const listener = {
    began: ({ phase }: { phase: string }) => told.push(`begins ${phase}`),
    ended: (time: unknown) => told.push(time),
  };
  return { told, teller: new PhaseTeller(state, listener, before) };
}

test('a launch tells every phase once, in order, but ready', () => {
  const state = new StubState(snapshot([], { ...ready, id: 'old' }));
  const { told, teller } = tellInto(state, 'old');
  state.become({ ...ready, id: 'old' });
  const starting: Session = { ...ready, phase: 'wall', uiUrl: null, phases: wallPhases };
  state.become(starting);
  state.become(starting);
  state.become(ready);
  teller.close();
  expect(told).toEqual(['begins preflight', ready.phases[0], 'begins wall', ready.phases[1]]);
});

test('a launch that fails tells the phase it was in without a duration', () => {
  const state = new StubState(snapshot([]));
  const { told, teller } = tellInto(state, null);
  state.become({ ...ready, phase: 'failed', uiUrl: null, phases: wallPhases });
  teller.close();
  expect(told).toEqual(['begins preflight', wallPhases[0], 'begins wall', wallPhases[1]]);
});
