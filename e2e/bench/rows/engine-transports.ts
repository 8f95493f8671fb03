import { performance } from 'node:perf_hooks';
import { connectEngine } from '../../../main/docker/connect-engine.ts';
import { median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const calls = 100;

/** One call over `docker system dial-stdio`, as on Windows, against the same call over the engine's socket. */
export const engineTransports: Row = {
  id: 'stdio-against-socket',
  unit: 'x',
  goal: null,
  needs: ['engine'],
  measure: async () => {
    const socket = await callMs(process.env);
    const stdio = await callMs({ ...process.env, AIRLOCK_ENGINE: 'stdio' });
    return { value: stdio / socket, note: `stdio ${stdio.toFixed(2)} ms a call, socket ${socket.toFixed(2)} ms` };
  },
};

async function callMs(env: NodeJS.ProcessEnv): Promise<number> {
  const engine = connectEngine(env);
  try {
    await repeat(10, () => engine.facts());
    const times = await repeat(calls, async () => {
      const startedMs = performance.now();
      await engine.facts();
      return performance.now() - startedMs;
    });
    return median(times);
  } finally {
    engine.close();
  }
}
