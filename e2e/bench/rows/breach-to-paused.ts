import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from '../bench-pc.ts';
import { listed, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const lookEveryMs = 5;
const giveUpMs = 10_000;

/** From the removal of a rule to the engine's word that ComfyUI is paused; the worst of three. */
export const breachToPaused: Row = {
  id: 'breach-to-paused',
  unit: 'ms',
  goal: { atMost: 1000 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    await pc.session('bridge');
    const times = await repeat(3, async () => {
      const startedMs = Date.now();
      execFileSync('iptables', ['-w', '-D', 'FORWARD', '2'], { timeout: 10_000 });
      const pausedMs = await pausedAfterMs(startedMs);
      await pc.resume();
      return pausedMs;
    });
    return { value: Math.max(...times), note: listed(times, 'ms') };
  },
};

async function pausedAfterMs(startedMs: number): Promise<number> {
  while (Date.now() - startedMs < giveUpMs) {
    if (docker('inspect', '-f', '{{.State.Paused}}', 'airlock-comfyui') === 'true') return Date.now() - startedMs;
    await sleep(lookEveryMs);
  }
  throw new Error('ComfyUI was not paused within 10 s');
}
