import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionIdentity } from './labels.ts';
import { advance, newSession } from './session-machine.ts';
import { launchPhases, type Breach, type Session, type SessionEvent } from './session.ts';
import type { WallTestReport } from './wall-test.ts';

const startMs = Date.parse('2026-11-01T12:00:00Z');
const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString();
const uiUrl = 'http://127.0.0.1:8188';
const identity: SessionIdentity = {
  id: 's1',
  mode: 'secure',
  wall: 'bridge',
  planHash: 'p',
  recipe: 'plain',
  port: 8188,
  startedAt: at(0),
};
const report: WallTestReport = {
  verdict: 'sealed',
  vectors: [],
  skipped: [],
  startedAt: at(5),
  durationMs: 1,
  sessionId: 's1',
};
const breach: Breach = {
  reason: 'rule-removed',
  detail: 'A rule left.',
  detectedAt: at(9),
  pausedAt: at(9),
  pausedAfterMs: 200,
};
const failure = { code: 'cancelled', message: 'Cancelled.', next: 'Start again.' } as const;
const proven: SessionEvent = { type: 'proven', at: at(6), uiUrl, report };
const breached: SessionEvent = { type: 'breached', breach };

function begins(count: number): SessionEvent[] {
  return launchPhases.slice(0, count).map((phase, index) => ({ type: 'phase-began', phase, at: at(index) }));
}

function play(events: readonly SessionEvent[]): Session {
  return events.reduce(advance, newSession(identity));
}

describe('advance', () => {
  it('carries a launch through its phases and times each', () => {
    const session = play([
      ...begins(3),
      { type: 'container-created', containerId: 'c1' },
      ...begins(5).slice(3),
      proven,
    ]);
    expect(session).toMatchObject({ phase: 'ready', uiUrl, containerId: 'c1', breach: null });
    expect(session.phases.map(({ phase, durationMs }) => [phase, durationMs])).toEqual([
      ['preflight', 1000],
      ['wall', 1000],
      ['create', 1000],
      ['start', 1000],
      ['test', 2000],
      ['ready', 0],
    ]);
  });

  it('pauses at a breach, and lets nobody in before it has been proven again', () => {
    const paused = play([...begins(5), proven, breached]);
    expect(paused).toMatchObject({ phase: 'paused', uiUrl: null, breach: { reason: 'rule-removed' } });
    const resuming = advance(paused, { type: 'resume-began', at: at(20) });
    expect(resuming).toMatchObject({ phase: 'resuming', uiUrl: null });
    expect(advance(resuming, breached)).toMatchObject({ phase: 'paused', uiUrl: null });
    expect(advance(resuming, proven)).toMatchObject({ phase: 'ready', uiUrl, breach: null });
  });

  it.each<[string, SessionEvent[]]>([
    ['a proof before the test', [...begins(4), proven]],
    ['a phase left out', [...begins(1), { type: 'phase-began', phase: 'create', at: at(2) }]],
    ['a phase again', [...begins(2), { type: 'phase-began', phase: 'wall', at: at(3) }]],
    ['ready without a proof', [...begins(5), { type: 'phase-began', phase: 'ready', at: at(6) }]],
    ['a breach of a wall that was never proven', [...begins(3), breached]],
    ['resuming what is not paused', [...begins(5), proven, { type: 'resume-began', at: at(7) }]],
    ['a proof while paused', [...begins(5), proven, breached, proven]],
    ['anything after the end', [...begins(2), { type: 'stopped', at: at(2) }, { type: 'stop-began', at: at(3) }]],
    ['anything after a failure', [...begins(2), { type: 'failed', at: at(2), failure }, ...begins(1)]],
  ])('refuses %s', (_, events) => {
    expect(() => play(events.slice(0, -1))).not.toThrow();
    expect(() => play(events)).toThrow(/a session in phase/u);
  });

  it('can be stopped and can fail from every phase', () => {
    for (let count = 0; count <= 5; count += 1) {
      expect(play([...begins(count), { type: 'stop-began', at: at(9) }]).phase).toBe('stop');
      expect(play([...begins(count), { type: 'failed', at: at(9), failure }])).toMatchObject({
        phase: 'failed',
        failure,
      });
    }
  });

  it('offers the page in phase ready and in no other, whatever happens', () => {
    const anything = fc.constantFrom<SessionEvent>(
      ...begins(6),
      proven,
      breached,
      { type: 'container-created', containerId: 'c1' },
      { type: 'resume-began', at: at(20) },
      { type: 'stop-began', at: at(30) },
      { type: 'stopped', at: at(31) },
      { type: 'failed', at: at(32), failure },
    );
    const lives = fc.tuple(fc.nat(5), fc.array(anything, { maxLength: 12 }));
    fc.assert(
      fc.property(lives, ([count, events]) => {
        let session = play(begins(count));
        for (const event of events) {
          try {
            session = advance(session, event);
          } catch {
            continue;
          }
          expect(session.uiUrl !== null).toBe(session.phase === 'ready');
          if (session.phase === 'ready') expect(event.type).toBe('proven');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
