import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AnyEntry,
  chainStart,
  entryHash,
  firstBreak,
  type LeafEntry,
  leafAt,
  leafDigest,
  leafEntryHash,
  readLeafAt,
} from '../../src/kernel/chain.js';

/** Format 2 of a chain (docs/record-format.md), by vectors that were written by hand and hashed by another program. */

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const counting = '000102030405060708090a0b0c0d0e0f';
const figures = { state: 'held', length: 45 };

test.each<readonly [path: string, value: unknown, secret: string, hashed: string, digest: string]>([
  [
    'record:s1@1/happened',
    'Leo rang twice. “Well done.”',
    counting,
    '["record:s1@1/happened","Leo rang twice. “Well done.”"]',
    'd697e276421bab7b7b5d4efc3f1a7b22788032fc1234e1184d7a26c3accb1819',
  ],
  [
    'session:s1@3/figures',
    figures,
    'f0'.repeat(16),
    '["session:s1@3/figures",{"length":45,"state":"held"}]',
    '1f43f6a5c04dd5ff660893e37efea2b6362b06a3497c11a6f2b2383b308cc687',
  ],
  [
    'answer:s1/p1/agreed',
    null,
    'ab'.repeat(16),
    '["answer:s1/p1/agreed",null]',
    'b28186d088463ab3afa03a3120b0f522546adf910e9de56b49cd9cf86b9ace7a',
  ],
  [
    'fact/minutes',
    45,
    counting,
    '["fact/minutes",45]',
    'd874f3e71c47393a4f40368517d81c2d45d6731eb10942c5c1b6ca7a3ead89de',
  ],
])('a leaf: %s', (path, value, secret, hashed, digest) => {
  expect(leafDigest(path, value, bytes(secret))).toBe(digest);
  expect(createHmac('sha256', bytes(secret)).update(hashed).digest('hex')).toBe(digest);
});

const first: LeafEntry & { hash: string } = {
  v: 2,
  chain: 'm1',
  seq: 1,
  at: 1764000000000,
  leaves: [
    'fc5c7903c6ce581fa79af399a6885edf8562e94c3d70d26b1e08542fef0e4c7b',
    '1f43f6a5c04dd5ff660893e37efea2b6362b06a3497c11a6f2b2383b308cc687',
  ],
  voids: [],
  prev: '0'.repeat(64),
  hash: 'ff5d1d74b02ed9d4e27ccd2b54a49d2c7f36a15782151c39c670ba39d40d106b',
};
const second: LeafEntry & { hash: string } = {
  v: 2,
  chain: 'm1',
  seq: 2,
  at: 1764000000001,
  leaves: [first.leaves[0] ?? ''],
  voids: ['1.1'],
  prev: first.hash,
  hash: '96af52695d9d0dba1fc8b72e2ea7269335cdfb1ad27ce85b6cf9bc87aca9ea64',
};

test('an entry: its hash is over its seven fields, in one spelling, and nothing else', () => {
  const [a, b] = first.leaves;
  const spelled = `{"at":1764000000000,"chain":"m1","leaves":["${a}","${b}"],"prev":"${'0'.repeat(64)}","seq":1,"v":2,"voids":[]}`;
  expect(createHash('sha256').update(spelled).digest('hex')).toBe(first.hash);
  expect(leafEntryHash(first)).toBe(first.hash);
  const voiding = `{"at":1764000000001,"chain":"m1","leaves":["${a}"],"prev":"${first.hash}","seq":2,"v":2,"voids":["1.1"]}`;
  expect(createHash('sha256').update(voiding).digest('hex')).toBe(second.hash);
  expect(leafEntryHash({ ...second, actor: 'somebody' } as LeafEntry)).toBe(second.hash);
  expect(firstBreak([first, second], second)).toBeUndefined();
});

test('a leaf holds for its path, its value and its secret only', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.uint8Array({ minLength: 16, maxLength: 16 }), (path, value, secret) => {
      const digest = leafDigest(path, value, secret);
      expect(leafDigest(path, JSON.parse(JSON.stringify(value)), secret)).toBe(digest);
      expect(leafDigest(`${path}x`, value, secret)).not.toBe(digest);
      expect(leafDigest(path, [value], secret)).not.toBe(digest);
      expect(
        leafDigest(
          path,
          value,
          secret.toReversed().map((byte) => byte ^ 1),
        ),
      ).not.toBe(digest);
    }),
  );
});

/** A chain of so many entries of before, and so many with leaves after them. */
function chainOf(former: number, leaves: readonly (readonly string[])[]): AnyEntry[] {
  const entries: AnyEntry[] = [];
  let prev = chainStart;
  for (let seq = 1; seq <= former; seq += 1) {
    const entry = { seq, chain: 'c', at: seq, actor: null, what: 'w', subject: 's', commitments: 'm', prev };
    prev = entryHash(entry);
    entries.push({ ...entry, hash: prev });
  }
  prev = chainStart;
  for (const [i, its] of leaves.entries()) {
    const entry: LeafEntry = { v: 2, chain: 'c', seq: former + i + 1, at: i, leaves: its, voids: [`${i + 1}.0`], prev };
    prev = leafEntryHash(entry);
    entries.push({ ...entry, hash: prev });
  }
  return entries;
}
const someChain = fc
  .record({
    former: fc.nat({ max: 4 }),
    leaves: fc.array(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 5,
    }),
  })
  .map(({ former, leaves }) => chainOf(former, leaves));
const headOf = (entries: readonly AnyEntry[]) => entries.at(-1) ?? { seq: 0, hash: chainStart };

test('a whole chain is whole, with entries of before and without', () => {
  fc.assert(
    fc.property(someChain, (whole) => {
      expect(firstBreak(whole, headOf(whole))).toBeUndefined();
    }),
  );
});

test('any field of any entry that is edited is found there', () => {
  fc.assert(
    fc.property(someChain, fc.nat(), fc.nat(), (whole, which, field) => {
      const at = which % whole.length;
      const entry = whole[at] as AnyEntry & Readonly<Record<string, unknown>>;
      const names = Object.keys(entry);
      const name = names[field % names.length] as string;
      const was = entry[name];
      const other = typeof was === 'number' ? was + 1 : Array.isArray(was) ? [...was, 'x'] : 'changed';
      const changed = whole.with(at, { ...entry, [name]: other } as AnyEntry);
      expect(firstBreak(changed, headOf(whole)), `${name} of ${at + 1}`).toBe(at + 1);
    }),
  );
});

test('one taken out, moved, put in twice or cut off is found, the last one too', () => {
  fc.assert(
    fc.property(someChain, fc.nat(), fc.nat(), (whole, one, other) => {
      const head = headOf(whole);
      const [a, b] = [one % whole.length, other % whole.length];
      expect(firstBreak(whole.toSpliced(a, 1), head)).toBe(a + 1);
      expect(firstBreak(whole.toSpliced(a, 0, whole[b] as AnyEntry), head)).toBeDefined();
      expect(firstBreak(whole.slice(0, a), head)).toBe(a + 1);
      if (a !== b) {
        const moved = whole.with(a, whole[b] as AnyEntry).with(b, whole[a] as AnyEntry);
        expect(firstBreak(moved, head)).toBe(Math.min(a, b) + 1);
      }
    }),
  );
});

test('one made anew with all after it has another head; the order of leaves is held', () => {
  const whole = chainOf(2, [['a', 'b'], ['c']]);
  const anew = chainOf(2, [['b', 'a'], ['c']]);
  expect(firstBreak(anew, headOf(anew))).toBeUndefined();
  expect(firstBreak(anew, headOf(whole))).toBe(4);
});

test('an entry of before stands nowhere among those with leaves', () => {
  const since = chainOf(0, [['a'], ['b']]);
  const late = { seq: 3, chain: 'c', at: 3, actor: null, what: 'w', subject: 's', commitments: 'm' };
  // It follows the one before, and its hash is its own.
  const linked = { ...late, prev: headOf(since).hash };
  const whole: AnyEntry[] = [...since, { ...linked, hash: entryHash(linked) }];
  expect(firstBreak(whole, headOf(whole))).toBe(3);
});

test.each([
  ['1.0', { seq: 1, n: 0 }],
  ['12.34', { seq: 12, n: 34 }],
  ['0.0', undefined],
  ['1.01', undefined],
  ['01.1', undefined],
  ['1', undefined],
  ['1.1 ', undefined],
  ['-1.1', undefined],
])('a leaf is named by its numbers: %s', (text, numbers) => {
  expect(readLeafAt(text)).toEqual(numbers);
  if (numbers !== undefined) expect(leafAt(numbers.seq, numbers.n)).toBe(text);
});
