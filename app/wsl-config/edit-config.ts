import { AirlockError } from '../errors/airlock-error.ts';
import type { ConfigKey } from './config-keys.ts';
import { keyOf, readConfig, type ConfigDialect, type Setting } from './read-config.ts';
import { scanConfig, type Entry, type Scan } from './scan-config.ts';

/** One place of a text and what comes there. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What Airlock writes is plain ASCII: WSL cuts every wider character to one byte. */
const writable = /^[ -~]*$/u;

/**
 * The text with the key set, so that WSL takes this value: the entry that counts is changed where it stands, else one
 * is added to its section. Everything else stays as it is, character by character.
 *
 * @throws AirlockError `file-damaged` when no place can be found where WSL would read it.
 */
export function setSetting(text: string, dialect: ConfigDialect, name: string, value: string): string {
  const key = mustBeKey(name, dialect);
  if (!writable.test(value)) throw new Error(`cannot be written to a file of WSL: ${JSON.stringify(value)}`);
  const scan = scanConfig(text, dialect.rules);
  const counting = scan.entries.find((entry) => keyOf(entry.name, dialect.keys) === key);
  const patches =
    counting === undefined ? additions(text, scan, key, value) : [{ ...counting.raw, text: quote(value) }];
  const edited = patches
    .map((patch) => apply(text, patch))
    .find((one) => isAsMeant(text, one, dialect, { key, value }));
  if (edited === undefined) throw notEditable(key);
  return edited;
}

/**
 * The text without the key: every entry of it goes, also those that do not count, and comments behind them stay.
 *
 * @throws AirlockError `file-damaged` when it cannot be taken out without changing what else WSL reads.
 */
export function unsetSetting(text: string, dialect: ConfigDialect, name: string): string {
  const key = mustBeKey(name, dialect);
  const { entries } = scanConfig(text, dialect.rules);
  const own = entries.filter((entry) => keyOf(entry.name, dialect.keys) === key);
  const edited = own.toReversed().reduce((rest, entry) => apply(rest, withoutEntry(entry)), text);
  if (!isAsMeant(text, edited, dialect, { key, value: null })) throw notEditable(key);
  return edited;
}

function withoutEntry({ whole, comment }: Entry): Patch {
  return { start: whole.start, end: comment ?? whole.end, text: '' };
}

function apply(text: string, { start, end, text: inserted }: Patch): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** Places for a new entry, best first; which of them WSL reads as meant is tried out. */
function additions(text: string, scan: Scan, key: ConfigKey, value: string): readonly Patch[] {
  const [section = '', short = ''] = key.names[0].split('.', 2);
  const newLine = lineEndOf(text);
  const line = `${short}=${quote(value)}${newLine}`;
  const inSection = scan.headers.flatMap((header, index) => {
    if (header.name.toLowerCase() !== section.toLowerCase()) return [];
    const last = scan.entries.findLast((entry) => entry.header === index);
    return [last?.whole.end ?? header.whole.end, header.whole.end];
  });
  const block = `[${section}]${newLine}${line}`;
  const lastHeader = scan.headers.findLast((header) => header.whole.end <= scan.end);
  const between = [scan.end, lastHeader?.whole.start, 0].filter((at) => at !== undefined);
  return [
    ...inSection.map((at) => insertion(text, at, line, newLine)),
    ...between.map((at) => insertion(text, at, at === scan.end && at > 0 ? `${newLine}${block}` : block, newLine)),
  ];
}

/** On lines of its own, also behind a last line that has no end. */
function insertion(text: string, at: number, lines: string, newLine: string): Patch {
  const isAtLineStart = at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r';
  return { start: at, end: at, text: isAtLineStart ? lines : `${newLine}${lines}` };
}

function lineEndOf(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? '\n';
}

/** As WSL reads it back: a comment sign, blanks at the ends and nothing at all need quotes. */
function quote(value: string): string {
  const escaped = value.replaceAll(/[\\"]/gu, (sign) => `\\${sign}`);
  return value === '' || /#|^ | $/u.test(value) ? `"${escaped}"` : escaped;
}

/** Whether this key, and this key alone, reads differently now. */
function isAsMeant(
  before: string,
  after: string,
  dialect: ConfigDialect,
  wanted: { readonly key: ConfigKey; readonly value: string | null },
): boolean {
  const [name] = wanted.key.names;
  const { settings } = readConfig(after, dialect);
  if ((settings.get(name)?.text ?? null) !== wanted.value) return false;
  return othersOf(readConfig(before, dialect).settings, name) === othersOf(settings, name);
}

function othersOf(settings: ReadonlyMap<string, Setting>, name: string): string {
  const others = [...settings].filter(([other]) => other !== name).map(([other, { text }]) => [other, text]);
  return JSON.stringify(others.sort());
}

function mustBeKey(name: string, { keys }: ConfigDialect): ConfigKey {
  const key = keyOf(name, keys);
  if (key === undefined) throw new Error(`WSL knows no such key: ${name}`);
  return key;
}

function notEditable({ names: [name] }: ConfigKey): AirlockError {
  return new AirlockError({
    code: 'file-damaged',
    message: `${name} cannot be changed: a damaged line of the file would swallow it.`,
    next: 'Correct the line that cannot be read by hand, then try again.',
  });
}
