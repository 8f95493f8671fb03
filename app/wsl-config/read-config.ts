import { wslconfigKeys, wslConfKeys, type ConfigKey } from './config-keys.ts';
import { parseValue, type ConfigValue } from './parse-value.ts';
import { scanConfig, type Entry, type Malformation, type Scan, type ScanRules } from './scan-config.ts';

/** What WSL would say of a line, in our words. */
export type ConfigProblem = Malformation | 'unknown-key' | 'duplicate-key' | 'invalid-value' | 'rest-ignored';

export interface ConfigWarning {
  readonly line: number;
  readonly problem: ConfigProblem;
  /** The key it is about; null for a line that could not be read. */
  readonly key: string | null;
}

/** The one entry of a key that counts. */
export interface Setting {
  readonly line: number;
  readonly text: string;
  /** Null when WSL does not take it and goes on with the default. */
  readonly value: ConfigValue | null;
}

/** What WSL makes of a file. */
export interface WslSettings {
  /** By the newest name of the key, as in `config-keys.ts`. */
  readonly settings: ReadonlyMap<string, Setting>;
  readonly warnings: readonly ConfigWarning[];
}

/** How one of the two files is read, and what it may hold. */
export interface ConfigDialect {
  readonly rules: ScanRules;
  readonly keys: readonly ConfigKey[];
}

/** `%UserProfile%\.wslconfig`: the machine of all distributions of one account. */
export const wslconfigDialect: ConfigDialect = {
  rules: { skipsMalformedLines: true, textMode: true },
  keys: wslconfigKeys,
};

/** `/etc/wsl.conf`: one distribution. */
export const wslConfDialect: ConfigDialect = {
  rules: { skipsMalformedLines: false, textMode: false },
  keys: wslConfKeys,
};

export function readWslconfig(text: string): WslSettings {
  return readConfig(text, wslconfigDialect);
}

export function readWslConf(text: string): WslSettings {
  return readConfig(text, wslConfDialect);
}

export function readConfig(text: string, dialect: ConfigDialect): WslSettings {
  const scan = scanConfig(text, dialect.rules);
  const settings = new Map<string, Setting>();
  const warnings: ConfigWarning[] = warningsOfLines(text, scan, dialect.rules);
  for (const entry of scan.entries) {
    const problem = take(entry, dialect.keys, settings);
    if (problem !== null) warnings.push({ line: entry.line, problem, key: entry.name });
  }
  return { settings, warnings: warnings.sort((left, right) => left.line - right.line) };
}

/** The key of an entry, whatever the case of its letters. */
export function keyOf(name: string, keys: readonly ConfigKey[]): ConfigKey | undefined {
  return keys.find(({ names }) => names.some((known) => known.toLowerCase() === name.toLowerCase()));
}

/** The first entry of a key counts, even if its value is none: later ones are duplicates. */
function take(entry: Entry, keys: readonly ConfigKey[], settings: Map<string, Setting>): ConfigProblem | null {
  const key = keyOf(entry.name, keys);
  if (key === undefined) return 'unknown-key';
  const [name] = key.names;
  if (settings.has(name)) return 'duplicate-key';
  const value = parseValue(entry.value, key);
  settings.set(name, { line: entry.line, text: entry.value, value });
  return value === null ? 'invalid-value' : null;
}

function warningsOfLines(text: string, scan: Scan, rules: ScanRules): ConfigWarning[] {
  const warnings = scan.malformed.map(({ line, why }): ConfigWarning => ({ line, problem: why, key: null }));
  const [first] = scan.malformed;
  if (first !== undefined && !rules.skipsMalformedLines) {
    const isLast = text.slice(first.whole.end).trim() === '';
    return isLast ? warnings : [...warnings, { line: first.line, problem: 'rest-ignored', key: null }];
  }
  if (scan.end === text.length) return warnings;
  const line = text.slice(0, scan.end).split('\n').length;
  return [...warnings, { line, problem: 'rest-ignored', key: null }];
}
