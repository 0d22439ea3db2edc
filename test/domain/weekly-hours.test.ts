import { describe, expect, test } from 'vitest';
import { mostWeeks, weeksUpTo } from '../../src/domain/weekly-hours.js';
import { day, hour } from '../../src/kernel/clock.js';

const to = Date.parse('2026-11-27T16:00:00Z');

describe('the weeks that a digest tells', () => {
  test.each([
    ['a programme that began a moment ago', 0, 1],
    ['one that begins in the future, by a clock that was set back', -day, 1],
    ['an hour ago', hour, 1],
    ['seven days ago, to the moment', 7 * day, 1],
    ['a moment more than seven days ago', 7 * day + 1, 2],
    ['three weeks ago', 21 * day, 3],
    ['eight weeks ago', 56 * day, 8],
    ['a year ago', 365 * day, mostWeeks],
  ])('%s', (_, ago, n) => {
    const weeks = weeksUpTo(to - ago, to);
    expect(weeks).toHaveLength(n);
    // Each begins where the one before it ends, and the last is the digest's own.
    expect(weeks.at(-1)).toEqual({ from: to - 7 * day, to });
    for (const [i, week] of weeks.entries()) {
      expect(week.to - week.from).toBe(7 * day);
      if (i > 0) expect(weeks[i - 1]?.to).toBe(week.from);
    }
  });
});
