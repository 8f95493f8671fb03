import type { SentinelBeat } from './sentinel-report.ts';
import type { Wall } from './modes.ts';
import { noProxyTarget } from './plan-vectors.ts';
import type { Probe, SkippedVector, Vector, VectorResult, WallVerdict } from './wall-test.ts';

/** What one prober saw of one vector. */
export interface SeenProbe {
  readonly reached: boolean;
  readonly sent: boolean;
  readonly detail: string;
}

/** A connection that connection tracking has confirmed. */
export interface SeenFlow {
  readonly protocol: string;
  readonly destination: string;
  /** Null where the protocol has none. */
  readonly port: number | null;
}

/** Everything that was observed during one wall test. */
export interface JudgeInput {
  readonly wall: Wall;
  readonly vectors: readonly Vector[];
  readonly skipped: readonly SkippedVector[];
  /** From a container on the default bridge, without the wall. */
  readonly open: ReadonlyMap<string, SeenProbe>;
  /** From the engine's own namespace, for what the default bridge does not have. */
  readonly host: ReadonlyMap<string, SeenProbe>;
  /** From ComfyUI's own network. */
  readonly walled: ReadonlyMap<string, SeenProbe>;
  readonly walledInterfaces: readonly string[];
  readonly openFlows: readonly SeenFlow[];
  readonly walledFlows: readonly SeenFlow[];
  /** The sentinel's beats around the test. */
  readonly before: SentinelBeat;
  readonly after: SentinelBeat;
  readonly inside: { readonly looked: boolean; readonly sockets: readonly string[] };
  readonly inbound: { readonly loopback: boolean; readonly open: ReadonlySet<string> };
}

export interface Judgement {
  readonly verdict: WallVerdict;
  readonly vectors: readonly VectorResult[];
  readonly skipped: readonly SkippedVector[];
}

const notHere = 'not even a container without the wall gets an answer there, so this way out does not exist on this PC';

/** Turns observations into a verdict. A vector counts as blocked only when the same probe got through without the wall. */
export function judge(input: JudgeInput): Judgement {
  const judged = input.vectors.map((vector) => ({ vector, result: judgeVector(vector, input) }));
  const absent = judged.filter(({ vector, result }) => vector.need === 'if-present' && result.outcome === 'unproven');
  const skipped = [...input.skipped, ...absent.map(({ vector }) => ({ id: vector.id, reason: notHere }))];
  const vectors = judged.filter((one) => !absent.includes(one)).map(({ result }) => result);
  return { verdict: verdictOf(vectors), vectors, skipped };
}

function verdictOf(vectors: readonly VectorResult[]): WallVerdict {
  if (vectors.some((vector) => vector.outcome === 'reached')) return 'leaking';
  const proven = vectors.length > 0 && vectors.every((vector) => vector.outcome === 'blocked');
  return proven ? 'sealed' : 'unproven';
}

function judgeVector(vector: Vector, input: JudgeInput): VectorResult {
  const { id, way, target } = vector;
  const control = controlReached(vector, input);
  const reached = gotThrough(vector, input);
  const looked = vector.probe === null || (input.walled.has(id) && stood(input));
  const outcome = reached ? 'reached' : control && looked ? 'blocked' : 'unproven';
  const positiveControl = control ? 'reached' : 'unreachable';
  const witness = outcome === 'blocked' ? witnessOf(vector, input) : null;
  return { id, way, target, outcome, positiveControl, ...(witness === null ? {} : { witness }) };
}

/** Whether the same probe got through from somewhere without the wall. */
function controlReached(vector: Vector, input: JudgeInput): boolean {
  const { way, target } = vector;
  if (way === 'inbound') return input.inbound.loopback;
  if (vector.probe === null) return input.inside.looked && (way !== 'proxy-env' || target === noProxyTarget);
  const { id, probe } = vector;
  if (input.open.get(id)?.reached === true || input.host.get(id)?.reached === true) return true;
  // One way only: nobody answers, but connection tracking saw the open container's packet leave.
  return probe.kind === 'udp' && input.openFlows.some((flow) => isFlowOf(probe, flow));
}

/** Whether anything got out of (or, inbound, in to) the walled container. */
function gotThrough(vector: Vector, input: JudgeInput): boolean {
  const { id, probe } = vector;
  if (vector.way === 'inbound') return input.inbound.open.has(id);
  if (vector.way === 'engine-socket') return input.inside.sockets.length > 0;
  if (probe === null) return false;
  if (input.walled.get(id)?.reached === true) return true;
  // A packet that left is a leak, even if nothing ever came back.
  return input.walledFlows.some((flow) => isFlowOf(probe, flow));
}

/** A wall that was open for a part of the test proves nothing about the whole of it. */
function stood({ wall, before, after, walledInterfaces }: JudgeInput): boolean {
  if (wall === 'sealed' && walledInterfaces.some((name) => name !== 'lo')) return false;
  return before.intact && after.intact;
}

function isFlowOf(probe: Probe, flow: SeenFlow): boolean {
  switch (probe.kind) {
    case 'icmp':
      return flow.protocol.startsWith('icmp') && flow.destination === probe.address;
    case 'dns':
      return flow.port === 53 && (probe.server === null || flow.destination === probe.server);
    case 'tcp':
    case 'udp':
      return flow.protocol === probe.kind && flow.destination === probe.address && flow.port === probe.port;
  }
}

/** What else, besides the silence, says that the packets met the wall. */
function witnessOf(vector: Vector, input: JudgeInput): string | null {
  if (vector.way === 'inbound') return 'the page answers on 127.0.0.1 alone';
  if (vector.probe === null) return 'read from the engine';
  const outside = input.walledInterfaces.filter((name) => name !== 'lo');
  if (outside.length === 0) return 'no network interface but lo';
  const dropped = droppedPackets(input.after) - droppedPackets(input.before);
  if (input.wall === 'bridge' && dropped > 0)
    return `the DROP rules counted ${String(dropped)} packets during the test`;
  return null;
}

/** Packets that our DROP rules have met so far, all chains and families together. */
export function droppedPackets(beat: SentinelBeat): number {
  const drops = beat.rules.filter((rule) => rule.spec.includes('-j DROP'));
  return drops.reduce((sum, rule) => sum + rule.packets, 0);
}
