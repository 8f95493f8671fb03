import { win32 } from 'node:path';
import { runProgram, type ProgramRequest, type ProgramResult } from '../process/run-program.ts';
import type { Powershell, PowershellScript } from './powershell.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Far more than any answer of ours. */
const maxBytes = 1024 * 1024;

export interface PowershellExeDeps {
  readonly env: Environment;
  readonly run?: (request: ProgramRequest) => Promise<ProgramResult>;
}

/**
 * Where Windows PowerShell is. Never looked up on the search path, which others may have written to;
 * `AIRLOCK_POWERSHELL_EXE` names another one for tests.
 */
export function powershellExePath(env: Environment): string {
  const asked = env['AIRLOCK_POWERSHELL_EXE'] ?? '';
  if (asked !== '') return asked;
  const root = env['SystemRoot'] ?? env['SYSTEMROOT'] ?? '';
  const windows = win32.isAbsolute(root) ? root : 'C:\\Windows';
  return win32.join(windows, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}

/** The real `powershell.exe`. */
export class PowershellExe implements Powershell {
  constructor(private readonly deps: PowershellExeDeps) {}

  run({ path, args, timeoutMs, signal }: PowershellScript): Promise<ProgramResult> {
    const { env, run = runProgram } = this.deps;
    return run({
      file: powershellExePath(env),
      // Bypass speaks of this one process: without it, Windows 11 as it comes runs no script file at all.
      args: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', path, ...args],
      env,
      timeoutMs,
      maxBytes,
      ...(signal === undefined ? {} : { signal }),
    });
  }
}
