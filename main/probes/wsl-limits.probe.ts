import { readWslconfig, type WslSettings } from '../../app/wsl-config/read-config.ts';
import type { GuestMemory } from '../wsl/guest-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import { noteConfigWarnings } from './note-config-warnings.ts';
import type { ProbeContext } from './probe.ts';
import { askedGuest, guestUnknown, noEngineEvent, noteReading, readConfigText, wslTimeoutMs } from './wsl-look.ts';

/** The machine's own account of its size may be this much over the cap before the cap counts as not in force. */
const tolerance = 1.01;

/** Are memory and swap capped, in values that WSL takes, and is the machine really no larger? */
export const wslLimits = probeOf({
  control: 'wsl.limits',
  timeoutMs: wslTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

interface Cap {
  readonly name: 'memory' | 'swap';
  /** Null when it is not set, or in a form that WSL does not take. */
  readonly bytes: number | null;
  /** As it is written; null when it is not set. */
  readonly text: string | null;
}

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const wsl = await context.wsl();
  const text = await readConfigText(notes, wsl);
  if (text === null) return { verdict: 'unknown', summary: '.wslconfig cannot be read.' };
  const config = readWslconfig(text);
  await noteConfigWarnings(notes, '.wslconfig', config.warnings);
  const memory = capOf(config, 'memory');
  const swap = capOf(config, 'swap');
  const guest = await askedGuest(notes, wsl);
  if (guest.isDone) await noteReading(notes, `/proc/meminfo (in ${wsl.distro})`, guest.value.memory);
  const complaint = complaintOf(memory, swap);
  if (complaint !== null) return complaint;
  if (!guest.isDone) return guestUnknown(guest.failure);
  const real = guest.value.memory;
  if (real.isKnown) return compare(real.value, memory, swap);
  return {
    verdict: 'unknown',
    summary: `The caps are written down, but how large WSL is cannot be told: ${real.why}.`,
  };
}

function capOf({ settings }: WslSettings, name: Cap['name']): Cap {
  const setting = settings.get(`wsl2.${name}`);
  const isSize = typeof setting?.value === 'number';
  // Without memory there is no machine: WSL takes a zero for "not set". A swap of zero is none.
  const isCap = isSize && (name === 'swap' || setting.value > 0);
  return { name, bytes: isCap ? setting.value : null, text: setting?.text ?? null };
}

/** Memory without a cap is the failure that the control is about; swap alone does less harm. */
function complaintOf(memory: Cap, swap: Cap): Answer | null {
  const wrong = [memory, swap].find(({ bytes, text }) => bytes === null && text !== null);
  if (wrong !== undefined) {
    return {
      verdict: 'fail',
      summary: `WSL ignores ${wrong.name}=${wrong.text ?? ''}: it takes a whole number with a unit in capitals, such as 16GB.`,
      marks: ['limits.invalid-value'],
      remedies: ['wsl.set-limits'],
    };
  }
  const missing = [memory, swap].filter(({ bytes }) => bytes === null).map(({ name }) => name);
  if (missing.length === 0) return null;
  return {
    verdict: missing.includes('memory') ? 'fail' : 'warn',
    summary: `.wslconfig sets no cap for ${missing.join(' and ')}.`,
    marks: ['limits.not-set'],
    remedies: ['wsl.set-limits'],
  };
}

function compare(real: GuestMemory, memory: Cap, swap: Cap): Answer {
  const found = [
    { cap: memory, bytes: real.memoryBytes },
    { cap: swap, bytes: real.swapBytes },
  ];
  const larger = found.find(({ cap, bytes }) => bytes > (cap.bytes ?? 0) * tolerance);
  if (larger !== undefined) {
    return {
      verdict: 'fail',
      summary: `WSL has ${inGib(larger.bytes)} of ${larger.cap.name}, though ${larger.cap.text ?? ''} is written down: it was not shut down since.`,
      marks: ['limits.shutdown-needed'],
      remedies: ['wsl.shutdown'],
    };
  }
  const [memorySize, swapSize] = found.map(({ bytes }) => inGib(bytes));
  return {
    verdict: 'pass',
    summary: `WSL has ${memorySize ?? ''} of memory and ${swapSize ?? ''} of swap, within ${memory.text ?? ''} and ${swap.text ?? ''}.`,
  };
}

function inGib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
