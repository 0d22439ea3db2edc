import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Citation, citedKinds, readCitation, writeCitation } from '../../src/domain/citation.js';

/** What one thing is called wherever it is pointed at: docs/record-format.md#citations. */

const id = fc.string({ minLength: 1, unit: 'grapheme' }).filter((s) => !/[:@/]/.test(s));
const citation: fc.Arbitrary<Citation> = fc.record(
  {
    kind: fc.constantFrom(...citedKinds),
    id,
    version: fc.nat(),
    part: fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.array(id, { minLength: 1, maxLength: 3 }).map((keys) => keys.join('/')),
    ),
  },
  { requiredKeys: ['kind', 'id'] },
);

test('a citation is read as it was written', () => {
  fc.assert(
    fc.property(citation, (c) => {
      expect(readCitation(writeCitation(c))).toEqual(c);
    }),
  );
});

test('two that differ are not written alike', () => {
  fc.assert(
    fc.property(citation, citation, (a, b) => {
      if (writeCitation(a) === writeCitation(b)) expect(a).toEqual(b);
    }),
  );
});

test('whatever can be read is written as it stood', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^(plan|record|x):?[a-c:@/0-9]*$/));
  fc.assert(
    fc.property(text, (t) => {
      const c = readCitation(t);
      if (c !== undefined) expect(writeCitation(c)).toBe(t);
    }),
  );
});

test.each([
  ['plan:s1', { kind: 'plan', id: 's1' }],
  ['plan:s1@3/objectives/o1', { kind: 'plan', id: 's1', version: 3, part: 'objectives/o1' }],
  ['session:s1@0/attendance/p1', { kind: 'session', id: 's1', version: 0, part: 'attendance/p1' }],
  ['answer:s1/p1/how-was-it', { kind: 'answer', id: 's1', part: 'p1/how-was-it' }],
] as const)('%s', (text, expected) => {
  expect(readCitation(text)).toEqual(expected);
  expect(writeCitation(expected)).toBe(text);
});

test.each([
  ['nothing', ''],
  ['a kind that there is not', 'draft:d1'],
  ['a kind written otherwise', 'Plan:s1'],
  ['no id', 'plan:'],
  ['no id before a part', 'plan:/title'],
  ['two ids', 'plan:s1:s2'],
  ['a version that is no number', 'plan:s1@newest'],
  ['a version before the first', 'plan:s1@-1'],
  ['a version with a nought before it, which has another spelling', 'plan:s1@01'],
  ['a version beyond all counting', `plan:s1@${'9'.repeat(16)}`],
  ['no version after its sign', 'plan:s1@/title'],
  ['no part after its sign', 'plan:s1/'],
  ['a blank before it', ' plan:s1'],
])('is no citation: %s', (_what, text) => {
  expect(readCitation(text)).toBeUndefined();
});

test.each(['', 'a:b', 'a@2', 'a/b'])('an id that could not be told apart is refused: %j', (bad) => {
  expect(() => writeCitation({ kind: 'plan', id: bad })).toThrow(RangeError);
});
