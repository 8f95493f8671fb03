import { existsSync } from 'node:fs';
import type * as NodePty from 'node-pty';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { startError } from './process-errors.ts';
import type { TerminalRequest, TerminalRunner } from './terminal.ts';

/** Wide enough that a line of `wsl.exe`, with an error code at its end, is not broken in two. */
const defaultSize = { cols: 200, rows: 40 } as const;
/** A program that was told to end gets this long to do so. */
const graceMs = 2_000;

/** A real terminal: ConPTY on Windows, a pseudoterminal elsewhere. */
export class NodePtyTerminal implements TerminalRunner {
  constructor(private readonly load: () => Promise<typeof NodePty> = () => import('node-pty')) {}

  async start(file: string, args: readonly string[], request: TerminalRequest): Promise<number> {
    // Where there is no such file, a pseudoterminal starts all the same and ends with a code that says nothing.
    if (!existsSync(file)) throw startError(file, { code: 'ENOENT' });
    const { spawn } = await this.library();
    if (request.signal?.aborted === true) throw cancelled(file);
    const { cols = defaultSize.cols, rows = defaultSize.rows, env } = request;
    try {
      // Without its own DLL, node-pty ends a terminal by running this program once more, which the packaged app
      // does not allow.
      const options = { name: 'xterm-256color', cols, rows, env: { ...env }, useConptyDll: true };
      return await follow(spawn(file, [...args], options), file, request);
    } catch (error) {
      throw error instanceof AirlockError ? error : startError(file, error);
    }
  }

  private async library(): Promise<typeof NodePty> {
    try {
      return await this.load();
    } catch (error) {
      throw new AirlockError(
        {
          code: 'terminal-unavailable',
          message: `No terminal can be opened here: ${error instanceof Error ? error.message : String(error)}`,
          next: 'Run the command that is shown in a terminal of your own. Installing Airlock again may bring it back.',
        },
        error,
      );
    }
  }
}

function follow(terminal: NodePty.IPty, file: string, request: TerminalRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    let late: NodeJS.Timeout | undefined;
    const giveUp = (): void => {
      terminal.kill();
      late = setTimeout(() => {
        if (process.platform !== 'win32') terminal.kill('SIGKILL');
        reject(cancelled(file));
      }, graceMs);
    };
    terminal.onData(request.onOutput);
    terminal.onExit(({ exitCode, signal = 0 }) => {
      clearTimeout(late);
      request.signal?.removeEventListener('abort', giveUp);
      if (request.signal?.aborted === true) reject(cancelled(file));
      else resolve(signal === 0 ? exitCode : 128 + signal);
    });
    request.signal?.addEventListener('abort', giveUp, { once: true });
    request.onOpen?.({
      write: (text) => terminal.write(text),
      resize: (cols, rows) => terminal.resize(cols, rows),
    });
  });
}

function cancelled(file: string): AirlockError {
  return new AirlockError({
    code: 'cancelled',
    message: `${file} was ended before it was done.`,
    next: 'Look at what it had shown until then: part of its work may be done.',
  });
}
