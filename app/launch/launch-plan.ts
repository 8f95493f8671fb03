import type { Recipe } from '../recipes/recipe.ts';
import type { ContainerSpec, MountSpec } from './container-spec.ts';
import { engineName, sessionLabels, type SessionIdentity } from './labels.ts';
import type { Mode, Wall } from './modes.ts';
import type { Profile } from './profile.ts';
import { bytesOf } from './sizes.ts';

/** What has been resolved in the engine before anything is made. */
export interface ResolvedImages {
  /** `sha256:…` ids, so that a tag that moves during a launch changes nothing. */
  readonly comfyui: string;
  readonly tools: string;
}

/** How airlock_net is made. */
export interface NetworkSpec {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly ipv6: false;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything a launch will do, as plain data. Computed once, hashed, and carried out without further decisions. */
export interface LaunchPlan {
  readonly mode: Mode;
  readonly wall: Wall;
  readonly recipe: Recipe['id'];
  readonly port: number;
  readonly network: NetworkSpec;
  readonly sentinel: ContainerSpec;
  readonly comfyui: ContainerSpec;
  /** `sealed` only: the two ends of the socket relay. */
  readonly relay: { readonly inner: ContainerSpec; readonly outer: ContainerSpec; readonly volume: string } | null;
}

/** An address of TEST-NET-1 (RFC 5737): a resolver that nobody will ever be. */
const nowhere = '192.0.2.1';
const mebibyte = 1024 * 1024;
/** socat's default of 8 KiB costs four fifths of the throughput (docs/verified.md). */
const relayBufferBytes = '262144';
const relaySocket = '/relay/ui.sock';
const nobody = '65534:65534';

/** How airlock_net has to be made, whoever it is made for. */
export const networkOptions: Readonly<Record<string, string>> = {
  'com.docker.network.bridge.name': engineName.bridge,
  'com.docker.network.bridge.enable_ip_masquerade': 'false',
  'com.docker.network.bridge.enable_icc': 'false',
};

/** Computes the plan of one session. Pure: same input, same plan. */
export function planSecure(
  profile: Profile,
  recipe: Recipe,
  images: ResolvedImages,
  session: SessionIdentity,
): LaunchPlan {
  return {
    mode: session.mode,
    wall: session.wall,
    recipe: recipe.id,
    port: session.port,
    network: {
      name: engineName.network,
      options: networkOptions,
      ipv6: false,
      labels: sessionLabels(session, 'network'),
    },
    sentinel: sentinelSpec(images.tools, session),
    comfyui: comfyuiSpec(profile, recipe, images.comfyui, session),
    relay:
      session.wall === 'sealed'
        ? {
            inner: relayInnerSpec(recipe, images.tools, session),
            outer: relayOuterSpec(images.tools, session),
            volume: engineName.relayVolume,
          }
        : null,
  };
}

function comfyuiSpec(profile: Profile, recipe: Recipe, image: string, session: SessionIdentity): ContainerSpec {
  const command = recipe.command(profile);
  const user = recipe.user(profile);
  const open = session.wall === 'bridge';
  return {
    name: engineName.comfyui,
    image,
    ...(command === null ? {} : { command }),
    ...(user === null ? {} : { user }),
    env: recipe.secureEnvironment(profile),
    labels: sessionLabels(session, 'comfyui'),
    network: open ? { kind: 'named', name: engineName.network } : { kind: 'none' },
    publish: open ? [{ hostIp: '127.0.0.1', hostPort: session.port, containerPort: recipe.containerPort }] : [],
    mounts: [...folderMounts(profile, recipe), ...recipe.extraMounts(profile)],
    capAdd: recipe.capabilities,
    noNewPrivileges: recipe.noNewPrivileges,
    readOnlyRoot: recipe.readOnlyRoot,
    init: true,
    hostPids: false,
    shmBytes: bytesOf(profile.limits.shm),
    memoryBytes: profile.limits.memory === null ? null : bytesOf(profile.limits.memory),
    pidsLimit: profile.limits.pids,
    dns: open ? [nowhere] : [],
    gpu: profile.gpu,
    autoRemove: false,
    lifeline: false,
  };
}

function folderMounts(profile: Profile, recipe: Recipe): MountSpec[] {
  return recipe.folders.flatMap((folder) => {
    const source = profile.mounts[folder.name];
    if (source === undefined) return [];
    return [{ kind: 'bind', source, target: folder.target, readOnly: folder.readOnlyInSecure } as const];
  });
}

/** What every container from the tools image has in common: nothing that it does not need. */
function toolSpec(image: string, name: string): ContainerSpec {
  return {
    name,
    image,
    env: {},
    labels: {},
    network: { kind: 'none' },
    publish: [],
    mounts: [],
    capAdd: [],
    noNewPrivileges: true,
    readOnlyRoot: true,
    init: false,
    hostPids: false,
    shmBytes: mebibyte,
    memoryBytes: 128 * mebibyte,
    pidsLimit: 64,
    dns: [],
    gpu: false,
    autoRemove: false,
    lifeline: false,
  };
}

function sentinelSpec(image: string, session: SessionIdentity): ContainerSpec {
  return {
    ...toolSpec(image, engineName.sentinel),
    entrypoint: ['python3'],
    command: ['/airlock/sentinel.py'],
    env: {
      AIRLOCK_BRIDGE: engineName.bridge,
      AIRLOCK_SESSION: session.id,
      AIRLOCK_WALL: session.wall,
      AIRLOCK_CONTAINER: '',
      AIRLOCK_ON_LOST: 'kill',
    },
    labels: sessionLabels(session, 'sentinel'),
    network: { kind: 'host' },
    mounts: [{ kind: 'tmpfs', target: '/run', sizeBytes: mebibyte, mode: 0o755 }],
    capAdd: ['NET_ADMIN', 'NET_RAW', 'KILL'],
    hostPids: true,
    // A ComfyUI that takes every processor must not make its guard late.
    cpuShares: 16_384,
    lifeline: true,
  };
}

function relayInnerSpec(recipe: Recipe, image: string, session: SessionIdentity): ContainerSpec {
  const listen = `UNIX-LISTEN:${relaySocket},fork,unlink-early,mode=0600`;
  return {
    ...toolSpec(image, engineName.relayInner),
    entrypoint: ['socat'],
    command: ['-b', relayBufferBytes, listen, `TCP:127.0.0.1:${String(recipe.containerPort)}`],
    labels: sessionLabels(session, 'relay-inner'),
    user: nobody,
    network: { kind: 'container', container: engineName.comfyui },
    mounts: [relayMount()],
    pidsLimit: 512,
  };
}

function relayOuterSpec(image: string, session: SessionIdentity): ContainerSpec {
  const listen = `TCP-LISTEN:${String(session.port)},fork,reuseaddr`;
  return {
    ...toolSpec(image, engineName.relayOuter),
    entrypoint: ['socat'],
    command: ['-b', relayBufferBytes, listen, `UNIX-CONNECT:${relaySocket}`],
    labels: sessionLabels(session, 'relay-outer'),
    user: nobody,
    network: { kind: 'named', name: engineName.network },
    publish: [{ hostIp: '127.0.0.1', hostPort: session.port, containerPort: session.port }],
    dns: [nowhere],
    mounts: [relayMount()],
    pidsLimit: 512,
  };
}

function relayMount(): MountSpec {
  return { kind: 'volume', volume: engineName.relayVolume, target: '/relay', readOnly: false };
}
