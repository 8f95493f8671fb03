import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { startError } from './process-errors.ts';

const keptErrorChars = 2_000;
/** After its connection is over, the command gets this long to end by itself. */
const graceMs = 500;

export interface StdioRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Starts a command and gives its standard input and output as one connection. */
export function spawnStdio(request: StdioRequest): Duplex {
  return new StdioConnection(request);
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A connection whose other end is a command. It has the few methods of a socket that HTTP agents call.
 * The end of the writing side closes the command's input only: answers still come, as with a half-closed socket.
 */
class StdioConnection extends Duplex {
  private readonly child: Child;
  private said = '';

  constructor(request: StdioRequest) {
    super({ allowHalfOpen: true });
    this.child = spawn(request.file, [...request.args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
      env: request.env,
    });
    const { child } = this;
    child.once('error', (error) => this.destroy(startError(request.file, error)));
    child.stdin.on('error', (error) => this.destroy(error));
    child.stderr.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-keptErrorChars);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.once('close', (code) => this.onClose(code));
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.child.stdin.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.child.stdin.destroy();
    this.child.stdout.destroy();
    this.child.stderr.destroy();
    const late = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    late.unref();
    this.child.once('exit', () => clearTimeout(late));
    this.child.kill('SIGTERM');
    done(error);
  }

  ref(): this {
    this.each((part) => part.ref?.());
    return this;
  }

  unref(): this {
    this.each((part) => part.unref?.());
    return this;
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  private onClose(code: number | null): void {
    if (this.destroyed) return;
    const said = this.said.trim();
    const why = said === '' ? `it ended with exit code ${String(code)}` : said;
    const broke = code !== 0 || said !== '';
    // The end of its output waits for this moment, so that what it said of its failure is not lost.
    if (broke) this.destroy(Object.assign(new Error(why), { code: systemCodeIn(why) }));
    else this.push(null);
  }

  private each(act: (part: { ref?: () => void; unref?: () => void }) => void): void {
    for (const part of [this.child, this.child.stdin, this.child.stdout, this.child.stderr]) {
      act(part as { ref?: () => void; unref?: () => void });
    }
  }
}

/** The command only tells people why it failed; its words are turned back into the system's codes. */
function systemCodeIn(text: string): string | undefined {
  if (/permission denied/i.test(text)) return 'EACCES';
  if (/no such file|cannot connect to the docker daemon|connection refused/i.test(text)) return 'ECONNREFUSED';
  return undefined;
}
