import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProfile } from './parse-profile.ts';
import { profileSchema, type Profile } from './profile.ts';

function accepted(fields: object): Profile {
  const parsed = parseProfile(JSON.stringify({ version: 1, ...fields }));
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.profile;
}

function refusal(text: string): string {
  const parsed = parseProfile(text);
  if (parsed.ok) throw new Error('was accepted');
  expect(parsed.failure.code).toBe('profile-invalid');
  expect(parsed.failure.next).toContain('airlock profile check');
  return parsed.failure.message;
}

function refused(fields: object): string {
  return refusal(JSON.stringify({ version: 1, ...fields }));
}

describe('parseProfile', () => {
  it('fills in what is not written', () => {
    expect(accepted({})).toMatchObject({ wall: 'bridge', port: 8188, recipe: 'mmartial', limits: { shm: '8g' } });
    expect(accepted({ limits: { memory: '16g' } }).limits).toEqual({ memory: '16g', pids: 4096, shm: '8g' });
    expect(accepted({ probeTargets: { tcp: [] } }).probeTargets.dnsServers).not.toEqual([]);
  });

  it('takes the mark that Windows writes in front of a file', () => {
    expect(parseProfile('\uFEFF{"version":1}').ok).toBe(true);
  });

  it.each([
    ['', 'line 1, column 1: expected a value, found the end of the file'],
    ['{\n  "version": 1,\n}', 'line 3, column 1: expected a field name in double quotes, found "}"'],
    ['{"version": 1 "port": 2}', 'line 1, column 15: expected a "," or "}", found "\\""'],
    ["{'version': 1}", 'line 1, column 2: expected a field name in double quotes, or "}", found "\'"'],
    ['{"version": yes}', 'line 1, column 13: expected a value, found "yes"'],
    ['{"version": 1}}', 'line 1, column 15: expected the end of the file, found "}"'],
  ])('says where %j is not JSON', (text, place) => {
    expect(refusal(text)).toContain(place);
  });

  it.each([
    [{ port: '8188' }, '"port": expected a number, found "8188"'],
    [{ port: 0 }, '"port": expected 1 or more, found 0'],
    [{ port: 70000 }, '"port": expected 65535 or less, found 70000'],
    [{ wall: 'none' }, '"wall": expected "bridge" or "sealed", found "none"'],
    [{ prot: 1 }, '"prot": expected no field of that name'],
    [{ limits: { shm: '8 GB' } }, '"limits.shm": expected a size such as 8g or 512m, found "8 GB"'],
    [{ flags: ['--lowvram', '--a b'] }, '"flags[1]": expected one flag or value each'],
    [{ probeTargets: { tpc: [] } }, '"probeTargets.tpc": expected no field of that name'],
    [{ image: '' }, '"image": expected some text, found ""'],
    [{ version: 2 }, '"version": expected 1, found 2'],
    [{ ids: { uid: 0, gid: 1000 } }, '"ids.uid": expected 1 or more, found 0'],
  ])('names field, expectation and finding of %j', (fields, words) => {
    expect(refused(fields)).toContain(words);
  });

  it.each(['[]', 'null', '7', '"profile"'])('refuses %s, which is no profile at all', (text) => {
    expect(refusal(text)).toContain('The file as a whole');
  });

  it.each([
    [{ madels: '/m' }, 'one of the folders of recipe plain: models,'],
    [{ models: 'models' }, 'an absolute path'],
    [{ models: './models' }, 'an absolute path'],
    [{ models: '~/models' }, 'an absolute path'],
    [{ models: '/srv/../etc' }, 'a path without ".."'],
    [{ models: '/' }, 'no way out'],
    [{ models: '/var/run/' }, 'no way out'],
    [{ models: '//etc/.' }, 'no way out'],
    [{ models: '/srv/docker.sock' }, 'no way out'],
    [{ models: '/srv/a', output: '/srv/a/' }, 'a folder of its own, not that of "models"'],
  ])('refuses the mounts %j', (mounts, words) => {
    expect(refused({ recipe: 'plain', mounts })).toContain(words);
  });

  it('takes folders of Linux and of Windows', () => {
    const mounts = { models: '/srv/models', output: 'D:\\out', input: '/srv/.hidden/in' };
    expect(accepted({ recipe: 'plain', mounts }).mounts).toEqual(mounts);
  });

  it.each(['--listen', '--listen=0.0.0.0', '--port', '--lis', '--offline', '--enable-cors-header=*', '--base-dir'])(
    'leaves the flag %s to the recipe',
    (flag) => {
      expect(refused({ recipe: 'plain', flags: ['--lowvram', flag] })).toContain('"flags[1]": expected no --');
    },
  );

  it('takes flags that are the user’s to choose', () => {
    const flags = ['--lowvram', '--preview-method', 'auto', '--port-of-call', '--verbose=DEBUG'];
    expect(accepted({ recipe: 'plain', flags }).flags).toEqual(flags);
  });

  it('shows the first three complaints and counts the rest', () => {
    const message = refused({ port: 0, gpu: 1, wall: 2, image: 3, toolsImage: 4 });
    expect(message.match(/expected/gu)).toHaveLength(3);
    expect(message).toContain('And 2 more.');
  });

  it('refuses a file that no person wrote', () => {
    expect(refusal(' '.repeat(300_000))).toContain('at most 262144 characters');
    expect(refusal('['.repeat(200_000))).toContain('column 200001');
    expect(refusal(`"${'a'.repeat(200_000)}`)).toContain('line 1, column 1');
  });

  it('answers every text with a profile or a refusal, never with an exception', () => {
    const profileLike = fc.record(
      Object.fromEntries(Object.keys(profileSchema.def.shape).map((key) => [key, fc.jsonValue()])),
      { requiredKeys: [] },
    );
    const json = fc.oneof(fc.jsonValue(), profileLike).map((value) => JSON.stringify(value));
    const cut = fc.tuple(json, fc.nat(200)).map(([text, at]) => text.slice(0, at));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), json, cut), (text) => {
        const parsed = parseProfile(text);
        if (!parsed.ok) {
          expect(parsed.failure.message).toContain('profile.json');
          expect(parsed.failure.next).not.toBe('');
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
