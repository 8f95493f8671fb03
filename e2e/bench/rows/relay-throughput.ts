import { performance } from 'node:perf_hooks';
import { listed, median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const bytes = 256 * 1024 * 1024;
const mebibyte = 1024 * 1024;

/** What the relay of the sealed wall lets through, against the engine's own published port. */
export const relayThroughput: Row = {
  id: 'relay-against-port',
  unit: 'x',
  goal: { atLeast: 0.6 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    const port = await throughputs((await pc.session('bridge')).session?.uiUrl ?? null);
    const relay = await throughputs((await pc.session('sealed')).session?.uiUrl ?? null);
    return {
      value: median(relay) / median(port),
      note: `relay ${listed(relay, 'MiB/s')}, published port ${listed(port, 'MiB/s')}`,
    };
  },
};

async function throughputs(uiUrl: string | null): Promise<readonly number[]> {
  if (uiUrl === null) throw new Error('the session has no address');
  const url = new URL(`/stress?bytes=${String(bytes)}`, uiUrl);
  await throughput(url);
  return repeat(3, () => throughput(url));
}

async function throughput(url: URL): Promise<number> {
  const startedMs = performance.now();
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (answer.body === null) throw new Error('no answer from the stand-in');
  let received = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) received += chunk.byteLength;
  if (received !== bytes) throw new Error(`${String(received)} bytes came instead of ${String(bytes)}`);
  return bytes / mebibyte / ((performance.now() - startedMs) / 1000);
}
