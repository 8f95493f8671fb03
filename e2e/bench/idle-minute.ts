import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyWindowDir, freshEnvironment, panelDir, startElectron } from './electron-program.ts';
import { repeat } from './median.ts';
import { cpuMs, pssMb } from './process-tree.ts';

/** What a window costs while nobody touches it. */
export interface IdleMinute {
  /** Mean over a minute, all processes together. */
  readonly pssMb: number;
  /** Of one core. */
  readonly cpuPercent: number;
}

const settleMs = 15_000;
const samples = 6;
const sampleMs = 10_000;

let measured: Promise<{ readonly panel: IdleMinute; readonly empty: IdleMinute }> | null = null;

/** The panel and the empty window, a minute each; measured once for both rows. */
export function idleMinutes(): Promise<{ readonly panel: IdleMinute; readonly empty: IdleMinute }> {
  measured ??= measureBoth();
  return measured;
}

async function measureBoth(): Promise<{ readonly panel: IdleMinute; readonly empty: IdleMinute }> {
  const empty = await idleMinute(emptyWindowDir);
  return { panel: await idleMinute(panelDir), empty };
}

async function idleMinute(appDir: string): Promise<IdleMinute> {
  const child = startElectron(appDir, freshEnvironment());
  const { pid } = child;
  if (pid === undefined) throw new Error('Electron did not start');
  try {
    await sleep(settleMs);
    const beforeMs = cpuMs(pid);
    const sizes = await repeat(samples, async () => {
      await sleep(sampleMs);
      return pssMb(pid);
    });
    if (child.exitCode !== null) throw new Error('the window went away');
    const cpuPercent = ((cpuMs(pid) - beforeMs) / (samples * sampleMs)) * 100;
    return { pssMb: sizes.reduce((sum, size) => sum + size, 0) / sizes.length, cpuPercent };
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}
