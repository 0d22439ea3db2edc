import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeafValue } from '../../../adapters/prisma/leaves.js';
import { changedParts, partsOfBody } from '../../../adapters/prisma/leaves-of-body.js';
import { recordWords } from '../../../adapters/prisma/leaves-of-rows.js';
import { canonicalJson } from '../../../src/kernel/chain.js';

/** A body is committed to whole, whatever its fields are: docs/record-format.md#which-leaves-there-are. */

const key = fc.constantFrom('a', 'b', 'c:d', '0', '1', '');
const row = fc.record({ key, what: fc.string(), due: fc.option(fc.nat()) }, { requiredKeys: [] });
const value: fc.Arbitrary<LeafValue> = fc.oneof(
  fc.string(),
  fc.nat(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.array(fc.oneof(row, fc.string()), { maxLength: 4 }),
  row,
) as fc.Arbitrary<LeafValue>;
const name = fc.constantFrom('happened', 'outcomes', 'skills', 'actions', 'novelty');
const body = fc.dictionary(name, value, { noNullPrototype: true });

test('two bodies that differ in anything have parts that differ', () => {
  fc.assert(
    fc.property(body, body, (one, other) => {
      const alike = canonicalJson(partsOfBody(one)) === canonicalJson(partsOfBody(other));
      const sorted = (b: object): string => canonicalJson(Object.entries(b));
      if (alike) expect(sorted(one)).toBe(sorted(other));
    }),
  );
});

test('no two parts of a body have one name', () => {
  fc.assert(
    fc.property(body, (one) => {
      const parts = partsOfBody(one).map(({ part }) => part);
      expect(new Set(parts).size).toBe(parts.length);
    }),
  );
});

describe('a field that is added to a body', () => {
  const before = { body: { happened: 'We rang.', actions: [] }, reason: '' };
  test.each<readonly [string, object, readonly string[]]>([
    ['a text', { novelty: 'x' }, ['novelty']],
    ['rows', { novelty: [{ key: 'k', what: 'x' }] }, ['novelty', 'novelty/k']],
    ['rows without keys', { novelty: [{ what: 'x' }, { what: 'y' }] }, ['novelty', 'novelty/0', 'novelty/1']],
    ['an object', { novelty: { of: 1 } }, ['novelty']],
  ])('%s is committed to without anybody remembering it', (_what, added, expected) => {
    const after = { ...before, body: { ...before.body, ...added } };
    expect(changedParts(partsOfBody(before), partsOfBody(after)).map(({ part }) => part)).toEqual(expected);
    const recorded = { sessionId: 's', version: 1, keyOf: 'leo', authorId: 'maya', savedAt: 1 };
    const paths = recordWords(recorded, after, { change: '' }, 'm').map((leaf) => [leaf.path, leaf.keyOf]);
    for (const part of expected) expect(paths).toContainEqual([`record:s@1/${part}`, 'leo']);
    expect(paths).toContainEqual(['record:s@1/change', 'maya']);
  });

  test('with the name of one beside the body it is refused', () => {
    expect(() => partsOfBody({ body: { reason: 'x' }, reason: 'y' })).toThrow('both called reason');
  });
});
