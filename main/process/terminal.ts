/** What a person watches, and may type into. */
export interface TerminalRequest {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As it comes, with the terminal's own control sequences. */
  readonly onOutput: (text: string) => void;
  /** Called once, when the program runs and can be typed to. */
  readonly onOpen?: (terminal: OpenTerminal) => void;
  readonly signal?: AbortSignal;
  readonly cols?: number;
  readonly rows?: number;
}

interface OpenTerminal {
  write(text: string): void;
  resize(cols: number, rows: number): void;
}

/** Runs programs in a terminal of their own: those that take long, show progress or ask. */
export interface TerminalRunner {
  /**
   * @returns the exit code.
   * @throws AirlockError `program-missing`, `program-not-started`, `terminal-unavailable`, or `cancelled`.
   */
  start(file: string, args: readonly string[], request: TerminalRequest): Promise<number>;
}
