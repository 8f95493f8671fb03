import type { ConfigProblem, ConfigWarning } from '../../app/wsl-config/read-config.ts';
import type { Notes } from './look-up.ts';

const inWords: Readonly<Record<ConfigProblem, string>> = {
  'no-key': 'does not begin with a key (only # begins a comment)',
  'no-section': 'has no name between the brackets',
  'no-bracket': 'has no closing bracket, or something behind it',
  'no-equals': 'has no = behind the key',
  'bad-escape': 'has a backslash that has to be doubled',
  'open-quote': 'has a quote that is not closed',
  'unknown-key': 'names a key that WSL does not know',
  'duplicate-key': 'says again what was said before; the first one counts',
  'invalid-value': 'has a value that WSL does not take; the default counts',
  'rest-ignored': 'ends the reading: everything behind it is ignored',
};

/** Notes what WSL makes of the odd lines of one of its files. */
export async function noteConfigWarnings(
  notes: Notes,
  name: string,
  warnings: readonly ConfigWarning[],
): Promise<void> {
  if (warnings.length === 0) return;
  const lines = warnings.map(({ line, problem, key }) => {
    const about = key === null ? '' : ` (${key})`;
    return `line ${String(line)}${about} ${inWords[problem]}`;
  });
  await notes.read(`${name}, read by WSL’s rules`, Promise.resolve(lines.join('\n')), (text) => text);
}
