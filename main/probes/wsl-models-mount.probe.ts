import type { Mark } from '../../app/findings/mark.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { WslGuestFacts } from '../wsl/guest-facts.ts';
import type { GuestDisk } from '../wsl/guest-disks.ts';
import { mayRead, type ModelsFolder } from '../wsl/guest-models.ts';
import { mountAt, type GuestMount } from '../wsl/guest-mounts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { askedGuest, guestUnknown, noEngineEvent, noteReading, wslTimeoutMs } from './wsl-look.ts';

/** Is a Linux disk of its own mounted where the models are expected, and may ComfyUI's user read it? */
export const wslModelsMount = probeOf({
  control: 'wsl.models-mount',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const point = context.profile.windows.modelsMount.replace(/\/+$/u, '');
  const wsl = await context.wsl();
  const asked = await askedGuest(notes, wsl);
  if (!asked.isDone) return guestUnknown(asked.failure);
  const guest = asked.value;
  const { mounts } = guest;
  const mount = mounts.isKnown ? mountAt(mounts.value, point) : undefined;
  await notes.read(`/proc/self/mountinfo, ${point}`, Promise.resolve(mounts), (reading) =>
    reading.isKnown ? (mount === undefined ? '(nothing is mounted there)' : inWords(mount)) : `(${reading.why})`,
  );
  await noteReading(notes, 'lsblk', guest.disks);
  if (!mounts.isKnown) return { verdict: 'unknown', summary: `What is mounted cannot be told: ${mounts.why}.` };
  if (mount === undefined) return notMounted(guest, mounts.value, point);
  const wrong = wrongDevice(mount, mounts.value) ?? (await otherDisk(context, notes, mount, guest));
  if (wrong !== null) return wrong;
  await noteReading(notes, `df ${point}`, guest.space);
  await noteReading(notes, `ls ${point}, as uid ${String(context.profile.ids.uid)} if that can be tried`, guest.models);
  return readable(guest, mount, context.profile);
}

function inWords({ source, point, kind, options }: GuestMount): string {
  return `${source} on ${point} type ${kind} (${options.join(',')})`;
}

function notMounted(guest: WslGuestFacts, mounts: readonly GuestMount[], point: string): Answer {
  const { mark, why } = whereIsIt(guest, mounts);
  return {
    verdict: 'fail',
    summary: `Nothing is mounted at ${point}${why}.`,
    marks: [...(mark === null ? [] : [mark]), 'models.not-mounted'],
    remedies: ['wsl.mount-models'],
  };
}

/** As far as the guest can tell: whether the disk is mounted elsewhere, there at all, and formatted. */
function whereIsIt({ disks }: WslGuestFacts, mounts: readonly GuestMount[]): { mark: Mark | null; why: string } {
  const shared = /^\/mnt\/wsl\/(?!docker-desktop)[^/]+$/u;
  const elsewhere = mounts.find(({ point, kind }) => kind === 'ext4' && shared.test(point));
  if (elsewhere !== undefined) return { mark: null, why: `; a disk is attached, but mounted at ${elsewhere.point}` };
  if (!disks.isKnown) return { mark: null, why: '' };
  const unused = disks.value.filter((disk) => isUnused(disk, mounts));
  if (unused.length === 0) return { mark: 'models.not-attached', why: ': no disk is attached that could be it' };
  // A user who may not see file systems sees none anywhere.
  const canSee = disks.value.some(({ fileSystem }) => fileSystem !== null);
  const blank = unused.find(({ fileSystem }) => fileSystem === null);
  if (!canSee || blank === undefined) return { mark: null, why: '' };
  return { mark: 'models.not-formatted', why: `: ${blank.name} is attached, but holds no file system` };
}

/** Disks of other running distributions look the same from here, so an unused one need not be the models'. */
function isUnused(disk: GuestDisk, mounts: readonly GuestMount[]): boolean {
  // WSL's own system disk is smaller than any disk for models.
  const isLarge = disk.sizeBytes >= 1024 ** 3;
  const isMounted = disk.mountPoint !== null || mounts.some(({ device }) => device === disk.device);
  return disk.kind === 'disk' && isLarge && !isMounted && disk.fileSystem !== 'swap';
}

function wrongDevice(mount: GuestMount, mounts: readonly GuestMount[]): Answer | null {
  if (mountAt(mounts, '/')?.device === mount.device) {
    return wrong(`${mount.point} is a folder of the distribution’s own disk, not the models disk.`);
  }
  if (mount.kind !== 'ext4') {
    return wrong(`${mount.point} is of type ${mount.kind} (${mount.source}) instead of ext4 on the models disk.`);
  }
  return null;
}

/** A virtual disk and its block device are of the same size; null where they are, or cannot be compared. */
async function otherDisk(
  { lxss, profile }: ProbeContext,
  notes: Notes,
  mount: GuestMount,
  { disks }: WslGuestFacts,
): Promise<Answer | null> {
  const disk = disks.isKnown ? disks.value.find(({ device }) => device === mount.device) : undefined;
  const wanted = await lxss().then(
    ({ modelsVhd }) => modelsVhd?.virtualBytes ?? null,
    () => null,
  );
  const found = disk?.kind === 'disk' ? disk.sizeBytes : null;
  const sizes = [wanted, found].map((size) => (size === null ? 'unknown' : `${String(size)} bytes`));
  await notes.read(
    `size of ${profile.windows.modelsVhd}, and of the disk at ${mount.point}`,
    Promise.resolve(sizes),
    (both) => both.join('\n'),
  );
  if (wanted === null || found === null || wanted === found) return null;
  return wrong(`${mount.point} is on a disk of another size than ${profile.windows.modelsVhd}.`);
}

function wrong(summary: string): Answer {
  return { verdict: 'fail', summary, marks: ['models.wrong-device'], remedies: ['wsl.mount-models'] };
}

function readable({ models, space }: WslGuestFacts, mount: GuestMount, { ids }: Profile): Answer {
  if (!models.isKnown || models.value.folder === null) {
    const why = models.isKnown ? 'it is gone' : models.why;
    return { verdict: 'unknown', summary: `${inShort(mount)}, but whether it can be read cannot be told: ${why}.` };
  }
  const { folder } = models.value;
  const may = mayList(folder, ids);
  if (!may) {
    const summary = `${inShort(mount)}, but uid ${String(ids.uid)} may not read it.`;
    return { verdict: 'fail', summary, marks: ['models.not-readable'] };
  }
  const closed = folder.entries.find((entry) => !mayRead(entry, ids, entry.kind === 'directory'));
  if (closed !== undefined) {
    const summary = `${inShort(mount)}, but uid ${String(ids.uid)} may not read "${closed.name}" in it.`;
    return { verdict: 'warn', summary, marks: ['models.not-readable'] };
  }
  const free = space.isKnown ? `, ${(space.value.freeBytes / 1024 ** 3).toFixed(0)} GiB free` : '';
  const empty = folder.entries.length === 0 ? ' It holds nothing yet.' : '';
  return { verdict: 'pass', summary: `${inShort(mount)}${free}.${empty}` };
}

function inShort({ point, source }: GuestMount): string {
  return `${point} is ext4 on ${source}`;
}

/** What was tried counts more than what the permission bits say. */
function mayList({ couldList, folder }: ModelsFolder, ids: Profile['ids']): boolean {
  return couldList.get(ids.uid) ?? mayRead(folder, ids, true);
}
