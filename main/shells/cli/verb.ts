import type { ParseArgsConfig } from 'node:util';
import type { HostKind } from '../../../app/ipc/snapshot.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** One call of a verb, its arguments already taken apart. */
export interface VerbCall {
  /** What follows the verb without a dash. */
  readonly words: readonly string[];
  /** Options of the verb that carry a text. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** Options of the verb that may be given several times. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  /** Options of the verb that are there or not. */
  readonly flags: ReadonlySet<string>;
  readonly host: HostKind | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
}

/** One verb of the command line. */
export interface Verb {
  /** What follows `airlock`, as help shows it. */
  readonly usage: string;
  /** Options besides `--json`, `--host` and `--help`, which every verb has. */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  readonly run: (call: VerbCall) => Promise<ExitCode>;
}

/** The command line makes no sense: exit 64, with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
