import type { Mode, Wall } from './modes.ts';

/** Labels on everything we make in the engine, so that a restarted panel finds it again. */
export const label = {
  session: 'airlock.session',
  role: 'airlock.role',
  mode: 'airlock.mode',
  wall: 'airlock.wall',
  plan: 'airlock.plan',
  recipe: 'airlock.recipe',
  startedAt: 'airlock.started-at',
  port: 'airlock.port',
} as const;

/** What a container, network or volume of ours is for. */
export type Role = 'comfyui' | 'sentinel' | 'relay-inner' | 'relay-outer' | 'probe' | 'network' | 'relay-volume';

/** Names in the engine. The engine refuses a second container of the same name: that is our lock against two launches. */
export const engineName = {
  network: 'airlock_net',
  bridge: 'airlock0',
  comfyui: 'airlock-comfyui',
  sentinel: 'airlock-sentinel',
  relayInner: 'airlock-relay-inner',
  relayOuter: 'airlock-relay-outer',
  relayVolume: 'airlock-relay',
} as const;

/** What identifies one session in the engine. */
export interface SessionIdentity {
  readonly id: string;
  readonly mode: Mode;
  readonly wall: Wall;
  readonly planHash: string;
  readonly recipe: string;
  readonly port: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** The labels of one object of a session. */
export function sessionLabels(session: SessionIdentity, role: Role): Record<string, string> {
  return {
    [label.session]: session.id,
    [label.role]: role,
    [label.mode]: session.mode,
    [label.wall]: session.wall,
    [label.plan]: session.planHash,
    [label.recipe]: session.recipe,
    [label.port]: String(session.port),
    [label.startedAt]: session.startedAt,
  };
}
