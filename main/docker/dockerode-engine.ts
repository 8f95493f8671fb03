import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';
import { EngineCalls, isMissing, type EngineAddress } from './dockerode-engine-calls.ts';
import { EngineContainers } from './dockerode-engine-containers.ts';
import { EngineStreams } from './dockerode-engine-streams.ts';
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
} from './engine.ts';
import { engineFacts, imageFacts, networkFacts } from './engine-json.ts';
import { asArray, asObject, asString } from './json-shape.ts';
import { LineSplitter } from './stream-frames.ts';

const buildTimeoutMs = 30 * 60_000;

/** A real engine, over any transport that can be given to an HTTP agent. */
export class DockerodeEngine implements Engine {
  readonly address: string;
  readonly routes: Engine['routes'];
  private readonly calls: EngineCalls;
  private readonly streams: EngineStreams;
  private readonly made: EngineContainers;

  constructor(address: EngineAddress) {
    this.address = address.shown;
    this.routes = address.routes ?? null;
    this.calls = new EngineCalls(address);
    this.streams = new EngineStreams(this.calls);
    this.made = new EngineContainers(this.calls, this.streams);
  }

  async facts(options?: CallOptions): Promise<EngineFacts> {
    const [version, info] = await Promise.all([
      this.calls.json({ method: 'GET', path: '/version', what: 'say its version' }, options),
      this.calls.json({ method: 'GET', path: '/info', what: 'describe itself' }, options),
    ]);
    return engineFacts(version, info);
  }

  async image(reference: string, options?: CallOptions): Promise<ImageFacts | null> {
    const path = `/images/${reference.split('/').map(encodeURIComponent).join('/')}/json`;
    const found = await this.calls.jsonOrNull({ method: 'GET', path, what: 'describe an image' }, options);
    return found === null ? null : imageFacts(found);
  }

  async buildImage(
    request: BuildRequest,
    onProgress: (line: string) => void,
    options: CallOptions = {},
  ): Promise<ImageFacts> {
    const limited = { timeoutMs: buildTimeoutMs, ...options };
    await this.calls.within('build an image', limited, async (deadline) => {
      const src = await readdir(request.contextDir);
      const stream = await this.calls.docker.buildImage(
        { context: request.contextDir, src },
        { t: request.tag, buildargs: { ...request.buildArgs }, rm: true, forcerm: true, abortSignal: deadline.signal },
      );
      if (!(stream instanceof Readable)) throw buildFailed('the engine gave no progress');
      await this.streams.read(
        { stream, deadline, release: () => deadline.release() },
        'build an image',
        buildProgress(onProgress),
      );
    });
    const built = await this.image(request.tag, options);
    if (built === null) throw buildFailed('the engine ended without an image');
    return built;
  }

  async networks(options?: CallOptions): Promise<readonly NetworkFacts[]> {
    const listed = await this.calls.json({ method: 'GET', path: '/networks', what: 'list networks' }, options);
    // The list leaves out who is attached.
    const ids = asArray(listed).map((one) => asString(asObject(one)['Id']));
    const found = await Promise.all(ids.map((id) => this.network(id, options)));
    return found.filter((one) => one !== null);
  }

  async network(name: string, options?: CallOptions): Promise<NetworkFacts | null> {
    const found = await this.calls.jsonOrNull(
      { method: 'GET', path: networkPath(name), what: 'describe a network' },
      options,
    );
    return found === null ? null : networkFacts(found);
  }

  async createNetwork(spec: NetworkSpec, options?: CallOptions): Promise<string> {
    const created = await this.calls.json(
      {
        method: 'POST',
        path: '/networks/create',
        body: {
          Name: spec.name,
          CheckDuplicate: true,
          Driver: 'bridge',
          EnableIPv6: spec.ipv6,
          Options: spec.options,
          Labels: spec.labels,
        },
        what: `create the network ${spec.name}`,
      },
      options,
    );
    return asString(asObject(created)['Id']);
  }

  async disconnectNetwork(network: string, container: string, options?: CallOptions): Promise<void> {
    const call = {
      method: 'POST',
      path: `${networkPath(network)}/disconnect`,
      body: { Container: container, Force: true },
      what: 'take a container off a network',
    } as const;
    try {
      await this.calls.json(call, options);
    } catch (error) {
      const isOff = error instanceof Error && /is not connected to/i.test(error.message);
      if (!isMissing(error) && !isOff) throw error;
    }
  }

  async removeNetwork(idOrName: string, options?: CallOptions): Promise<void> {
    await this.calls.jsonOrNull({ method: 'DELETE', path: networkPath(idOrName), what: 'remove a network' }, options);
  }

  async createVolume(name: string, labels: Readonly<Record<string, string>>, options?: CallOptions): Promise<void> {
    const body = { Name: name, Labels: labels };
    await this.calls.json({ method: 'POST', path: '/volumes/create', body, what: 'create a volume' }, options);
  }

  async removeVolume(name: string, options?: CallOptions): Promise<void> {
    const path = `/volumes/${encodeURIComponent(name)}`;
    await this.calls.jsonOrNull({ method: 'DELETE', path, query: { force: true }, what: 'remove a volume' }, options);
  }

  async volumes(withLabel: string, options?: CallOptions): Promise<readonly string[]> {
    const query = { filters: { label: [withLabel] } };
    const listed = await this.calls.json({ method: 'GET', path: '/volumes', query, what: 'list volumes' }, options);
    return asArray(asObject(listed)['Volumes']).map((one) => asString(asObject(one)['Name']));
  }

  containers(withLabel: string | null, options?: CallOptions): Promise<readonly ContainerFacts[]> {
    return this.made.list(withLabel, options);
  }

  container(idOrName: string, options?: CallOptions): Promise<ContainerFacts | null> {
    return this.made.inspect(idOrName, options);
  }

  createContainer(spec: ContainerSpec, options?: CallOptions): Promise<string> {
    return this.made.create(spec, options);
  }

  startContainer(id: string, options?: CallOptions): Promise<void> {
    return this.made.start(id, options);
  }

  stopContainer(id: string, graceS: number, options?: CallOptions): Promise<void> {
    return this.made.stop(id, graceS, options);
  }

  pauseContainer(id: string, options?: CallOptions): Promise<void> {
    return this.made.pause(id, options);
  }

  unpauseContainer(id: string, options?: CallOptions): Promise<void> {
    return this.made.unpause(id, options);
  }

  removeContainer(id: string, options?: CallOptions): Promise<void> {
    return this.made.remove(id, options);
  }

  run(spec: ContainerSpec, options?: CallOptions): Promise<Finished> {
    return this.made.run(spec, options);
  }

  exec(id: string, command: readonly string[], options?: CallOptions & { readonly user?: string }): Promise<Finished> {
    return this.made.exec(id, command, options);
  }

  logTail(id: string, lines: number, options?: CallOptions): Promise<readonly string[]> {
    return this.streams.logTail(id, lines, options);
  }

  followLog(
    id: string,
    tail: number,
    onLine: (line: string) => void,
    options: { readonly signal: AbortSignal },
  ): Promise<void> {
    return this.streams.followLog(id, tail, onLine, options.signal);
  }

  attachLifeline(id: string, options?: CallOptions): Promise<Lifeline> {
    return this.streams.attachLifeline(id, options);
  }

  processes(id: string, options?: CallOptions): Promise<readonly ProcessFacts[]> {
    return this.made.processes(id, options);
  }

  pathExists(id: string, path: string, options?: CallOptions): Promise<boolean> {
    return this.made.pathExists(id, path, options);
  }

  followEvents(
    onEvent: (event: EngineEvent) => void,
    options: { readonly signal: AbortSignal; readonly onOpen?: () => void },
  ): Promise<void> {
    return this.streams.followEvents(onEvent, options.signal, options.onOpen);
  }

  close(): void {
    this.calls.closeIdle();
  }
}

function networkPath(name: string): string {
  return `/networks/${encodeURIComponent(name)}`;
}

/** Reads a build's messages; throws when one of them is an error. */
function buildProgress(onProgress: (line: string) => void): (chunk: Buffer) => void {
  const lines = new LineSplitter((line) => {
    if (line.trim() === '') return;
    const message = asObject(JSON.parse(line));
    const error = asString(message['error']);
    if (error !== '') throw buildFailed(error);
    const text = asString(message['stream']) || asString(message['status']);
    for (const part of text.split('\n')) if (part.trim() !== '') onProgress(part);
  });
  return (chunk) => lines.push(chunk);
}

function buildFailed(detail: string): AirlockError {
  return new AirlockError({
    code: /no space left/i.test(detail) ? 'disk-full' : 'engine-refused',
    message: `Building the image failed: ${detail}`,
    next: 'The lines above name the step that failed. Mend its cause, then build again.',
  });
}
