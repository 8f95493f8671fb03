import { sectionExit } from './reading.ts';

export interface GuestPackage {
  readonly name: string;
  readonly version: string;
}

/** Installed packages about CUDA and NVIDIA; null unless dpkg's own line shows that the list could be read. */
export function parsePackages(text: string): readonly GuestPackage[] | null {
  const installed = text.split('\n').flatMap((line) => {
    // Wanted, status, error: only what is unpacked counts; "rc" is a removed one that left its settings.
    const match = /^[a-z](?<status>[A-Za-z])(?<error>[ A-Z])\t(?<name>[^\t]+)\t(?<version>[^\t]*)$/u.exec(line);
    const { status, name, version } = match?.groups ?? {};
    if (name === undefined || version === undefined || status === undefined) return [];
    return ['n', 'c'].includes(status) ? [] : [{ name, version }];
  });
  return installed.some(({ name }) => name === 'dpkg') ? installed.filter(({ name }) => name !== 'dpkg') : null;
}

/** Paths, one a line, and the word that says that none is missing. */
export function parseDoneList(text: string): readonly string[] | null {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.at(-1) === 'done' ? lines.slice(0, -1) : null;
}

/** A library that the loader would find. */
export interface CachedLibrary {
  readonly name: string;
  readonly path: string;
}

export function parseLoaderCache(text: string, exitCode: number): readonly CachedLibrary[] | null {
  const [first = '', ...lines] = text.split('\n').filter((line) => line !== '');
  if (exitCode !== sectionExit.ok || !/^\d+ libs found in cache/u.test(first)) return null;
  const libraries = lines.map((line) => /^\s+(?<name>\S+) \([^)]*\) => (?<path>\/.+)$/u.exec(line)?.groups);
  const whole = libraries.flatMap((groups) =>
    groups === undefined ? [] : [{ name: groups['name'] ?? '', path: groups['path'] ?? '' }],
  );
  return whole.length === lines.length ? whole : null;
}

/** How the graphics card answers through the driver that Windows passes in. */
export interface GpuLook {
  readonly state: 'works' | 'no-driver' | 'fails' | 'hangs';
  readonly names: readonly string[];
}

export function parseGpu(text: string, exitCode: number): GpuLook {
  if (exitCode === sectionExit.notThere) return { state: 'no-driver', names: [] };
  if (exitCode === sectionExit.tookTooLong) return { state: 'hangs', names: [] };
  const names = text.split('\n').flatMap((line) => /^GPU \d+: (.+?)(?: \(UUID.*)?$/u.exec(line)?.[1] ?? []);
  return { state: exitCode === sectionExit.ok && names.length > 0 ? 'works' : 'fails', names };
}

/** What of Docker can be seen from inside. */
export interface GuestDocker {
  /** Path of the command; `dangling` when Docker Desktop's link leads nowhere because it does not run. */
  readonly cli: string | null;
  readonly isDangling: boolean;
  /** Null when there is none. */
  readonly socket: { readonly mode: number; readonly uid: number; readonly gid: number } | null;
  /** Whether this user may use the socket; null without one. */
  readonly isUsable: boolean | null;
}

export function parseDocker(text: string): GuestDocker | null {
  const cli = /^cli (?<cli>\S.*)$/mu.exec(text)?.groups?.['cli'];
  const socket = /^socket (?:none|(?<mode>[0-7]{1,4}) (?<uid>\d{1,10}) (?<gid>\d{1,10}))$/mu.exec(text);
  if (cli === undefined || socket === null) return null;
  const { mode, uid, gid } = socket.groups ?? {};
  const usable = /^usable (?<usable>yes|no)$/mu.exec(text)?.groups?.['usable'];
  return {
    cli: cli.startsWith('/') ? cli : null,
    isDangling: cli === 'dangling',
    socket: mode === undefined ? null : { mode: parseInt(mode, 8), uid: Number(uid), gid: Number(gid) },
    isUsable: mode === undefined || usable === undefined ? null : usable === 'yes',
  };
}
