import { describe, expect, it } from 'vitest';
import { readWslconfig, readWslConf } from '../../app/wsl-config/read-config.ts';
import type { Probe } from '../../main/probes/probe.ts';
import { askWsl, goodWslconfig, type FakeSections, type FakeWsl } from '../../main/probes/testing/fake-wsl.ts';
import { wslCReadonly } from '../../main/probes/wsl-c-readonly.probe.ts';
import { wslLimits } from '../../main/probes/wsl-limits.probe.ts';
import { wslModelsMount } from '../../main/probes/wsl-models-mount.probe.ts';
import { wslNetworkNat } from '../../main/probes/wsl-network-nat.probe.ts';
import { wslNoCuda } from '../../main/probes/wsl-no-cuda.probe.ts';
import { wslProbes } from '../../main/probes/wsl-probes.ts';
import { decodeWslconfig } from '../../main/wsl/config-bytes.ts';
import { decodeWslText } from '../../main/wsl/decode-text.ts';
import { parseDistroTable } from '../../main/wsl/distro-table.ts';
import { guestFacts } from '../../main/wsl/guest-facts.ts';
import { readGuestOutput } from '../../main/wsl/guest-sections.ts';
import {
  fakeMount,
  guestOutput,
  healthyGuest,
  mountLines,
  writeLines,
  type FakeSection,
} from '../../main/wsl/testing/fake-guest.ts';
import { wslError } from '../../main/wsl/wsl-errors.ts';
import { parseWslVersion } from '../../main/wsl/wsl-version.ts';
import { damageBytes, seededRandom } from './damage-bytes.ts';

const runs = 5_000;
const timeout = 120_000;

/** A PC on which the control does not hold. */
interface BrokenWorld {
  readonly probe: Probe;
  readonly guest: FakeSections;
  readonly wslconfig?: string;
}

const brokenWorlds: readonly BrokenWorld[] = [
  { probe: wslNetworkNat, guest: { 'networking-mode': { text: 'mirrored\n' } } },
  { probe: wslNetworkNat, guest: {}, wslconfig: '[wsl2]\nnetworkingMode=mirrored\n' },
  {
    probe: wslCReadonly,
    guest: {
      'wsl-conf': { text: '[automount]\noptions=metadata\n' },
      mounts: { text: mountLines({ drive: fakeMount('/mnt/c', 'rw') }) },
      'drive-writes': { text: writeLines(['/mnt/c'], null) },
    },
  },
  {
    probe: wslCReadonly,
    guest: {
      mounts: { text: mountLines({ drive: fakeMount('/mnt/c', 'rw') }) },
      'drive-writes': { text: writeLines(['/mnt/c'], 'Permission denied') },
    },
  },
  { probe: wslLimits, guest: { memory: { text: 'MemTotal: 33554432 kB\nSwapTotal: 8388608 kB\n' } } },
  { probe: wslModelsMount, guest: { mounts: { text: mountLines({ models: null }) } } },
  { probe: wslModelsMount, guest: { models: { text: 'folder 700 0 0\nlist 1000 no\n' } } },
  { probe: wslNoCuda, guest: { packages: { text: 'ii \tdpkg\t1\nii \tcuda-toolkit-12-9\t12.9\n' } } },
  { probe: wslNoCuda, guest: { 'cuda-folders': { text: '/usr/local/cuda\ndone\n' } } },
];

function pcOf({ wslconfig }: BrokenWorld, output: Buffer): FakeWsl {
  return wslconfig === undefined ? { output } : { output, wslconfig };
}

/** One line of what is wrong is lost, or reads as on a good PC: the damage that would look best. */
function flatter(guest: FakeSections, random: () => number): Buffer {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const name = pick(Object.keys(guest));
  const linesOf = (section: FakeSection | null | undefined): readonly string[] =>
    (section?.text ?? '').split('\n').filter((line) => line !== '');
  const wrong = pick(linesOf(guest[name]));
  const right = random() < 0.4 ? '' : ` ${pick(linesOf(healthyGuest[name]))}\n`;
  return Buffer.from(
    guestOutput(guest)
      .toString('latin1')
      .replace(` ${wrong}\n`, () => right),
    'latin1',
  );
}

describe('the words of a guest on which a control does not hold', () => {
  it('are worlds on which it does not hold', async () => {
    for (const world of brokenWorlds) {
      expect((await askWsl(world.probe, pcOf(world, guestOutput(world.guest)))).verdict).not.toBe('pass');
    }
  });

  it(
    'are never taken for a good one, however they are damaged',
    async () => {
      const random = seededRandom(20_261);
      const seen = new Map<string, number>();
      for (let run = 0; run < runs; run += 1) {
        const world = brokenWorlds[run % brokenWorlds.length];
        if (world === undefined) throw new Error('no world');
        const isFlattered = random() < 0.5 && Object.keys(world.guest).length > 0;
        const output = isFlattered ? flatter(world.guest, random) : damageBytes(guestOutput(world.guest), random);
        const { verdict, summary } = await askWsl(world.probe, pcOf(world, output));
        expect(summary).not.toBe('');
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      }
      expect([...seen.keys()].sort()).toEqual(['fail', 'unknown', 'warn']);
    },
    timeout,
  );

  it(
    'give an answer to every question even when each section is whole and says nonsense',
    async () => {
      const random = seededRandom(7);
      const names = Object.keys(healthyGuest);
      for (let run = 0; run < runs; run += 1) {
        const name = names[run % names.length] ?? '';
        const bytes = damageBytes(Buffer.from(healthyGuest[name]?.text ?? ''), random);
        const exit = random() < 0.7 ? 0 : Math.floor(random() * 256);
        const output = guestOutput({ [name]: { exit, text: '', bytes } });
        const probe = wslProbes[Math.floor(random() * wslProbes.length)];
        if (probe !== undefined) expect((await askWsl(probe, { output })).summary).not.toBe('');
      }
    },
    timeout,
  );
});

describe('files of WSL', () => {
  it(
    'are read, or not, but never a reason to stop',
    async () => {
      const random = seededRandom(99);
      for (let run = 0; run < runs; run += 1) {
        const damaged = damageBytes(Buffer.from(goodWslconfig), random);
        const { text } = decodeWslconfig(damaged);
        const { settings, warnings } = readWslconfig(text);
        readWslConf(text);
        for (const { line } of warnings) expect(line).toBeGreaterThan(0);
        for (const { value } of settings.values())
          expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
        if (run % 10 !== 0) continue;
        // What runs is not what was asked for: no file can make that good.
        const guest = { 'networking-mode': { text: 'mirrored\n' } };
        expect((await askWsl(wslNetworkNat, { guest, wslconfig: damaged.toString() })).verdict).toBe('fail');
      }
    },
    timeout,
  );
});

describe('the words of wsl.exe', () => {
  const said = [
    '  NAME            STATE           VERSION\r\n* Ubuntu-24.04    Running         2\r\n',
    'WSL-Version: 2.7.8.0\r\nKernelversion: 6.6.87.2-1\r\n',
    'Der Datenträger wurde nicht gefunden.\r\nFehlercode: Wsl/Service/AttachDisk/MountDisk/ERROR_FILE_NOT_FOUND\r\n',
    'エラー コード: Wsl/Service/WSL_E_DISTRO_NOT_FOUND\r\n',
  ];

  it(
    'are read, or not, but never a reason to stop',
    () => {
      const random = seededRandom(5);
      for (let run = 0; run < runs; run += 1) {
        const encoding = random() < 0.5 ? 'utf8' : 'utf16le';
        const bytes = damageBytes(Buffer.from(said[run % said.length] ?? '', encoding), random);
        const text = decodeWslText(bytes);
        for (const { version } of parseDistroTable(text)) expect([1, 2]).toContain(version);
        const version = parseWslVersion(text);
        if (version !== null) expect(version.wsl).toMatch(/^\d+\.\d+\.\d+/u);
        const error = wslError({ exitCode: Math.floor(random() * 300), text }, 'be asked');
        expect([error.message.length > 0, error.message.length < 2_000, error.next.length > 0]).toEqual([
          true,
          true,
          true,
        ]);
        guestFacts(readGuestOutput(bytes));
      }
    },
    timeout,
  );
});
