import { randomUUID } from 'node:crypto';
import type { ContainerSpec, NetworkChoice } from '../../app/launch/container-spec.ts';
import { label } from '../../app/launch/labels.ts';

/** Seconds after which a forgotten prober ends by itself. */
const proberLifeS = 60;

/** What every throw-away container of ours has in common: nothing it does not need. */
function throwAway(image: string, sessionId: string, network: NetworkChoice): ContainerSpec {
  return {
    name: `airlock-probe-${randomUUID().slice(0, 12)}`,
    image,
    env: {},
    labels: { [label.session]: sessionId, [label.role]: 'probe' },
    network,
    publish: [],
    mounts: [],
    capAdd: [],
    noNewPrivileges: true,
    readOnlyRoot: true,
    init: false,
    hostPids: false,
    shmBytes: 1024 * 1024,
    memoryBytes: 128 * 1024 * 1024,
    pidsLimit: 64,
    dns: [],
    gpu: false,
    autoRemove: true,
    lifeline: false,
  };
}

/** Sees exactly the network that the running container sees, and has nothing else. */
export function walledProberSpec(image: string, sessionId: string, comfyuiId: string): ContainerSpec {
  return {
    ...throwAway(image, sessionId, { kind: 'container', container: comfyuiId }),
    entrypoint: ['sleep'],
    command: [String(proberLifeS)],
  };
}

/** A container without the wall: the positive control, and itself a neighbour on another network to be reached. */
export function openProberSpec(image: string, sessionId: string): ContainerSpec {
  return {
    ...throwAway(image, sessionId, { kind: 'default-bridge' }),
    entrypoint: ['python3'],
    command: ['/airlock/responder.py', String(proberLifeS)],
  };
}

/** Takes down every rule of ours when there is no sentinel left to do it. */
export function lowerWallSpec(image: string): ContainerSpec {
  return {
    ...throwAway(image, 'clean-up', { kind: 'host' }),
    entrypoint: ['python3'],
    command: ['/airlock/sentinel.py', '--lower'],
    capAdd: ['NET_ADMIN', 'NET_RAW'],
    mounts: [{ kind: 'tmpfs', target: '/run', sizeBytes: 1024 * 1024, mode: 0o755 }],
  };
}
