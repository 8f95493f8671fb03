import type { ProgramResult } from '../process/run-program.ts';

/** One of the fixed scripts that come with Airlock, and what it is asked. */
export interface PowershellScript {
  /** Absolute path of the .ps1 file. */
  readonly path: string;
  /** Names and values, each an argument of its own. They never become PowerShell text. */
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Windows PowerShell 5.1, which every Windows 11 has. It is only ever given files of ours. */
export interface Powershell {
  /** @throws AirlockError `program-…` when it cannot be started, or `cancelled`. */
  run(script: PowershellScript): Promise<ProgramResult>;
}
