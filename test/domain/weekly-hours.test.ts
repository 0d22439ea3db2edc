import { describe, expect, test } from 'vitest';
import { mostWeeks, weeksUpTo } from '../../src/domain/weekly-hours.js';
import { day, hour } from '../../src/kernel/clock.js';
import { local, weekdayOf } from '../../src/kernel/zoned.js';

// A Friday, at the hour of the digest.
const to = Date.parse('2026-11-27T16:00:00Z');
const monday = Date.parse('2026-11-23T00:00:00Z');

describe('the weeks that a digest tells', () => {
  test.each([
    ['a programme that began a moment ago', to, 1],
    ['one that begins in the future, by a clock that was set back', to + day, 1],
    ['this Monday, to the moment', monday, 1],
    ['the moment before this Monday', monday - 1, 2],
    ['three weeks ago', to - 21 * day, 4],
    ['a year ago', to - 365 * day, mostWeeks],
  ])('%s', (_, since, n) => {
    const weeks = weeksUpTo(since, to, 'Europe/London');
    expect(weeks).toHaveLength(n);
    // Each ends where the next begins, and the last is the one that is going on.
    expect(weeks.at(-1)).toEqual({ from: monday, to });
    for (const [i, week] of weeks.entries()) if (i > 0) expect(weeks[i - 1]?.to).toBe(week.from);
  });

  test.each(['Europe/London', 'Europe/Dublin', 'Pacific/Kiritimati', 'America/St_Johns', 'Africa/Cairo', 'UTC'])(
    'each begins on a Monday at its first moment in %s, over both changes of its clocks too',
    (zone) => {
      // Every 41st hour of a year: Sundays and Mondays at many hours are among them.
      for (let at = Date.parse('2026-01-01T00:00:00Z'); at < Date.parse('2027-01-08T00:00:00Z'); at += 41 * hour) {
        const weeks = weeksUpTo(0, at, zone);
        expect(weeks).toHaveLength(mostWeeks);
        for (const { from, to: end } of weeks) {
          const { date } = local(from, zone);
          expect(weekdayOf(date)).toBe(1);
          expect(local(from - 1, zone).date).not.toBe(date);
          expect(end).toBeGreaterThanOrEqual(from);
        }
        expect(weeks.at(-1)?.to).toBe(at);
      }
    },
  );
});
