import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../controls/catalogue.ts';
import { layerIds, type ControlId } from '../controls/control.ts';
import type { LayerView } from '../ipc/snapshot.ts';
import type { Session, SessionPhase } from '../launch/session.ts';
import type { WallTestReport } from '../launch/wall-test.ts';
import { hostilePicture, type HostileFacts, type HostileLine } from './hostile-picture.ts';
import { rollUp } from './roll-up.ts';
import { shownVerdicts, type ShownVerdict } from './verdict.ts';

const at = '2026-11-01T12:00:00Z';

const session: Session = {
  id: 's1',
  mode: 'secure',
  wall: 'bridge',
  phase: 'ready',
  startedAt: at,
  uiUrl: null,
  containerId: null,
  phases: [],
  breach: null,
  failure: null,
  adopted: false,
};

function layersWith(changed: Partial<Record<ControlId, ShownVerdict>>): readonly LayerView[] {
  return layerIds.map((id) => {
    const controls = controlsOf(id).map((control) => ({
      id: control.id,
      verdict: changed[control.id] ?? ('pass' as const),
      summary: '',
      observedAt: at,
      evidence: [],
      marks: [],
      remedies: [],
    }));
    return { id, controls, verdict: rollUp(controls.map((one) => one.verdict)) };
  });
}

function testWith(targets: readonly string[], verdict: WallTestReport['verdict'], sessionId = 's1'): WallTestReport {
  const vectors = targets.map((target) => ({
    id: target,
    way: 'gateway' as const,
    target,
    outcome: verdict === 'leaking' ? ('reached' as const) : ('blocked' as const),
    positiveControl: 'reached' as const,
  }));
  return { verdict, vectors, skipped: [], startedAt: at, durationMs: 1, sessionId };
}

function factsWith(changed: Partial<HostileFacts>): HostileFacts {
  const profile = { image: '', recipe: '', wall: 'bridge', port: 8188, path: '', problem: null } as const;
  return { layers: layersWith({}), session, lastWallTest: testWith(['a:1'], 'sealed'), profile, ...changed };
}

const ids = (lines: readonly HostileLine[]): readonly string[] => lines.map((line) => line.id);

describe('hostilePicture', () => {
  it('says that a sealed session reaches nothing', () => {
    const picture = hostilePicture(factsWith({}));
    expect(picture.reach).toMatchObject([{ id: 'nothing', tone: 'expected' }]);
    expect(ids(picture.read)).toEqual(['models']);
    expect(ids(picture.write)).toEqual(['outputs']);
  });

  it('names what was reached, and no more than three of them', () => {
    const reached = testWith(['a:1', 'b:2', 'c:3', 'd:4'], 'leaking');
    expect(hostilePicture(factsWith({ lastWallTest: reached })).reach).toMatchObject([
      { id: 'targets', tone: 'bad', values: { targets: 'a:1, b:2, c:3 …' } },
    ]);
  });

  it('never takes another session’s test for this one’s', () => {
    const other = testWith(['a:1'], 'sealed', 'another');
    expect(ids(hostilePicture(factsWith({ lastWallTest: other })).reach)).toEqual(['untested']);
    expect(ids(hostilePicture(factsWith({ lastWallTest: null })).reach)).toEqual(['untested']);
  });

  it('says what a node could do again once a frozen session went on', () => {
    const breach = { reason: 'rule-removed', detail: '', detectedAt: at, pausedAt: at, pausedAfterMs: 1 } as const;
    const frozen = hostilePicture(factsWith({ session: { ...session, phase: 'paused', breach } }));
    expect(ids(frozen.read)).toEqual(['frozen']);
    expect(ids(frozen.reach)).toEqual(['frozen', 'opened']);
  });

  it('tells what is broken from what nobody could tell', () => {
    const broken = hostilePicture(factsWith({ layers: layersWith({ 'container.capabilities': 'fail' }) }));
    expect(broken.write).toContainEqual(expect.objectContaining({ id: 'host', tone: 'bad' }));
    const unknown = hostilePicture(factsWith({ layers: layersWith({ 'container.capabilities': 'unknown' }) }));
    expect(unknown.write).toContainEqual(expect.objectContaining({ id: 'host-maybe', tone: 'look' }));
  });

  it.each<SessionPhase>(['preflight', 'wall', 'create', 'stop', 'stopped', 'failed'])(
    'has nobody to fear while the session is at %s',
    (phase) => {
      expect(ids(hostilePicture(factsWith({ session: { ...session, phase } })).reach)).toEqual(['idle']);
    },
  );

  it('says “nothing” of a living session only on a sealed test of its own', () => {
    const verdict = fc.constantFrom<WallTestReport['verdict']>('sealed', 'leaking', 'unproven');
    const phase = fc.constantFrom<SessionPhase>('start', 'test', 'ready', 'paused', 'resuming');
    fc.assert(
      fc.property(verdict, phase, fc.boolean(), fc.constantFrom(...shownVerdicts), (found, now, own, page) => {
        const facts = factsWith({
          session: { ...session, phase: now },
          lastWallTest: testWith(['a:1'], found, own ? 's1' : 'another'),
          layers: layersWith({ 'docker.loopback-publish': page }),
        });
        const saysNothing = ids(hostilePicture(facts).reach).includes('nothing');
        expect(saysNothing).toBe(found === 'sealed' && own);
      }),
    );
  });
});
