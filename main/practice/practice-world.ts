import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import { engineName } from '../../app/launch/labels.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';
import type { EngineEvent, NetworkFacts } from '../docker/engine.ts';
import { PracticeContainer, practiceId } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';
import { PracticeSentinel } from './practice-sentinel.ts';
import { practiceAddresses } from './practice-tools.ts';

/** How long the simulated ComfyUI takes until its page answers. */
const pageAfterMs = 400;

/** Everything that exists in the simulated engine, and what happens when it changes. */
export class PracticeWorld {
  readonly containers = new Map<string, PracticeContainer>();
  readonly networks = new Map<string, NetworkFacts>();
  readonly volumes = new Map<string, Readonly<Record<string, string>>>();
  private readonly sentinels = new Map<string, PracticeSentinel>();
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private made = 0;

  constructor(private readonly pc: PracticePc) {
    this.addNetwork(
      { name: 'bridge', options: {}, ipv6: false, labels: {} },
      '172.17.0.0/16',
      practiceAddresses.defaultGateway,
    );
    pc.onChange((id) => {
      for (const sentinel of this.sentinels.values()) sentinel.check();
      this.emit({ kind: 'other', action: 'practice', id, attributes: {}, timeMs: Date.now() });
    });
  }

  /** By id, beginning of an id, or name. */
  find(idOrName: string): PracticeContainer | null {
    const all = [...this.containers.values()];
    return all.find((one) => one.id === idOrName || one.spec.name === idOrName) ?? null;
  }

  need(idOrName: string): PracticeContainer {
    const found = this.find(idOrName);
    if (found === null) throw refused(`No such container: ${idOrName}`);
    return found;
  }

  sentinelOf(container: PracticeContainer): PracticeSentinel | null {
    return this.sentinels.get(container.id) ?? null;
  }

  create(spec: ContainerSpec): PracticeContainer {
    if (this.find(spec.name) !== null) throw nameClash(`container ${spec.name}`);
    this.made += 1;
    const id = practiceId(`${spec.name} ${String(this.made)} ${String(Date.now())}`);
    const container = new PracticeContainer(id, spec, spec.image, 4000 + this.made);
    this.containers.set(id, container);
    this.tell(container, 'create');
    return container;
  }

  start(container: PracticeContainer): void {
    if (container.lives) return;
    container.state = 'running';
    container.startedAt = new Date().toISOString();
    container.address = this.freeAddress(container);
    if (container.role === 'sentinel') {
      const sentinel = new PracticeSentinel(container, this.pc, {
        container: (id) => this.find(id),
        end: (other, exitCode) => this.end(other, exitCode),
      });
      this.sentinels.set(container.id, sentinel);
      sentinel.start();
    }
    if (container.role === 'comfyui') this.startPage(container);
    this.tell(container, 'start');
  }

  end(container: PracticeContainer, exitCode: number): void {
    if (!container.lives) return;
    this.sentinels.get(container.id)?.stop();
    container.end(exitCode);
    this.tell(container, 'die', { exitCode: String(exitCode) });
    if (container.spec.autoRemove) this.remove(container);
  }

  remove(container: PracticeContainer): void {
    if (!this.containers.has(container.id)) return;
    this.containers.delete(container.id);
    this.end(container, 137);
    this.sentinels.delete(container.id);
    this.tell(container, 'destroy');
  }

  setPaused(container: PracticeContainer, paused: boolean): void {
    if (container.state !== (paused ? 'running' : 'paused')) return;
    container.state = paused ? 'paused' : 'running';
    this.tell(container, paused ? 'pause' : 'unpause');
  }

  createNetwork(spec: NetworkSpec): NetworkFacts {
    if (this.networks.has(spec.name)) throw nameClash(`network ${spec.name}`);
    const network = this.addNetwork(spec, '172.28.0.0/16', practiceAddresses.bridgeGateway);
    this.emit({
      kind: 'network',
      action: 'create',
      id: network.id,
      attributes: { name: spec.name },
      timeMs: Date.now(),
    });
    return network;
  }

  removeNetwork(idOrName: string): void {
    const found = [...this.networks.values()].find((one) => one.id === idOrName || one.name === idOrName);
    if (found === undefined) return;
    this.networks.delete(found.name);
    const attributes = { name: found.name };
    this.emit({ kind: 'network', action: 'destroy', id: found.id, attributes, timeMs: Date.now() });
  }

  /** A network with who is on it now. */
  networkFacts(network: NetworkFacts): NetworkFacts {
    const on = [...this.containers.values()].filter((one) => one.lives && one.networkName === network.name);
    const attached = on.map((one) => [one.id, { name: one.spec.name, address: one.address }] as const);
    return { ...network, attached: Object.fromEntries(attached) };
  }

  listen(onEvent: (event: EngineEvent) => void): () => void {
    this.listeners.add(onEvent);
    return () => void this.listeners.delete(onEvent);
  }

  tell(container: PracticeContainer, action: string, more: Readonly<Record<string, string>> = {}): void {
    const attributes = { ...container.spec.labels, name: container.spec.name, image: container.imageId, ...more };
    this.emit({ kind: 'container', action, id: container.id, attributes, timeMs: Date.now() });
  }

  /** The page's answer on a published port of this PC; null when nothing answers there. */
  page(port: number): PracticeContainer | null {
    const all = [...this.containers.values()].filter((one) => one.state === 'running' && !one.frozen);
    const isPublished = all.some((one) => one.spec.publish.some((publish) => publish.hostPort === port));
    const comfyui = all.find((one) => one.role === 'comfyui');
    if (!isPublished || comfyui === undefined) return null;
    return Date.now() - Date.parse(comfyui.startedAt) >= pageAfterMs ? comfyui : null;
  }

  /** Whether a connection to a published port would be accepted: also by a frozen ComfyUI, since the kernel accepts it. */
  isPublished(port: number): boolean {
    const living = [...this.containers.values()].filter((one) => one.lives);
    return living.some((one) => one.spec.publish.some((publish) => publish.hostPort === port));
  }

  private startPage(container: PracticeContainer): void {
    container.write('Practice: a simulated ComfyUI, nothing of it is real');
    if (this.pc.isBroken('container.offline')) container.write('FETCH ComfyRegistry Data: 5/90');
    if (this.pc.isBroken('container.no-upgrades')) container.write('Upgrading installed packages');
    container.write(`Starting server`);
  }

  private addNetwork(spec: NetworkSpec, subnet: string, gateway: string): NetworkFacts {
    const network: NetworkFacts = {
      id: practiceId(`network ${spec.name}`),
      name: spec.name,
      driver: 'bridge',
      internal: false,
      ipv6: spec.ipv6,
      options: spec.options,
      labels: spec.labels,
      subnets: [subnet],
      gateways: [gateway],
      attached: {},
    };
    this.networks.set(spec.name, network);
    return network;
  }

  private freeAddress(container: PracticeContainer): string {
    if (container.networkName !== 'bridge' && container.networkName !== engineName.network) return '';
    const gateway = this.networks.get(container.networkName)?.gateways[0];
    if (gateway === undefined) throw refused(`network ${container.networkName} not found`);
    const taken = new Set([...this.containers.values()].map((one) => one.address));
    const prefix = gateway.replace(/\d+$/, '');
    for (let last = 2; ; last += 1) if (!taken.has(`${prefix}${String(last)}`)) return `${prefix}${String(last)}`;
  }

  private emit(event: EngineEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

export function refused(message: string): AirlockError {
  return new AirlockError({
    code: 'engine-refused',
    message: `The practice engine refused: ${message}`,
    next: 'This is the practice PC: stop the session and try again.',
  });
}

function nameClash(what: string): AirlockError {
  return new AirlockError({
    code: 'name-clash',
    message: `The practice engine refused: the ${what} exists already.`,
    next: 'Stop the session on the practice PC, then try again.',
  });
}
