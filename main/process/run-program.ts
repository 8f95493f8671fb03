import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { AirlockError, type Failure } from '../../app/errors/airlock-error.ts';
import { startError } from './process-errors.ts';

const defaultMaxBytes = 4 * 1024 * 1024;
/** What a program left running may still hold its output open; after its own end, it gets this long to close. */
const lateOutputMs = 500;

export interface ProgramRequest {
  /** Absolute wherever it can be: the search path belongs to whoever set it. */
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which is closed then. */
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs: number;
  /** Most bytes of output and error output together. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface ProgramResult {
  /** As the system gives it; 128 + the signal's number when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly durationMs: number;
}

/**
 * Runs a program to its end and hands back what it said. Any exit code is an answer.
 *
 * @throws AirlockError `program-missing` or `program-not-started`; `program-timeout`, `program-output-too-long` or
 * `cancelled` when it was ended from this side.
 */
export function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    if (request.signal?.aborted === true) reject(new AirlockError(cancelled(request)));
    else new RunningProgram(request, resolve, reject);
  });
}

/** One run. Whatever comes first settles it: its end, its time, too much output, the caller. */
class RunningProgram {
  private readonly startedMs = performance.now();
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly timer: NodeJS.Timeout;
  private readonly output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  private bytes = 0;
  private isOver = false;
  private late: NodeJS.Timeout | undefined;
  private readonly onAbort = (): void => this.giveUp(cancelled(this.request));

  constructor(
    private readonly request: ProgramRequest,
    private readonly resolve: (result: ProgramResult) => void,
    private readonly reject: (error: AirlockError) => void,
  ) {
    this.child = spawn(request.file, [...request.args], {
      // A group of its own, so that what it has started can be ended with it. On Windows that would open a console.
      detached: process.platform !== 'win32',
      shell: false,
      windowsHide: true,
      stdio: 'pipe',
      env: request.env,
    });
    this.timer = setTimeout(() => this.giveUp(timedOut(request)), request.timeoutMs);
    request.signal?.addEventListener('abort', this.onAbort, { once: true });
    this.listen();
  }

  private listen(): void {
    const { child, request } = this;
    child.once('error', (error) => this.fail(startError(request.file, error)));
    child.stdout.on('data', (chunk: Buffer) => this.keep('stdout', chunk));
    child.stderr.on('data', (chunk: Buffer) => this.keep('stderr', chunk));
    child.once('exit', (code, signal) => {
      // A process that was held up sees its timers first: what has arrived meanwhile must still count.
      this.late = setTimeout(() => setImmediate(() => this.finish(code, signal)), lateOutputMs);
    });
    child.once('close', (code, signal) => this.finish(code, signal));
    // A program may end without having read its input; its exit code and its output say what came of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request.stdin ?? '');
  }

  private keep(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.isOver) return;
    this.late?.refresh();
    this.bytes += chunk.length;
    const most = this.request.maxBytes ?? defaultMaxBytes;
    if (this.bytes > most) this.giveUp(tooLong(this.request, most));
    else this.output[stream].push(chunk);
  }

  private finish(code: number | null, signal: NodeJS.Signals | null): void {
    if (!this.settle()) return;
    this.resolve({
      exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      stdout: Buffer.concat(this.output.stdout),
      stderr: Buffer.concat(this.output.stderr),
      durationMs: Math.round(performance.now() - this.startedMs),
    });
  }

  private giveUp(failure: Failure): void {
    if (this.isOver) return;
    this.end();
    this.fail(new AirlockError(failure));
  }

  private fail(error: AirlockError): void {
    if (this.settle()) this.reject(error);
  }

  /** False when it was settled before. */
  private settle(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.late);
    this.request.signal?.removeEventListener('abort', this.onAbort);
    // What still holds the pipes must not keep this process alive.
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) stream.destroy();
    return true;
  }

  private end(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself at this moment.
    }
  }
}

function nameOf({ file }: ProgramRequest): string {
  return basename(file.replaceAll('\\', '/'));
}

function timedOut(request: ProgramRequest): Failure {
  return {
    code: 'program-timeout',
    message: `${nameOf(request)} did not end within ${String(request.timeoutMs / 1000)} s and was ended.`,
    next: 'It may be busy or stuck: run it by hand to see what it waits for, then try again.',
  };
}

function tooLong(request: ProgramRequest, most: number): Failure {
  return {
    code: 'program-output-too-long',
    message: `${nameOf(request)} wrote more than ${String(most)} bytes and was ended.`,
    next: 'Run it by hand to see what it writes.',
  };
}

function cancelled(request: ProgramRequest): Failure {
  return {
    code: 'cancelled',
    message: `${nameOf(request)} was ended before it had answered.`,
    next: 'Start it again whenever you like.',
  };
}
