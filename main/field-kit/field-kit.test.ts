import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlView, PanelSnapshot } from '../../app/ipc/snapshot.ts';
import { profileSchema } from '../../app/launch/profile.ts';
import { fieldKit, type KitSource } from './field-kit.ts';
import { kitText } from './kit-text.ts';
import { writeKit } from './write-kit.ts';

const at = '2026-11-01T12:00:00.000Z';
const secrets = {
  account: 'Grace',
  pc: 'ENGINE-1843',
  sid: 'S-1-5-21-11-22-33-1001',
  token: 'hf_abcdefghijklmnopqrstuv',
  key: 'sk-abcdefghijklmnopqrstuvwx',
  password: 'correct-horse-battery',
  address: '203.0.113.77',
  mac: '00:15:5d:0a:0b:0c',
} as const;
const everything = `C:\\Users\\${secrets.account}\\x ${secrets.pc}\\${secrets.account} ${secrets.sid} HF_TOKEN=${secrets.token} api_key: ${secrets.key} https://me:${secrets.password}@host ${secrets.address} ${secrets.mac}`;

function view(planted: string): ControlView {
  return {
    id: 'docker.wall',
    verdict: 'fail',
    summary: planted,
    observedAt: at,
    evidence: [{ source: planted, output: `first\n${planted}`, durationMs: 3 }],
    marks: ['wsl.no-distro'],
    remedies: [],
  };
}

/** A PC on which the same text stands wherever a text can stand. */
function source(planted: string): KitSource {
  const control = view(planted);
  const snapshot: PanelSnapshot = {
    version: '1',
    host: 'windows',
    hostNote: planted,
    account: secrets.account,
    observedAt: at,
    sweeping: false,
    layers: [{ id: 'docker', verdict: 'fail', controls: [control] }],
    diagnoses: [
      {
        id: 'wall-bypassed',
        cause: 'network.wall-leaks',
        summary: planted,
        next: planted,
        evidence: [{ control: 'docker.wall', source: planted, output: planted }],
        remedy: null,
      },
    ],
    session: null,
    lastWallTest: null,
    wallTesting: false,
    runningRemedy: null,
    undoableRemedies: [{ id: 'wsl.set-nat', at }],
    activity: [],
    profile: { image: '', recipe: '', wall: 'bridge', port: 1, path: planted, problem: null },
    launchableModes: [],
  };
  return {
    madeAt: at,
    snapshot,
    environment: { home: `/home/${secrets.account}/.airlock`, account: secrets.account, note: planted },
    variables: { DOCKER_HOST: planted },
    profile: profileSchema.parse({
      version: 1,
      image: planted,
      mounts: { models: `/home/${secrets.account}/models` },
      flags: ['--api-key', secrets.password],
    }),
    activity: [{ seq: 1, at, kind: 'x', message: planted }],
    identity: { accounts: [secrets.account], hostNames: [secrets.pc], addresses: [secrets.address] },
  };
}

function leaks(text: string): readonly string[] {
  return Object.values(secrets).filter((secret) => text.toLowerCase().includes(secret.toLowerCase()));
}

describe('a field kit', () => {
  it('holds what is needed, and nothing that was planted', () => {
    const kit = fieldKit(source(everything));
    expect(leaks(JSON.stringify(kit))).toEqual([]);
    expect(leaks(kitText(kit))).toEqual([]);
    expect(kit.controls[0]).toMatchObject({ id: 'docker.wall', verdict: 'fail', marks: ['wsl.no-distro'] });
    expect(kit.diagnoses[0]).toMatchObject({ id: 'wall-bypassed', cause: 'network.wall-leaks' });
    expect(kit.controls[0]?.evidence[0]?.output).toContain('<user-1>');
    for (const part of ['docker.wall: fail', 'first', 'DOCKER_HOST', 'wsl.set-nat'])
      expect(kitText(kit)).toContain(part);
  });

  it('lets nothing through in any order and between any words', () => {
    const piece = fc.constantFrom(...everything.split(' '), 'at', '(', ')', '\n', '"', '{"a":"b"}');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const kit = fieldKit(source(pieces.join(' ')));
        expect(leaks(JSON.stringify(kit) + kitText(kit))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('writing it', () => {
  let home = '';
  beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-kit-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('makes the folder and two files that only this account may read', async () => {
    const folder = path.join(home, 'new', 'kit');
    const files = await writeKit(folder, fieldKit(source('x')));
    expect(files.map((file) => path.relative(folder, file))).toEqual(['field-kit.json', 'field-kit.txt']);
    expect(JSON.parse(readFileSync(files[0] ?? '', 'utf8'))).toMatchObject({ version: 1 });
    if (process.platform !== 'win32') for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
  });

  it.each(['field-kit.json', 'field-kit.txt'])('overwrites nothing: %s', async (name) => {
    writeFileSync(path.join(home, name), 'mine');
    await expect(writeKit(home, fieldKit(source('x')))).rejects.toMatchObject({ code: 'name-clash' });
    expect(readFileSync(path.join(home, name), 'utf8')).toBe('mine');
  });

  it('says so where no folder can be made', async () => {
    writeFileSync(path.join(home, 'file'), '');
    await expect(writeKit(path.join(home, 'file', 'kit'), fieldKit(source('x')))).rejects.toMatchObject({
      code: 'file-damaged',
    });
  });
});
