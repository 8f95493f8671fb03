import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateJsonError } from './json-error.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('locateJsonError', () => {
  it('agrees with the language about what is JSON', () => {
    const jsonish = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '\\', '0', '1.5', '-', 'e3', 'true', 'null', ' ', '\n'),
      { maxLength: 9 },
    );
    const texts = fc.oneof(
      jsonish.map((parts) => parts.join('')),
      fc.json(),
      fc.string({ unit: 'binary' }).map((text) => `"${text}"`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(locateJsonError(text) === null).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('points into the text, or right behind it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const broken = `${text.slice(0, cut % (text.length + 1))}\n~`;
        const error = locateJsonError(broken);
        expect(error).not.toBeNull();
        const lines = broken.split('\n');
        const line = lines[(error?.line ?? 0) - 1];
        expect(line).toBeDefined();
        expect(error?.column).toBeLessThanOrEqual((line ?? '').length + 1);
      }),
    );
  });
});
