import { verbs } from './verbs.ts';

/** What `airlock help` prints. */
export function helpText(): string {
  const shown = verbs.filter((verb) => verb.hidden !== true);
  const width = Math.max(...shown.map((verb) => verb.name.length));
  return [
    'usage: airlock VERB [OPTIONS]',
    '',
    ...shown.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
    '',
    'Every verb takes:',
    '  --json                          one JSON value a line on standard output',
    '  --host windows|linux|practice   where the stack lives; found out when absent',
    '  --help                          how the verb is used',
    '',
    'It ends with 0 when all is well, 1 when something bad was found or done,',
    '2 when it could not tell, 64 when it was called wrongly.',
  ].join('\n');
}
