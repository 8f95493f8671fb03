import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlIds } from '../controls/control.ts';
import { isRemedyId } from '../controls/remedies.ts';
import { causes, diagnosesOf, diagnosisOfFailure } from './causes.ts';
import { diagnose, symptoms, type Cause, type Symptom } from './diagnosis.ts';
import type { Finding } from './finding.ts';
import { marks } from './mark.ts';

const at = '2026-11-01T12:00:00Z';

function finding(controlId: Finding['controlId'], change: Partial<Finding> = {}): Finding {
  return {
    controlId,
    verdict: 'fail',
    summary: `${controlId} is bad`,
    observedAt: at,
    evidence: [],
    remedies: [],
    ...change,
  };
}

describe('diagnose', () => {
  const always = (id: string, symptom: Symptom): Cause => ({
    id,
    symptom,
    says: `${id}.`,
    next: 'Do it.',
    remedy: null,
    controls: ['docker.engine'],
    fits: () => true,
  });
  const twoEach = [...symptoms]
    .reverse()
    .flatMap((symptom) => [always(`${symptom}.first`, symptom), always(`${symptom}.second`, symptom)]);

  it('names one cause a symptom, the first that fits, in the order of the symptoms', () => {
    const found = diagnose([finding('docker.engine')], twoEach);
    expect(found.map(({ id, cause }) => [id, cause])).toEqual(symptoms.map((id) => [id, `${id}.first`]));
  });

  it.each(['pass', 'not-applicable'] as const)('says nothing of what is %s', (verdict) => {
    expect(diagnose([], twoEach)).toEqual([]);
    expect(diagnose([finding('docker.engine', { verdict })], twoEach)).toEqual([]);
  });

  it('goes by the newest finding, whatever the order', () => {
    const old = finding('docker.engine', { observedAt: '2026-11-01T11:00:00Z' });
    const now = finding('docker.engine', { verdict: 'pass' });
    expect(diagnose([now, old], twoEach)).toEqual([]);
    expect(diagnose([old, now], twoEach)).toEqual([]);
  });

  it('shows the evidence of the controls in trouble, and never none', () => {
    const cause = {
      ...always('x', 'models-missing'),
      controls: ['docker.engine', 'docker.wall', 'docker.shm'],
    } as const;
    const evidence = [{ source: 'docker info', output: 'x'.repeat(9_000), durationMs: 4 }];
    const found = diagnose(
      [
        finding('docker.engine', { evidence }),
        finding('docker.wall'),
        finding('docker.shm', { verdict: 'pass', evidence }),
      ],
      [cause],
    );
    expect(found[0]?.evidence).toEqual([
      { control: 'docker.engine', source: 'docker info', output: `${'x'.repeat(499)}…` },
      { control: 'docker.wall', source: 'docker.wall', output: 'docker.wall is bad' },
    ]);
  });

  it('takes marks of what is good for nothing', () => {
    const needsMark = {
      ...always('x', 'docker-unusable'),
      fits: causes.find(({ id }) => id === 'distro.missing')?.fits,
    };
    const asked = { ...needsMark, fits: needsMark.fits ?? (() => true) };
    const good = finding('wsl.distro-visible', { verdict: 'pass', marks: ['wsl.no-distro'] });
    expect(diagnose([finding('docker.engine'), good], [asked])).toEqual([]);
    expect(diagnose([finding('docker.engine'), { ...good, verdict: 'fail' }], [asked])).toHaveLength(1);
  });
});

describe('the causes', () => {
  it('have ids of their own, words, and remedies that exist', () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    for (const { id, says, next, remedy, controls } of causes) {
      expect(says, id).toMatch(/\.$/u);
      expect(next, id).not.toBe('');
      if (remedy !== null) expect(isRemedyId(remedy), id).toBe(true);
      for (const control of controls) expect(controlIds, id).toContain(control);
    }
  });

  const verdict = fc.constantFrom<Finding['verdict']>('pass', 'fail', 'warn', 'unknown', 'not-applicable');
  const output = fc.constantFrom(
    '',
    'engine-unreachable: connect ENOENT /var/run/docker.sock',
    'engine-permission: npipe:////./pipe/docker_engine belongs to another account (EACCES).',
    'Fehlercode: Wsl/Service/AttachDisk/MountDisk/HCS/E_ACCESSDENIED',
    'Wsl/Service/AttachDisk/MountDisk/HCS/ERROR_SHARING_VIOLATION',
  );
  const anyFinding = fc
    .record({
      controlId: fc.constantFrom(...controlIds),
      verdict,
      output,
      marks: fc.subarray([...marks], { maxLength: 4 }),
    })
    .map((one) => finding(one.controlId, { ...one, evidence: [{ source: 's', output: one.output, durationMs: 0 }] }));

  it('are at most one a symptom, each shown by something, whatever is found', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyFinding, { selector: (one) => one.controlId }), (findings) => {
        const found = diagnosesOf(findings);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        const bad = new Set(
          findings
            .filter((one) => one.verdict !== 'pass' && one.verdict !== 'not-applicable')
            .map((one) => one.controlId),
        );
        for (const { evidence } of found) {
          expect(evidence.length).toBeGreaterThan(0);
          for (const { control } of evidence) expect(bad).toContain(control);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are none where nothing is in trouble', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        const good = findings.map(
          (one) => ({ ...one, verdict: one.verdict === 'pass' ? 'pass' : 'not-applicable' }) as const,
        );
        expect(diagnosesOf(good)).toEqual([]);
      }),
    );
  });
});

describe('diagnosisOfFailure', () => {
  const found = diagnosesOf([
    finding('wsl.models-mount', { marks: ['models.not-attached'] }),
    finding('docker.egress-proof'),
  ]);

  it.each([
    ['mount-missing', 'models.detached'],
    ['wall-leaking', 'network.wall-leaks'],
    ['engine-unreachable', undefined],
    ['cancelled', undefined],
  ] as const)('explains %s with %s', (code, cause) => {
    expect(diagnosisOfFailure({ code, message: '', next: '' }, found)?.cause).toBe(cause);
  });
});
