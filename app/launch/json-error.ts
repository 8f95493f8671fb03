/** Where a text stops being JSON, in words a person can act on. Lines and columns start at 1. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

/** What may come next. */
type Expecting = 'value' | 'value or ]' | 'name or }' | 'name' | 'colon' | 'comma or ]' | 'comma or }' | 'end';

const inWords: Readonly<Record<Expecting, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  'name or }': 'a field name in double quotes, or "}"',
  name: 'a field name in double quotes',
  colon: 'a ":"',
  'comma or ]': 'a "," or "]"',
  'comma or }': 'a "," or "}"',
  end: 'the end of the file',
};

const blank = /[ \t\r\n]*/y;
/** Anything from the space on but the quote and the backslash, or an escape. */
const text = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const plain = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/**
 * Finds the first place where `source` is not JSON, or null when it is. Engines word this differently from version to
 * version; this one always says where. It keeps its own stack, so depth costs memory and never the call stack.
 */
export function locateJsonError(source: string): JsonError | null {
  const open: string[] = [];
  let expecting: Expecting = 'value';
  let at = skipBlank(source, 0);
  while (at < source.length) {
    const step = take(source, at, expecting, open);
    if (step === null) return errorAt(source, at, expecting);
    expecting = step.expecting;
    at = skipBlank(source, step.at);
  }
  return expecting === 'end' ? null : errorAt(source, at, expecting);
}

interface Step {
  readonly at: number;
  readonly expecting: Expecting;
}

/** Reads one token that may stand here; null when this one may not. */
function take(source: string, at: number, expecting: Expecting, open: string[]): Step | null {
  const sign = source.charAt(at);
  switch (expecting) {
    case 'value or ]':
      return sign === ']' ? close(at, open) : takeValue(source, at, open);
    case 'value':
      return takeValue(source, at, open);
    case 'name or }':
      return sign === '}' ? close(at, open) : takeName(source, at);
    case 'name':
      return takeName(source, at);
    case 'colon':
      return sign === ':' ? { at: at + 1, expecting: 'value' } : null;
    case 'comma or ]':
      if (sign === ',') return { at: at + 1, expecting: 'value' };
      return sign === ']' ? close(at, open) : null;
    case 'comma or }':
      if (sign === ',') return { at: at + 1, expecting: 'name' };
      return sign === '}' ? close(at, open) : null;
    case 'end':
      return null;
  }
}

function takeValue(source: string, at: number, open: string[]): Step | null {
  const sign = source.charAt(at);
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return { at: at + 1, expecting: sign === '{' ? 'name or }' : 'value or ]' };
  }
  const end = endOf(text, source, at) ?? endOf(plain, source, at);
  return end === null ? null : { at: end, expecting: afterValue(open) };
}

function takeName(source: string, at: number): Step | null {
  const end = endOf(text, source, at);
  return end === null ? null : { at: end, expecting: 'colon' };
}

function close(at: number, open: string[]): Step {
  open.pop();
  return { at: at + 1, expecting: afterValue(open) };
}

function afterValue(open: readonly string[]): Expecting {
  const inner = open.at(-1);
  if (inner === undefined) return 'end';
  return inner === '{' ? 'comma or }' : 'comma or ]';
}

function endOf(pattern: RegExp, source: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : null;
}

function skipBlank(source: string, at: number): number {
  return endOf(blank, source, at) ?? at;
}

function errorAt(source: string, at: number, expecting: Expecting): JsonError {
  const before = source.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return { line: before.length, column, expected: inWords[expecting], found: wordAt(source, at) };
}

/** The next few characters, so that the place is recognised. */
function wordAt(source: string, at: number): string {
  if (at >= source.length) return 'the end of the file';
  return JSON.stringify(/^[\w.+-]+|^[^]/u.exec(source.slice(at, at + 24))?.[0] ?? '');
}
