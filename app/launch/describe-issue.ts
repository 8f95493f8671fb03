import type * as z from 'zod/mini';

/** One thing that is wrong with a profile. */
export interface Complaint {
  /** Path of the field, for example `limits.shm`; null means the file as a whole. */
  readonly field: string | null;
  readonly expected: string;
  readonly found: string;
}

type Issue = z.core.$ZodIssue;

const maxFoundCharacters = 60;

/** Says what the schema missed at a place of `value`. */
export function describeIssue(issue: Issue, value: unknown): Complaint {
  if (issue.code === 'unrecognized_keys') return unknownField(issue.path, issue.keys, value);
  return {
    field: issue.path.length === 0 ? null : pathText(issue.path),
    expected: expectedBy(issue),
    found: inShort(valueAt(value, issue.path)),
  };
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map((one) => JSON.stringify(one)).join(' or ');
    case 'too_small':
      return issue.origin === 'string' ? 'some text' : `${String(issue.minimum)} or more`;
    case 'too_big':
      return `${String(issue.maximum)} or less`;
    default:
      return issue.message.replace(/^expected /u, '');
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

function unknownField(path: readonly PropertyKey[], keys: readonly string[], value: unknown): Complaint {
  const [key = ''] = keys;
  return {
    field: pathText([...path, key]),
    expected: 'no field of that name (is it misspelt?)',
    found: inShort(valueAt(value, [...path, key])),
  };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((soFar, key) => {
    if (typeof key === 'number') return `${soFar}[${String(key)}]`;
    return soFar === '' ? String(key) : `${soFar}.${String(key)}`;
  }, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return Reflect.get(inner, key);
  }, value);
}

/** A value as a person would point at it. */
export function inShort(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > maxFoundCharacters ? `${text.slice(0, maxFoundCharacters)}…` : text;
}
