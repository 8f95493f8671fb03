import type { Failure } from '../../app/errors/airlock-error.ts';
import type { Mark } from '../../app/findings/mark.ts';
import type { EngineEvent } from '../docker/engine.ts';
import { decodeWslconfig } from '../wsl/config-bytes.ts';
import type { WslGuestFacts } from '../wsl/guest-facts.ts';
import type { Reading } from '../wsl/reading.ts';
import type { Attempted, WslFacts } from '../wsl/wsl-facts.ts';
import type { Answer, Notes } from './look-up.ts';

/** The machine of WSL may have to start for the look that all these probes share. */
export const wslTimeoutMs = 45_000;

/** Nothing that the engine reports changes WSL itself. */
export const noEngineEvent = (_event: EngineEvent): boolean => false;

/** Notes what the guest said to one question. */
export function noteReading(notes: Notes, source: string, reading: Reading<unknown>): Promise<string> {
  const raw = reading.isKnown ? reading.raw : `${reading.raw}\n(${reading.why})`;
  return notes.read(source, Promise.resolve(raw), (text) => text);
}

/** What a probe answers that depends on the guest alone. */
export function guestUnknown(failure: Failure): Answer {
  return { verdict: 'unknown', summary: failure.message, marks: [markOfFailure(failure)] };
}

export function markOfFailure({ code }: Failure): Mark {
  if (code === 'wsl-not-installed' || code === 'wsl-not-ready') return 'wsl.not-installed';
  return code === 'wsl-distro-missing' ? 'wsl.no-distro' : 'wsl.answers-not';
}

/** The guest's facts; why it could not be asked is noted. */
export async function askedGuest(notes: Notes, { asked, guest }: WslFacts): Promise<Attempted<WslGuestFacts>> {
  if (guest.isDone) return guest;
  const { code, message } = guest.failure;
  return notes.read(asked, Promise.resolve(guest), () => `${code}: ${message}`);
}

/** This account's .wslconfig as WSL reads it; empty when there is none, null when it cannot be read. */
export async function readConfigText(notes: Notes, wsl: WslFacts): Promise<string | null> {
  if (!wsl.wslconfig.isDone) {
    const { code, message } = wsl.wslconfig.failure;
    await notes.read('.wslconfig', Promise.resolve(`${code}: ${message}`), (text) => text);
    return null;
  }
  const { path, bytes } = wsl.wslconfig.value;
  await notes.read(path, Promise.resolve(bytes), (content) => content?.toString() ?? '(there is no such file)');
  if (wsl.warnings.length > 0)
    await notes.read('warnings of WSL itself', Promise.resolve(wsl.warnings), (all) => all.join('\n'));
  return decodeWslconfig(bytes ?? Buffer.alloc(0)).text;
}

/**
 * Whether .wslconfig was changed after the machine of WSL started, so that what it says cannot count yet; null when that
 * cannot be told.
 */
export function isChangedSinceStart(wsl: WslFacts, guest: WslGuestFacts): boolean | null {
  if (!wsl.wslconfig.isDone || !guest.uptimeS.isKnown) return null;
  const { changedAtMs } = wsl.wslconfig.value;
  return changedAtMs === null ? null : changedAtMs > wsl.atMs - guest.uptimeS.value * 1000;
}
