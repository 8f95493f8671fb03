import type { Readable } from 'node:stream';
import type { CallOptions, EngineEvent, Finished, Lifeline } from './engine.ts';
import type { EngineCalls, OpenAnswer } from './dockerode-engine-calls.ts';
import { engineError } from './engine-errors.ts';
import { engineEvent } from './engine-json.ts';
import { FrameDecoder, FrameLines, LineSplitter, type FrameSource } from './stream-frames.ts';

/** More output of one command than this is cut: nothing we run writes as much. */
const maxOutputBytes = 16 * 1024 * 1024;

/** Everything of the engine that goes on after the headers. */
export class EngineStreams {
  constructor(private readonly calls: EngineCalls) {}

  async logTail(id: string, lines: number, options: CallOptions = {}): Promise<readonly string[]> {
    const query = { stdout: true, stderr: true, tail: lines };
    const answer = await this.calls.open({ method: 'GET', path: logs(id), query, what: 'read a log' }, options);
    const found: string[] = [];
    const cutter = new FrameLines((line) => found.push(line));
    await this.read(answer, 'read a log', (chunk) => cutter.push(chunk));
    cutter.end();
    return found.slice(-lines);
  }

  /** Ends with the container or the signal; throws when the stream breaks. */
  async followLog(id: string, tail: number, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
    const query = { stdout: true, stderr: true, follow: true, tail };
    const call = { method: 'GET', path: logs(id), query, what: 'follow a log' } as const;
    const cutter = new FrameLines(onLine);
    await this.follow(call, signal, { onData: (chunk) => cutter.push(chunk) });
    if (!signal.aborted) cutter.end();
  }

  async followEvents(onEvent: (event: EngineEvent) => void, signal: AbortSignal, onOpen?: () => void): Promise<void> {
    const lines = new LineSplitter((line) => {
      const event = engineEvent(parsed(line));
      if (event !== null) onEvent(event);
    });
    const call = { method: 'GET', path: '/events', what: 'send its events' } as const;
    await this.follow(call, signal, { onData: (chunk) => lines.push(chunk), ...(onOpen ? { onOpen } : {}) });
  }

  /** Output of a command or container whose stream has been opened; ends with the stream. */
  async collect(answer: OpenAnswer<Readable>, what: string): Promise<Omit<Finished, 'exitCode'>> {
    const parts: Record<FrameSource, Buffer[]> = { stdout: [], stderr: [] };
    let bytes = 0;
    const frames = new FrameDecoder((source, data) => {
      bytes += data.length;
      if (bytes <= maxOutputBytes) parts[source].push(Buffer.from(data));
    });
    await this.read(answer, what, (chunk) => frames.push(chunk));
    return { stdout: Buffer.concat(parts.stdout).toString(), stderr: Buffer.concat(parts.stderr).toString() };
  }

  async attachLifeline(id: string, options: CallOptions = {}): Promise<Lifeline> {
    const path = `/containers/${encodeURIComponent(id)}/attach`;
    const call = { method: 'POST', path, query: { stream: true, stdin: true }, what: 'attach to a container' } as const;
    const connection = await this.calls.takeOver(call, options);
    connection.on('error', () => undefined);
    connection.resume();
    return {
      send: (line) => void connection.write(`${line}\n`),
      close: () => {
        connection.end();
        // The engine answers a half-closed connection by closing it; a stuck one must not keep this process alive.
        const unref = (connection as { unref?: () => void }).unref;
        unref?.call(connection);
      },
    };
  }

  /** Reads to the end, or until the signal aborts, which is a good end. */
  private async follow(
    call: Parameters<EngineCalls['open']>[0],
    signal: AbortSignal,
    hooks: { readonly onData: (chunk: Buffer) => void; readonly onOpen?: () => void },
  ): Promise<void> {
    try {
      const answer = await this.calls.open(call, { signal });
      answer.deadline.stopClock();
      hooks.onOpen?.();
      await this.read(answer, call.what, hooks.onData);
    } catch (error) {
      if (!isAborted(signal)) throw error;
    }
  }

  /** Reads a stream to its end and gives its connection back. */
  async read(answer: OpenAnswer<Readable>, what: string, onData: (chunk: Buffer) => void): Promise<void> {
    const { stream, deadline } = answer;
    try {
      await new Promise<void>((resolve, reject) => {
        stream.on('data', onData);
        stream.once('end', resolve);
        stream.once('error', reject);
        stream.once('close', () => reject(new Error('the connection was closed')));
      });
    } catch (error) {
      const context = { address: this.calls.address, what, timeoutMs: deadline.timeoutMs, givenUp: deadline.givenUp };
      throw engineError(error, context);
    } finally {
      answer.release();
    }
  }
}

function logs(id: string): string {
  return `/containers/${encodeURIComponent(id)}/logs`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** A function, because the compiler believes that a signal seen un-aborted before an await stays so. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
