import type { NoteRefusal } from './answer-command.ts';

const linesPerMinute = 30;

/** Writes refused messages down, but lets nobody fill a log with them. */
export function noteRefusals(write: (line: string) => void, now: () => number = Date.now): NoteRefusal {
  let minute = 0;
  let lines = 0;
  return (name, reason) => {
    const thisMinute = Math.floor(now() / 60_000);
    if (thisMinute !== minute) [minute, lines] = [thisMinute, 0];
    lines += 1;
    if (lines > linesPerMinute) return;
    write(`airlock: refused ${printable(name)}: ${printable(reason)}\n`);
    if (lines === linesPerMinute) write('airlock: more refusals within this minute are not written down\n');
  };
}

/** Names come from outside: no control character of theirs reaches a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
