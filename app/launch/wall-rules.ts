import { engineName } from './labels.ts';

/** One rule of the wall, as data. */
export interface WallRule {
  readonly chain: 'FORWARD' | 'INPUT';
  /** 1 is first. */
  readonly position: number;
  readonly target: 'ACCEPT' | 'DROP';
  /** Arguments of iptables and ip6tables after the chain, for one rule. */
  readonly match: readonly string[];
}

/**
 * The wall's rules, the same for IPv4 and IPv6. Only packets in the *reply* direction of a connection pass: whatever
 * the container itself opened is dropped, even if it was opened in a moment without the wall.
 * FORWARD stops what goes through the machine, INPUT what goes to the machine: its services, and the resolver of WSL.
 */
export function wallRules(bridge: string = engineName.bridge, sessionId = ''): readonly WallRule[] {
  const comment = ['-m', 'comment', '--comment', `airlock:${sessionId}`];
  const replies = ['-i', bridge, '-m', 'conntrack', '--ctstate', 'ESTABLISHED', '--ctdir', 'REPLY', ...comment];
  return (['FORWARD', 'INPUT'] as const).flatMap((chain) => [
    { chain, position: 1, target: 'ACCEPT', match: replies } as const,
    { chain, position: 2, target: 'DROP', match: ['-i', bridge, ...comment] } as const,
  ]);
}

/** Arguments of iptables or ip6tables that put a rule in its place. */
export function toIptablesArgs(rule: WallRule): readonly string[] {
  return ['-I', rule.chain, String(rule.position), ...rule.match, '-j', rule.target];
}
