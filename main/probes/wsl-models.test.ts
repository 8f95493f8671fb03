import { describe, expect, it } from 'vitest';
import { gib, mountLines } from '../wsl/testing/fake-guest.ts';
import { askWsl, wslFailure, type FakeSections, type FakeWsl } from './testing/fake-wsl.ts';
import { testCases, type WslCase } from './testing/wsl-cases.ts';
import { wslDistroVisible } from './wsl-distro-visible.probe.ts';
import { wslModelsMount } from './wsl-models-mount.probe.ts';
import { wslNoCuda } from './wsl-no-cuda.probe.ts';

describe('wsl.models-mount', () => {
  const mounts = (models: string | null, more = ''): FakeSections => ({
    mounts: { text: mountLines({ models, more }) },
  });
  const disks = (...more: readonly object[]): FakeSections => ({
    disks: {
      text: JSON.stringify({
        blockdevices: [
          { name: 'sdc', 'maj:min': '8:32', size: String(1024 * gib), fstype: 'ext4', mountpoint: '/', type: 'disk' },
          ...more,
        ],
      }),
    },
  });
  const spare = { name: 'sde', 'maj:min': '8:64', size: 500 * gib, fstype: null, mountpoint: null, type: 'disk' };
  const models = (...lines: readonly string[]): FakeSections => ({ models: { text: `${lines.join('\n')}\n` } });
  const gone: WslCase = {
    name: 'no disk that could be it',
    pc: { guest: { ...mounts(null), ...disks() } },
    verdict: 'fail',
    marks: ['models.not-attached', 'models.not-mounted'],
    remedies: ['wsl.mount-models'],
  };
  testCases(wslModelsMount, [
    gone,
    {
      ...gone,
      name: 'a blank disk',
      pc: { guest: { ...mounts(null), ...disks(spare) } },
      marks: ['models.not-formatted', 'models.not-mounted'],
    },
    {
      ...gone,
      name: 'a disk that is not mounted',
      pc: { guest: { ...mounts(null), ...disks({ ...spare, fstype: 'ext4' }) } },
      marks: ['models.not-mounted'],
    },
    {
      ...gone,
      name: 'a disk that is mounted elsewhere',
      pc: { guest: { ...mounts(null, '96 70 8:48 / /mnt/wsl/models rw - ext4 /dev/sdd rw') } },
      marks: ['models.not-mounted'],
    },
    {
      ...gone,
      name: 'no list of disks',
      pc: { guest: { ...mounts(null), disks: null } },
      marks: ['models.not-mounted'],
    },
    {
      ...gone,
      name: 'a folder of the distribution itself',
      pc: { guest: mounts('96 70 8:32 /models /mnt/models rw - ext4 /dev/sdc rw') },
      marks: ['models.wrong-device'],
    },
    {
      ...gone,
      name: 'a folder of Windows',
      pc: { guest: mounts(String.raw`96 70 0:60 / /mnt/models rw - 9p D:\134 rw`) },
      marks: ['models.wrong-device'],
    },
    {
      ...gone,
      name: 'something mounted over it',
      pc: {
        guest: mounts('91 70 8:48 / /mnt/models rw - ext4 /dev/sdd rw', '97 70 0:70 / /mnt/models rw - tmpfs none rw'),
      },
      marks: ['models.wrong-device'],
    },
    {
      ...gone,
      name: 'a disk of another size than the virtual disk',
      pc: { lxss: { lxss: [], otherLxss: [], modelsVhd: { virtualBytes: 100 * gib } } },
      marks: ['models.wrong-device'],
    },
    {
      name: 'the virtual disk itself',
      pc: { lxss: { lxss: [], otherLxss: [], modelsVhd: { virtualBytes: 500 * gib } } },
      verdict: 'pass',
    },
    { name: 'sizes that cannot be compared', pc: { lxss: new Error('no registry') }, verdict: 'pass' },
    {
      name: 'nobody but root may list it, as tried',
      pc: { guest: models('folder 755 0 0', 'list 1000 no') },
      verdict: 'fail',
      marks: ['models.not-readable'],
    },
    {
      name: 'nobody but root may list it, by its bits',
      pc: { guest: models('folder 700 0 0', 'list 0 yes') },
      verdict: 'fail',
      marks: ['models.not-readable'],
    },
    {
      name: 'a folder in it is closed',
      pc: { guest: models('folder 755 0 0', 'list 1000 yes', 'entry 750 0 0 directory /mnt/models/loras') },
      verdict: 'warn',
      marks: ['models.not-readable'],
    },
    { name: 'its group may read it', pc: { guest: models('folder 750 0 1000', 'list 0 yes') }, verdict: 'pass' },
    { name: 'whether it can be read is unknown', pc: { guest: { models: null } }, verdict: 'unknown' },
    { name: 'a path with a slash at its end', pc: { profile: windowsProfile('/mnt/models/') }, verdict: 'pass' },
  ]);
});

function windowsProfile(modelsMount: string): NonNullable<FakeWsl['profile']> {
  return { windows: { modelsMount } } as NonNullable<FakeWsl['profile']>;
}

describe('wsl.no-cuda', () => {
  const packages = (...names: readonly string[]): FakeSections => ({
    packages: { exit: 1, text: ['dpkg', ...names].map((name) => `ii \t${name}\t1\n`).join('') },
  });
  const bad: Omit<WslCase, 'name' | 'pc'> = { verdict: 'fail', marks: ['cuda.packages'] };
  testCases(wslNoCuda, [
    ...['cuda-toolkit-12-9', 'cuda-drivers', 'nvidia-driver-550', 'libnvidia-compute-550', 'nvidia-cuda-toolkit'].map(
      (name) => ({
        name,
        pc: { guest: packages(name) },
        ...bad,
      }),
    ),
    {
      name: 'the container toolkit',
      pc: { guest: packages('nvidia-container-toolkit', 'libnvidia-container1') },
      verdict: 'pass',
    },
    {
      name: 'a toolkit without packages',
      pc: { guest: { 'cuda-folders': { text: '/usr/local/cuda-12.9\ndone\n' } } },
      ...bad,
    },
    {
      name: 'a library of the driver beside that of Windows',
      pc: {
        guest: {
          'loader-cache': {
            text: "9 libs found in cache `x'\n\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcuda.so.1\n",
          },
        },
      },
      ...bad,
    },
    {
      name: 'no driver is passed in',
      pc: { guest: { gpu: { exit: 3, text: '' } } },
      verdict: 'warn',
      marks: ['cuda.no-passthrough'],
    },
    {
      name: 'the driver hangs',
      pc: { guest: { gpu: { exit: 124, text: '' } } },
      verdict: 'warn',
      marks: ['cuda.no-passthrough'],
    },
    {
      name: 'no driver, and no card is wanted',
      pc: { profile: { gpu: false }, guest: { gpu: { exit: 3, text: '' } } },
      verdict: 'pass',
    },
    { name: 'no list of packages', pc: { guest: { packages: { exit: 127, text: '' } } }, verdict: 'unknown' },
    { name: 'no answer of the card', pc: { guest: { gpu: null } }, verdict: 'unknown' },
  ]);

  it('names what there is to remove', async () => {
    const finding = await askWsl(wslNoCuda, { guest: packages('cuda-drivers', 'cuda-toolkit', 'nvidia-driver-550') });
    expect(finding.summary).toContain('cuda-drivers and 2 more');
    expect(JSON.stringify(finding.evidence)).toContain('nvidia-driver-550');
  });
});

describe('wsl.distro-visible', () => {
  const missing = wslFailure('wsl-distro-missing');
  const none = { lxss: [], otherLxss: [] };
  const registered = (version: number, state: number): FakeWsl => ({
    lxss: { lxss: [{ name: 'ubuntu-24.04', version, state }], otherLxss: [] },
  });
  testCases(wslDistroVisible, [
    { name: 'written in other letters', pc: registered(2, 1), verdict: 'pass' },
    { name: 'of version 1', pc: registered(1, 1), verdict: 'fail', marks: ['wsl.version-1'] },
    { name: 'being installed', pc: registered(2, 3), verdict: 'warn' },
    {
      name: 'another account has it',
      pc: {
        failure: missing,
        lxss: { lxss: [], otherLxss: [{ sid: 'S-1-5-21-1', names: ['Debian', 'Ubuntu-24.04'] }] },
      },
      verdict: 'fail',
      marks: ['wsl.no-distro', 'distro.under-other-account'],
      remedies: ['wsl.move-distro'],
    },
    { name: 'nobody has it', pc: { failure: missing, lxss: none }, verdict: 'fail', marks: ['wsl.no-distro'] },
    {
      name: 'what others have cannot be seen',
      pc: { failure: missing, lxss: { lxss: [], otherLxss: null } },
      verdict: 'fail',
      marks: ['wsl.no-distro'],
    },
    {
      name: 'WSL is not installed',
      pc: { failure: wslFailure('wsl-not-installed'), lxss: none },
      verdict: 'fail',
      marks: ['wsl.not-installed'],
    },
    {
      name: 'it does not answer',
      pc: { failure: wslFailure('wsl-refused') },
      verdict: 'warn',
      marks: ['wsl.answers-not'],
    },
    { name: 'it answers, and the registry does not know it', pc: { lxss: none }, verdict: 'unknown' },
    { name: 'it answers, and the registry cannot be read', pc: { lxss: new Error('x') }, verdict: 'pass' },
    {
      name: 'it is not there, and the registry cannot be read',
      pc: { failure: missing, lxss: new Error('x') },
      verdict: 'fail',
      marks: ['wsl.no-distro'],
    },
    {
      name: 'nothing answers, and the registry cannot be read',
      pc: { failure: wslFailure('program-timeout'), lxss: new Error('x') },
      verdict: 'unknown',
      marks: ['wsl.answers-not'],
    },
  ]);
});
