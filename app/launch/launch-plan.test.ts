import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../recipes/recipes.ts';
import type { ContainerSpec } from './container-spec.ts';
import type { SessionIdentity } from './labels.ts';
import { planSecure, type LaunchPlan } from './launch-plan.ts';
import { walls, type Wall } from './modes.ts';
import { profileSchema, type Profile } from './profile.ts';

const images = { comfyui: 'sha256:c', tools: 'sha256:t' };

function profileWith(fields: object): Profile {
  return profileSchema.parse({ version: 1, recipe: 'plain', ...fields });
}

function planOf(profile: Profile, wall: Wall): LaunchPlan {
  const session: SessionIdentity = {
    id: 's1',
    mode: 'secure',
    wall,
    planHash: 'p',
    recipe: profile.recipe,
    port: profile.port,
    startedAt: '2026-11-01T12:00:00Z',
  };
  return planSecure(profile, recipeOf(profile.recipe), images, session);
}

function containersOf(plan: LaunchPlan): ContainerSpec[] {
  return [plan.sentinel, plan.comfyui, ...(plan.relay === null ? [] : [plan.relay.inner, plan.relay.outer])];
}

const profiles = fc
  .record({
    recipe: fc.constantFrom('plain', 'mmartial'),
    port: fc.integer({ min: 1, max: 65535 }),
    gpu: fc.boolean(),
    mounts: fc.constantFrom({}, { models: '/srv/models' }),
    ids: fc.record({ uid: fc.integer({ min: 1, max: 70000 }), gid: fc.integer({ min: 1, max: 70000 }) }),
  })
  .map(profileWith);
const wall = fc.constantFrom(...walls);

describe('planSecure', () => {
  it('puts ComfyUI on our bridge, published on loopback alone, with a resolver that goes nowhere', () => {
    const { comfyui, network, relay } = planOf(profileWith({ port: 9000 }), 'bridge');
    expect(comfyui.network).toEqual({ kind: 'named', name: 'airlock_net' });
    expect(comfyui.publish).toEqual([{ hostIp: '127.0.0.1', hostPort: 9000, containerPort: 8188 }]);
    expect(comfyui.dns).toEqual(['192.0.2.1']);
    expect(relay).toBeNull();
    expect(network.ipv6).toBe(false);
    expect(network.options).toEqual({
      'com.docker.network.bridge.name': 'airlock0',
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
      'com.docker.network.bridge.enable_icc': 'false',
    });
  });

  it('gives a sealed ComfyUI no network, and only the relay a port and the socket’s volume', () => {
    const { comfyui, relay } = planOf(profileWith({ port: 9000 }), 'sealed');
    expect(comfyui.network).toEqual({ kind: 'none' });
    expect(comfyui.publish).toEqual([]);
    expect(comfyui.mounts.some((mount) => mount.kind === 'volume')).toBe(false);
    expect(relay?.inner.network).toEqual({ kind: 'container', container: 'airlock-comfyui' });
    expect(relay?.outer.publish).toEqual([{ hostIp: '127.0.0.1', hostPort: 9000, containerPort: 9000 }]);
    for (const end of [relay?.inner, relay?.outer]) {
      expect(end).toMatchObject({ user: '65534:65534', readOnlyRoot: true, capAdd: [], noNewPrivileges: true });
      expect(end?.mounts).toEqual([{ kind: 'volume', volume: relay?.volume, target: '/relay', readOnly: false }]);
      expect(end?.command?.slice(0, 2)).toEqual(['-b', '262144']);
    }
    // Only the outer end connects to the socket: nothing inside can open a connection outwards.
    expect(relay?.inner.command?.join(' ')).toContain('UNIX-LISTEN');
    expect(relay?.outer.command?.join(' ')).toContain('UNIX-CONNECT');
  });

  it('lets only the sentinel see the engine’s machine, and lets it die with its launcher', () => {
    fc.assert(
      fc.property(profiles, wall, (profile, chosen) => {
        const plan = planOf(profile, chosen);
        expect(plan.sentinel).toMatchObject({
          capAdd: ['NET_ADMIN', 'NET_RAW', 'KILL'],
          network: { kind: 'host' },
          hostPids: true,
          lifeline: true,
          readOnlyRoot: true,
          autoRemove: false,
          env: { AIRLOCK_WALL: chosen, AIRLOCK_ON_LOST: 'kill', AIRLOCK_SESSION: 's1' },
        });
        for (const spec of containersOf(plan).slice(1)) {
          expect(spec.hostPids).toBe(false);
          expect(spec.network.kind).not.toBe('host');
          expect(spec.network.kind).not.toBe('default-bridge');
        }
      }),
    );
  });

  it('publishes on 127.0.0.1 alone, labels everything, and gives ComfyUI its recipe’s rights and no more', () => {
    fc.assert(
      fc.property(profiles, wall, (profile, chosen) => {
        const plan = planOf(profile, chosen);
        for (const spec of containersOf(plan)) {
          for (const { hostIp } of spec.publish) expect(hostIp).toBe('127.0.0.1');
          expect(spec.labels).toMatchObject({ 'airlock.session': 's1', 'airlock.wall': chosen });
          expect(spec.image).toMatch(/^sha256:/u);
        }
        expect(plan.comfyui.capAdd).toEqual(recipeOf(profile.recipe).capabilities);
        expect(plan.comfyui).toMatchObject({ init: true, shmBytes: 8 * 1024 ** 3, pidsLimit: 4096, gpu: profile.gpu });
        expect(plan.comfyui.env).toMatchObject({
          NETWORK_MODE: 'offline',
          DISABLE_UPGRADES: 'true',
          WANTED_UID: String(profile.ids.uid),
          WANTED_GID: String(profile.ids.gid),
        });
        expect(planOf(profile, chosen)).toEqual(plan);
      }),
    );
  });
});
