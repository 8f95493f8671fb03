import { describe, expect, it } from 'vitest';
import { diagnose, symptoms, type Cause, type Symptom } from './diagnosis.ts';
import { engineCauses } from './engine-causes.ts';
import type { Finding } from './finding.ts';

function engineFinding(output: string, verdict: Finding['verdict'] = 'fail', at = '2026-11-01T12:00:00Z'): Finding {
  const evidence = [{ source: 'GET /_ping', output, durationMs: 3 }];
  return { controlId: 'docker.engine', verdict, summary: '', observedAt: at, evidence, remedies: [] };
}

describe('diagnose', () => {
  it.each([
    ['engine-unreachable: connect ECONNREFUSED /var/run/docker.sock', 'engine.not-running', 'docker.start-engine'],
    ['engine-unreachable: connect ENOENT /var/run/docker.sock', 'engine.not-found', 'docker.start-engine'],
    ['engine-permission: connect EACCES /var/run/docker.sock', 'engine.no-permission', null],
    ['engine-timeout', 'engine.hangs', null],
    ['spawn docker ENOENT', 'engine.command-not-found', null],
    ['bash: docker: command not found', 'engine.command-not-found', null],
  ])('tells the engine’s failures apart: %s', (output, id, remedy) => {
    const found = diagnose([engineFinding(output)], engineCauses);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id, remedy, symptom: 'docker-unusable' });
  });

  it('says nothing about what holds, does not apply, or has no known cause', () => {
    expect(diagnose([], engineCauses)).toEqual([]);
    expect(diagnose([engineFinding('ECONNREFUSED', 'pass')], engineCauses)).toEqual([]);
    expect(diagnose([engineFinding('ECONNREFUSED', 'not-applicable')], engineCauses)).toEqual([]);
    expect(diagnose([engineFinding('something new')], engineCauses)).toEqual([]);
  });

  it('goes by the newest finding, whatever the order', () => {
    const old = engineFinding('ECONNREFUSED', 'fail', '2026-11-01T11:00:00Z');
    const now = engineFinding('', 'pass', '2026-11-01T12:00:00Z');
    expect(diagnose([now, old], engineCauses)).toEqual([]);
  });

  it('names one cause a symptom, in the order of the symptoms', () => {
    const always = (id: string, symptom: Symptom): Cause => ({
      id,
      symptom,
      says: '',
      next: '',
      remedy: null,
      controls: ['docker.engine'],
      fits: () => true,
    });
    const causes = [...symptoms]
      .reverse()
      .flatMap((symptom) => [always(`${symptom}.first`, symptom), always(`${symptom}.second`, symptom)]);
    const found = diagnose([engineFinding('')], causes);
    expect(found.map((one) => one.id)).toEqual(symptoms.map((symptom) => `${symptom}.first`));
  });
});
