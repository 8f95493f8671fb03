import { describe, expect, it } from 'vitest';
import { controlIds } from './control.ts';
import { isRemedyId, remedies, remedyOf } from './remedies.ts';

describe('remedies', () => {
  it('have ids of their own, in the layer of a control', () => {
    const layers = new Set(controlIds.map((id) => id.split('.')[0]));
    expect(new Set(remedies.map((remedy) => remedy.id)).size).toBe(remedies.length);
    for (const { id } of remedies) expect(layers).toContain(id.split('.')[0]);
  });

  it.each([...remedies])('$id says what it costs and how to take it back', (remedy) => {
    expect(remedyOf(remedy.id)).toBe(remedy);
    expect(remedy.cost).not.toBe('');
    expect(remedy.undo).not.toBe('');
    expect(remedy.mends).not.toHaveLength(0);
    for (const control of remedy.mends) expect(controlIds).toContain(control);
  });

  it('are done by hand only with a walk-through', () => {
    for (const remedy of remedies) {
      expect(remedy.title.endsWith(' by hand'), remedy.id).toBe('steps' in remedy);
      if ('steps' in remedy) expect(remedy.steps.length).toBeGreaterThan(1);
    }
  });

  it('refuses ids that are none of ours', () => {
    expect(isRemedyId('docker.raise-wall')).toBe(true);
    for (const id of ['', 'docker.drop-wall', 'toString', '__proto__']) {
      expect(isRemedyId(id)).toBe(false);
      expect(() => remedyOf(id)).toThrow('no such remedy');
    }
  });
});
