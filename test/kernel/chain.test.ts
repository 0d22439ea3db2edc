import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChainEntry,
  canonicalJson,
  chainStart,
  commitTo,
  entryHash,
  firstBreak,
  sameJson,
} from '../../src/kernel/chain.js';

test.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  // RFC 8785, §3.2.2 and §3.2.3: numbers as ECMAScript writes them, keys by their UTF-16 units.
  [[Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  ['\u20ac$\u000f\nA\'B"\\', '"\u20ac$\\u000f\\nA\'B\\"\\\\"'],
])('one spelling: %#', (value, spelled) => {
  expect(canonicalJson(value)).toBe(spelled);
});

test.each<readonly [unknown, unknown, boolean]>([
  [{ a: 1, b: { c: 2, d: [3] } }, { b: { d: [3], c: 2 }, a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [undefined, undefined, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: 1 }, { a: '1' }, false],
])('%j and %j say the same: %s', (a, b, same) => {
  expect(sameJson(a, b)).toBe(same);
});

test('the order in which keys were put makes no difference, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const spelled = canonicalJson(value);
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(spelled);
      expect(canonicalJson(JSON.parse(spelled))).toBe(spelled);
    }),
  );
});

test.each([
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  () => 1,
  Symbol('x'),
  new Date(0),
  new Map(),
  { a: undefined },
])('what JSON would drop or bend is refused: %#', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test('a commitment holds for its facts and its secret only', () => {
  const secret = new Uint8Array(32).fill(3);
  const made = commitTo({ rating: 4, by: 'p' }, secret);
  expect(commitTo({ by: 'p', rating: 4 }, secret)).toBe(made);
  expect(commitTo({ by: 'p', rating: 5 }, secret)).not.toBe(made);
  expect(commitTo({ by: 'p', rating: 4 }, new Uint8Array(32))).not.toBe(made);
});

function chain(length: number): (ChainEntry & { hash: string })[] {
  const entries: (ChainEntry & { hash: string })[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const prev = entries.at(-1)?.hash ?? chainStart;
    const entry = { seq, chain: 'c', at: seq, actor: null, what: 'w', subject: 's', commitments: 'm', prev };
    entries.push({ ...entry, hash: entryHash(entry) });
  }
  return entries;
}
const headOf = (entries: readonly { readonly seq: number; readonly hash: string }[]) =>
  entries.at(-1) ?? { seq: 0, hash: chainStart };

test('a whole chain is whole, an empty one too', () => {
  for (const length of [0, 1, 5]) expect(firstBreak(chain(length), headOf(chain(length)))).toBeUndefined();
});

test('every field of every entry is held', () => {
  const whole = chain(4);
  for (const at of [0, 1, 3])
    for (const field of ['seq', 'chain', 'at', 'actor', 'what', 'subject', 'commitments', 'prev', 'hash'] as const) {
      const changed = whole.map((entry, i) =>
        i === at ? { ...entry, [field]: typeof entry[field] === 'number' ? 99 : 'changed' } : entry,
      );
      expect(firstBreak(changed, headOf(whole)), `${field} of ${at}`).toBe(at + 1);
    }
});

test('taken out, put in, moved, cut short, or made anew from some entry on', () => {
  const whole = chain(4);
  const head = headOf(whole);
  expect(firstBreak([whole[0]!, whole[2]!, whole[3]!], head)).toBe(2);
  expect(firstBreak([whole[0]!, whole[2]!, whole[1]!, whole[3]!], head)).toBe(2);
  expect(firstBreak(whole.slice(0, 2), head)).toBe(3);
  expect(firstBreak([], head)).toBe(1);
  expect(firstBreak(chain(5), head)).toBe(5);
  const other = { ...whole[3]!, what: 'other' };
  expect(firstBreak([...whole.slice(0, 3), { ...other, hash: entryHash(other) }], head)).toBe(4);
});
