import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';
import type {
  BuildRequest,
  CallOptions,
  ContainerFacts,
  Engine,
  EngineEvent,
  EngineFacts,
  Finished,
  ImageFacts,
  Lifeline,
  NetworkFacts,
  ProcessFacts,
} from '../docker/engine.ts';
import { breakContainer, breakNetwork } from './break-facts.ts';
import { practiceId, type PracticeContainer } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';
import { answerInside } from './practice-inside.ts';
import { sandboxLeftover } from './sandbox-leftover.ts';
import { failed, printed, runProber, runSurvey, type PracticeFlow } from './practice-tools.ts';
import { PracticeWorld, refused } from './practice-world.ts';

/** Time a simulated call takes, so that phases can be seen. */
const callMs = 4;
/** Probes that meet the wall wait for an answer that never comes; shortened here. */
const wallProbeMs = 250;

/**
 * A simulated engine: containers are objects, their programs answer in the real protocols, and every broken control
 * of the practice PC shows in its facts. Nothing is started, opened or sent.
 */
export class PracticeEngine implements Engine {
  readonly address = 'practice';
  readonly routes = null;
  private readonly world: PracticeWorld;
  private flows: readonly PracticeFlow[] = [];

  constructor(private readonly pc: PracticePc) {
    this.world = new PracticeWorld(pc);
  }

  async facts(options?: CallOptions): Promise<EngineFacts> {
    await this.call(options);
    return {
      version: '29.0.1 (practice)',
      apiVersion: '1.52',
      operatingSystem: 'Practice PC',
      rootless: false,
      firewallBackend: 'iptables',
      cgroupVersion: '2',
      liveRestore: false,
    };
  }

  async image(reference: string, options?: CallOptions): Promise<ImageFacts | null> {
    await this.call(options);
    const id = reference.startsWith('sha256:') ? reference : `sha256:${practiceId(reference)}`;
    return { id, tags: [reference], labels: {} };
  }

  async buildImage(
    request: BuildRequest,
    onProgress: (line: string) => void,
    options?: CallOptions,
  ): Promise<ImageFacts> {
    await this.call(options);
    onProgress(`Practice: ${request.tag} counts as built`);
    return { id: `sha256:${practiceId(request.tag)}`, tags: [request.tag], labels: {} };
  }

  async networks(options?: CallOptions): Promise<readonly NetworkFacts[]> {
    await this.call(options);
    return [...this.world.networks.values()].map((network) => this.shownNetwork(network));
  }

  async network(name: string, options?: CallOptions): Promise<NetworkFacts | null> {
    const all = await this.networks(options);
    return all.find((network) => network.name === name || network.id === name) ?? null;
  }

  async createNetwork(spec: NetworkSpec, options?: CallOptions): Promise<string> {
    await this.call(options);
    return this.world.createNetwork(spec).id;
  }

  async disconnectNetwork(_network: string, _container: string, options?: CallOptions): Promise<void> {
    // Nothing in the simulation ever attaches a container to a second network.
    await this.call(options);
  }

  async removeNetwork(idOrName: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    this.world.removeNetwork(idOrName);
  }

  async createVolume(name: string, labels: Readonly<Record<string, string>>, options?: CallOptions): Promise<void> {
    await this.call(options);
    this.world.volumes.set(name, labels);
  }

  async removeVolume(name: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    this.world.volumes.delete(name);
  }

  async volumes(withLabel: string, options?: CallOptions): Promise<readonly string[]> {
    await this.call(options);
    return [...this.world.volumes].filter(([, labels]) => carries(labels, withLabel)).map(([name]) => name);
  }

  async containers(withLabel: string | null, options?: CallOptions): Promise<readonly ContainerFacts[]> {
    await this.call(options);
    const all = [...this.world.containers.values()].map((one) => this.shown(one));
    if (this.pc.isBroken('container.sandbox-clean')) all.push(sandboxLeftover());
    return all.filter((one) => withLabel === null || carries(one.labels, withLabel));
  }

  async container(idOrName: string, options?: CallOptions): Promise<ContainerFacts | null> {
    await this.call(options);
    const found = this.world.find(idOrName);
    return found === null ? null : this.shown(found);
  }

  async createContainer(spec: ContainerSpec, options?: CallOptions): Promise<string> {
    await this.call(options);
    return this.world.create(spec).id;
  }

  async startContainer(id: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    this.world.start(this.world.need(id));
  }

  async stopContainer(id: string, _graceS: number, options?: CallOptions): Promise<void> {
    await this.call(options);
    const container = this.world.find(id);
    if (container !== null) this.world.end(container, container.role === 'sentinel' ? 0 : 143);
  }

  async pauseContainer(id: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    const container = this.world.need(id);
    if (!container.lives) throw refused(`container ${container.spec.name} is not running`);
    this.world.setPaused(container, true);
  }

  async unpauseContainer(id: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    this.world.setPaused(this.world.need(id), false);
  }

  async removeContainer(id: string, options?: CallOptions): Promise<void> {
    await this.call(options);
    const container = this.world.find(id);
    if (container !== null) this.world.remove(container);
  }

  async run(spec: ContainerSpec, options?: CallOptions): Promise<Finished> {
    const id = await this.createContainer({ ...spec, autoRemove: true, lifeline: false }, options);
    const container = this.world.need(id);
    this.world.start(container);
    try {
      return await this.answer(container, [...(spec.entrypoint ?? []), ...(spec.command ?? [])]);
    } finally {
      this.world.remove(container);
    }
  }

  async exec(
    id: string,
    command: readonly string[],
    options?: CallOptions & { readonly user?: string },
  ): Promise<Finished> {
    await this.call(options);
    const container = this.world.need(id);
    if (container.state !== 'running') throw refused(`container ${container.spec.name} is ${container.state}`);
    this.world.tell(container, 'exec_start', { execID: practiceId(command.join(' ')) });
    return this.answer(container, command);
  }

  async logTail(id: string, lines: number, options?: CallOptions): Promise<readonly string[]> {
    await this.call(options);
    return this.world.need(id).tail(lines);
  }

  async followLog(
    id: string,
    tail: number,
    onLine: (line: string) => void,
    options: { readonly signal: AbortSignal },
  ): Promise<void> {
    const container = this.world.need(id);
    for (const line of container.tail(tail)) onLine(line);
    await container.follow(onLine, options.signal);
  }

  async attachLifeline(id: string, options?: CallOptions): Promise<Lifeline> {
    await this.call(options);
    const container = this.world.need(id);
    const lines: string[] = [];
    // It is attached before the start, when nobody listens yet.
    const inner = (): Lifeline | null => this.world.sentinelOf(container)?.lifeline() ?? null;
    return {
      send: (line) => {
        const open = inner();
        if (open === null) lines.push(line);
        else for (const one of [...lines.splice(0), line]) open.send(one);
      },
      close: () => inner()?.close(),
    };
  }

  async processes(id: string, options?: CallOptions): Promise<readonly ProcessFacts[]> {
    await this.call(options);
    const container = this.world.need(id);
    const asked = Number(container.spec.env['WANTED_UID'] ?? (container.spec.user ?? '0').split(':')[0]);
    const uid = this.pc.isBroken('container.wanted-ids') || !Number.isInteger(asked) ? 0 : asked;
    const command = [...(container.spec.entrypoint ?? []), ...(container.spec.command ?? [])].join(' ');
    return container.lives ? [{ pid: container.pid, uid, command: command || 'python3 main.py' }] : [];
  }

  async pathExists(id: string, path: string, options?: CallOptions): Promise<boolean> {
    await this.call(options);
    const planted = path.endsWith('.bash') && this.pc.isBroken('container.user-scripts');
    return this.world.find(id) !== null && (path === '/etc/passwd' || planted);
  }

  async followEvents(
    onEvent: (event: EngineEvent) => void,
    options: { readonly signal: AbortSignal; readonly onOpen?: () => void },
  ): Promise<void> {
    await this.call({});
    const stop = this.world.listen(onEvent);
    options.onOpen?.();
    await new Promise<void>((resolve) => {
      if (options.signal.aborted) resolve();
      else options.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    stop();
  }

  close(): void {
    // There are no connections.
  }

  /** What the simulated page answers; null when nothing listens on that port. For `PracticeNet`. */
  pageAnswer(port: number, path: string): unknown {
    const comfyui = this.world.page(port);
    if (comfyui === null) return null;
    if (path !== '/system_stats') return {};
    const { command = [], env } = comfyui.spec;
    const extra = (env['COMFY_CMDLINE_EXTRA'] ?? '').split(' ').filter((word) => word !== '');
    const flags = this.pc.isBroken('container.flags') ? [] : [...command, ...extra];
    return { system: { comfyui_version: 'practice', argv: ['main.py', ...flags] }, devices: [] };
  }

  /** Whether a connection to that port of the simulated PC would be accepted. For `PracticeNet`. */
  accepts(port: number): boolean {
    return this.world.isPublished(port);
  }

  /** Every call takes a moment, and fails while the engine of the practice PC is "off". */
  private async call(options: CallOptions | undefined): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, callMs));
    if (options?.signal?.aborted === true) {
      throw new AirlockError({ code: 'cancelled', message: 'Cancelled.', next: 'Start it again whenever you like.' });
    }
    if (!this.pc.isBroken('docker.engine')) return;
    throw new AirlockError({
      code: 'engine-unreachable',
      message: 'The practice engine is off: its control "docker.engine" is broken.',
      next: 'Mend it on the map, as you would start Docker on a real PC.',
    });
  }

  private shown(container: PracticeContainer): ContainerFacts {
    return breakContainer(container.facts(), this.pc);
  }

  private shownNetwork(network: NetworkFacts): NetworkFacts {
    return breakNetwork(this.world.networkFacts(network), this.pc);
  }

  /** What the tools in our images, and nothing else, would answer. */
  private async answer(container: PracticeContainer, command: readonly string[]): Promise<Finished> {
    const [, script = '', ...rest] = command;
    if (script.endsWith('/prober.py')) return this.probe(container, rest[0] ?? '');
    if (script.endsWith('/survey.py')) {
      if (rest[0] !== '--flows') return runSurvey();
      return printed({ flows: this.flows.filter((flow) => rest.includes(flow.source)) });
    }
    if (script.endsWith('/sentinel.py')) {
      if (rest[0] === '--release') this.world.sentinelOf(container)?.release();
      return { exitCode: 0, stdout: '', stderr: '' };
    }
    const inside = container.role === 'comfyui' ? answerInside(container, command, this.pc) : null;
    return inside ?? { ...failed(`practice: nothing is simulated for ${command[0] ?? ''}`), exitCode: 127 };
  }

  private async probe(container: PracticeContainer, request: string): Promise<Finished> {
    const { network } = container.spec;
    const guarded = network.kind === 'container' ? this.world.find(network.container) : null;
    const leaks = this.pc.isBroken('docker.wall') || this.pc.isBroken('docker.egress-proof');
    const open = guarded === null || leaks;
    const isSealed = guarded?.spec.network.kind === 'none';
    if (!open) await new Promise((resolve) => setTimeout(resolve, wallProbeMs));
    const source = guarded ?? container;
    const run = runProber(source, isSealed ? ['lo'] : ['lo', 'eth0'], request, open);
    this.flows = [...this.flows.filter((flow) => flow.source !== source.address), ...run.flows];
    if (!isSealed && run.dropped > 0) {
      for (const one of this.world.containers.values()) this.world.sentinelOf(one)?.count(run.dropped);
    }
    return run.finished;
  }
}

function carries(labels: Readonly<Record<string, string>>, wanted: string): boolean {
  const [key = '', value] = wanted.split(/=(.*)/s);
  return key in labels && (value === undefined || labels[key] === value);
}
