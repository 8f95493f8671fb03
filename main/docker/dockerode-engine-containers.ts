import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import { containerBody } from './container-body.ts';
import { isConflict, isMissing, type EngineCall, type EngineCalls, type OpenAnswer } from './dockerode-engine-calls.ts';
import type { EngineStreams } from './dockerode-engine-streams.ts';
import type { CallOptions, ContainerFacts, Finished, ProcessFacts } from './engine.ts';
import { containerFacts, processFacts } from './engine-json.ts';
import { asArray, asNumber, asObject, asString } from './json-shape.ts';

const startTimeoutMs = 60_000;
const runTimeoutMs = 60_000;
const execTimeoutMs = 30_000;
const removeTimeoutMs = 30_000;

type ExecOptions = CallOptions & { readonly user?: string };

/** Everything of the engine about containers. */
export class EngineContainers {
  constructor(
    private readonly calls: EngineCalls,
    private readonly streams: EngineStreams,
  ) {}

  async list(withLabel: string | null, options?: CallOptions): Promise<readonly ContainerFacts[]> {
    const query = { all: true, ...(withLabel === null ? {} : { filters: { label: [withLabel] } }) };
    const listed = await this.calls.json(
      { method: 'GET', path: '/containers/json', query, what: 'list containers' },
      options,
    );
    const ids = asArray(listed).map((one) => asString(asObject(one)['Id']));
    const found = await Promise.all(ids.map((id) => this.inspect(id, options)));
    return found.filter((one) => one !== null);
  }

  async inspect(idOrName: string, options?: CallOptions): Promise<ContainerFacts | null> {
    const path = `${containerPath(idOrName)}/json`;
    const found = await this.calls.jsonOrNull({ method: 'GET', path, what: 'describe a container' }, options);
    return found === null ? null : containerFacts(found);
  }

  async create(spec: ContainerSpec, options?: CallOptions): Promise<string> {
    const created = await this.calls.json(
      {
        method: 'POST',
        path: '/containers/create',
        query: { name: spec.name },
        body: containerBody(spec),
        what: `create the container ${spec.name}`,
      },
      options,
    );
    return asString(asObject(created)['Id']);
  }

  async start(id: string, options?: CallOptions): Promise<void> {
    await this.calls.json(action(id, 'start', 'start a container'), { timeoutMs: startTimeoutMs, ...options });
  }

  async stop(id: string, graceS: number, options?: CallOptions): Promise<void> {
    const call = { ...action(id, 'stop', 'stop a container'), query: { t: graceS } };
    await this.calls.jsonOrNull(call, { timeoutMs: graceS * 1000 + startTimeoutMs, ...options });
  }

  async pause(id: string, options?: CallOptions): Promise<void> {
    await this.unlessSo(action(id, 'pause', 'pause a container'), /already paused/i, options);
  }

  async unpause(id: string, options?: CallOptions): Promise<void> {
    await this.unlessSo(action(id, 'unpause', 'let a container go on'), /not paused/i, options);
  }

  async remove(id: string, options?: CallOptions): Promise<void> {
    const call = {
      method: 'DELETE',
      path: containerPath(id),
      query: { force: true, v: true },
      what: 'remove a container',
    } as const;
    const limited = { timeoutMs: removeTimeoutMs, ...options };
    try {
      await this.calls.json(call, limited);
    } catch (error) {
      if (isMissing(error)) return;
      if (!isConflict(error)) throw error;
      // Somebody else is removing it right now: it is gone when they are done.
      await this.calls.jsonOrNull(waitFor(id, 'removed'), limited);
    }
  }

  /** Attached before it starts, so that not a byte is missed; the engine itself removes it when it has ended. */
  async run(spec: ContainerSpec, options: CallOptions = {}): Promise<Finished> {
    const limited = { timeoutMs: runTimeoutMs, ...options };
    const id = await this.create({ ...spec, autoRemove: true, lifeline: false }, options);
    try {
      const [output, ended] = await Promise.all([
        this.calls.open(attach(id), limited),
        this.calls.open(waitFor(id, 'removed'), limited),
      ]);
      const collected = this.streams.collect(output, `run ${spec.name}`);
      const exitCode = this.exitCodeOf(ended);
      // Either may fail first; the other must not be left as an unhandled rejection.
      const all = Promise.all([collected, exitCode]);
      all.catch(() => undefined);
      await this.start(id, options);
      const [texts, code] = await all;
      return { exitCode: code, ...texts };
    } catch (error) {
      await this.remove(id).catch(() => undefined);
      throw error;
    }
  }

  async exec(id: string, command: readonly string[], options: ExecOptions = {}): Promise<Finished> {
    const limited = { timeoutMs: execTimeoutMs, ...options };
    const what = `run ${command[0] ?? 'nothing'} in a container`;
    const body = {
      AttachStdout: true,
      AttachStderr: true,
      Cmd: command,
      ...(options.user === undefined ? {} : { User: options.user }),
    };
    const created = await this.calls.json({ method: 'POST', path: `${containerPath(id)}/exec`, body, what }, limited);
    const execId = asString(asObject(created)['Id']);
    const start = { method: 'POST', path: `/exec/${execId}/start`, body: { Detach: false, Tty: false }, what } as const;
    const texts = await this.streams.collect(await this.calls.open(start, limited), what);
    return { exitCode: await this.execExitCode(execId, options), ...texts };
  }

  async processes(id: string, options?: CallOptions): Promise<readonly ProcessFacts[]> {
    const ask = (columns: string): Promise<unknown> =>
      this.calls.json(
        { method: 'GET', path: `${containerPath(id)}/top`, query: { ps_args: columns }, what: 'list processes' },
        options,
      );
    try {
      return processFacts(await ask('-eo pid,uid,args'));
    } catch (error) {
      if (isMissing(error) || isConflict(error)) throw error;
      // The ps of BusyBox, which some engines' machines have, knows no `-e` and no `uid`.
      return processFacts(await ask('-o pid,user,args'));
    }
  }

  async pathExists(id: string, path: string, options?: CallOptions): Promise<boolean> {
    const call = {
      method: 'HEAD',
      path: `${containerPath(id)}/archive`,
      query: { path },
      what: 'look into a container',
    } as const;
    return (await this.calls.jsonOrNull(call, options)) !== null;
  }

  /** Runs an action that is no error when the container already is so. */
  private async unlessSo(call: EngineCall, already: RegExp, options?: CallOptions): Promise<void> {
    try {
      await this.calls.json(call, options);
    } catch (error) {
      if (!(error instanceof Error && already.test(error.message))) throw error;
    }
  }

  private async exitCodeOf(answer: OpenAnswer<Readable>): Promise<number> {
    const chunks: Buffer[] = [];
    await this.streams.read(answer, 'wait for a container', (chunk) => chunks.push(chunk));
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return asNumber(asObject(parsed)['StatusCode']);
  }

  /** The engine closes the output a moment before it writes the exit code down, and has no event to wait for. */
  private async execExitCode(execId: string, options: CallOptions): Promise<number> {
    for (let waitMs = 2; ; waitMs *= 2) {
      const call = { method: 'GET', path: `/exec/${execId}/json`, what: 'describe a command' } as const;
      const state = asObject(await this.calls.json(call, options));
      if (state['Running'] !== true || waitMs > 1000)
        return typeof state['ExitCode'] === 'number' ? state['ExitCode'] : -1;
      await delay(waitMs);
    }
  }
}

function containerPath(id: string): string {
  return `/containers/${encodeURIComponent(id)}`;
}

function action(id: string, verb: string, what: string): EngineCall {
  return { method: 'POST', path: `${containerPath(id)}/${verb}`, what };
}

function waitFor(id: string, condition: 'removed'): EngineCall {
  return { method: 'POST', path: `${containerPath(id)}/wait`, query: { condition }, what: 'wait for a container' };
}

function attach(id: string): EngineCall {
  const query = { stream: true, stdout: true, stderr: true };
  return { method: 'POST', path: `${containerPath(id)}/attach`, query, what: 'attach to a container' };
}
