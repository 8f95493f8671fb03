import { posixCksum } from './posix-cksum.ts';

/** One answer of the guest probe, whole and as its checksum says. */
export interface GuestSection {
  readonly exitCode: number;
  readonly bytes: Buffer;
}

/** What the guest probe has written, as far as it can be trusted. */
export interface GuestOutput {
  /** False when these are no words of the probe at all. */
  readonly hasBegun: boolean;
  /** False when it was cut off. */
  readonly hasEnded: boolean;
  readonly sections: ReadonlyMap<string, GuestSection>;
}

const opening = 'airlock-guest 1';
const closing = 'airlock-guest end';
const footer = /^<(?<name>[a-z-]+) (?<exit>\d{1,3}) (?<checksum>\d{1,10}) (?<bytes>\d{1,9})$/u;

/**
 * Reads the format that assets/guest/probe.sh describes. A section that is cut off, damaged or there twice is left out:
 * what it was about is unknown then.
 */
export function readGuestOutput(output: Buffer): GuestOutput {
  // One character a byte: nothing in between can be lost by decoding.
  const lines = output.toString('latin1').split('\n');
  const begin = lines.indexOf(opening);
  if (begin < 0) return { hasBegun: false, hasEnded: false, sections: new Map() };
  const sections = new Map<string, GuestSection>();
  const seen = new Set<string>();
  for (let at = begin + 1; at < lines.length; at += 1) {
    const name = /^>(?<name>[a-z-]+)$/u.exec(lines[at] ?? '')?.groups?.['name'];
    if (name === undefined) continue;
    const section = seen.has(name) ? null : sectionAt(lines, at, name);
    seen.add(name);
    if (section === null) sections.delete(name);
    else sections.set(name, section);
  }
  return { hasBegun: true, hasEnded: lines.includes(closing, begin), sections };
}

/** Between the header and the footer: lines that begin with a blank, and one empty line if the text ended with a line end. */
function sectionAt(lines: readonly string[], header: number, name: string): GuestSection | null {
  let end = header + 1;
  while (lines[end]?.startsWith(' ') === true) end += 1;
  const endedWithLine = lines[end] === '';
  const last = endedWithLine ? end + 1 : end;
  const { name: ended, exit = '', checksum, bytes } = footer.exec(lines[last] ?? '')?.groups ?? {};
  if (ended !== name) return null;
  const kept = lines.slice(header + 1, last);
  const written = Buffer.from(kept.join('\n'), 'latin1');
  if (Number(bytes) !== written.length || Number(checksum) !== posixCksum(written)) return null;
  const text = kept.map((line) => line.slice(1)).join('\n');
  return { exitCode: Number(exit), bytes: Buffer.from(text, 'latin1') };
}
