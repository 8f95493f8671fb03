import {
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { runParent, runPaths, runPrefix } from './lab-folders.ts';

const ownerSchema = z.object({ pid: z.int(), startTime: z.string(), namespace: z.string() });
type Owner = z.infer<typeof ownerSchema>;
/** A folder without an owner is being made right now, unless it is older than this. */
const ownerlessLimitMs = 60_000;
const cgroupRoot = '/sys/fs/cgroup';

/** Says in the folder which process it belongs to. */
export function claimRunFolder(runFolder: string): void {
  const owner: Owner = { pid: process.pid, startTime: startTimeOf(process.pid), namespace: namespaceOf('self') };
  writeFileSync(runPaths(runFolder).owner, JSON.stringify(owner));
}

/** Removes what labs left behind whose process is gone. */
export function removeStaleLabs(): void {
  const folders = readdirSync(runParent).filter((name) => name.startsWith(runPrefix));
  for (const name of folders) {
    const folder = path.join(runParent, name);
    if (!isAlive(folder)) removeLab(folder);
  }
}

/** Removes one lab's folder and its cgroups. Everything that ran in it has to be dead. */
export function removeLab(runFolder: string): void {
  for (const hierarchy of cgroupHierarchies()) removeCgroup(path.join(hierarchy, path.basename(runFolder)));
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function isAlive(folder: string): boolean {
  try {
    const owner = ownerSchema.parse(JSON.parse(readFileSync(runPaths(folder).owner, 'utf8')));
    if (owner.namespace !== namespaceOf('self')) return mayLiveElsewhere(owner.namespace);
    return owner.startTime !== 'gone' && startTimeOf(owner.pid) === owner.startTime;
  } catch {
    return existsSync(folder) && Date.now() - statSync(folder).mtimeMs < ownerlessLimitMs;
  }
}

/** A lab inside a lab cannot see the outer ones' processes and leaves them alone; from outside, all can be seen. */
function mayLiveElsewhere(namespace: string): boolean {
  if (process.env['AIRLOCK_LAB_DIR'] !== undefined) return true;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return pids.some((pid) => namespaceOf(pid) === namespace);
}

function namespaceOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
}

/** When a process started, in clock ticks since boot: with the pid, a name that is never used twice. */
export function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A dead process that nobody has collected yet is gone for us.
    return fields[0] === 'Z' ? 'gone' : (fields[19] ?? 'gone');
  } catch {
    return 'gone';
  }
}

function cgroupHierarchies(): readonly string[] {
  if (!existsSync(cgroupRoot)) return [];
  const inside = readdirSync(cgroupRoot, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [cgroupRoot, ...inside.map((entry) => path.join(cgroupRoot, entry.name))];
}

function removeCgroup(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeCgroup(path.join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch {
    // A process in it is still going away; the next lab tries again through its folder's name.
  }
}
