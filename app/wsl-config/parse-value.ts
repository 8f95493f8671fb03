import type { ConfigKey } from './config-keys.ts';

/** Bytes of a size, a number, a switch, or the text; a choice in lower case. */
export type ConfigValue = string | number | boolean;

/** A value as WSL takes it; null when WSL warns and goes on with the default. */
export function parseValue(text: string, key: ConfigKey): ConfigValue | null {
  switch (key.kind) {
    case 'text':
      return text;
    case 'switch':
      return parseSwitch(text);
    case 'number':
      return parseNumber(text);
    case 'size':
      return parseSize(text);
    case 'choice':
      return parseChoice(text, key.choices ?? []);
  }
}

function parseSwitch(text: string): boolean | null {
  if (text === '1' || text.toLowerCase() === 'true') return true;
  return text === '0' || text.toLowerCase() === 'false' ? false : null;
}

/** As C's strtol with base 0: decimal, 0x…, or octal with a leading 0. */
function parseNumber(text: string): number | null {
  const match = /^[ \t\n\v\f\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))$/u.exec(text);
  if (match === null) return null;
  const [, sign, hex, octal, decimal] = match;
  const size = hex !== undefined ? parseInt(hex, 16) : octal !== undefined ? parseInt(`0${octal}`, 8) : Number(decimal);
  const value = sign === '-' ? -size : size;
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : null;
}

const units: Readonly<Record<string, bigint>> = { B: 0n, K: 10n, M: 20n, G: 30n, T: 40n };
const maxUint64 = 2n ** 64n - 1n;

/** As C's strtoull, then nothing or a unit in capitals: no blank, no fraction, no lower case. Zero is a single 0. */
function parseSize(text: string): number | null {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)([BKMGT]?)(B?)$/u.exec(text);
  if (match === null) return null;
  const [, sign = '', digits = '', unit = '', tail = ''] = match;
  const read = BigInt(digits);
  if (read === 0n && !text.startsWith('0')) return null;
  if (read === 0n && digits !== '0') return null;
  // "B" is a unit of its own and takes no second one.
  if (tail === 'B' && (unit === '' || unit === 'B')) return null;
  const whole = read > maxUint64 ? maxUint64 : sign === '-' ? BigInt.asUintN(64, -read) : read;
  return Number(BigInt.asUintN(64, whole << (units[unit] ?? 0n)));
}

function parseChoice(text: string, choices: readonly string[]): string | null {
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  return found?.toLowerCase() ?? null;
}
