import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../controls/catalogue.ts';
import { controlIds, layerIds, type ControlId } from '../controls/control.ts';
import type { LayerView } from '../ipc/snapshot.ts';
import { marks, type Mark } from './mark.ts';
import { privilegePicture, type PrivilegeLine } from './privilege-picture.ts';
import { shownVerdicts, type ShownVerdict } from './verdict.ts';

type Verdicts = Partial<Record<ControlId, ShownVerdict>>;
type Seen = Partial<Record<ControlId, readonly Mark[]>>;

function layersWith(changed: Verdicts, seen: Seen = {}, usual: ShownVerdict = 'pass'): readonly LayerView[] {
  return layerIds.map((id) => ({
    id,
    verdict: 'pass',
    controls: controlsOf(id).map((control) => ({
      id: control.id,
      verdict: changed[control.id] ?? usual,
      summary: '',
      observedAt: null,
      evidence: [],
      marks: seen[control.id] ?? [],
      remedies: [],
    })),
  }));
}

const ids = (lines: readonly PrivilegeLine[] | undefined): readonly string[] => (lines ?? []).map(({ id }) => id);

describe('privilegePicture', () => {
  it('is none where there are no such accounts', () => {
    expect(privilegePicture(layersWith({ 'windows.accounts': 'not-applicable' }))).toBeNull();
  });

  it('says of a finished set-up what each account unlocks', () => {
    const picture = privilegePicture(layersWith({ 'windows.hyperv-admins': 'warn' }));
    expect(ids(picture?.admin)).toEqual(['administrators']);
    expect(ids(picture?.daily)).toEqual(['no-access']);
    expect(ids(picture?.comfyui)).toEqual(['docker-users', 'hyperv', 'engine', 'distro', 'disk']);
  });

  type Case = readonly [string, Verdicts, Seen, readonly [account: 'admin' | 'daily' | 'comfyui', line: string]];

  it.each<Case>([
    [
      'an administrator among the others',
      {},
      { 'windows.accounts': ['account.is-admin'] },
      ['comfyui', 'perhaps-administrator'],
    ],
    [
      'the same of the daily account',
      {},
      { 'windows.accounts': ['account.is-admin'] },
      ['daily', 'perhaps-administrator'],
    ],
    [
      'a panel with all rights',
      {},
      { 'windows.accounts': ['account.panel-runs-as-admin'] },
      ['admin', 'panel-is-admin'],
    ],
    [
      'a token that is old',
      {},
      { 'windows.docker-users': ['docker-users.sign-out-needed'] },
      ['comfyui', 'docker-users-later'],
    ],
    ['no membership', {}, { 'windows.docker-users': ['docker-users.not-member'] }, ['comfyui', 'docker-users-not']],
    ['no such group', {}, { 'windows.docker-users': ['docker-users.no-group'] }, ['comfyui', 'docker-users-none']],
    ['what nobody could see', { 'windows.docker-users': 'unknown' }, {}, ['comfyui', 'docker-users-unknown']],
    [
      'Hyper-V that it does without',
      {},
      { 'windows.hyperv-admins': ['hyperv-admins.not-member'] },
      ['comfyui', 'hyperv-out'],
    ],
    ['Hyper-V that nobody could see', { 'windows.hyperv-admins': 'unknown' }, {}, ['comfyui', 'hyperv-unknown']],
    ['a disk that others write to', {}, { 'windows.vhd-acl': ['vhd.others-may-write'] }, ['comfyui', 'disk-shared']],
    ['accounts that nobody could see', { 'windows.accounts': 'unknown' }, {}, ['daily', 'not-known']],
  ])('names %s', (_name, verdicts, seen, [account, id]) => {
    expect(ids(privilegePicture(layersWith(verdicts, seen))?.[account])).toContain(id);
  });

  it('never says a good word of what nobody has looked at', () => {
    for (const verdict of ['unknown', 'checking'] as const) {
      const picture = privilegePicture(layersWith({}, {}, verdict));
      const all = [picture?.admin, picture?.daily, picture?.comfyui].flatMap((lines) => lines ?? []);
      expect(all.length).toBeGreaterThan(2);
      expect(all.filter(({ tone }) => tone === 'expected')).toEqual([]);
    }
  });

  it('says so of an account that holds nothing', () => {
    const nothing = layersWith({ 'windows.accounts': 'pass' }, {}, 'not-applicable');
    expect(ids(privilegePicture(nothing)?.comfyui)).toEqual(['holds-nothing']);
  });

  it('always says something of every account, each thing once', () => {
    const verdicts = fc.dictionary(fc.constantFrom(...controlIds), fc.constantFrom(...shownVerdicts));
    const seen = fc.dictionary(fc.constantFrom(...controlIds), fc.subarray([...marks]));
    fc.assert(
      fc.property(verdicts, seen, (changed, marked) => {
        const picture = privilegePicture(layersWith(changed, marked));
        for (const lines of picture === null ? [] : [picture.admin, picture.daily, picture.comfyui]) {
          expect(lines.length).toBeGreaterThan(0);
          expect(new Set(ids(lines)).size).toBe(lines.length);
        }
      }),
    );
  });
});
