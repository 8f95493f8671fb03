/** Limits of one question. */
export interface AskOptions {
  readonly timeoutMs: number;
  /** Written to the standard input of what runs in the distribution. */
  readonly stdin?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface WslAnswer {
  readonly exitCode: number;
  /** As it came: what runs in a distribution writes bytes of its own. */
  readonly stdout: Buffer;
  /** Standard error without WSL's own warnings. */
  readonly stderr: string;
  /** What WSL itself warned of, such as a key of .wslconfig that it does not know. */
  readonly warnings: readonly string[];
}

/** For verbs that take long, show progress or ask. */
export interface WatchOptions {
  /** As it comes, with the terminal's own control sequences. */
  readonly onOutput: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly cols?: number;
  readonly rows?: number;
}

export interface WatchedEnd {
  readonly exitCode: number;
  /** The end of what was shown, without control sequences. */
  readonly tail: string;
}

/**
 * `wsl.exe`, as the verbs of this folder use it: one file a verb, each with its own arguments, time and errors.
 * An exit code is an answer here; what it means is the verb's business.
 */
export interface WslProgram {
  /** @throws AirlockError `wsl-not-installed`, or a `program-…` error. */
  ask(args: readonly string[], options: AskOptions): Promise<WslAnswer>;
  /** @throws AirlockError `wsl-not-installed`, `terminal-unavailable` or `cancelled`. */
  watch(args: readonly string[], options: WatchOptions): Promise<WatchedEnd>;
}
