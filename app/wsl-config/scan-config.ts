/**
 * How WSL reads its two configuration files, character by character: microsoft/WSL, src/shared/configfile/configfile.cpp.
 * Anything above ASCII is opaque here, so a text may hold one character a byte.
 */
export interface ScanRules {
  /** `.wslconfig`: a malformed line is left out. `wsl.conf`: the first one ends the reading, and the rest is ignored. */
  readonly skipsMalformedLines: boolean;
  /** `.wslconfig` is opened in Windows' text mode: a line may end in CR LF, and Ctrl-Z is the end of the file. */
  readonly textMode: boolean;
}

/** A line that WSL cannot read. */
export type Malformation = 'no-key' | 'no-section' | 'no-bracket' | 'no-equals' | 'bad-escape' | 'open-quote';

/** From the first character to behind the last one. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A `key = value` that WSL has read. */
export interface Entry {
  /** With its section, as it is written: `wsl2.memory`. */
  readonly name: string;
  readonly value: string;
  /** Where it begins; lines count from 1. */
  readonly line: number;
  /** Its value as it is written, without blanks and comment behind it. */
  readonly raw: Span;
  /** From the beginning of its line to behind the end of its last one. */
  readonly whole: Span;
  /** Where the comment behind it begins; null when there is none. */
  readonly comment: number | null;
  /** The header it stands under: an index into `headers`; -1 above the first one. */
  readonly header: number;
}

interface Header {
  readonly name: string;
  readonly line: number;
  readonly whole: Span;
}

interface Malformed {
  readonly why: Malformation;
  readonly line: number;
  readonly whole: Span;
}

export interface Scan {
  readonly entries: readonly Entry[];
  readonly headers: readonly Header[];
  readonly malformed: readonly Malformed[];
  /** Where the reading ended: the end of the text, a Ctrl-Z, or the line that made WSL give up. */
  readonly end: number;
}

export function scanConfig(text: string, rules: ScanRules): Scan {
  return new ConfigScanner(text, rules).scan();
}

const letter = /^[A-Za-z]$/u;
const letterOrDigit = /^[A-Za-z0-9]$/u;
const escapes: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', b: '\b', n: '\n', t: '\t', '\n': '' };
const ctrlZ = '\x1a';

/** A value while it is read. */
interface ReadValue {
  readonly value: string;
  readonly raw: Span;
}

class ConfigScanner {
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private startLine = 1;
  /** The name of the section; when a header breaks off, WSL keeps the old length and the new letters. */
  private held = '';
  private sectionLength = 0;
  private hasGivenUp = false;
  private readonly entries: Entry[] = [];
  private readonly headers: Header[] = [];
  private readonly malformed: Malformed[] = [];
  private readonly size: number;

  constructor(
    private readonly text: string,
    private readonly rules: ScanRules,
  ) {
    const stop = rules.textMode ? text.indexOf(ctrlZ) : -1;
    this.size = stop < 0 ? text.length : stop;
  }

  scan(): Scan {
    while (this.at < this.size && !this.hasGivenUp) {
      this.lineStart = this.at;
      this.startLine = this.line;
      this.skipBlanks();
      this.statement(this.peek());
    }
    const { entries, headers, malformed, lineStart, size } = this;
    return { entries, headers, malformed, end: this.hasGivenUp ? lineStart : size };
  }

  private statement(first: string): void {
    if (first === '' || first === '\n' || first === '\r') this.take();
    else if (first === '#') this.skipToLineEnd();
    else if (first === '[') this.header();
    else if (letter.test(first)) this.entry();
    else this.giveUpLine('no-key');
  }

  private header(): void {
    this.take();
    if (!letter.test(this.peek())) {
      this.giveUpLine('no-section');
      return;
    }
    this.held = this.takeWord();
    if (this.peek() !== ']') {
      this.giveUpLine('no-bracket');
      return;
    }
    this.take();
    this.skipBlanks();
    if (!['', '\n', '\r', '#'].includes(this.peek())) {
      this.giveUpLine('no-bracket');
      return;
    }
    this.sectionLength = this.held.length;
    this.endLine();
    this.headers.push({ name: this.held, line: this.startLine, whole: this.whole() });
  }

  private entry(): void {
    const section = this.held.slice(0, this.sectionLength).padEnd(this.sectionLength, '\0');
    const key = this.takeWord();
    const name = section === '' ? key : `${section}.${key}`;
    this.skipBlanks();
    if (this.peek() !== '=') {
      this.giveUpLine('no-equals');
      return;
    }
    this.take();
    this.skipBlanks();
    const read = this.value();
    if (typeof read === 'string') {
      this.giveUpLine(read);
      return;
    }
    const comment = this.peek() === '#' ? this.at : null;
    this.endLine();
    const { startLine: line, headers } = this;
    this.entries.push({ name, ...read, line, whole: this.whole(), comment, header: headers.length - 1 });
  }

  /** Blanks behind the value do not belong to it, unless they stand in quotes. */
  private value(): ReadValue | Malformation {
    const start = this.at;
    let end = start;
    let value = '';
    let trimmed = 0;
    let isQuoted = false;
    for (let next = this.peek(); !['', '\n', '\r'].includes(next); next = this.peek()) {
      if (next === '#' && !isQuoted) break;
      this.take();
      if (next === '"') isQuoted = !isQuoted;
      else if (next === '\\') {
        const plain = escapes[this.take()];
        if (plain === undefined) return 'bad-escape';
        value += plain;
      } else value += next;
      if (next === ' ' || next === '\t') continue;
      trimmed = value.length;
      end = this.at;
    }
    if (isQuoted) return 'open-quote';
    // What is compared later is a C string.
    const [plain = ''] = value.slice(0, trimmed).split('\0', 1);
    return { value: plain, raw: { start, end } };
  }

  private giveUpLine(why: Malformation): void {
    this.skipToLineEnd();
    this.malformed.push({ why, line: this.startLine, whole: this.whole() });
    this.hasGivenUp = !this.rules.skipsMalformedLines;
  }

  private whole(): Span {
    return { start: this.lineStart, end: this.at };
  }

  private takeWord(): string {
    const start = this.at;
    while (letterOrDigit.test(this.peek())) this.take();
    return this.text.slice(start, this.at);
  }

  private skipBlanks(): void {
    while (this.peek() === ' ' || this.peek() === '\t') this.take();
  }

  /** A CR alone ends a line here, but no comment and no malformed line. */
  private endLine(): void {
    if (this.peek() === '#') {
      this.skipToLineEnd();
      return;
    }
    const isCrLf = this.isCrLf();
    if (this.take() === '\r' && isCrLf) this.take();
  }

  /** Takes the line's end, too. */
  private skipToLineEnd(): void {
    for (let next = this.take(); next !== '' && next !== '\n'; next = this.take());
  }

  /** The next character; empty at the end. CR LF counts as one where Windows makes one of it. */
  private peek(): string {
    if (this.at >= this.size) return '';
    return this.isCrLf() && this.rules.textMode ? '\n' : this.text.charAt(this.at);
  }

  private take(): string {
    const next = this.peek();
    if (next === '') return next;
    this.at += next === '\n' && this.isCrLf() ? 2 : 1;
    if (next === '\n') this.line += 1;
    return next;
  }

  private isCrLf(): boolean {
    return this.text.charAt(this.at) === '\r' && this.text.charAt(this.at + 1) === '\n' && this.at + 1 < this.size;
  }
}
