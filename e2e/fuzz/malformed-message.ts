import fc from 'fast-check';
import { commands } from '../../app/ipc/contract.ts';

const commandName = fc.constantFrom(...Object.keys(commands));

/** Names that look up something on every object, near misses, and anything else. */
const strangeName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'panel.snapshot ', 'PANEL.SNAPSHOT'),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.anything(),
);

/** Inputs that are almost right, hostile to a careless merge, deep, or anything else. */
const strangeInput = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
  fc.jsonValue({ maxDepth: 12 }),
  fc.constantFrom<unknown>(
    JSON.parse('{"__proto__":{"mode":"secure"}}'),
    { mode: 'secure', wall: 'none' },
    { mode: 'secure', extra: 1 },
    { mode: ['secure'] },
    { remedyId: '../../etc/passwd' },
    { remedyId: 'a'.repeat(65) },
    { controlId: 'docker.wall', broken: 'yes' },
    { controlId: 'constructor', broken: true },
  ),
);

/** One message no page of ours would send: a name, an input, or both are wrong, now and then neither. */
export const malformedMessage = fc.record({
  name: fc.oneof({ weight: 3, arbitrary: commandName }, { weight: 2, arbitrary: strangeName }),
  input: strangeInput,
});

/** One text frame: broken JSON, other JSON, or a frame with wrong fields. */
export const malformedFrame = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.json({ maxDepth: 8 }),
  fc.record({ type: fc.anything(), id: fc.anything(), name: fc.anything(), input: fc.anything() }).map(frameText),
  malformedMessage.map(({ name, input }) => frameText({ type: 'invoke', id: 1, name, input })),
  fc.constantFrom('', '[]', 'null', '{"type":"hello"}', '{"type":"invoke"}', '{"type":"invoke","id":-1,"name":"x"}'),
);

/** JSON as far as the value has any; what cannot be written becomes broken JSON. */
function frameText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '{"type":';
  }
}
