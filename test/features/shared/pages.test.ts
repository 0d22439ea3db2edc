import { expect, test } from 'vitest';
import { pageOf, turns } from '../../../src/features/shared/pages.js';

/** `ways`: which buttons there are, and to which page. */
test.each([
  { count: 0, arg: '', at: 0, from: 0, to: 0, words: '', ways: [] },
  { count: 20, arg: '', at: 0, from: 0, to: 20, words: '', ways: [] },
  { count: 21, arg: '', at: 0, from: 0, to: 20, words: ' Page 1 of 2.', ways: ['More 1'] },
  { count: 41, arg: '1', at: 1, from: 20, to: 40, words: ' Page 2 of 3.', ways: ['Earlier 0', 'More 2'] },
  { count: 41, arg: '2', at: 2, from: 40, to: 41, words: ' Page 3 of 3.', ways: ['Earlier 1'] },
  { count: 41, arg: '99', at: 2, from: 40, to: 41, words: ' Page 3 of 3.', ways: ['Earlier 1'] },
  { count: 41, arg: '99999', at: 0, from: 0, to: 20, words: ' Page 1 of 3.', ways: ['More 1'] },
  { count: 41, arg: '-1', at: 0, from: 0, to: 20, words: ' Page 1 of 3.', ways: ['More 1'] },
  { count: 41, arg: 'leo', at: 0, from: 0, to: 20, words: ' Page 1 of 3.', ways: ['More 1'] },
])('of $count, asked for “$arg”', ({ count, arg, at, from, to, words, ways }) => {
  const page = pageOf(count, arg, 20);
  expect(page).toMatchObject({ at, from, to, words });
  const there = turns(page, { verb: 'people.waiting' }).flatMap((b) => (b === null ? [] : `${b.label} ${b.press.arg}`));
  expect(there).toEqual(ways);
});
