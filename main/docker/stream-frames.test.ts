import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameLines } from './stream-frames.ts';

function frame(source: 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = source;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

test('lines come out whole wherever the chunks are cut, also inside characters and headers', () => {
  const wire = Buffer.concat([
    frame(1, 'grüße\nzwei'),
    frame(2, 'Fehler €\r\n'),
    frame(1, ' Teile\n'),
    frame(1, 'rest'),
  ]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
      const lines: string[] = [];
      const cutter = new FrameLines((line) => lines.push(line));
      for (let at = 0, turn = 0; at < wire.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        cutter.push(wire.subarray(at, at + size));
        at += size;
      }
      cutter.end();
      expect(lines).toEqual(['grüße', 'Fehler €', 'zwei Teile', 'rest']);
    }),
  );
});
