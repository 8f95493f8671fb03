import type { ContainerSpec, MountSpec, NetworkChoice, PublishSpec } from '../../app/launch/container-spec.ts';

/** The part of the engine's "create container" body that we use; field names are the engine's. */
export type ContainerBody = Readonly<Record<string, unknown>> & {
  readonly HostConfig: Readonly<Record<string, unknown>>;
};

/**
 * What we ask of the engine for one container. What holds for every container of ours is written here and nowhere
 * else: no capabilities but those given back, no restart policy, never privileged, private IPC, a bounded log.
 */
export function containerBody(spec: ContainerSpec): ContainerBody {
  return {
    Image: spec.image,
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.command === undefined ? {} : { Cmd: spec.command }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: spec.labels,
    Tty: false,
    AttachStdin: spec.lifeline,
    OpenStdin: spec.lifeline,
    StdinOnce: spec.lifeline,
    ExposedPorts: Object.fromEntries(spec.publish.map((port) => [portKey(port), {}])),
    HostConfig: { ...alwaysSo, ...hostConfig(spec) },
  };
}

const alwaysSo = {
  CapDrop: ['ALL'],
  Privileged: false,
  IpcMode: 'private',
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  LogConfig: { Type: 'json-file', Config: { 'max-size': '4m', 'max-file': '2' } },
} as const;

function hostConfig(spec: ContainerSpec): Readonly<Record<string, unknown>> {
  return {
    CapAdd: spec.capAdd,
    SecurityOpt: spec.noNewPrivileges ? ['no-new-privileges'] : [],
    ReadonlyRootfs: spec.readOnlyRoot,
    Init: spec.init,
    PidMode: spec.hostPids ? 'host' : '',
    ShmSize: spec.shmBytes,
    PidsLimit: spec.pidsLimit,
    ...(spec.cpuShares === undefined ? {} : { CpuShares: spec.cpuShares }),
    Dns: spec.dns,
    NetworkMode: networkMode(spec.network),
    PortBindings: Object.fromEntries(spec.publish.map((port) => [portKey(port), bindings(port, spec.publish)])),
    Mounts: spec.mounts.map(mountBody),
    AutoRemove: spec.autoRemove,
    ...(spec.memoryBytes === null ? {} : { Memory: spec.memoryBytes }),
    ...(spec.gpu ? { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] } : {}),
  };
}

function portKey(port: PublishSpec): string {
  return `${String(port.containerPort)}/tcp`;
}

/** All publications of one container port: the engine groups by it. */
function bindings(port: PublishSpec, all: readonly PublishSpec[]): readonly { HostIp: string; HostPort: string }[] {
  const same = all.filter((other) => other.containerPort === port.containerPort);
  return same.map((one) => ({ HostIp: one.hostIp, HostPort: String(one.hostPort) }));
}

function networkMode(network: NetworkChoice): string {
  switch (network.kind) {
    case 'none':
      return 'none';
    case 'host':
      return 'host';
    case 'default-bridge':
      return 'bridge';
    case 'named':
      return network.name;
    case 'container':
      return `container:${network.container}`;
  }
}

function mountBody(mount: MountSpec): Readonly<Record<string, unknown>> {
  switch (mount.kind) {
    case 'bind':
      return {
        Type: 'bind',
        Source: mount.source,
        Target: mount.target,
        ReadOnly: mount.readOnly,
        BindOptions: { Propagation: 'rprivate' },
      };
    case 'volume':
      return { Type: 'volume', Source: mount.volume, Target: mount.target, ReadOnly: mount.readOnly };
    case 'tmpfs':
      return { Type: 'tmpfs', Target: mount.target, TmpfsOptions: { SizeBytes: mount.sizeBytes, Mode: mount.mode } };
  }
}
