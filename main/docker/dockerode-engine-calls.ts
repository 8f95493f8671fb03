import type { Agent } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import Dockerode from 'dockerode';
import { CallDeadline } from './call-deadline.ts';
import type { CallOptions, EngineRoutes } from './engine.ts';
import { engineError, statusOf, systemCodeOf, type CallContext } from './engine-errors.ts';

const defaultTimeoutMs = 10_000;

/** Where an engine is and how to get there. */
export interface EngineAddress {
  /** For people. */
  readonly shown: string;
  /** Unix socket or named pipe; for transports of our own the agent decides and this is a stand-in. */
  readonly socketPath?: string;
  readonly tcp?: { readonly host: string; readonly port: number };
  /** Opens the connections and keeps idle ones. */
  readonly agent: Agent;
  readonly routes?: () => EngineRoutes;
}

/** One call, before it is made. */
export interface EngineCall {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | object>>;
  readonly body?: object;
  /** What is asked, as the end of "The engine refused to …". */
  readonly what: string;
  /** Takes over the connection after the answer: for standard input. */
  readonly hijack?: boolean;
}

/** Answers that go on after the headers. `release` has to be called when the reader is done with it. */
export interface OpenAnswer<Stream> {
  readonly stream: Stream;
  readonly deadline: CallDeadline;
  /** Ends reading and gives the connection up. */
  release(): void;
}

interface DialOptions {
  readonly path: string;
  readonly method: string;
  readonly options: object;
  readonly file?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly statusCodes: Readonly<Record<number, true | string>>;
  readonly isStream: boolean;
  readonly hijack: boolean;
  readonly abortSignal: AbortSignal;
}

type Dial = (options: DialOptions, done: (error: unknown, answer: unknown) => void) => void;

const good = { 200: true, 201: true, 204: true, 304: true } as const;

/** Makes calls to one engine: each with a time limit, each failing with an `AirlockError`. */
export class EngineCalls {
  readonly docker: Dockerode;
  readonly address: string;
  private readonly agent: Agent;

  constructor(address: EngineAddress) {
    this.address = address.shown;
    this.agent = address.agent;
    // What is undefined here is given on purpose: the client would fill it in from DOCKER_HOST otherwise.
    this.docker = new Dockerode({
      protocol: 'http',
      host: address.tcp?.host,
      port: address.tcp?.port,
      socketPath: address.socketPath,
      ca: undefined,
      cert: undefined,
      key: undefined,
      agent: address.agent,
    } as Dockerode.DockerOptions);
  }

  /** A call whose answer is JSON (or nothing). */
  async json(call: EngineCall, options: CallOptions = {}): Promise<unknown> {
    try {
      return await this.once(call, options);
    } catch (error) {
      if (!isStale(error, call)) throw error;
      // A kept connection that the engine had closed meanwhile: looking again changes nothing, so look again.
      return this.once(call, options);
    }
  }

  /** The same, with null when what is looked for is not there. */
  async jsonOrNull(call: EngineCall, options: CallOptions = {}): Promise<unknown> {
    try {
      return await this.json(call, options);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** A call whose answer is read as it comes. The time limit goes on until the reader stops the clock or releases it. */
  async open(call: EngineCall, options: CallOptions = {}): Promise<OpenAnswer<Readable>> {
    const { answer, deadline } = await this.dial(call, options, true);
    const stream = answer as Readable;
    // The reader listens too; this one only keeps an error after the reader has left from ending the process.
    stream.on('error', () => undefined);
    const release = (): void => {
      deadline.release();
      stream.destroy();
    };
    return { stream, deadline, release };
  }

  /** Takes over a connection both ways. Cancelling afterwards does not touch it: it belongs to the caller. */
  async takeOver(call: EngineCall, options: CallOptions = {}): Promise<Duplex> {
    const { answer, deadline } = await this.dial({ ...call, hijack: true }, options, true);
    deadline.release();
    return answer as Duplex;
  }

  /** Runs something that talks to the engine by itself under the same limits and errors. */
  async within<T>(what: string, options: CallOptions, work: (deadline: CallDeadline) => Promise<T>): Promise<T> {
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const deadline = new CallDeadline(timeoutMs, options.signal);
    try {
      return await work(deadline);
    } catch (error) {
      throw engineError(error, this.context(what, deadline));
    } finally {
      deadline.release();
    }
  }

  closeIdle(): void {
    for (const sockets of Object.values(this.agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  private async once(call: EngineCall, options: CallOptions): Promise<unknown> {
    const { answer, deadline } = await this.dial(call, options, false);
    deadline.release();
    return answer;
  }

  private async dial(
    call: EngineCall,
    options: CallOptions,
    isStream: boolean,
  ): Promise<{ answer: unknown; deadline: CallDeadline }> {
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const deadline = new CallDeadline(timeoutMs, options.signal);
    try {
      const answer = await this.ask(call, deadline, isStream);
      return { answer, deadline };
    } catch (error) {
      deadline.release();
      throw engineError(error, this.context(call.what, deadline));
    }
  }

  private ask(call: EngineCall, deadline: CallDeadline, isStream: boolean): Promise<unknown> {
    const dial = (this.docker.modem as { dial: Dial }).dial.bind(this.docker.modem);
    const noBody = call.body === undefined && call.method === 'POST';
    const request: DialOptions = {
      path: `${call.path}?`,
      method: call.method,
      options: { _query: call.query ?? {}, _body: call.body ?? {} },
      // An explicit empty body: with a chunked one, its end mark could arrive as input of a taken-over connection.
      ...(noBody ? { file: Buffer.alloc(0), headers: { 'Content-Type': 'text/plain' } } : {}),
      statusCodes: good,
      isStream,
      hijack: call.hijack ?? false,
      abortSignal: deadline.signal,
    };
    return new Promise((resolve, reject) => {
      if (deadline.signal.aborted) {
        reject(new Error('given up before it began'));
        return;
      }
      dial(request, (error, answer) => {
        if (error === null || error === undefined) resolve(answer);
        else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      });
    });
  }

  private context(what: string, deadline: CallDeadline): CallContext {
    return { address: this.address, what, timeoutMs: deadline.timeoutMs, givenUp: deadline.givenUp };
  }
}

/** Whether the engine answered that the thing does not exist. */
export function isMissing(error: unknown): boolean {
  return statusOf(error instanceof Error ? error.cause : undefined) === 404;
}

/** Whether the engine answered that something is in the way: already so, not so, or under way. */
export function isConflict(error: unknown): boolean {
  return statusOf(error instanceof Error ? error.cause : undefined) === 409;
}

function isStale(error: unknown, call: EngineCall): boolean {
  const code = systemCodeOf(error instanceof Error ? error.cause : undefined);
  return (code === 'ECONNRESET' || code === 'EPIPE') && (call.method === 'GET' || call.method === 'HEAD');
}
