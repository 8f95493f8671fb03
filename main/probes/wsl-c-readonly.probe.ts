import type { Mark } from '../../app/findings/mark.ts';
import { readWslConf } from '../../app/wsl-config/read-config.ts';
import type { WslGuestFacts } from '../wsl/guest-facts.ts';
import { driveMounts, isReadOnly, type GuestMount } from '../wsl/guest-mounts.ts';
import type { WriteAttempt } from '../wsl/guest-writes.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import { noteConfigWarnings } from './note-config-warnings.ts';
import type { ProbeContext } from './probe.ts';
import { askedGuest, guestUnknown, noEngineEvent, noteReading, wslTimeoutMs } from './wsl-look.ts';

/** Is drive C: mounted read-only, will it be after the next start, and is a real attempt to write refused? */
export const wslCReadonly = probeOf({
  control: 'wsl.c-readonly',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

/** What the next start of the distribution will do with drive C:. */
interface NextStart {
  readonly drive: 'read-only' | 'writable' | 'not mounted';
  /** Whether wsl.conf has a line that makes WSL ignore the rest. */
  readonly isDamaged: boolean;
  /** Where drives are mounted. */
  readonly root: string;
}

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const wsl = await context.wsl();
  const asked = await askedGuest(notes, wsl);
  if (!asked.isDone) return guestUnknown(asked.failure);
  const guest = asked.value;
  await noteReading(notes, '/etc/wsl.conf', guest.wslConf);
  const next = await nextStart(notes, guest);
  await noteMounts(notes, guest, next);
  await noteReading(notes, 'make a folder on drive C: and remove it', guest.driveWrites);
  return judge(guest, next);
}

/** Null when wsl.conf cannot be read. */
async function nextStart(notes: Notes, guest: WslGuestFacts): Promise<NextStart | null> {
  if (!guest.wslConf.isKnown) return null;
  const { settings, warnings } = readWslConf(guest.wslConf.value ?? '');
  await noteConfigWarnings(notes, '/etc/wsl.conf', warnings);
  const root = settings.get('automount.root')?.value;
  const options = settings.get('automount.options')?.text.split(',') ?? [];
  const isOn = settings.get('automount.enabled')?.value !== false;
  const usesFstab = settings.get('automount.mountFsTab')?.value !== false;
  const inFstab = usesFstab && guest.fstab.isKnown ? fstabDrive(guest.fstab.value ?? '') : null;
  const automatic = !isOn ? 'not mounted' : isLastReadOnly(options) ? 'read-only' : 'writable';
  return {
    // The table is read first, and a drive that is mounted by it is not mounted again.
    drive: inFstab ?? automatic,
    isDamaged: warnings.some(({ problem }) => problem === 'rest-ignored'),
    root: typeof root === 'string' && root !== '' ? root : '/mnt/',
  };
}

/** Of two contradicting options, the later one counts. */
function isLastReadOnly(options: readonly string[]): boolean {
  return options.findLast((option) => option === 'ro' || option === 'rw') === 'ro';
}

/** What /etc/fstab does with drive C:; null when it does not mention it. */
function fstabDrive(text: string): 'read-only' | 'writable' | null {
  const fields = text.split('\n').map((line) => line.trim().split(/\s+/u));
  const drive = fields.find(([source = '']) => /^[Cc]:(?:\\|\\134|\/)?$/u.test(source));
  if (drive === undefined) return null;
  return isLastReadOnly((drive[3] ?? '').split(',')) ? 'read-only' : 'writable';
}

async function noteMounts(notes: Notes, guest: WslGuestFacts, next: NextStart | null): Promise<void> {
  const { mounts } = guest;
  const shown = mounts.isKnown
    ? driveMounts(mounts.value, next?.root ?? '/mnt/').map(
        ({ source, point, kind, options }) => `${source} on ${point} type ${kind} (${options.join(',')})`,
      )
    : [`(${mounts.why})`];
  await notes.read(
    '/proc/self/mountinfo, drive C:',
    Promise.resolve(shown.join('\n')),
    (text) => text || '(not mounted)',
  );
}

function judge(guest: WslGuestFacts, next: NextStart | null): Answer {
  const { mounts, driveWrites } = guest;
  const attempts = driveWrites.isKnown ? driveWrites.value : [];
  const written = attempts.find(({ outcome }) => outcome === 'written');
  if (written !== undefined) return writable(`A folder could be made in ${written.folder}`, next);
  if (!mounts.isKnown) return { verdict: 'unknown', summary: `What is mounted cannot be told: ${mounts.why}.` };
  const drives = driveMounts(mounts.value, next?.root ?? '/mnt/');
  const open = drives.find((mount) => !isReadOnly(mount));
  if (open !== undefined) return writable(`Drive C: is mounted writable at ${open.point}`, next);
  const untried = drives.find((mount) => !isProven(mount, attempts));
  if (untried !== undefined) {
    const why = driveWrites.isKnown ? 'the attempt to write there did not end as it should' : driveWrites.why;
    return { verdict: 'unknown', summary: `${untried.point} is mounted read-only, but that is not proven: ${why}.` };
  }
  return holdsNow(
    drives.length > 0
      ? 'Drive C: is mounted read-only, and writing to it is refused'
      : 'Drive C: is not mounted at all',
    next,
  );
}

/** Tried at this place itself, and refused for this reason. What is in it may be another mount. */
function isProven({ point }: GuestMount, attempts: readonly WriteAttempt[]): boolean {
  return attempts.some(({ folder, outcome }) => folder === point && outcome === 'read-only');
}

function writable(what: string, next: NextStart | null): Answer {
  if (next !== null && next.drive !== 'writable') {
    return {
      verdict: 'fail',
      summary: `${what}. /etc/wsl.conf is in order, but counts only after the distribution was ended.`,
      marks: ['drive.mounted-writable'],
      remedies: ['wsl.shutdown'],
    };
  }
  return {
    verdict: 'fail',
    summary: `${what}.`,
    marks: ['drive.mounted-writable', ...marksOf(next)],
    remedies: ['wsl.c-readonly'],
  };
}

function holdsNow(what: string, next: NextStart | null): Answer {
  if (next === null) return { verdict: 'unknown', summary: `${what}, but whether it stays so cannot be told.` };
  if (next.drive !== 'writable') return { verdict: 'pass', summary: `${what}.` };
  const why = next.isDamaged ? 'a line of /etc/wsl.conf makes WSL ignore the rest' : '/etc/wsl.conf does not say so';
  return {
    verdict: 'warn',
    summary: `${what}. It will be writable after the next start: ${why}.`,
    marks: marksOf(next),
    remedies: ['wsl.c-readonly'],
  };
}

function marksOf(next: NextStart | null): readonly Mark[] {
  if (next?.drive !== 'writable') return [];
  return next.isDamaged ? ['drive.config-writable', 'drive.conf-damaged'] : ['drive.config-writable'];
}
