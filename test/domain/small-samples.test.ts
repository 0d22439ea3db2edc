import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beforeAndAfter, fewestForWay, medianOf, shareInWords, wayOf } from '../../src/domain/small-samples.js';

describe('the middle one', () => {
  test.each([
    [[], null],
    [[3], 3],
    [[5, 1, 4], 4],
    [[4, 5], 4.5],
    [[1, 5, 5, 5], 5],
  ] as const)('of %j is %s', (all, middle) => expect(medianOf(all)).toBe(middle));
  test('has as many below it as above, whatever they are and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (all) => {
        const middle = medianOf(all) ?? 0;
        expect(all.filter((n) => n < middle).length).toBeLessThanOrEqual(all.length / 2);
        expect(all.filter((n) => n > middle).length).toBeLessThanOrEqual(all.length / 2);
        expect(medianOf([...all].reverse())).toBe(middle);
      }),
    );
  });
});

describe('a way', () => {
  test.each([
    [[1, 5, 5, 5, 5, 5, 5], null],
    [[2, 2, 2, 2, 3, 3, 3, 3], 'up'],
    [[5, 5, 5, 5, 5, 4, 4, 4, 4], 'down'],
    [[4, 5, 4, 5, 4, 5, 4, 5], 'steady'],
    [[1, 1, 1, 1, 1, 5, 5, 5], 'up'],
  ] as const)('of %j is %s', (all, way) => expect(wayOf(all)).toBe(way));
  test('is never said of fewer than eight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: fewestForWay - 1 }),
        (all) => wayOf(all) === null,
      ),
    );
  });
});

test.each([
  [0, 1, '0 of 1 form'],
  [0, 4, '0 of 4 forms'],
  [3, 9, '3 of 9 forms'],
  [5, 10, '5 of 10 forms, 50 %'],
  [12, 16, '12 of 16 forms, 75 %'],
])('%i of %i is said as "%s": no per cent below ten', (n, of, words) =>
  expect(shareInWords(n, of, 'form')).toBe(words),
);

test('before and after stand as they were said', () => {
  expect(beforeAndAfter([2, 2, 3], [4, 4, 5])).toBe('before 2, 2, 3; after 4, 4, 5');
  expect(beforeAndAfter([], [4])).toBe('before none; after 4');
});
