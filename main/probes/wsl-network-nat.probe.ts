import type { RemedyId } from '../../app/controls/remedies.ts';
import type { Mark } from '../../app/findings/mark.ts';
import { readWslconfig, type Setting } from '../../app/wsl-config/read-config.ts';
import { noteConfigWarnings } from './note-config-warnings.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  askedGuest,
  guestUnknown,
  isChangedSinceStart,
  noEngineEvent,
  noteReading,
  readConfigText,
  wslTimeoutMs,
} from './wsl-look.ts';

const key = 'wsl2.networkingMode';

/** Is NAT written down, and is it what the machine really runs? */
export const wslNetworkNat = probeOf({
  control: 'wsl.network-nat',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

/** What the file asks for, as WSL would take it. */
interface Asked {
  /** Null when the file does not say, or says nothing that WSL takes: NAT then, unless a policy says otherwise. */
  readonly mode: string | null;
  readonly inWords: string;
}

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const wsl = await context.wsl();
  const text = await readConfigText(notes, wsl);
  const asked = text === null ? null : await askedFor(notes, text);
  const guest = await askedGuest(notes, wsl);
  if (!guest.isDone) return isBad(asked) ? cannotSee(guest.failure.message, asked) : guestUnknown(guest.failure);
  const { networkingMode } = guest.value;
  await noteReading(notes, `wslinfo --networking-mode (in ${wsl.distro})`, networkingMode);
  if (!networkingMode.isKnown) return cannotSee(`${networkingMode.why}.`, asked);
  if (networkingMode.value === 'nat') return runsNat(asked);
  return runsOther(networkingMode.value, asked, isChangedSinceStart(wsl, guest.value));
}

async function askedFor(notes: Notes, text: string): Promise<Asked> {
  const { settings, warnings } = readWslconfig(text);
  await noteConfigWarnings(notes, '.wslconfig', warnings);
  const setting = settings.get(key);
  return { mode: typeof setting?.value === 'string' ? setting.value : null, inWords: inWords(setting) };
}

function inWords(setting: Setting | undefined): string {
  if (setting === undefined) return '.wslconfig does not name a mode';
  if (setting.value === null) return `.wslconfig names a mode that does not exist ("${setting.text}")`;
  return `.wslconfig says ${setting.text}`;
}

function runsNat(asked: Asked | null): Answer {
  if (asked === null) {
    return { verdict: 'unknown', summary: 'WSL runs with NAT now, but .wslconfig cannot be read.' };
  }
  if (asked.mode === 'nat') return { verdict: 'pass', summary: 'NAT is written down, and NAT is what runs.' };
  const later = asked.mode === null ? 'a policy or an update could change that' : 'the next start of WSL changes that';
  return {
    verdict: 'warn',
    summary: `WSL runs with NAT now, but ${asked.inWords}: ${later}.`,
    marks: ['network.config-not-nat'],
    remedies: ['wsl.set-nat'],
  };
}

function runsOther(running: string, asked: Asked | null, isChanged: boolean | null): Answer {
  if (running === 'wsl1') {
    return {
      verdict: 'fail',
      summary: 'The distribution is of WSL version 1: it has no network of its own at all.',
      marks: ['wsl.version-1', 'network.running-not-nat'],
    };
  }
  const isWritten = asked?.mode === 'nat';
  const why: readonly Mark[] = !isWritten
    ? ['network.config-not-nat']
    : isChanged === false
      ? ['network.config-ignored']
      : ['network.shutdown-needed'];
  const remedies: readonly RemedyId[] = isWritten ? ['wsl.shutdown'] : asked === null ? [] : ['wsl.set-nat'];
  return {
    // Without any network nothing gets past the wall, and nothing else works either.
    verdict: running === 'none' ? 'warn' : 'fail',
    summary: `WSL runs in mode "${running}": ${reason(asked, isChanged)}.`,
    marks: ['network.running-not-nat', ...(asked === null ? [] : why)],
    remedies,
  };
}

function reason(asked: Asked | null, isChanged: boolean | null): string {
  if (asked === null) return '.wslconfig cannot be read';
  if (asked.mode !== 'nat') return asked.inWords;
  return isChanged === false
    ? 'NAT is written down and WSL was started after that, so a policy overrides it or NAT could not be set up'
    : 'NAT is written down, but counts only after WSL was shut down';
}

/** A file that asks for another mode is a finding of its own, whatever runs now. */
function cannotSee(why: string, asked: Asked | null): Answer {
  if (!isBad(asked)) return { verdict: 'unknown', summary: `Which network mode runs cannot be told: ${why}` };
  return {
    verdict: 'fail',
    summary: `Which network mode runs cannot be told, but ${asked.inWords}.`,
    marks: ['network.config-not-nat'],
    remedies: ['wsl.set-nat'],
  };
}

function isBad(asked: Asked | null): asked is Asked {
  return asked !== null && asked.mode !== null && asked.mode !== 'nat';
}
