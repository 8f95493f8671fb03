/** Numbers in [0, 1) that are the same in every run, so that what was found once can be found again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
type Damage = (valid: Buffer, random: Random) => Buffer;

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[below(from.length, random)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => below(256, random)));
}

/** What no field of ours may hold. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  '',
  ' ',
  '../../etc/passwd',
  '$(id)',
  '\u0000',
  'x'.repeat(5_000),
  [],
  [[]],
  {},
  { constructor: 1 },
  { toString: null },
  [null],
];

/** One value somewhere in the tree is replaced, removed, or gets an unknown neighbour. */
function alterTree(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(wrongValues, random);
  if (Array.isArray(value)) {
    const at = below(value.length + 1, random);
    return value
      .map((item: unknown, index) => (index === at ? alterTree(item, random) : item))
      .concat(at === 0 ? [0] : []);
  }
  const entries: [string, unknown][] = Object.entries(value);
  const at = below(entries.length, random);
  const [key, inner] = entries[at] ?? ['version', 1];
  const how = random();
  if (how < 0.1) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (how < 0.2) return Object.fromEntries([...entries, [pick(['__proto__', 'constructor', 'extra', ''], random), 1]]);
  return Object.fromEntries(entries.map(([name, old]) => [name, name === key ? alterTree(inner, random) : old]));
}

const damages: readonly Damage[] = [
  (valid, random) => {
    const bytes = Buffer.from(valid);
    for (let left = 1 + below(8, random); left > 0; left -= 1) bytes[below(bytes.length, random)] = below(256, random);
    return bytes;
  },
  (valid, random) => valid.subarray(0, below(valid.length, random)),
  (valid, random) => {
    const at = below(valid.length, random);
    return Buffer.concat([valid.subarray(0, at), randomBytes(1 + below(20, random), random), valid.subarray(at)]);
  },
  (valid, random) => {
    const [from, to] = [below(valid.length, random), below(valid.length, random)].sort((one, other) => one - other);
    return Buffer.concat([valid.subarray(0, from), valid.subarray(to)]);
  },
  (valid, random) => {
    const lines = valid.toString('utf8').split('\n');
    const at = below(lines.length, random);
    try {
      lines[at] = JSON.stringify(alterTree(JSON.parse(lines[at] ?? ''), random));
    } catch {
      lines[at] = JSON.stringify(pick(wrongValues, random));
    }
    return Buffer.from(lines.join('\n'));
  },
  (_, random) => randomBytes(below(400, random), random),
  (_, random) => Buffer.from(JSON.stringify(pick(wrongValues, random))),
  (valid) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), valid, Buffer.from([0xef, 0xbb, 0xbf])]),
  (valid) => Buffer.from(valid.toString('utf8'), 'utf16le'),
  (valid, random) => Buffer.concat([valid, pick([valid, Buffer.alloc(64), Buffer.from('}')], random)]),
  (_, random) => {
    const depth = 1 + below(random() < 0.02 ? 100_000 : 400, random);
    const [open, close] = pick([['[', ']'] as const, ['{"a":', '}'] as const], random);
    return Buffer.from(open.repeat(depth) + (random() < 0.5 ? `1${close.repeat(depth)}` : ''));
  },
  (valid, random) => {
    const filler = pick([' ', '9', '"', 'a', '\n', '\\'], random);
    return Buffer.concat([valid, Buffer.from(filler.repeat(random() < 0.02 ? 400_000 : 4_000))]);
  },
];

/**
 * A file as a crash, a bad disk, a wrong program or somebody's hand may leave it: bytes changed, cut off, doubled, of
 * another type, encoding, size or depth. Single lines that are JSON are also damaged as JSON. By chance it may still be
 * valid.
 */
export function damageBytes(valid: Buffer, random: () => number): Buffer {
  return pick(damages, random)(valid, random);
}
