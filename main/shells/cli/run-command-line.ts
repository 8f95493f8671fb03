import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AirlockError, failureOf } from '../../../app/errors/airlock-error.ts';
import { hostKinds, isHostKind } from '../shell-arguments.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { helpText } from './help-text.ts';
import { Output } from './output.ts';
import { UsageError, type Verb, type VerbCall } from './verb.ts';
import { verbs } from './verbs.ts';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

const everyVerb = {
  json: { type: 'boolean' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** Runs one command line to its end. Never throws: every way to fail is an exit code and a message. */
export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const output = new Output(around, { json: args.includes('--json'), env: around.env });
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    around.stdout.write(`${helpText()}\n`);
    return name === undefined ? exitCode.usage : exitCode.good;
  }
  const entry = verbs.find((verb) => verb.name === (name === '--version' ? 'version' : name));
  if (entry === undefined) {
    output.note(`there is no verb "${name}"\n\n${helpText()}`);
    return exitCode.usage;
  }
  const verb = await entry.load();
  try {
    return await runVerb(verb, rest, { output, around });
  } catch (error) {
    return explain(error, verb, output);
  }
}

async function runVerb(
  verb: Verb,
  args: readonly string[],
  { output, around }: { output: Output; around: Surroundings },
): Promise<ExitCode> {
  const { values, positionals } = parse(verb, args);
  if (values['help'] === true) {
    around.stdout.write(`usage: airlock ${verb.usage}\n`);
    return exitCode.good;
  }
  return verb.run(callFrom(values, positionals, output, around.env));
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(verb: Verb, args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...verb.options, ...everyVerb } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function callFrom(values: Values, words: readonly string[], output: Output, env: NodeJS.ProcessEnv): VerbCall {
  const entries = Object.entries(values);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const lists = entries.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]));
  return {
    words,
    texts: Object.fromEntries(texts),
    lists: Object.fromEntries(lists),
    flags: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
    host: hostFrom(values['host']),
    env,
    output,
  };
}

function hostFrom(value: Values[string]): VerbCall['host'] {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isHostKind(value)) return value;
  throw new UsageError(`--host takes ${hostKinds.join(', ')}, not "${String(value)}"`);
}

function explain(error: unknown, verb: Verb, output: Output): ExitCode {
  if (error instanceof UsageError) {
    output.note(`${error.message}\nusage: airlock ${verb.usage}`);
    return exitCode.usage;
  }
  const failure = failureOf(error);
  output.value({ error: failure });
  output.note(`${failure.message} ${failure.next}`);
  const isDefect = !(error instanceof AirlockError) && error instanceof Error;
  if (isDefect) output.note(error.stack ?? '');
  return exitCode.unknown;
}
