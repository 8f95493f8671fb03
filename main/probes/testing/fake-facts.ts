import { engineName, label, type Role } from '../../../app/launch/labels.ts';
import { networkOptions } from '../../../app/launch/launch-plan.ts';
import { wallRules } from '../../../app/launch/wall-rules.ts';
import type { SentinelBeat, SentinelRule } from '../../../app/launch/sentinel-report.ts';
import type { Session } from '../../../app/launch/session.ts';
import type { WallTestReport } from '../../../app/launch/wall-test.ts';
import type { ContainerFacts, NetworkFacts } from '../../docker/engine.ts';

export const sessionId = 'session-1';
/** The time of every fake: what happens at it has just happened. */
export const nowMs = Date.parse('2026-05-01T12:00:00.000Z');

/** A container of a healthy bridge session, with some facts changed. */
export function container(role: Role, change: Partial<ContainerFacts> = {}): ContainerFacts {
  const isComfyUi = role === 'comfyui';
  return {
    id: `id-${role}`,
    name: `airlock-${role}`,
    imageId: 'sha256:1',
    labels: {
      [label.session]: sessionId,
      [label.role]: role,
      [label.mode]: 'secure',
      [label.wall]: 'bridge',
      [label.recipe]: 'plain',
      [label.port]: '8188',
    },
    env: {},
    state: 'running',
    exitCode: 0,
    startedAt: '2026-05-01T11:00:00Z',
    pid: 100,
    user: '1000:1000',
    restartPolicy: 'no',
    restartCount: 0,
    privileged: false,
    capAdd: [],
    capDrop: ['ALL'],
    securityOptions: ['no-new-privileges'],
    networkMode: isComfyUi ? engineName.network : 'host',
    ipcMode: 'private',
    pidMode: '',
    usernsMode: '',
    shmBytes: isComfyUi ? 8 * 1024 ** 3 : 1024 ** 2,
    memoryBytes: 0,
    pidsLimit: 4096,
    readOnlyRoot: true,
    published: isComfyUi ? [{ hostIp: '127.0.0.1', hostPort: 8188, containerPort: 8188 }] : [],
    mounts: [],
    devices: [],
    networks: isComfyUi ? { [engineName.network]: '172.28.0.2' } : {},
    dns: [],
    ...change,
  };
}

/** airlock_net as the launch makes it, with ComfyUI on it. */
export function network(change: Partial<NetworkFacts> = {}): NetworkFacts {
  return {
    id: 'id-network',
    name: engineName.network,
    driver: 'bridge',
    internal: false,
    ipv6: false,
    options: networkOptions,
    labels: { [label.session]: sessionId },
    subnets: ['172.28.0.0/16'],
    gateways: ['172.28.0.1'],
    attached: { 'id-comfyui': { name: engineName.comfyui, address: '172.28.0.2' } },
    ...change,
  };
}

/** What the sentinel reads back of a wall that stands. */
export function standingRules(): SentinelRule[] {
  return ([4, 6] as const).flatMap((family) =>
    wallRules(engineName.bridge, sessionId).map(({ chain, position, target, match }) => ({
      family,
      chain,
      position,
      spec: `-A ${chain} ${match.join(' ')} -j ${target}`,
      packets: 3,
      bytes: 180,
    })),
  );
}

export function beat(change: Partial<SentinelBeat> = {}): SentinelBeat {
  return {
    type: 'beat',
    at: new Date(nowMs - 300).toISOString(),
    seq: 7,
    backend: 'nft',
    intact: true,
    fingerprint: 'f'.repeat(64),
    rules: standingRules(),
    interfaces: ['lo', 'eth0'],
    guards: 'id-comfyui',
    proven: true,
    frozen: false,
    ...change,
  };
}

export function readySession(change: Partial<Session> = {}): Session {
  return {
    id: sessionId,
    mode: 'secure',
    wall: 'bridge',
    phase: 'ready',
    startedAt: '2026-05-01T11:00:00.000Z',
    uiUrl: 'http://127.0.0.1:8188',
    containerId: 'id-comfyui',
    phases: [],
    breach: null,
    failure: null,
    adopted: false,
    ...change,
  };
}

export function wallTest(change: Partial<WallTestReport> = {}): WallTestReport {
  return {
    verdict: 'sealed',
    vectors: [
      {
        id: 'tcp-internet:203.0.113.10:443',
        way: 'tcp-internet',
        target: '203.0.113.10:443',
        outcome: 'blocked',
        positiveControl: 'reached',
        witness: 'drop counter rose',
      },
    ],
    skipped: [],
    startedAt: '2026-05-01T11:30:00.000Z',
    durationMs: 1_400,
    sessionId,
    ...change,
  };
}
