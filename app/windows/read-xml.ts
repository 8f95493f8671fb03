/** One element of a document. Names are without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, all pieces together. */
  readonly text: string;
}

/** An element whose end has not come yet. */
interface Open {
  readonly qualified: string;
  readonly element: { name: string; attributes: ReadonlyMap<string, string>; children: XmlElement[]; text: string };
}

const longest = 262_144;
const deepest = 64;

const space = String.raw`[ \t\r\n]`;
const name = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const attribute = String.raw`(${name})${space}*=${space}*("[^"<]*"|'[^'<]*')`;
const startTag = new RegExp(`<(${name})((?:${space}+${attribute})*)${space}*(/?)>`, 'uy');
const endTag = new RegExp(`</(${name})${space}*>`, 'uy');
const skipped = /<!--(?:(?!--)[\s\S])*-->|<\?(?!xml[ \t\r\n])[\w.-]+(?:(?!\?>)[\s\S])*\?>/uy;
const cdata = /<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>/uy;
const declaration = /<\?xml[ \t\r\n](?:(?!\?>)[\s\S])*\?>/uy;
const plainText = /[^<]+/uy;

/**
 * Reads a small XML document, strictly. Null when it is not well-formed, too large, too deep, or has a document type:
 * that is where entities come from, and nothing here expands any but the five that XML itself knows.
 */
export function readXml(document: string): XmlElement | null {
  if (document.length > longest) return null;
  return new XmlReader(document.startsWith('\uFEFF') ? document.slice(1) : document).read();
}

/** Goes through the text once and never back. */
class XmlReader {
  private at = 0;
  private readonly open: Open[] = [];
  private root: XmlElement | null = null;

  constructor(private readonly text: string) {}

  read(): XmlElement | null {
    // Which encoding it names does not matter any more: it has been decoded.
    this.take(declaration);
    while (this.at < this.text.length) {
      if (!this.step()) return null;
    }
    return this.open.length === 0 ? this.root : null;
  }

  private step(): boolean {
    if (this.take(skipped) !== null) return true;
    const literal = this.take(cdata);
    if (literal !== null) return this.addText(literal[1] ?? '');
    const start = this.take(startTag);
    if (start !== null) return this.begin(start[1] ?? '', start[2] ?? '', start.at(-1) === '/');
    const end = this.take(endTag);
    if (end !== null) return this.end(end[1] ?? '');
    const plain = this.take(plainText);
    const decoded = plain === null ? null : decode(plain[0]);
    return decoded !== null && this.addText(decoded);
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  private addText(text: string): boolean {
    const parent = this.open.at(-1);
    if (parent === undefined) return /^[ \t\r\n]*$/u.test(text);
    parent.element.text += text;
    return true;
  }

  private begin(qualified: string, attributeText: string, isEmpty: boolean): boolean {
    const attributes = readAttributes(attributeText);
    const isSecondRoot = this.open.length === 0 && this.root !== null;
    if (attributes === null || isSecondRoot || this.open.length >= deepest) return false;
    const element = { name: local(qualified), attributes, children: [], text: '' };
    this.open.push({ qualified, element });
    return isEmpty ? this.end(qualified) : true;
  }

  private end(qualified: string): boolean {
    const closed = this.open.pop();
    if (closed?.qualified !== qualified) return false;
    const parent = this.open.at(-1);
    if (parent === undefined) this.root = closed.element;
    else parent.element.children.push(closed.element);
    return true;
  }
}

function readAttributes(text: string): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  for (const [, qualified = '', quoted = ''] of text.matchAll(new RegExp(attribute, 'gu'))) {
    const value = decode(quoted.slice(1, -1));
    if (value === null || attributes.has(qualified)) return null;
    attributes.set(qualified, value);
  }
  return attributes;
}

function local(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Null when there is an ampersand that begins none of the five entities and no character reference. */
function decode(text: string): string | null {
  const pieces = text.split('&');
  const decoded = pieces.slice(1).map((piece) => {
    const [, reference = '', rest = ''] = /^([^;]{1,12});([\s\S]*)$/u.exec(piece) ?? [];
    const char = entities.get(reference) ?? characterOf(reference);
    return char === null ? null : char + rest;
  });
  return decoded.includes(null) ? null : [pieces[0], ...decoded].join('');
}

function characterOf(reference: string): string | null {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/u.exec(reference);
  if (match === null) return null;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  const isAllowed = code >= 0x20 ? code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) : [9, 10, 13].includes(code);
  return isAllowed ? String.fromCodePoint(code) : null;
}
