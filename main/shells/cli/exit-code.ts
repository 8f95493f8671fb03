/** How every verb ends; scripts may rely on it. */
export const exitCode = {
  good: 0,
  /** Something bad was found, or what was asked for failed. */
  bad: 1,
  /** It could not be told. */
  unknown: 2,
  /** The command line was wrong (EX_USAGE of sysexits). */
  usage: 64,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
