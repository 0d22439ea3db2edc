import { expect, test } from 'vitest';
import { Limiter } from '../../../adapters/web/limiter.js';
import { day, minute } from '../../../src/kernel/clock.js';

test('a clock that is set back holds nobody up for longer than a window', () => {
  let now = 10 * day;
  const limiter = new Limiter(2, minute, () => now);
  expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([true, true, false]);
  now -= day;
  expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([true, true, false]);
  now += minute;
  expect(limiter.take('a')).toBe(true);
});
