import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../controls/catalogue.ts';
import { controlIds, layerIds, type ControlId } from '../controls/control.ts';
import type { LayerView } from '../ipc/snapshot.ts';
import type { Session, SessionPhase } from '../launch/session.ts';
import type { WallTestReport } from '../launch/wall-test.ts';
import { hostilePicture, type HostileFacts, type HostileLine, type HostilePicture } from './hostile-picture.ts';
import { marks, type Mark } from './mark.ts';
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

function layersWith(
  changed: Partial<Record<ControlId, ShownVerdict>>,
  seen: Partial<Record<ControlId, readonly Mark[]>> = {},
): readonly LayerView[] {
  return layerIds.map((id) => {
    const controls = controlsOf(id).map((control) => ({
      id: control.id,
      verdict: changed[control.id] ?? ('pass' as const),
      summary: '',
      observedAt: at,
      evidence: [],
      marks: seen[control.id] ?? [],
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

  it('counts the outer layers as well', () => {
    const layers = layersWith(
      { 'wsl.c-readonly': 'fail', 'wsl.network-nat': 'fail', 'windows.accounts': 'fail', 'wsl.limits': 'warn' },
      { 'windows.accounts': ['account.panel-runs-as-admin'], 'windows.vhd-acl': ['vhd.others-may-write'] },
    );
    const picture = hostilePicture(factsWith({ layers }));
    expect(ids(picture.read)).toEqual(['models', 'accounts']);
    expect(ids(picture.write)).toEqual(['outputs', 'drive', 'windows', 'models-shared', 'memory-maybe']);
    expect(ids(picture.reach)).toEqual(['mirrored']);
  });

  const anyVerdict = fc.constantFrom(...shownVerdicts);
  const verdicts = fc.dictionary(fc.constantFrom(...controlIds), anyVerdict) as fc.Arbitrary<
    Partial<Record<ControlId, ShownVerdict>>
  >;
  const anyTest = fc.constantFrom<WallTestReport['verdict']>('sealed', 'leaking', 'unproven');
  const anyPhase = fc.constantFrom<SessionPhase>('start', 'test', 'ready', 'paused', 'resuming');

  it('says “nothing” of a living session only on a sealed test of its own, and then alone', () => {
    fc.assert(
      fc.property(anyTest, anyPhase, fc.boolean(), verdicts, (found, phase, own, changed) => {
        const { reach } = hostilePicture(
          factsWith({
            session: { ...session, phase },
            lastWallTest: testWith(['a:1'], found, own ? 's1' : 'another'),
            layers: layersWith(changed),
          }),
        );
        const frozen = phase === 'paused' || phase === 'resuming';
        if (!ids(reach).includes('nothing')) return;
        expect([found, own, ids(reach)]).toEqual(['sealed', true, frozen ? ['frozen', 'nothing'] : ['nothing']]);
      }),
    );
    expect(ids(hostilePicture(factsWith({})).reach)).toEqual(['nothing']);
  });

  const tones: readonly HostileLine['tone'][] = ['expected', 'look', 'bad'];
  const baseOf = ({ id }: HostileLine): string => id.replace(/-maybe$/u, '');

  /** Everything that could be done before can still be done, at least as badly; “nothing” never comes back. */
  function expectNoSmaller(before: HostilePicture, after: HostilePicture): void {
    for (const power of ['read', 'write', 'reach'] as const) {
      for (const one of before[power].filter(({ id }) => id !== 'nothing')) {
        const same = after[power].find((other) => baseOf(other) === baseOf(one));
        expect(same, `${power} ${one.id}`).toBeDefined();
        expect(tones.indexOf(same?.tone ?? 'expected')).toBeGreaterThanOrEqual(tones.indexOf(one.tone));
      }
      const isNothing = ids(after[power]).includes('nothing');
      if (isNothing) expect(ids(before[power])).toContain('nothing');
    }
  }

  it('never gets smaller when a control breaks, or shows one more mark', () => {
    fc.assert(
      fc.property(
        verdicts,
        fc.constantFrom(...controlIds),
        fc.subarray([...marks]),
        fc.record({ verdict: anyTest, phase: anyPhase }),
        (changed, broken, seen, { verdict, phase }) => {
          const facts = { session: { ...session, phase }, lastWallTest: testWith(['a:1'], verdict) };
          const before = hostilePicture(factsWith({ ...facts, layers: layersWith(changed) }));
          const after = layersWith({ ...changed, [broken]: 'fail' }, { [broken]: seen });
          expectNoSmaller(before, hostilePicture(factsWith({ ...facts, layers: after })));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
