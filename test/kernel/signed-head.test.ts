import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainStart } from '../../src/kernel/chain.js';
import {
  type ChainEnd,
  inclusionOf,
  inTreeOrder,
  isIncluded,
  isSignedBy,
  printOf,
  rootOfEnds,
  Signer,
  shortPrint,
} from '../../src/kernel/signed-head.js';

const hex = (n: number): string => n.toString(16).padStart(64, '0');
const endsOf = (n: number): readonly ChainEnd[] =>
  Array.from({ length: n }, (_, i) => ({ chain: `c${String(i).padStart(3, '0')}`, seq: i + 1, hash: hex(i) }));

describe('a tree over the ends of chains', () => {
  test('shows each end in it, and no other, at every size and place', () => {
    for (let size = 1; size <= 40; size++) {
      const ends = endsOf(size);
      const root = rootOfEnds([...ends].reverse());
      for (const [index, end] of ends.entries()) {
        const inclusion = inclusionOf(ends, end.chain);
        if (inclusion === undefined) throw new Error('it is among them');
        expect(inclusion.index).toBe(index);
        expect(isIncluded(end, inclusion, size, root)).toBe(true);
        expect(isIncluded({ ...end, seq: end.seq + 1 }, inclusion, size, root)).toBe(false);
        expect(isIncluded({ ...end, hash: hex(999) }, inclusion, size, root)).toBe(false);
        expect(isIncluded({ ...end, chain: 'x' }, inclusion, size, root)).toBe(false);
        expect(isIncluded(end, { ...inclusion, path: [...inclusion.path, hex(1)] }, size, root)).toBe(false);
        expect(isIncluded(end, { ...inclusion, path: inclusion.path.slice(1) }, size, root)).toBe(size === 1);
      }
    }
    expect(inclusionOf(endsOf(3), 'c009')).toBeUndefined();
  });

  test('is another one as soon as any end is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.integer({ min: 1, max: 9 }), (size, which, by) => {
        const ends = endsOf(size);
        const at = which % size;
        const other = ends.map((end, i) => (i === at ? { ...end, seq: end.seq + by } : end));
        expect(rootOfEnds(other)).not.toBe(rootOfEnds(ends));
        expect(rootOfEnds(ends.filter((_, i) => i !== at))).not.toBe(rootOfEnds(ends));
        expect(inTreeOrder([...ends].reverse())).toEqual(ends);
      }),
    );
  });

  test('is as RFC 6962 has it, for an empty list and for two', () => {
    expect(rootOfEnds([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(inclusionOf(endsOf(2), 'c000')?.path).toEqual([rootOfEnds(endsOf(2).slice(1))]);
  });
});

describe('a signed head', () => {
  const signer = new Signer(new Uint8Array(32).fill(7));
  const head = signer.sign({ v: 1, programme: 'p', seq: 1, at: 5, size: 1, root: hex(1), prev: chainStart });

  test('holds under the key that signed it, whatever else is written beside it', () => {
    expect(isSignedBy(head, signer.publicKey)).toBe(true);
    expect(head.key).toBe(printOf(signer.publicKey));
    expect(shortPrint(head.key)).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
  });

  test('does not where a part of it, or the key, is another', () => {
    const other = new Signer(new Uint8Array(32).fill(8));
    expect(isSignedBy(head, other.publicKey)).toBe(false);
    expect(isSignedBy({ ...head, key: other.print }, other.publicKey)).toBe(false);
    for (const changed of [{ seq: 2 }, { at: 6 }, { size: 2 }, { root: hex(2) }, { prev: hex(3) }, { programme: 'q' }])
      expect(isSignedBy({ ...head, ...changed }, signer.publicKey)).toBe(false);
    expect(() => new Signer(new Uint8Array(31))).toThrow(RangeError);
  });
});
