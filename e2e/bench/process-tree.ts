import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms. */
const msPerTick = 10;

/** A process and everything it has started. */
function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(statFields(pid)?.[1]);
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    found.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Proportional set size of a tree in MB: shared pages count once, split among those who share them. */
export function pssMb(root: number): number {
  const kilobytes = processTree(root).map((pid) => {
    const match = /^Pss:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${String(pid)}/smaps_rollup`));
    return Number(match?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

/** Processor time a tree has used so far, in milliseconds. */
export function cpuMs(root: number): number {
  const ticks = processTree(root).map((pid) => {
    const fields = statFields(pid);
    return Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * msPerTick;
}

/** The fields of /proc/PID/stat from the third one on: the second is a name that may hold anything. */
function statFields(pid: number): readonly string[] | null {
  const text = readOrEmpty(`/proc/${String(pid)}/stat`);
  return text === '' ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
