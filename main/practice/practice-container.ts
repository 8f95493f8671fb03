import { createHash } from 'node:crypto';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import { label } from '../../app/launch/labels.ts';
import type { ContainerFacts, MountFacts } from '../docker/engine.ts';

const keptLogLines = 2_000;

type LineListener = (line: string) => void;

/** One simulated container: what was asked for, how it is, and what it has written. */
export class PracticeContainer {
  state: ContainerFacts['state'] = 'created';
  exitCode = 0;
  startedAt = '0001-01-01T00:00:00Z';
  /** Its address in the network it is on; empty while it does not run or has none. */
  address = '';
  /** What a sentinel has frozen still counts as running for the engine. */
  frozen = false;
  private readonly lines: string[] = [];
  private readonly listeners = new Set<LineListener>();
  private readonly endings = new Set<() => void>();

  constructor(
    readonly id: string,
    readonly spec: ContainerSpec,
    readonly imageId: string,
    readonly pid: number,
  ) {}

  get role(): string {
    return this.spec.labels[label.role] ?? '';
  }

  get lives(): boolean {
    return this.state === 'running' || this.state === 'paused';
  }

  /** Name of the engine's network it is on; empty for a shared namespace. */
  get networkName(): string {
    const { network } = this.spec;
    if (network.kind === 'named') return network.name;
    return { none: 'none', host: 'host', 'default-bridge': 'bridge', container: '' }[network.kind];
  }

  write(line: string): void {
    this.lines.push(line);
    if (this.lines.length > keptLogLines) this.lines.shift();
    for (const listener of this.listeners) listener(line);
  }

  tail(count: number): readonly string[] {
    return count <= 0 ? [] : this.lines.slice(-count);
  }

  /** Resolves when it ends or the signal aborts. */
  follow(onLine: LineListener, signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.lives) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.listeners.delete(onLine);
        this.endings.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.listeners.add(onLine);
      this.endings.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  end(exitCode: number): void {
    this.state = 'exited';
    this.exitCode = exitCode;
    this.address = '';
    this.frozen = false;
    for (const ending of [...this.endings]) ending();
  }

  facts(): ContainerFacts {
    const { spec } = this;
    return {
      id: this.id,
      name: spec.name,
      imageId: this.imageId,
      labels: spec.labels,
      env: spec.env,
      state: this.state,
      exitCode: this.exitCode,
      startedAt: this.startedAt,
      pid: this.lives ? this.pid : 0,
      user: spec.user ?? '',
      restartPolicy: 'no',
      restartCount: 0,
      privileged: false,
      capAdd: spec.capAdd,
      capDrop: ['ALL'],
      securityOptions: spec.noNewPrivileges ? ['no-new-privileges'] : [],
      networkMode: networkMode(spec),
      ipcMode: 'private',
      pidMode: spec.hostPids ? 'host' : '',
      usernsMode: '',
      shmBytes: spec.shmBytes,
      memoryBytes: spec.memoryBytes ?? 0,
      pidsLimit: spec.pidsLimit,
      readOnlyRoot: spec.readOnlyRoot,
      published: spec.publish,
      mounts: spec.mounts.map(mountFacts),
      devices: spec.gpu ? ['gpu'] : [],
      networks: this.networkName === '' ? {} : { [this.networkName]: this.address },
      dns: spec.dns,
    };
  }
}

/** An id as the engine would give it: 64 hexadecimal digits, always the same for the same text. */
export function practiceId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function networkMode(spec: ContainerSpec): string {
  const { network } = spec;
  if (network.kind === 'container') return `container:${network.container}`;
  if (network.kind === 'named') return network.name;
  return network.kind === 'default-bridge' ? 'bridge' : network.kind;
}

function mountFacts(mount: ContainerSpec['mounts'][number]): MountFacts {
  if (mount.kind === 'tmpfs') return { kind: 'tmpfs', source: '', target: mount.target, readOnly: false };
  const source = mount.kind === 'bind' ? mount.source : mount.volume;
  return { kind: mount.kind, source, target: mount.target, readOnly: mount.readOnly };
}
