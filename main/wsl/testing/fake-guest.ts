import { posixCksum } from '../posix-cksum.ts';

/** One section as the probe script writes it: its text, and how its command ended. */
export interface FakeSection {
  readonly exit?: number;
  readonly text: string;
  /** Instead of the text, where it is none. */
  readonly bytes?: Buffer;
}

export const gib = 1024 ** 3;

/** What a good distribution answers; mounts, memory and disks are of one piece. */
export const healthyGuest: Readonly<Record<string, FakeSection>> = {
  account: { text: 'uid 1000\ngid 1000\ngroups 1000 27 1001\nnames comfy sudo docker\n' },
  'networking-mode': { text: 'nat\n' },
  'wsl-version': { text: '2.7.8.0\n' },
  init: { text: 'systemd\n' },
  uptime: { text: '3600.25 7000.10\n' },
  'wsl-conf': { text: '[boot]\nsystemd=true\n[automount]\noptions="metadata,ro"\n' },
  fstab: { text: '/dev/disk/by-uuid/0a /mnt/models ext4 nofail 0 2\n' },
  mounts: { text: mountLines({}) },
  'drive-writes': { text: writeLines(['/mnt/c', '/mnt/c/Users/Public'], 'Read-only file system') },
  memory: { text: `MemTotal:       ${String((15 * gib) / 1024)} kB\nMemFree: 1 kB\nSwapTotal: 8388608 kB\n` },
  swaps: { text: 'Filename\tType\tSize\tUsed\tPriority\n/dev/sdb partition\t8388608\t0\t-2\n' },
  disks: { text: diskLines() },
  space: {
    text: 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sdd 515010816 209715200 305295616 41% /mnt/models\n',
  },
  models: {
    text: 'folder 755 0 0\nlist 1000 yes\nentry 700 0 0 directory /mnt/models/lost+found\nentry 755 1000 1000 directory /mnt/models/checkpoints\n',
  },
  packages: { exit: 1, text: 'ii \tdpkg\t1.22.6ubuntu6\nun \tnvidia-driver\t\n' },
  'cuda-folders': { text: 'done\n' },
  'loader-cache': {
    text: "412 libs found in cache `/etc/ld.so.cache'\n\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/wsl/lib/libcuda.so.1\n",
  },
  gpu: { text: 'GPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-0)\n' },
  docker: { text: 'cli /usr/bin/docker\nsocket 660 0 1001\nusable yes\n' },
};

/** /proc/self/mountinfo of a distribution; `drive` and `models` are what differs, null is no mount. */
export function mountLines(change: { drive?: string | null; models?: string | null; more?: string }): string {
  const {
    drive = String.raw`90 70 0:52 / /mnt/c ro,noatime - 9p C:\134 ro,aname=drvfs;path=C:\134;uid=1000;symlinkroot=/mnt/,access=client`,
    models = '91 70 8:48 / /mnt/models rw,relatime - ext4 /dev/sdd rw,discard',
    more = '',
  } = change;
  const lines = [
    '70 60 8:32 / / rw,relatime - ext4 /dev/sdc rw,discard,errors=remount-ro,data=ordered',
    '71 70 0:22 / /mnt/wsl rw,relatime shared:1 - tmpfs none rw',
    String.raw`72 70 0:40 / /Docker/host rw,noatime - 9p C:\134Program\040Files\134Docker rw,aname=drvfs;path=C:\134Program\040Files\134Docker`,
  ];
  return [...lines, drive, models, more]
    .filter((line) => line !== null && line !== '')
    .map((line) => `${line ?? ''}\n`)
    .join('');
}

/** A line of mountinfo for the whole of drive C:. */
export function fakeMount(point: string, flag: 'ro' | 'rw'): string {
  return String.raw`95 70 0:53 / ${point} ${flag},noatime - 9p C:\134 ${flag},aname=drvfs;path=C:\134;uid=1000`;
}

/** How the attempts to write ended; null is success. */
export function writeLines(folders: readonly string[], refusal: string | null): string {
  const lines = folders.flatMap((folder) =>
    refusal === null
      ? [`try ${folder}`, `written ${folder}`]
      : [
          `try ${folder}`,
          `mkdir: cannot create directory '${folder}/.airlock-write-test-1': ${refusal}`,
          `refused ${folder}`,
        ],
  );
  return [...lines, 'done', ''].join('\n');
}

function diskLines(): string {
  const disks: readonly (readonly [string, number, string, string | null])[] = [
    ['8:0', 407_568_384, 'ext4', null],
    ['8:16', 8 * gib, 'swap', '[SWAP]'],
    ['8:32', 1024 * gib, 'ext4', '/'],
    ['8:48', 500 * gib, 'ext4', '/mnt/models'],
  ];
  const blockdevices = disks.map(([device, size, fstype, mountpoint], index) => ({
    name: `sd${'abcd'.charAt(index)}`,
    'maj:min': device,
    serial: null,
    size,
    fstype,
    mountpoint,
    type: 'disk',
  }));
  return `${JSON.stringify({ blockdevices })}\n`;
}

/** The whole output of the probe script. A section that is changed to null is left out. */
export function guestOutput(change: Readonly<Record<string, FakeSection | null>> = {}): Buffer {
  const sections = Object.entries({ ...healthyGuest, ...change });
  const parts = sections.map(([name, section]) => (section === null ? Buffer.alloc(0) : sectionBytes(name, section)));
  return Buffer.concat([Buffer.from('airlock-guest 1\n'), ...parts, Buffer.from('airlock-guest end\n')]);
}

function sectionBytes(name: string, { exit = 0, text, bytes: content = Buffer.from(text) }: FakeSection): Buffer {
  // As sed does it: a blank before every line, and no line end where there was none.
  const lines = content.toString('latin1').split('\n');
  const last = lines.at(-1) ?? '';
  const written = [...lines.slice(0, -1).map((line) => ` ${line}`), last === '' ? '' : ` ${last}`].join('\n');
  const bytes = Buffer.from(written, 'latin1');
  const footer = `<${name} ${String(exit)} ${String(posixCksum(bytes))} ${String(bytes.length)}\n`;
  return Buffer.concat([Buffer.from(`>${name}\n`), bytes, Buffer.from(`\n${footer}`)]);
}
