import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { NoZip, zipWith } from '../../src/kernel/zip-with.js';

test('a zip with one file more is read with all of them, and what is none is refused', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 4 }), bytes, (files, more) => {
      const named = Object.fromEntries(files.map((content, i) => [`${i}.txt`, content]));
      const read = unzipSync(zipWith(zipSync(named), 'more.json', more));
      expect(read).toEqual({ ...named, 'more.json': more });
    }),
    { numRuns: 50 },
  );
  for (const none of [
    strToU8('no zip'),
    new Uint8Array(30),
    zipSync({}),
    Buffer.concat([zipSync({ a: strToU8('a') }), strToU8('x')]),
  ])
    expect(() => zipWith(none, 'more.json', strToU8('{}'))).toThrow(NoZip);
});
