import { spawn, type ChildProcess } from 'node:child_process';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { endTree } from './end-tree.ts';
import { startError } from './process-errors.ts';

const maxOutputBytes = 16 * 1024 * 1024;

export interface CommandRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  /** Written to its standard input, which is closed then; absent means no input at all. */
  readonly stdin?: string | Buffer;
  readonly signal?: AbortSignal;
  /** The whole environment; absent means ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface CommandResult {
  /** 0…255 (or 32 bits on Windows); 128 + number when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/**
 * Runs a program to its end, without any shell. A bad exit code is an answer, not an error.
 *
 * @throws AirlockError `not-supported-here` when it cannot be started, `engine-timeout` after `timeoutMs`, `cancelled`
 * when the signal aborts, `internal` when it writes more than 16 MiB. Whatever it had started is ended, too.
 */
export function runCommand(request: CommandRequest): Promise<CommandResult> {
  if (request.signal?.aborted === true) return Promise.reject(cancelled(request.file));
  return new Promise((resolve, reject) => {
    let child: ChildProcess;
    try {
      child = start(request);
    } catch (error) {
      reject(startError(request.file, error));
      return;
    }
    const stop = (error: AirlockError): void => {
      endTree(child);
      settle(() => reject(error));
    };
    const timer = setTimeout(() => stop(timedOut(request)), request.timeoutMs);
    const onAbort = (): void => stop(cancelled(request.file));
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      child.stdout?.destroy();
      child.stderr?.destroy();
      how();
    };
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const output = collect(child, () => stop(tooMuch(request.file)));
    child.once('error', (error) => settle(() => reject(startError(request.file, error))));
    child.once('close', (code, signal) => {
      const exitCode = code ?? 128 + signalNumber(signal);
      settle(() => resolve({ exitCode, stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr) }));
    });
  });
}

function start(request: CommandRequest): ChildProcess {
  const child = spawn(request.file, [...request.args], {
    stdio: [request.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A group of its own, so that a time-out ends what it started as well.
    detached: process.platform !== 'win32',
    ...(request.env === undefined ? {} : { env: request.env }),
  });
  // A program that ends without reading its input breaks the pipe: its exit code says enough.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.stdin);
  return child;
}

function collect(child: ChildProcess, onTooMuch: () => void): { stdout: Buffer[]; stderr: Buffer[] } {
  const output: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  let bytes = 0;
  const keep = (into: Buffer[]) => (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxOutputBytes) onTooMuch();
    else into.push(chunk);
  };
  child.stdout?.on('data', keep(output.stdout));
  child.stderr?.on('data', keep(output.stderr));
  return output;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (signalNumbers[signal] ?? 0);
}

function timedOut(request: CommandRequest): AirlockError {
  return new AirlockError({
    code: 'engine-timeout',
    message: `${request.file} did not end within ${String(Math.round(request.timeoutMs / 100) / 10)} s and was ended.`,
    next: 'Try it once more; if it hangs again, run it by hand to see what it waits for.',
  });
}

function cancelled(file: string): AirlockError {
  return new AirlockError({
    code: 'cancelled',
    message: `${file} was cancelled.`,
    next: 'Start it again whenever you like.',
  });
}

function tooMuch(file: string): AirlockError {
  return new AirlockError({
    code: 'internal',
    message: `${file} wrote more than ${String(maxOutputBytes / 1024 / 1024)} MiB and was ended.`,
    next: 'Run it by hand to see what it writes.',
  });
}
