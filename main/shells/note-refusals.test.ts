import { expect, test } from 'vitest';
import { noteRefusals } from './note-refusals.ts';

test('writes refusals down without letting a flood through, and without control characters', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const note = noteRefusals(
    (line) => lines.push(line),
    () => nowMs,
  );
  note('a\x1b[2Jb\n', 'why');
  expect(lines).toEqual(['airlock: refused a?[2Jb?: why\n']);
  for (let count = 0; count < 1000; count += 1) note('x', 'y');
  expect(lines).toHaveLength(31);
  nowMs = 60_000;
  note('x', 'y');
  expect(lines).toHaveLength(32);
});
