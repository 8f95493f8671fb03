import type { WindowsAnswer, WindowsFacts } from '../windows/windows-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { cannotTell, isSame, noEngineEvent, noteAnswer, windowsTimeoutMs } from './windows-look.ts';

const gibibyte = 1024 ** 3;
/** A growing disk that nobody has written to is a few mebibytes; a Linux file system alone takes more. */
const emptyBytes = 16 * 1024 ** 2;
/** With less than this, a growing disk soon stops in the middle of a download. */
const leastFreeBytes = 10 * gibibyte;

/** Is the virtual disk of the models there, on a drive of its own with room to grow? */
export const windowsModelsVhd = probeOf({
  control: 'windows.models-vhd',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const path = context.profile.windows.modelsVhd;
  const facts = await context.windows();
  const vhd = await noteAnswer(notes, `Get-Item ${path}`, facts.vhd);
  await noteAnswer(notes, `Get-DiskImage ${path}`, facts.vhdDisk);
  await noteAnswer(notes, 'Get-CimInstance Win32_LogicalDisk', facts.drives);
  if (!vhd.isKnown) return cannotTell('Whether the disk is there', vhd.why);
  return judge(path, vhd.value, facts);
}

function judge(path: string, { exists, isFolder, bytes }: WindowsAnswer<'vhd'>, facts: WindowsFacts): Answer {
  if (!exists) {
    return {
      verdict: 'fail',
      summary: `${path} is not there.`,
      marks: ['vhd.no-file'],
      remedies: ['windows.create-vhd'],
    };
  }
  if (isFolder || !/\.vhdx?$/iu.test(path)) {
    return { verdict: 'fail', summary: `${path} is no virtual disk.`, marks: ['vhd.no-file'] };
  }
  if (bytes === null) return cannotTell('How large the disk is', 'Windows does not say');
  if (bytes < emptyBytes) {
    const summary = `${path} is there, but holds nothing yet: it still has to be formatted.`;
    return { verdict: 'warn', summary, marks: ['models.not-formatted'] };
  }
  return onItsDrive(path, bytes, facts);
}

function onItsDrive(path: string, bytes: number, { system, drives, vhdDisk }: WindowsFacts): Answer {
  const drive = path.slice(0, 2);
  const size = `${path}, ${inGib(bytes)}${growth(bytes, vhdDisk)}`;
  if (!system.isKnown) return cannotTell('Whether the disk is on the system drive', system.why);
  if (isSame(system.value.systemDrive, drive)) {
    const summary = `${size}, is on the system drive: as it grows, it can leave Windows without room.`;
    return { verdict: 'warn', summary, marks: ['vhd.on-system-drive'] };
  }
  const room = drives.isKnown ? drives.value.find(({ id }) => isSame(id, drive)) : undefined;
  if (room === undefined)
    return cannotTell(`How much room ${drive} has`, drives.isKnown ? 'it is no fixed drive' : drives.why);
  if (room.freeBytes < leastFreeBytes) {
    return { verdict: 'warn', summary: `${size}, but only ${inGib(room.freeBytes)} are free on ${drive}.` };
  }
  return { verdict: 'pass', summary: `${size}, with ${inGib(room.freeBytes)} free on ${drive}.` };
}

/** A disk that is attached may not be asked how large it can become. */
function growth(bytes: number, disk: WindowsFacts['vhdDisk']): string {
  if (!disk.isKnown || disk.value.virtualBytes < bytes) return '';
  return ` of at most ${inGib(disk.value.virtualBytes)}`;
}

function inGib(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(bytes < 10 * gibibyte ? 1 : 0)} GiB`;
}
