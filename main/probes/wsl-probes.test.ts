import { describe, expect, it } from 'vitest';
import { nowMs } from './testing/fake-facts.ts';
import { askWsl, goodWslconfig, wslFailure, type FakeSections } from './testing/fake-wsl.ts';
import { testCases } from './testing/wsl-cases.ts';
import { wslDistroVisible } from './wsl-distro-visible.probe.ts';
import { wslLimits } from './wsl-limits.probe.ts';
import { wslNetworkNat } from './wsl-network-nat.probe.ts';
import { wslProbes } from './wsl-probes.ts';

const named = wslProbes.map((probe) => ({ id: probe.id, probe }));
const running = (mode: string): FakeSections => ({ 'networking-mode': { text: `${mode}\n` } });
const minutesAgo = (count: number): number => nowMs - count * 60_000;

describe('every probe of WSL', () => {
  it.each(named)('$id holds on a PC that is in order', async ({ probe }) => {
    const finding = await askWsl(probe);
    expect(finding).toMatchObject({ controlId: probe.id, verdict: 'pass', remedies: [] });
    expect(finding.evidence.length).toBeGreaterThan(0);
    expect(finding.marks ?? []).toEqual([]);
  });

  it.each(named)(
    '$id does not hold, and says which part of WSL is missing, when it cannot be asked',
    async ({ probe }) => {
      const cases = [
        { failure: wslFailure('wsl-not-installed'), mark: 'wsl.not-installed' },
        { failure: wslFailure('wsl-distro-missing'), mark: 'wsl.no-distro' },
        { failure: wslFailure('program-timeout'), mark: 'wsl.answers-not' },
      ] as const;
      for (const { failure, mark } of cases) {
        const none = { lxss: [], otherLxss: [] };
        const finding = await askWsl(probe, { failure, lxss: none });
        expect(['unknown', 'fail']).toContain(finding.verdict);
        if (probe !== wslDistroVisible) expect(finding.marks).toEqual([mark]);
        expect(JSON.stringify(finding.evidence)).toContain(failure.code);
      }
    },
  );

  it.each(named.filter(({ probe }) => probe !== wslDistroVisible))(
    '$id is unknown when the guest’s words are garbage or nothing',
    async ({ probe }) => {
      for (const output of [Buffer.from('airlock-guest 1\n>mounts\n x\n'), Buffer.from('airlock-guest 1\n')]) {
        expect((await askWsl(probe, { output })).verdict).toBe('unknown');
      }
    },
  );
});

describe('wsl.network-nat', () => {
  const mirrored = '[wsl2]\nnetworkingMode=mirrored\n';
  testCases(wslNetworkNat, [
    {
      name: 'mirrored is written and runs',
      pc: { wslconfig: mirrored, guest: running('mirrored') },
      verdict: 'fail',
      marks: ['network.running-not-nat', 'network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'NAT was written while mirrored runs',
      pc: { guest: running('mirrored'), wslconfigChangedAtMs: minutesAgo(5) },
      verdict: 'fail',
      marks: ['network.running-not-nat', 'network.shutdown-needed'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'NAT is written and WSL started after that, but falls back',
      pc: { guest: running('virtioproxy') },
      verdict: 'fail',
      marks: ['network.running-not-nat', 'network.config-ignored'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'NAT is written, but the first of two keys says mirrored',
      pc: { wslconfig: `${mirrored}networkingMode=nat\n` },
      verdict: 'warn',
      marks: ['network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'nothing is written and NAT runs',
      pc: { wslconfig: null },
      verdict: 'warn',
      marks: ['network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'a misspelt mode is written',
      pc: { wslconfig: '[wsl2]\nnetworkingMode=natt\n' },
      verdict: 'warn',
      marks: ['network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'NAT stands behind a semicolon',
      pc: { wslconfig: '[wsl2]\n;networkingMode=nat\n', guest: running('mirrored') },
      verdict: 'fail',
      marks: ['network.running-not-nat', 'network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'what runs cannot be told',
      pc: { guest: { 'networking-mode': { exit: 127, text: '' } } },
      verdict: 'unknown',
    },
    {
      name: 'what runs cannot be told, and mirrored is written',
      pc: { wslconfig: mirrored, guest: { 'networking-mode': { exit: 1, text: '' } } },
      verdict: 'fail',
      marks: ['network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'WSL does not start, and mirrored is written',
      pc: { wslconfig: mirrored, failure: wslFailure('wsl-refused') },
      verdict: 'fail',
      marks: ['network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    { name: '.wslconfig cannot be read', pc: { wslconfigFailure: wslFailure('file-damaged') }, verdict: 'unknown' },
    {
      name: '.wslconfig cannot be read, and mirrored runs',
      pc: { wslconfigFailure: wslFailure('file-damaged'), guest: running('mirrored') },
      verdict: 'fail',
      marks: ['network.running-not-nat'],
    },
    {
      name: 'there is no network at all',
      pc: { wslconfig: '[wsl2]\nnetworkingMode=none\n', guest: running('none') },
      verdict: 'warn',
      marks: ['network.running-not-nat', 'network.config-not-nat'],
      remedies: ['wsl.set-nat'],
    },
    {
      name: 'the distribution is of version 1',
      pc: { guest: running('wsl1') },
      verdict: 'fail',
      marks: ['wsl.version-1', 'network.running-not-nat'],
    },
  ]);

  it('shows what WSL makes of odd lines', async () => {
    const finding = await askWsl(wslNetworkNat, { wslconfig: `${goodWslconfig};x\r\nnetworkingMode=mirrored\r\n` });
    const shown = finding.evidence.map(({ output }) => output).join('\n');
    expect(finding.verdict).toBe('pass');
    expect(shown).toContain('line 5 does not begin with a key');
    expect(shown).toContain('line 6 (wsl2.networkingMode) says again');
  });
});

describe('wsl.limits', () => {
  const memory = (total: number, swap: number): FakeSections => ({
    memory: { text: `MemTotal: ${String(total * 1024 ** 2)} kB\nSwapTotal: ${String(swap * 1024 ** 2)} kB\n` },
  });
  testCases(wslLimits, [
    {
      name: 'no caps',
      pc: { wslconfig: null },
      verdict: 'fail',
      marks: ['limits.not-set'],
      remedies: ['wsl.set-limits'],
    },
    {
      name: 'no cap for swap',
      pc: { wslconfig: '[wsl2]\nmemory=16GB\n' },
      verdict: 'warn',
      marks: ['limits.not-set'],
      remedies: ['wsl.set-limits'],
    },
    ...['16gb', '16 GB', '1.5GB', '0'].map((value) => ({
      name: `memory=${value}`,
      pc: { wslconfig: `[wsl2]\nmemory=${value}\nswap=8GB\n` },
      verdict: 'fail',
      marks: ['limits.invalid-value'] as const,
      remedies: ['wsl.set-limits'],
    })),
    {
      name: 'a first cap that is none, before a good one',
      pc: { wslconfig: '[wsl2]\nmemory=16gb\nmemory=16GB\nswap=0\n' },
      verdict: 'fail',
      marks: ['limits.invalid-value'],
      remedies: ['wsl.set-limits'],
    },
    {
      name: 'more memory than the cap',
      pc: { guest: memory(31, 8) },
      verdict: 'fail',
      marks: ['limits.shutdown-needed'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'swap though none is wanted',
      pc: { wslconfig: '[wsl2]\nmemory=16GB\nswap=0\n' },
      verdict: 'fail',
      marks: ['limits.shutdown-needed'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'no swap, as wanted',
      pc: { wslconfig: '[wsl2]\nmemory=16GB\nswap=0\n', guest: memory(15, 0) },
      verdict: 'pass',
    },
    { name: 'the size is unknown', pc: { guest: { memory: { text: 'MemTotal: much' } } }, verdict: 'unknown' },
    { name: 'the file cannot be read', pc: { wslconfigFailure: wslFailure('file-damaged') }, verdict: 'unknown' },
  ]);
});
