import type { Vector } from '../../app/launch/wall-test.ts';
import type { HostNet } from '../process/host-net.ts';

const connectTimeoutMs = 800;

/** The other way round: who can reach ComfyUI's page. */
export interface InboundView {
  /** 127.0.0.1 answers: the positive control. */
  readonly loopback: boolean;
  /** Vector ids whose address answered, although it is not loopback. */
  readonly open: ReadonlySet<string>;
}

/** Tries the page's port from this process, on loopback and on every other address of this PC. */
export async function tryInbound(net: HostNet, vectors: readonly Vector[], port: number): Promise<InboundView> {
  const inbound = vectors.filter((vector) => vector.way === 'inbound');
  const [loopback, ...answers] = await Promise.all([
    net.canConnect('127.0.0.1', port, connectTimeoutMs),
    ...inbound.map((vector) => net.canConnect(vector.target, port, connectTimeoutMs)),
  ]);
  const open = inbound.filter((_, index) => answers[index] === true).map((vector) => vector.id);
  return { loopback: loopback, open: new Set(open) };
}
