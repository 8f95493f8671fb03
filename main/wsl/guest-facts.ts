import { parseDisks, type GuestDisk } from './guest-disks.ts';
import { parseModels, type ModelsFolder } from './guest-models.ts';
import { parseMounts, type GuestMount } from './guest-mounts.ts';
import {
  parseDocker,
  parseDoneList,
  parseGpu,
  parseLoaderCache,
  parsePackages,
  type CachedLibrary,
  type GpuLook,
  type GuestDocker,
  type GuestPackage,
} from './guest-programs.ts';
import type { GuestOutput, GuestSection } from './guest-sections.ts';
import { parseWrites, type WriteAttempt } from './guest-writes.ts';
import { readingOf, sectionExit, type Reading, type SectionParser } from './reading.ts';

/** Who runs commands in the distribution when nobody else is named. */
interface GuestAccount {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly groupNames: readonly string[];
}

export interface GuestMemory {
  readonly memoryBytes: number;
  readonly swapBytes: number;
}

interface GuestSpace {
  readonly source: string;
  readonly sizeBytes: number;
  readonly freeBytes: number;
}

/** What one distribution says of itself; each answer stands or falls alone. */
export interface WslGuestFacts {
  readonly account: Reading<GuestAccount>;
  /** `nat`, `mirrored`, …; `wsl1` where there is no machine. */
  readonly networkingMode: Reading<string>;
  readonly wslVersion: Reading<string>;
  /** The program that started everything else: `systemd` or WSL's `init`. */
  readonly init: Reading<string>;
  /** Seconds the machine has been running. */
  readonly uptimeS: Reading<number>;
  /** One character a byte; null when there is no such file. */
  readonly wslConf: Reading<string | null>;
  readonly fstab: Reading<string | null>;
  readonly mounts: Reading<readonly GuestMount[]>;
  readonly driveWrites: Reading<readonly WriteAttempt[]>;
  readonly memory: Reading<GuestMemory>;
  /** Names of the devices and files that memory is swapped to. */
  readonly swaps: Reading<readonly string[]>;
  readonly disks: Reading<readonly GuestDisk[]>;
  /** Of the models folder. */
  readonly space: Reading<GuestSpace>;
  readonly models: Reading<{ readonly folder: ModelsFolder | null }>;
  readonly packages: Reading<readonly GuestPackage[]>;
  readonly cudaFolders: Reading<readonly string[]>;
  readonly loaderCache: Reading<readonly CachedLibrary[]>;
  readonly gpu: Reading<GpuLook>;
  readonly docker: Reading<GuestDocker>;
}

export function guestFacts({ sections }: GuestOutput): WslGuestFacts {
  const read = <T>(name: string, parse: SectionParser<T>): Reading<T> => readingOf(sections.get(name), parse);
  return {
    account: read('account', ended(parseAccount)),
    networkingMode: read('networking-mode', ended(firstWord)),
    wslVersion: read('wsl-version', ended(firstWord)),
    init: read('init', ended(firstWord)),
    uptimeS: read('uptime', ended(parseUptime)),
    wslConf: fileReading(sections.get('wsl-conf')),
    fstab: fileReading(sections.get('fstab')),
    mounts: read('mounts', ended(parseMounts)),
    driveWrites: read('drive-writes', ended(parseWrites)),
    memory: read('memory', ended(parseMemory)),
    swaps: read('swaps', ended(parseSwaps)),
    disks: read('disks', ended(parseDisks)),
    space: read('space', ended(parseSpace)),
    models: read('models', parseModels),
    // dpkg-query ends with 1 as soon as one pattern fits nothing, which is the good case.
    packages: read('packages', (text, exitCode) => (exitCode <= 1 ? parsePackages(text) : null)),
    cudaFolders: read('cuda-folders', ended(parseDoneList)),
    loaderCache: read('loader-cache', parseLoaderCache),
    gpu: read('gpu', parseGpu),
    docker: read('docker', ended(parseDocker)),
  };
}

/** For commands whose words count only when they ended well. */
function ended<T>(parse: (text: string) => T | null): SectionParser<T> {
  return (text, exitCode) => (exitCode === sectionExit.ok ? parse(text) : null);
}

function fileReading(section: GuestSection | undefined): Reading<string | null> {
  const read = readingOf(section, (_text, exitCode, bytes) => {
    if (exitCode === sectionExit.notThere) return { content: null };
    return exitCode === sectionExit.ok ? { content: bytes.toString('latin1') } : null;
  });
  return read.isKnown ? { ...read, value: read.value.content } : read;
}

function firstWord(text: string): string | null {
  return /^(?<word>[\w.-]{1,64})\n?$/u.exec(text)?.groups?.['word'] ?? null;
}

function parseUptime(text: string): number | null {
  const seconds = /^(?<seconds>\d+(?:\.\d+)?) \d/u.exec(text)?.groups?.['seconds'];
  return seconds === undefined ? null : Number(seconds);
}

function parseAccount(text: string): GuestAccount | null {
  const valueOf = (name: string): string | undefined => new RegExp(`^${name} (.+)$`, 'mu').exec(text)?.[1];
  const [uid, gid, groups = '', names = ''] = ['uid', 'gid', 'groups', 'names'].map(valueOf);
  if (uid === undefined || gid === undefined || !/^\d+$/u.test(uid) || !/^\d+$/u.test(gid)) return null;
  const numbers = groups.split(' ').map(Number);
  return { uid: Number(uid), gid: Number(gid), groups: numbers, groupNames: names.split(' ') };
}

function parseMemory(text: string): GuestMemory | null {
  const memoryBytes = kilobytes(text, 'MemTotal');
  const swapBytes = kilobytes(text, 'SwapTotal');
  return memoryBytes === null || memoryBytes === 0 || swapBytes === null ? null : { memoryBytes, swapBytes };
}

/** A line of /proc/meminfo; null unless it is there exactly once. */
function kilobytes(text: string, name: string): number | null {
  const found = [...text.matchAll(new RegExp(`^${name}: +(\\d+) kB$`, 'gmu'))];
  return found.length === 1 ? Number(found[0]?.[1]) * 1024 : null;
}

function parseSwaps(text: string): readonly string[] | null {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  return header.startsWith('Filename') ? lines.map((line) => line.split(/\s/u, 1)[0] ?? '') : null;
}

/** The second line of `df -P -k`. */
function parseSpace(text: string): GuestSpace | null {
  const match = /^(?<source>\S+) +(?<size>\d+) +\d+ +(?<free>\d+) +(?:\d+%|-) +\/.*$/u.exec(text.split('\n')[1] ?? '');
  const { source, size, free } = match?.groups ?? {};
  if (source === undefined) return null;
  return { source, sizeBytes: Number(size) * 1024, freeBytes: Number(free) * 1024 };
}
