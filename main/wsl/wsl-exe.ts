import { win32 } from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { runProgram, type ProgramRequest, type ProgramResult } from '../process/run-program.ts';
import type { TerminalRunner } from '../process/terminal.ts';
import { decodeWslText, withoutTerminalSequences } from './decode-text.ts';
import { notInstalled } from './wsl-errors.ts';
import type { AskOptions, WatchedEnd, WatchOptions, WslAnswer, WslProgram } from './wsl-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Enough for the last words and the error code at their end. */
const keptChars = 8_000;

export interface WslExeDeps {
  readonly env: Environment;
  readonly terminal: TerminalRunner;
  readonly run?: (request: ProgramRequest) => Promise<ProgramResult>;
}

/**
 * Where `wsl.exe` is. Never looked up on the search path, which others may have written to; `AIRLOCK_WSL_EXE` names
 * another one for tests.
 */
export function wslExePath(env: Environment): string {
  const asked = env['AIRLOCK_WSL_EXE'] ?? '';
  if (asked !== '') return asked;
  const root = env['SystemRoot'] ?? env['SYSTEMROOT'] ?? '';
  return win32.join(win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32', 'wsl.exe');
}

/** The environment every `wsl.exe` gets: its own words in UTF-8. */
export function wslEnvironment(env: Environment): Environment {
  return { ...env, WSL_UTF8: '1' };
}

/** The real `wsl.exe`. */
export class WslExe implements WslProgram {
  private readonly file: string;
  private readonly env: Environment;

  constructor(private readonly deps: WslExeDeps) {
    this.file = wslExePath(deps.env);
    this.env = wslEnvironment(deps.env);
  }

  async ask(args: readonly string[], options: AskOptions): Promise<WslAnswer> {
    const run = this.deps.run ?? runProgram;
    const { exitCode, stdout, stderr } = await this.orNotInstalled(
      run({ file: this.file, args, env: this.env, ...options }),
    );
    return { exitCode, stdout, ...separate(decodeWslText(stderr)) };
  }

  async watch(args: readonly string[], options: WatchOptions): Promise<WatchedEnd> {
    let tail = '';
    const onOutput = (text: string): void => {
      tail = (tail + text).slice(-keptChars);
      options.onOutput(text);
    };
    const { env } = this;
    const exitCode = await this.orNotInstalled(
      this.deps.terminal.start(this.file, args, { ...options, env, onOutput }),
    );
    return { exitCode, tail: withoutTerminalSequences(tail) };
  }

  private async orNotInstalled<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof AirlockError && error.code === 'program-missing') throw notInstalled('be asked', error);
      throw error;
    }
  }
}

/** WSL's own warnings begin with its name; everything else is what the program in the distribution wrote. */
function separate(text: string): Pick<WslAnswer, 'stderr' | 'warnings'> {
  const lines = text.split('\n');
  const isWarning = (line: string): boolean => line.startsWith('wsl: ');
  return {
    warnings: lines.filter(isWarning).map((line) => line.slice('wsl: '.length).trim()),
    stderr: lines.filter((line) => !isWarning(line)).join('\n'),
  };
}
