import { parseRights } from './file-rights.ts';
import { sddlAliases } from './well-known-sids.ts';

/** One entry of a list of rights. */
export interface AccessEntry {
  /** `other` is a kind whose condition nobody here can evaluate. */
  readonly kind: 'allow' | 'deny' | 'other';
  /** As SDDL writes it: A, D, XA, OA, … */
  readonly type: string;
  readonly sid: string;
  /** Access mask with generic rights mapped; null when it could not be read. */
  readonly rights: number | null;
  /** Comes from the folder above. */
  readonly isInherited: boolean;
  /** Is only there to be handed down: says nothing of the thing itself. */
  readonly isInheritOnly: boolean;
}

export interface SecurityDescriptor {
  readonly owner: string | null;
  /** Null is not empty: it lets everybody do everything. */
  readonly entries: readonly AccessEntry[] | null;
  /** Does not take what the folder above hands down. */
  readonly isProtected: boolean;
}

const longest = 65_536;
const sidPattern = String.raw`S-1-(?:0x[0-9A-Fa-f]{1,12}|\d{1,15})(?:-\d{1,10}){1,15}`;
const sidOrAlias = new RegExp(`^(?:${sidPattern}|[A-Z]{2})$`, 'u');
const noList = 'NO_ACCESS_CONTROL';

/**
 * Reads a security descriptor in SDDL, as Get-Acl and icacls write it. Null when it is not one: nothing may be concluded
 * from half of it.
 */
export function parseSddl(text: string): SecurityDescriptor | null {
  if (text.length > longest) return null;
  const parts = splitParts(text.trim());
  if (parts === null) return null;
  const owner = parts.get('O');
  const list = parts.get('D');
  if (owner !== undefined && !sidOrAlias.test(owner)) return null;
  // Without any list there is nothing to judge, and no way to tell a missing list from one that was not read.
  if (list === undefined) return null;
  const { flags, entries } = readList(list);
  if (entries === null) return null;
  const isOpen = flags.includes(noList);
  if (isOpen && entries.length > 0) return null;
  return {
    owner: owner === undefined ? null : sidOf(owner),
    entries: isOpen ? null : entries,
    isProtected: flags.replace(noList, '').includes('P'),
  };
}

/** Owner, group, rights and audit: each at most once. Null when there is anything else. */
function splitParts(text: string): ReadonlyMap<string, string> | null {
  const parts = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const name = text[at] ?? '';
    if (!'OGDS'.includes(name) || text[at + 1] !== ':' || parts.has(name)) return null;
    const end = endOfPart(text, at + 2);
    if (end === null) return null;
    parts.set(name, text.slice(at + 2, end));
    at = end;
  }
  return parts.size === 0 ? null : parts;
}

/** Where the next part begins: a letter and a colon outside of parentheses. Null when a parenthesis stays open. */
function endOfPart(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') {
      const close = closing(text, at);
      if (close === null) return null;
      at = close;
    } else if (text[at + 1] === ':' && 'OGDS'.includes(text[at] ?? '')) {
      return at;
    }
  }
  return text.length;
}

/** The parenthesis that closes this one; conditions nest them and may quote some. */
function closing(text: string, open: number): number | null {
  let depth = 0;
  let isQuoted = false;
  for (let at = open; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

function readList(list: string): { readonly flags: string; readonly entries: readonly AccessEntry[] | null } {
  const first = list.indexOf('(');
  const flags = first === -1 ? list : list.slice(0, first);
  if (!/^(?:P|AR|AI|NO_ACCESS_CONTROL)*$/u.test(flags)) return { flags, entries: null };
  const entries: AccessEntry[] = [];
  for (let at = first === -1 ? list.length : first; at < list.length;) {
    const close = list[at] === '(' ? closing(list, at) : null;
    const entry = close === null ? null : readEntry(list.slice(at + 1, close));
    if (close === null || entry === null) return { flags, entries: null };
    entries.push(entry);
    at = close + 1;
  }
  return { flags, entries };
}

/** type;flags;rights;object;inherited object;account[;condition or claim] */
function readEntry(text: string): AccessEntry | null {
  const [type = '', flags = '', rights = '', object = '', inherited = '', account, ...rest] = text.split(';');
  if (account === undefined || !/^[A-Z]{1,2}$/u.test(type) || !/^(?:[A-Z]{2})*$/u.test(flags)) return null;
  const trustee = account.trim();
  if (!sidOrAlias.test(trustee)) return null;
  // With an object, or a condition, an entry counts for some cases only.
  const isPlain = object === '' && inherited === '' && rest.length === 0;
  const pairs = [...flags.matchAll(/../gu)].map(([pair]) => pair);
  return {
    kind: isPlain && type === 'A' ? 'allow' : isPlain && type === 'D' ? 'deny' : 'other',
    type,
    sid: sidOf(trustee),
    rights: parseRights(rights),
    isInherited: pairs.includes('ID'),
    isInheritOnly: pairs.includes('IO'),
  };
}

function sidOf(text: string): string {
  return Object.hasOwn(sddlAliases, text) ? (sddlAliases[text] ?? text) : text;
}
