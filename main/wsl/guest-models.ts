import { sectionExit } from './reading.ts';

/** Who may do what with a file, as `stat` says it. */
export interface GuestOwnership {
  /** Permission bits, without the file's kind. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

interface ModelsEntry extends GuestOwnership {
  readonly kind: string;
  readonly name: string;
}

/** The folder that the models are expected in, whatever is mounted there. */
export interface ModelsFolder {
  readonly folder: GuestOwnership;
  /** Uid → whether it could list the folder. Not every uid can be tried. */
  readonly couldList: ReadonlyMap<number, boolean>;
  /** The first 50; `lost+found` is no models and left out. */
  readonly entries: readonly ModelsEntry[];
}

const ownership = String.raw`(?<mode>[0-7]{1,4}) (?<uid>\d{1,10}) (?<gid>\d{1,10})`;
const folderLine = new RegExp(`^folder ${ownership}$`, 'u');
const entryLine = new RegExp(`^entry ${ownership} (?<kind>(?:[a-z]+ )*?[a-z]+) (?<path>/.*)$`, 'u');
const listLine = /^list (?<uid>\d{1,10}) (?<could>yes|no)$/u;

/** `folder: null` when there is no such folder. */
export function parseModels(text: string, exitCode: number): { readonly folder: ModelsFolder | null } | null {
  if (exitCode === sectionExit.notThere) return { folder: null };
  const lines = text.split('\n');
  const folder = ownershipOf(folderLine.exec(lines[0] ?? '')?.groups);
  if (exitCode !== sectionExit.ok || folder === null) return null;
  const lists = lines.flatMap((one) => {
    const { uid, could } = listLine.exec(one)?.groups ?? {};
    return uid === undefined ? [] : [[Number(uid), could === 'yes'] as const];
  });
  if (lists.length === 0) return null;
  return { folder: { folder, couldList: new Map(lists), entries: lines.flatMap(entryOf) } };
}

function entryOf(text: string): readonly ModelsEntry[] {
  const groups = entryLine.exec(text)?.groups;
  const owner = ownershipOf(groups);
  const name = groups?.['path']?.split('/').at(-1) ?? '';
  if (owner === null || name === 'lost+found') return [];
  return [{ ...owner, kind: groups?.['kind'] ?? '', name }];
}

function ownershipOf(groups: Readonly<Record<string, string>> | undefined): GuestOwnership | null {
  if (groups === undefined) return null;
  return { mode: parseInt(groups['mode'] ?? '', 8), uid: Number(groups['uid']), gid: Number(groups['gid']) };
}

/** Whether the permission bits let this user read; entering a folder takes one bit more. */
export function mayRead(
  { mode, uid, gid }: GuestOwnership,
  who: { uid: number; gid: number },
  isFolder: boolean,
): boolean {
  if (who.uid === 0) return true;
  const shift = who.uid === uid ? 6 : who.gid === gid ? 3 : 0;
  const wanted = isFolder ? 0o5 : 0o4;
  return ((mode >> shift) & wanted) === wanted;
}
