import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';

/** The ways that were tried to reach an engine, in order. */
export interface EngineRoutes {
  /** Null while none has answered. */
  readonly used: string | null;
  readonly tried: readonly { readonly route: string; readonly outcome: string }[];
}

/** What the engine says about itself. */
export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly rootless: boolean;
  /** `iptables`, `nftables` or whatever a newer engine names; null when it does not say. */
  readonly firewallBackend: string | null;
  /** `1` or `2`. */
  readonly cgroupVersion: string;
  readonly liveRestore: boolean;
}

export interface PublishedPort {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

export interface MountFacts {
  readonly kind: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What the engine says about one container, in our words. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  /** `sha256:…` */
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly exitCode: number;
  /** ISO 8601, UTC; changes when it is restarted. */
  readonly startedAt: string;
  /** Process id in the engine's namespace; 0 when not running. */
  readonly pid: number;
  readonly user: string;
  readonly restartPolicy: string;
  readonly restartCount: number;
  readonly privileged: boolean;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly securityOptions: readonly string[];
  readonly networkMode: string;
  readonly ipcMode: string;
  readonly pidMode: string;
  readonly usernsMode: string;
  readonly shmBytes: number;
  readonly memoryBytes: number;
  readonly pidsLimit: number;
  readonly readOnlyRoot: boolean;
  readonly published: readonly PublishedPort[];
  readonly mounts: readonly MountFacts[];
  readonly devices: readonly string[];
  /** Network name → its IPv4 address there (empty when not running). */
  readonly networks: Readonly<Record<string, string>>;
  readonly dns: readonly string[];
}

export interface ImageFacts {
  readonly id: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface NetworkFacts {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly ipv6: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly subnets: readonly string[];
  readonly gateways: readonly string[];
  /** Container id → its address in the network. */
  readonly attached: Readonly<Record<string, { readonly name: string; readonly address: string }>>;
}

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One event of the engine, as far as we use it. */
export interface EngineEvent {
  readonly kind: 'container' | 'network' | 'volume' | 'other';
  /** `start`, `die`, `pause`, `unpause`, `connect`, `disconnect`, `exec_start`, `destroy`, … */
  readonly action: string;
  /** Id of the container or network it is about. */
  readonly id: string;
  /** Labels and details; for a network's `connect`, `container` is the container's id. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, the engine's clock. */
  readonly timeMs: number;
}

/** Options of everything that may take long. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * What Airlock needs of a container engine, in its own words. Adapters: `DockerodeEngine` (real), `PracticeEngine`
 * (simulated). Every call ends in time or throws an `AirlockError` with a code of the `engine-…` family; looking for
 * something that is not there answers null instead of throwing, and removing it is no error.
 */
export interface Engine {
  /** How it is reached, for people: `unix:///var/run/docker.sock`, `docker system dial-stdio`, `practice`. */
  readonly address: string;
  /** Which of several ways is used, and why; null where there is only the address. */
  readonly routes: (() => EngineRoutes) | null;

  facts(options?: CallOptions): Promise<EngineFacts>;

  image(reference: string, options?: CallOptions): Promise<ImageFacts | null>;
  /** Builds an image from a folder with a Dockerfile; `onProgress` gets one line at a time. */
  buildImage(request: BuildRequest, onProgress: (line: string) => void, options?: CallOptions): Promise<ImageFacts>;

  networks(options?: CallOptions): Promise<readonly NetworkFacts[]>;
  network(name: string, options?: CallOptions): Promise<NetworkFacts | null>;
  createNetwork(spec: NetworkSpec, options?: CallOptions): Promise<string>;
  /** Takes a container off a network, also by force; no error when it is not on it. */
  disconnectNetwork(network: string, container: string, options?: CallOptions): Promise<void>;
  removeNetwork(idOrName: string, options?: CallOptions): Promise<void>;

  createVolume(name: string, labels: Readonly<Record<string, string>>, options?: CallOptions): Promise<void>;
  removeVolume(name: string, options?: CallOptions): Promise<void>;
  /** Names of volumes that carry a label (`key` or `key=value`). */
  volumes(withLabel: string, options?: CallOptions): Promise<readonly string[]>;

  /** All containers, also stopped ones, that carry a label (`key` or `key=value`); every container when it is null. */
  containers(withLabel: string | null, options?: CallOptions): Promise<readonly ContainerFacts[]>;
  container(idOrName: string, options?: CallOptions): Promise<ContainerFacts | null>;
  createContainer(spec: ContainerSpec, options?: CallOptions): Promise<string>;
  startContainer(id: string, options?: CallOptions): Promise<void>;
  /** SIGTERM, then SIGKILL after `graceS` seconds. */
  stopContainer(id: string, graceS: number, options?: CallOptions): Promise<void>;
  pauseContainer(id: string, options?: CallOptions): Promise<void>;
  unpauseContainer(id: string, options?: CallOptions): Promise<void>;
  /** Kills it if it runs, removes it with its anonymous volumes. */
  removeContainer(id: string, options?: CallOptions): Promise<void>;

  /** A throw-away container: create, start, wait, collect, remove; removed also when it is cancelled or times out. */
  run(spec: ContainerSpec, options?: CallOptions): Promise<Finished>;
  exec(id: string, command: readonly string[], options?: CallOptions & { readonly user?: string }): Promise<Finished>;

  /** The last lines of what a container wrote, standard output and error together. */
  logTail(id: string, lines: number, options?: CallOptions): Promise<readonly string[]>;
  /** Calls `onLine` for each line from now on (after the last `tail` ones) until `signal` aborts or the container ends. */
  followLog(
    id: string,
    tail: number,
    onLine: (line: string) => void,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** Attaches to the standard input of a container made with `lifeline`. */
  attachLifeline(id: string, options?: CallOptions): Promise<Lifeline>;

  /** Processes of a container: pid (engine's namespace), effective uid, command. */
  processes(id: string, options?: CallOptions): Promise<readonly ProcessFacts[]>;
  /** Whether a path exists in a container's file system, running or not; links are not followed. */
  pathExists(id: string, path: string, options?: CallOptions): Promise<boolean>;

  /** Calls `onEvent` for every event from now on; the promise ends when the stream does, and throws if it broke. */
  followEvents(
    onEvent: (event: EngineEvent) => void,
    options: { readonly signal: AbortSignal; readonly onOpen?: () => void },
  ): Promise<void>;

  /** Closes idle connections. */
  close(): void;
}

export interface BuildRequest {
  /** Folder of assets that holds the Dockerfile. */
  readonly contextDir: string;
  readonly tag: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

export interface Lifeline {
  /** Writes one line. */
  send(line: string): void;
  /** Closes it on purpose: the container reads end of file. */
  close(): void;
}

export interface ProcessFacts {
  readonly pid: number;
  readonly uid: number;
  readonly command: string;
}
