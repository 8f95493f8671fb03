import type { WslGuestFacts } from '../wsl/guest-facts.ts';
import type { CachedLibrary, GuestPackage } from '../wsl/guest-programs.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { askedGuest, guestUnknown, noEngineEvent, noteReading, wslTimeoutMs } from './wsl-look.ts';

/** What lets containers use the card is welcome, also where Docker runs in the distribution itself. */
const harmless = /^(?:nvidia-container|libnvidia-container|nvidia-docker|libnvidia-ml-dev$|cuda-keyring$)/u;
/** Where Windows passes its own driver in. */
const passedIn = '/usr/lib/wsl/';

/** Is the card left to Windows' driver, without a toolkit or a driver of Linux beside it? */
export const wslNoCuda = probeOf({
  control: 'wsl.no-cuda',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const wsl = await context.wsl();
  const asked = await askedGuest(notes, wsl);
  if (!asked.isDone) return guestUnknown(asked.failure);
  const guest = asked.value;
  await noteReading(notes, 'dpkg-query (packages of CUDA and NVIDIA)', guest.packages);
  await noteReading(notes, 'ls -d /usr/local/cuda*', guest.cudaFolders);
  await noteReading(notes, 'ldconfig -p (libraries of CUDA and NVIDIA)', guest.loaderCache);
  await noteReading(notes, '/usr/lib/wsl/lib/nvidia-smi -L', guest.gpu);
  const found = intruders(guest);
  if (found.length > 0) {
    const [first = '', second, ...more] = found;
    const rest =
      second === undefined ? '' : more.length === 0 ? ` and ${second}` : ` and ${String(more.length + 1)} more`;
    return {
      verdict: 'fail',
      summary: `The distribution has ${first}${rest}: remove it, the driver of Windows is enough.`,
      marks: ['cuda.packages'],
    };
  }
  const unknown = [guest.packages, guest.cudaFolders, guest.loaderCache].find((reading) => !reading.isKnown);
  if (unknown?.isKnown === false) {
    return { verdict: 'unknown', summary: `What is installed cannot be told whole: ${unknown.why}.` };
  }
  return context.profile.gpu
    ? passThrough(guest)
    : { verdict: 'pass', summary: 'No toolkit and no driver of Linux is installed.' };
}

/** Everything that does not belong there, as a person would look for it. */
function intruders({ packages, cudaFolders, loaderCache }: WslGuestFacts): readonly string[] {
  return [
    ...(packages.isKnown ? packages.value.filter(isIntruder).map(({ name }) => `the package ${name}`) : []),
    ...(cudaFolders.isKnown ? cudaFolders.value : []),
    ...(loaderCache.isKnown ? loaderCache.value.filter(isForeign).map(({ path }) => path) : []),
  ];
}

function isIntruder({ name }: GuestPackage): boolean {
  return !harmless.test(name);
}

function isForeign({ name, path }: CachedLibrary): boolean {
  return !path.startsWith(passedIn) && !name.startsWith('libnvidia-container');
}

function passThrough({ gpu }: WslGuestFacts): Answer {
  if (!gpu.isKnown) return { verdict: 'unknown', summary: `Whether the card is passed in cannot be told: ${gpu.why}.` };
  const { state, names } = gpu.value;
  switch (state) {
    case 'works':
      return { verdict: 'pass', summary: `Nothing of CUDA is installed, and Windows passes in ${names.join(', ')}.` };
    case 'no-driver':
      return noCard('Windows passes no NVIDIA driver in: install or update it on Windows');
    case 'hangs':
      return noCard('the driver that Windows passes in does not answer: shut WSL down, then look again');
    case 'fails':
      return noCard('the driver that Windows passes in sees no card');
  }
}

function noCard(why: string): Answer {
  return { verdict: 'warn', summary: `Nothing of CUDA is installed, but ${why}.`, marks: ['cuda.no-passthrough'] };
}
