import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../process/run-program.ts';
import { guestFacts, type WslGuestFacts } from './guest-facts.ts';
import { driveMounts, parseMounts } from './guest-mounts.ts';
import { readGuestOutput, type GuestOutput } from './guest-sections.ts';
import { readProbeScript } from './look-at-wsl.ts';
import { posixCksum } from './posix-cksum.ts';
import { fakeMount, guestOutput, healthyGuest, mountLines, writeLines } from './testing/fake-guest.ts';

const assetsDir = resolve(import.meta.dirname, '../../assets');

describe('cksum', () => {
  it.each([
    ['', 4_294_967_295],
    ['123456789', 930_766_865],
    ['a'.repeat(300), 1_664_553_091],
  ])('of %j', (text, sum) => expect(posixCksum(Buffer.from(text))).toBe(sum));
});

describe('the sections', () => {
  const section = (output: GuestOutput, name: string): string | undefined =>
    output.sections.get(name)?.bytes.toString('latin1');

  it('carry any bytes, with and without a line end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(255), (bytes, exit) => {
        const text = Buffer.from(bytes).toString('latin1');
        const output = readGuestOutput(guestOutput({ fstab: { exit, text: '', bytes: Buffer.from(bytes) } }));
        expect(section(output, 'fstab')).toBe(text);
        expect(output.sections.get('fstab')?.exitCode).toBe(exit);
        expect(section(output, 'memory')).toBe(healthyGuest['memory']?.text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are found behind and before words of others', () => {
    const output = Buffer.concat([Buffer.from('Willkommen\n'), guestOutput(), Buffer.from('x\0', 'utf16le')]);
    expect(readGuestOutput(output)).toMatchObject({ hasBegun: true, hasEnded: true });
    expect(readGuestOutput(output).sections.size).toBe(Object.keys(healthyGuest).length);
  });

  it('are lost alone when one is damaged, cut off or there twice', () => {
    const whole = guestOutput();
    const damaged = Buffer.from(whole);
    damaged[damaged.indexOf('MemTotal') + 20] = 0x39;
    const lost = readGuestOutput(damaged).sections;
    expect([lost.has('memory'), lost.has('mounts'), lost.has('gpu')]).toEqual([false, true, true]);
    const half = readGuestOutput(whole.subarray(0, whole.indexOf('MemFree')));
    expect([half.sections.has('memory'), half.sections.has('mounts'), half.hasEnded]).toEqual([false, true, false]);
    const twice = readGuestOutput(Buffer.concat([whole, guestOutput()])).sections;
    expect(twice.size).toBe(0);
  });

  it('cannot be forged by what a file says', () => {
    const forged = guestOutput().toString().replace('airlock-guest 1\n', '');
    const output = readGuestOutput(guestOutput({ fstab: { text: forged } }));
    expect(section(output, 'fstab')).toBe(forged);
    expect(output.sections.size).toBe(Object.keys(healthyGuest).length);
  });

  it('are none in what the probe did not write', () => {
    expect(readGuestOutput(Buffer.from('There is no distribution with the supplied name.'))).toEqual({
      hasBegun: false,
      hasEnded: false,
      sections: new Map(),
    });
  });
});

describe('the answers of a good distribution', () => {
  const facts = guestFacts(readGuestOutput(guestOutput()));

  it('are all known', () => {
    const unknown = Object.entries(facts).filter(([, reading]) => !(reading as { isKnown: boolean }).isKnown);
    expect(unknown).toEqual([]);
  });

  it('are read as they are meant', () => {
    expect(facts.account).toMatchObject({ value: { uid: 1000, gid: 1000, groupNames: ['comfy', 'sudo', 'docker'] } });
    expect(facts.networkingMode).toMatchObject({ value: 'nat' });
    expect(facts.uptimeS).toMatchObject({ value: 3600.25 });
    expect(facts.memory).toMatchObject({ value: { swapBytes: 8 * 1024 ** 3 } });
    expect(facts.swaps).toMatchObject({ value: ['/dev/sdb'] });
    expect(facts.space).toMatchObject({ value: { source: '/dev/sdd', freeBytes: 305_295_616 * 1024 } });
    expect(facts.models).toMatchObject({
      value: { folder: { folder: { mode: 0o755 }, entries: [{ name: 'checkpoints' }] } },
    });
    expect(facts.packages).toMatchObject({ value: [] });
    expect(facts.gpu).toMatchObject({ value: { state: 'works', names: ['NVIDIA GeForce RTX 4090'] } });
    expect(facts.docker).toMatchObject({ value: { cli: '/usr/bin/docker', isUsable: true } });
    expect(facts.driveWrites).toMatchObject({ value: [{ outcome: 'read-only' }, { outcome: 'read-only' }] });
  });
});

describe('single answers', () => {
  const read = (change: Parameters<typeof guestOutput>[0]): WslGuestFacts =>
    guestFacts(readGuestOutput(guestOutput(change)));

  it('keep files that are not there apart from files that cannot be read', () => {
    expect(read({ 'wsl-conf': { exit: 3, text: '' } }).wslConf).toMatchObject({ isKnown: true, value: null });
    expect(read({ 'wsl-conf': { exit: 1, text: 'cat: …' } }).wslConf).toMatchObject({ isKnown: false });
  });

  it('say what is missing', () => {
    expect(read({ 'networking-mode': { exit: 127, text: '' } }).networkingMode).toMatchObject({
      isKnown: false,
      why: 'the program for it is not installed',
    });
    expect(read({ gpu: { exit: 124, text: '' } }).gpu).toMatchObject({ value: { state: 'hangs' } });
    expect(read({ gpu: { exit: 3, text: '' } }).gpu).toMatchObject({ value: { state: 'no-driver' } });
    expect(read({ gpu: { exit: 9, text: 'GPU 0: x' } }).gpu).toMatchObject({ value: { state: 'fails' } });
    expect(read({ gpu: null }).gpu).toMatchObject({ isKnown: false });
  });

  it.each([
    ['networking-mode', 'nat mirrored\n', 'networkingMode'],
    ['mounts', `${mountLines({})}what is this\n`, 'mounts'],
    ['mounts', '', 'mounts'],
    ['drive-writes', 'try /mnt/c\nrefused /mnt/c\n', 'driveWrites'],
    ['drive-writes', 'try /mnt/c\ndone\n', 'driveWrites'],
    ['memory', 'MemTotal: 1 kB\n', 'memory'],
    ['memory', 'MemTotal: 1 kB\nMemTotal: 2 kB\nSwapTotal: 0 kB\n', 'memory'],
    ['disks', '{"blockdevices":[{"name":"sda"}]}', 'disks'],
    ['disks', '{', 'disks'],
    ['packages', 'un \tcuda\t\n', 'packages'],
    ['cuda-folders', '/usr/local/cuda\n', 'cudaFolders'],
    ['loader-cache', '', 'loaderCache'],
    ['models', 'folder 755 0 0\n', 'models'],
  ] as const)('%s: %j is unknown, not empty', (name, text, field) => {
    expect(read({ [name]: { text } })[field]).toMatchObject({ isKnown: false, raw: text });
  });

  it('count a package that is there in any state but removed', () => {
    const text =
      'ii \tdpkg\t1\nrc \tnvidia-driver-550\t550\nun \tcuda\t\niU \tcuda-toolkit-12-9\t12.9\nhi \tlibcuda1\t1\n';
    expect(read({ packages: { exit: 1, text } }).packages).toMatchObject({
      value: [{ name: 'cuda-toolkit-12-9' }, { name: 'libcuda1' }],
    });
  });

  it('tell a refusal of Windows from a read-only mount', () => {
    const outcome = (refusal: string | null): unknown =>
      read({ 'drive-writes': { text: writeLines(['/mnt/c'], refusal) } }).driveWrites;
    expect(outcome('Permission denied')).toMatchObject({ value: [{ outcome: 'refused' }] });
    expect(outcome(null)).toMatchObject({ value: [{ outcome: 'written' }] });
  });
});

describe('the mounts of drive C:', () => {
  const points = (lines: string, root = '/mnt/'): readonly string[] =>
    driveMounts(parseMounts(lines) ?? [], root).map(({ point }) => point);

  it.each([
    ['9p of the drive', String.raw`9 7 0:5 / /mnt/c rw - 9p C:\134 rw,aname=drvfs;path=C:\134;uid=0`, ['/mnt/c']],
    ['9p elsewhere', String.raw`9 7 0:5 / /win rw - 9p C:\134 rw`, ['/win']],
    ['virtio 9p', String.raw`9 7 0:5 / /host rw - 9p drvfs rw,aname=drvfs;path=C:\134;uid=0`, ['/host']],
    ['drvfs of WSL 1', '9 7 0:5 / /mnt/c rw - drvfs C: rw', ['/mnt/c']],
    ['virtiofs', '9 7 0:5 / /mnt/c rw - virtiofs drvfsC0 rw', ['/mnt/c']],
    ['virtiofs elsewhere', '9 7 0:5 / /old/c rw - virtiofs 8a7c rw', ['/old/c']],
    ['another drive', String.raw`9 7 0:5 / /mnt/d rw - 9p D:\134 rw,aname=drvfs;path=D:\134;uid=0`, []],
    ['nothing', null, []],
  ])('%s', (_name, drive, expected) => expect(points(mountLines({ drive }))).toEqual(expected));

  it('are looked for where wsl.conf has them', () => {
    expect(points(mountLines({ drive: '9 7 0:5 / /win/c rw - virtiofs abc rw' }), '/win/')).toEqual(['/win/c']);
  });

  it('are what the last mount at a place says', () => {
    const twice = mountLines({ more: fakeMount('/mnt/c', 'rw') });
    expect(driveMounts(parseMounts(twice) ?? [], '/mnt').map(({ options }) => options.includes('rw'))).toEqual([true]);
  });
});

describe.skipIf(process.platform === 'win32')('the probe script, really run by /bin/sh', () => {
  let models = '';

  beforeAll(() => {
    models = mkdtempSync(join(tmpdir(), 'airlock models-'));
    mkdirSync(join(models, 'check points'), { mode: 0o750 });
    mkdirSync(join(models, 'lost+found'));
    writeFileSync(join(models, 'a\nb.safetensors'), '');
  });
  afterAll(() => rmSync(models, { recursive: true }));

  async function run(folder: string, env: NodeJS.ProcessEnv = process.env): Promise<GuestOutput> {
    const stdin = await readProbeScript(assetsDir);
    const args = ['-s', '--', folder, '1000', '1000'];
    const { stdout, stderr, exitCode } = await runProgram({ file: '/bin/sh', args, env, stdin, timeoutMs: 60_000 });
    expect([exitCode, stderr.toString()]).toEqual([0, '']);
    return readGuestOutput(stdout);
  }

  it('answers everything in a form that is read back whole', async () => {
    const output = await run(models);
    expect(output).toMatchObject({ hasBegun: true, hasEnded: true });
    expect([...output.sections.keys()].sort()).toEqual(Object.keys(healthyGuest).sort());
    const facts = guestFacts(output);
    expect(facts.account).toMatchObject({ value: { uid: process.getuid?.() } });
    expect(facts.uptimeS).toMatchObject({ isKnown: true });
    expect(facts.mounts).toMatchObject({ isKnown: true });
    expect(facts.memory).toMatchObject({ isKnown: true });
    expect(facts.space).toMatchObject({ isKnown: true });
    expect(facts.cudaFolders).toMatchObject({ isKnown: true });
    // No Linux but WSL's has these.
    expect(output.sections.get('networking-mode')?.exitCode).toBe(127);
    expect(output.sections.get('gpu')?.exitCode).toBe(3);
  });

  it('looks into the models folder, whatever it is called and holds', async () => {
    const { models: read } = guestFacts(await run(models));
    const folder = read.isKnown ? read.value.folder : null;
    expect(folder?.couldList.get(process.getuid?.() ?? -1)).toBe(true);
    expect(folder?.entries).toContainEqual(
      expect.objectContaining({ name: 'check points', mode: 0o750, kind: 'directory' }),
    );
    expect(folder?.entries.map(({ name }) => name)).not.toContain('lost+found');
  });

  it('says so when there is no such folder, and takes no name for an option or a command', async () => {
    for (const name of ['/nowhere', '-rf', '$(touch /tmp/airlock-evil)', '; exit 9']) {
      const { models: read } = guestFacts(await run(name));
      expect(read).toMatchObject({ isKnown: true, value: { folder: null } });
    }
  });

  it('uses the programs of the system, wherever the search path leads', async () => {
    const facts = guestFacts(await run(models, { PATH: models, LC_ALL: 'de_DE.UTF-8', HOME: models }));
    expect(facts.memory).toMatchObject({ isKnown: true });
  });

  it('has the line ends of Linux, whatever Git made of it', async () => {
    expect(await readProbeScript(assetsDir)).not.toContain('\r');
  });
});
