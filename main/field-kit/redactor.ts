import { redactSecrets } from '../files/redact-secrets.ts';

/** Who and where this PC is, as far as it is known beforehand. */
export interface Identity {
  readonly accounts: readonly string[];
  readonly hostNames: readonly string[];
  /** Addresses of this PC's own interfaces. */
  readonly addresses: readonly string[];
}

/** Names that tell nobody apart, and words that would make a kit unreadable if they were taken out. */
const anybody = new Set([
  ...['public', 'default', 'default user', 'all users', 'administrator', 'root', 'nobody', 'user', 'users', 'ubuntu'],
  ...['admin', 'daily', 'comfyui', 'comfy', 'airlock', 'docker', 'windows', 'linux', 'wsl', 'localhost'],
]);

const shortestWord = 3;
const hidden = '[redacted]';

/** Our own words: a PC called "pass" must not change a verdict. */
const ownWords = new Set([
  'id',
  'control',
  'verdict',
  'cause',
  'remedy',
  'host',
  'kind',
  'mode',
  'wall',
  'phase',
  'marks',
]);
const secretName =
  /token|secret|passw|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credential|cookie|authorization/iu;

/** Folders that are called after their account, with either slash, also written twice as JSON does. */
const accountFolder =
  /(?<folder>(?:[A-Za-z]:|\/mnt\/[a-z])?(?:\\{1,2}|\/)(?:Users|home)(?:\\{1,2}|\/))(?<name>[^\\/:*?"'<>|\r\n]+(?=[\\/])|[^\\/\s:*?"'<>|;,)]+)/giu;
const sid = /\bS-1-\d+(?:-\d+)+\b/gu;
const mac = /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/giu;
const mail = /[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;
/** Nobody outside can reach these, and what is wrong with a network cannot be seen without them. */
const inward = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab])/iu;

/**
 * Takes out what says whose PC this is: the same thing gets the same placeholder everywhere, so that what belongs
 * together can still be seen. Secrets go first.
 */
export class Redactor {
  private readonly placeholders = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  /** Words to take out wherever they stand, the longest first. */
  private words: { readonly pattern: RegExp; readonly placeholder: string }[] = [];

  /** `PC\account`, as Windows writes it. */
  private readonly accountOfPc: readonly RegExp[];

  constructor(identity: Identity) {
    this.accountOfPc = identity.hostNames
      .filter((name) => name !== '')
      .map((name) => new RegExp(`(?<folder>\\b${escaped(name)}\\\\{1,2})(?<name>[^\\\\\\s/:"'<>|,;()]+)`, 'giu'));
    for (const name of identity.hostNames) this.learnWord(name, 'pc');
    for (const name of identity.accounts) this.learnWord(name, 'user');
    for (const address of identity.addresses) if (!inward.test(address)) this.learnWord(address, 'own-address');
  }

  /** Learns every name that stands in a path, so that it is known before the first text is written. */
  learn(value: unknown): void {
    if (typeof value === 'string') this.learnText(value);
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) this.learn(inner);
  }

  /** The same value without names and secrets. What our own words are called stays as it is. */
  redact(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value))
      return value.map((inner, at) => (isAfterSecretFlag(value, at) ? hidden : this.redact(inner)));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.field(key, inner)]));
  }

  text(text: string): string {
    const whole = this.placeholders.get(text.toLowerCase());
    if (whole !== undefined) return whole;
    const withoutPeople = [accountFolder, ...this.accountOfPc].reduce(
      (shown, pattern) => shown.replace(pattern, (_all, folder: string, name: string) => folder + this.person(name)),
      redactSecrets(text),
    );
    const named = withoutPeople
      .replace(sid, (whole) => this.account(whole))
      .replace(mac, (whole) => this.placeholder(whole, 'mac'))
      .replace(mail, (whole) => this.placeholder(whole, 'mail'));
    return this.words.reduce((shown, { pattern, placeholder }) => shown.replace(pattern, placeholder), named);
  }

  private field(key: string, value: unknown): unknown {
    if (ownWords.has(key)) return value;
    if (secretName.test(key) && value !== null && value !== '' && typeof value !== 'object') return hidden;
    return this.redact(value);
  }

  private learnText(text: string): void {
    for (const { groups } of [accountFolder, ...this.accountOfPc].flatMap((pattern) => [...text.matchAll(pattern)])) {
      const name = groups?.['name'] ?? '';
      this.learnWord(name, 'user');
      // Where words follow a path without a slash, only the first one belongs to it.
      this.learnWord(name.split(/\s/u)[0] ?? '', 'user');
    }
  }

  private learnWord(word: string, kind: string): void {
    const known = word.trim();
    if (known === '' || anybody.has(known.toLowerCase()) || /^<[a-z-]+-\d+>$/u.test(known)) return;
    const size = this.placeholders.size;
    const placeholder = this.placeholder(known, kind);
    // A short name is part of many a word; it is taken out where it stands alone, and in paths.
    if (this.placeholders.size === size || known.length < shortestWord) return;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(known)}(?![\\p{L}\\p{N}_])`, 'giu');
    this.words = [...this.words, { pattern, placeholder }].sort(
      (one, other) => other.pattern.source.length - one.pattern.source.length,
    );
  }

  private person(name: string): string {
    return anybody.has(name.toLowerCase()) ? name : this.placeholder(name, 'user');
  }

  /** Groups and accounts that every Windows has keep their SID: a diagnosis goes by them. */
  private account(whole: string): string {
    const [authority = 0, ...rest] = whole.split('-').slice(2).map(Number);
    if (authority === 5 && rest[0] === 83) return this.placeholder(whole, 'vm-sid');
    const isEverywhere = rest.length <= 2 || (authority === 5 && rest[0] === 80) || authority === 15;
    return isEverywhere ? whole : this.placeholder(whole, 'sid');
  }

  private placeholder(what: string, kind: string): string {
    const key = what.toLowerCase();
    const known = this.placeholders.get(key);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const made = `<${kind}-${String(count)}>`;
    this.placeholders.set(key, made);
    return made;
  }
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** `["--api-key", "VALUE"]`: the secret stands on its own. */
function isAfterSecretFlag(list: readonly unknown[], at: number): boolean {
  const before = list[at - 1];
  return typeof before === 'string' && /^--?[\w-]+$/u.test(before) && secretName.test(before);
}
