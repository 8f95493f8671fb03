/** Where a container's network comes from. */
export type NetworkChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'host' }
  /** The engine's default bridge: an open container, used for positive controls only. */
  | { readonly kind: 'default-bridge' }
  | { readonly kind: 'named'; readonly name: string }
  /** Shares the network namespace of another container, by id or name. */
  | { readonly kind: 'container'; readonly container: string };

export type MountSpec =
  | { readonly kind: 'bind'; readonly source: string; readonly target: string; readonly readOnly: boolean }
  | { readonly kind: 'volume'; readonly volume: string; readonly target: string; readonly readOnly: boolean }
  | { readonly kind: 'tmpfs'; readonly target: string; readonly sizeBytes: number; readonly mode: number };

/** One published port; `hostIp` is always an address, never empty. */
export interface PublishSpec {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

/**
 * Everything we ask of the engine for one container, as plain data.
 * Not in here because it holds for every container of ours: `cap-drop ALL`, no restart policy, never privileged,
 * private IPC, and a bounded json-file log.
 */
export interface ContainerSpec {
  readonly name: string;
  /** Image id (`sha256:…`) or reference. */
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** `uid:gid`; absent means the image's own. */
  readonly user?: string;
  readonly network: NetworkChoice;
  readonly publish: readonly PublishSpec[];
  readonly mounts: readonly MountSpec[];
  /** Capabilities given back after `cap-drop ALL`, without the `CAP_` prefix. */
  readonly capAdd: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly readOnlyRoot: boolean;
  /** Run the engine's init as process 1. */
  readonly init: boolean;
  /** See the engine's own processes: only the sentinel may. */
  readonly hostPids: boolean;
  readonly shmBytes: number;
  /** `null`: no limit. */
  readonly memoryBytes: number | null;
  readonly pidsLimit: number;
  /** Share of a contended processor against other containers; the engine's default is 1024. */
  readonly cpuShares?: number;
  /** Resolver addresses; empty means the engine's choice. */
  readonly dns: readonly string[];
  readonly gpu: boolean;
  /** The engine removes it when it ends. */
  readonly autoRemove: boolean;
  /** Keep standard input open until the first attached client goes away: then it reads end of file. */
  readonly lifeline: boolean;
}
