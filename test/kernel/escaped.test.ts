import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped } from '../../src/kernel/escaped.js';

test('a text finds itself, whatever stands in it and whatever flags there are', () => {
  const ascii = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i));
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant(ascii));
  fc.assert(
    fc.property(texts, fc.constantFrom('', 'i', 'u', 'iu', 'gu', 's'), (text, flags) => {
      const found = new RegExp(`^(?:${escaped(text)})$`, flags);
      expect(found.test(text)).toBe(true);
    }),
  );
});
