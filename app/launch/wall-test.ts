/** The families of ways out (and the one way in). A family is what the network picture draws. */
export const ways = [
  'tcp-internet',
  'tcp-internet-v6',
  'udp-internet',
  'udp-internet-v6',
  'dns-resolver',
  'dns-direct',
  'dns-host',
  'icmp',
  'icmp-v6',
  'gateway',
  'vm-address',
  'windows-host',
  'other-container',
  'lan',
  'metadata',
  'proxy-env',
  'engine-socket',
  'inbound',
] as const;
export type Way = (typeof ways)[number];

/** What a prober inside a container's network is asked to do. */
export type Probe =
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number }
  | { readonly kind: 'udp'; readonly address: string; readonly port: number }
  /** Asks for `name`; with `server: null` through whatever /etc/resolv.conf says. */
  | { readonly kind: 'dns'; readonly server: string | null; readonly name: string }
  | { readonly kind: 'icmp'; readonly address: string };

/** One way out that is tried. */
export interface Vector {
  /** Stable and unique within a test, for example `tcp-internet:203.0.113.10:443`. */
  readonly id: string;
  readonly way: Way;
  readonly target: string;
  /** `null` for vectors that are read from the engine instead of being probed (proxy-env, engine-socket). */
  readonly probe: Probe | null;
  /**
   * `required`: named in the profile or always there; without a positive control the verdict is `unproven`.
   * `if-present`: found by looking around this PC; left out (and said so) when an open container cannot reach it either.
   */
  readonly need: 'required' | 'if-present';
}

export type VectorOutcome = 'blocked' | 'reached' | 'unproven';

/** A vector after the test. */
export interface VectorResult {
  readonly id: string;
  readonly way: Way;
  readonly target: string;
  readonly outcome: VectorOutcome;
  /** Whether the same probe got through from a container without the wall. */
  readonly positiveControl: 'reached' | 'unreachable';
  /** What else saw the packets meet the wall: counters, connection tracking, or the absence of any interface. */
  readonly witness?: string;
}

/** A vector that does not exist on this PC, and why. */
export interface SkippedVector {
  readonly id: string;
  readonly reason: string;
}

export type WallVerdict = 'sealed' | 'leaking' | 'unproven';

/** The result of one wall test. */
export interface WallTestReport {
  readonly verdict: WallVerdict;
  readonly vectors: readonly VectorResult[];
  readonly skipped: readonly SkippedVector[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly sessionId: string;
}
