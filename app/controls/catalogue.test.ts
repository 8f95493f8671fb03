import { describe, expect, it } from 'vitest';
import { catalogue, controlOf, controlsOf } from './catalogue.ts';
import { controlIds, layerIds } from './control.ts';

describe('catalogue', () => {
  it('holds every control once, in the order of the map', () => {
    expect(catalogue.map((control) => control.id)).toEqual([...controlIds]);
  });

  it.each(controlIds)('%s lies in the layer that its id names', (id) => {
    const control = controlOf(id);
    expect(control.id).toBe(id);
    expect(id.split('.')[0]).toBe(control.layer);
    expect(controlsOf(control.layer)).toContain(control);
  });

  it.each([...catalogue])('$id is explained in whole, calm sentences', (control) => {
    for (const text of [control.does, control.breaks, control.guide, control.found]) {
      if (text === undefined) continue;
      expect(text).toMatch(/^[A-Z].*[.]$/u);
      expect(text).not.toMatch(/!|\s{2}/u);
    }
    expect(control.title.length).toBeLessThanOrEqual(20);
    // What the guide does not have is ours, and then it says what was found.
    expect(control.guide ?? control.found).toBeDefined();
  });

  it('has no two chips of the same name', () => {
    expect(new Set(catalogue.map((control) => control.title)).size).toBe(catalogue.length);
  });

  it('marks the places where people most often go wrong', () => {
    expect(catalogue.filter((control) => control.commonFailure).map((control) => control.id)).toEqual([
      'windows.docker-users',
      'windows.hyperv-admins',
      'windows.vhd-acl',
      'windows.automount-task',
      'wsl.network-nat',
      'wsl.models-mount',
      'wsl.distro-visible',
      'docker.engine',
    ]);
  });

  it('fills every layer', () => {
    expect(layerIds.map((layer) => controlsOf(layer).length)).toEqual([6, 6, 7, 9]);
  });
});
