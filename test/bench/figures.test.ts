import { expect, test } from 'vitest';
import { histogram, quantile, ratios, row, said, spread, table } from './figures.mjs';

/** What the bench says of its figures is so: the middle, the least and the most, and whether a bar was kept. */

const one = (n: number) => ({ min: n, median: n, max: n });

test.each<[number, number]>([
  [0.5, 51],
  [0.99, 100],
  [1, 100],
])('of 1 to 100, the value at %d is %d', (q, is) => {
  const list = Array.from({ length: 100 }, (_, i) => i + 1);
  expect(quantile(list, q)).toBe(is);
});

test('a ratio is of what was measured in one round, never of the best of each', () => {
  // A machine twice as slow in the second round slows both.
  expect(ratios([100, 50, 90], [200, 100, 200])).toEqual({ min: 0.45, median: 0.5, max: 0.5 });
  expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
});

test.each([
  ['as good as the bar', 0.45, { least: 0.45 }, true],
  ['below what it should be at least', 0.44, { least: 0.45 }, false],
  ['as much as it may be', 150, { most: 150 }, true],
  ['above what it may be', 150.1, { most: 150 }, false],
  ['nothing, where nothing may be', 0, { most: 0 }, true],
  ['something, where nothing may be', 1, { most: 0 }, false],
])('%s: %d', (_, figure, bar, kept) => {
  expect(row('a press', '', one(figure), { bar }).kept).toBe(kept);
});

test.each<[number | null | undefined, string, string]>([
  [0.4567, '×', '0.46×'],
  [1, '×', '1.00×'],
  [12.34, 'ms', '12.3 ms'],
  [1234.5, 'ms', '1235 ms'],
  [0.204, '%', '0.20 %'],
  [21, '', '21'],
  [Number.NaN, 'ms', '–'],
  [null, 'ms', '–'],
  [undefined, '', '–'],
])('%s %s is said %s', (n, unit, is) => {
  expect(said(n, unit)).toBe(is);
});

test('figures of an earlier run stand beside those of the same words', () => {
  const now = [row('a press', '×', one(0.5), { bar: { least: 0.45 }, aim: { least: 0.65 } }), row('new', 'ms', one(2))];
  const [head, , press, fresh] = table(now, [row('a press', '×', one(0.13))]);
  const cells = (line: string | undefined): unknown => line?.split('|').map((cell) => cell.trim());
  expect(cells(head)).toEqual(['', 'figure', 'before', 'middle', 'least', 'most', 'bar', 'aim', '', '']);
  expect(cells(press)).toEqual(['', 'a press', '0.13×', '0.50×', '0.50×', '0.50×', '≥ 0.45×', '≥ 0.65×', 'kept', '']);
  expect(cells(fresh)).toEqual(['', 'new', '–', '2 ms', '2 ms', '2 ms', '', '', '', '']);
});

test('every delay of the loop stands in one bucket', () => {
  const lines = histogram([0, 2, 2.1, 49.9, 50, 50.1, 6_000]);
  const counts = Object.fromEntries(
    lines.map((line) => [line.slice(0, 10).trim(), Number(line.slice(10, 17))] as const),
  );
  expect(counts).toEqual({
    '≤ 2 ms': 2,
    '≤ 5 ms': 1,
    '≤ 10 ms': 0,
    '≤ 20 ms': 0,
    '≤ 50 ms': 2,
    '≤ 100 ms': 1,
    '≤ 200 ms': 0,
    '≤ 500 ms': 0,
    '≤ 1000 ms': 0,
    '≤ 5000 ms': 0,
    more: 1,
  });
  expect(Object.values(counts).reduce((all, n) => all + n, 0)).toBe(7);
});
