import { failureOf } from '../../app/errors/airlock-error.ts';
import type { LxssDistro, LxssView, WslFacts } from '../wsl/wsl-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { markOfFailure, noEngineEvent, wslTimeoutMs } from './wsl-look.ts';

/** In the registry: what is not 1 is being installed, removed, converted or exported. */
const installed = 1;

/** Is the distribution registered under the account that runs this, or only under another one? */
export const wslDistroVisible = probeOf({
  control: 'wsl.distro-visible',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { distro } = context.profile.windows;
  const wsl = await context.wsl();
  const { guest } = wsl;
  await notes.read(wsl.asked, Promise.resolve(guest), (asked) =>
    asked.isDone ? 'it answers' : `${asked.failure.code}: ${asked.failure.message}`,
  );
  const view = await notes
    .read('HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss', context.lxss(), show)
    .catch((error: unknown) => failureOf(error));
  if ('code' in view) return withoutRegistry(wsl, view.message);
  const own = view.lxss.find(({ name }) => isSame(name, distro));
  return own === undefined ? notHere(view, distro, wsl) : here(own, wsl);
}

function show({ lxss, otherLxss }: LxssView): string {
  const own = lxss.map(({ name, version, state }) => `${name}: version ${String(version)}, state ${String(state)}`);
  const others = otherLxss?.map(({ sid, names }) => `${sid}: ${names.join(', ') || '(none)'}`) ?? ['(cannot be seen)'];
  return [
    'this account:',
    ...(own.length === 0 ? ['(none)'] : own),
    'other accounts that are signed in:',
    ...others,
  ].join('\n');
}

/** WSL does not mind the case of letters. */
function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function here({ name, version, state }: LxssDistro, { guest }: WslFacts): Answer {
  if (version !== 2) {
    return {
      verdict: 'fail',
      summary: `${name} belongs to this account, but is of WSL version ${String(version)}: convert it with "wsl --set-version ${name} 2".`,
      marks: ['wsl.version-1'],
    };
  }
  if (state !== installed) {
    return { verdict: 'warn', summary: `${name} belongs to this account, but is being installed, moved or removed.` };
  }
  if (guest.isDone) return { verdict: 'pass', summary: `${name} belongs to this account, and it answers.` };
  return {
    verdict: 'warn',
    summary: `${name} belongs to this account, but does not answer: ${guest.failure.message}`,
    marks: [markOfFailure(guest.failure) === 'wsl.not-installed' ? 'wsl.not-installed' : 'wsl.answers-not'],
  };
}

function notHere({ otherLxss }: LxssView, distro: string, { guest }: WslFacts): Answer {
  if (guest.isDone) {
    return { verdict: 'unknown', summary: `${distro} answers, but the registry of this account does not know it.` };
  }
  if (markOfFailure(guest.failure) === 'wsl.not-installed') return notInstalled(guest.failure.message);
  const other = otherLxss?.find(({ names }) => names.some((name) => isSame(name, distro)));
  if (other !== undefined) {
    return {
      verdict: 'fail',
      summary: `${distro} belongs to another account (${other.sid}) and does not exist for this one.`,
      marks: ['wsl.no-distro', 'distro.under-other-account'],
      remedies: ['wsl.move-distro'],
    };
  }
  const others =
    otherLxss === null
      ? 'What other accounts have cannot be seen from here.'
      : 'No other account that is signed in has it.';
  return { verdict: 'fail', summary: `This account has no ${distro}. ${others}`, marks: ['wsl.no-distro'] };
}

/** That it answers at all shows whose it is: WSL starts nobody else's. */
function withoutRegistry({ distro, guest }: WslFacts, why: string): Answer {
  if (guest.isDone) return { verdict: 'pass', summary: `${distro} answers this account, so it belongs to it.` };
  const mark = markOfFailure(guest.failure);
  if (mark === 'wsl.not-installed') return notInstalled(guest.failure.message);
  if (mark === 'wsl.no-distro') return { verdict: 'fail', summary: guest.failure.message, marks: [mark] };
  return { verdict: 'unknown', summary: `${guest.failure.message} The registry cannot be read: ${why}`, marks: [mark] };
}

function notInstalled(summary: string): Answer {
  return { verdict: 'fail', summary, marks: ['wsl.not-installed'] };
}
