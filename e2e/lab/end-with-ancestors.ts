import { readFileSync } from 'node:fs';
import { startTimeOf } from './stale-labs.ts';

const lookEveryMs = 500;

/**
 * Calls `end` when a process above this one that belongs to the same `npm run lab` has died: npm, its shell and tsx
 * stand between the caller and the lab, and a kill -9 of any of them is not passed on.
 */
export function endWithAncestors(end: () => void): void {
  const ancestors = labAncestors().map((pid) => ({ pid, startTime: startTimeOf(pid) }));
  const timer = setInterval(() => {
    if (ancestors.every(({ pid, startTime }) => startTimeOf(pid) === startTime)) return;
    clearInterval(timer);
    end();
  }, lookEveryMs);
  timer.unref();
}

function labAncestors(): readonly number[] {
  const found: number[] = [];
  for (let pid = process.ppid; pid > 1 && commandOf(pid).includes('lab'); pid = parentOf(pid)) found.push(pid);
  return found;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
