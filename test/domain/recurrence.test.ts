import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  firstOn,
  longestSeries,
  nthOf,
  nthWeekday,
  occurrences,
  type Recurrence,
  recurrenceProblem,
} from '../../src/domain/recurrence.js';
import { Refused } from '../../src/kernel/errors.js';
import { local, weekdayOf } from '../../src/kernel/zoned.js';

const London = 'Europe/London';
const at = (iso: string): number => Date.parse(iso);
const iso = (every: Recurrence, first: string, zone = London): string[] =>
  occurrences(every, { first: at(first), zone }).map((o) => new Date(o.at).toISOString().slice(0, 16));
const refusal = (every: Recurrence, first = '2026-11-24T15:00Z'): string => {
  try {
    occurrences(every, { first: at(first), zone: London });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.say).toMatch(/^[A-Z“].*[.”]$/);
    return error.code;
  }
};

describe('sessions of a series', () => {
  test('a weekly series keeps its local hour when the clocks go back and forward', () => {
    expect(iso({ unit: 'week', weeks: 1, end: { times: 3 } }, '2026-10-20T14:00Z')).toEqual([
      '2026-10-20T14:00',
      '2026-10-27T15:00',
      '2026-11-03T15:00',
    ]);
    expect(iso({ unit: 'week', weeks: 1, end: { times: 2 } }, '2027-03-23T15:00Z')).toEqual([
      '2027-03-23T15:00',
      '2027-03-30T14:00',
    ]);
  });

  test('a fortnightly series begins on its weekday, not on the day it was asked for', () => {
    expect(iso({ unit: 'week', weeks: 2, weekday: 2, end: { times: 3 } }, '2026-11-22T15:00Z')).toEqual([
      '2026-11-24T15:00',
      '2026-12-08T15:00',
      '2026-12-22T15:00',
    ]);
  });

  test('the last day counts, and the day after it does not', () => {
    const every = { unit: 'week', weeks: 1 } as const;
    expect(iso({ ...every, end: { until: '2026-12-08' } }, '2026-11-24T15:00Z')).toHaveLength(3);
    expect(iso({ ...every, end: { until: '2026-12-07' } }, '2026-11-24T15:00Z')).toHaveLength(2);
  });

  test('the last day is one in the series’ own zone', () => {
    // 23:30 in New York on 1 December is 2 December in UTC.
    const every = { unit: 'week', weeks: 1, end: { until: '2026-12-01' } } as const;
    expect(iso(every, '2026-11-25T04:30Z', 'America/New_York')).toEqual(['2026-11-25T04:30', '2026-12-02T04:30']);
  });

  test('the first Tuesday and the last Friday of each month, over a change of year', () => {
    expect(iso({ unit: 'month', nth: 1, weekday: 2, end: { times: 4 } }, '2026-11-22T15:00Z')).toEqual([
      '2026-12-01T15:00',
      '2027-01-05T15:00',
      '2027-02-02T15:00',
      '2027-03-02T15:00',
    ]);
    expect(iso({ unit: 'month', nth: -1, weekday: 5, end: { times: 3 } }, '2026-11-22T15:00Z')).toEqual([
      '2026-11-27T15:00',
      '2026-12-25T15:00',
      '2027-01-29T15:00',
    ]);
  });

  test('monthly without a weekday takes that of the first; a fifth one becomes the last', () => {
    expect(iso({ unit: 'month', end: { times: 3 } }, '2026-11-24T15:00Z')).toEqual([
      '2026-11-24T15:00',
      '2026-12-22T15:00',
      '2027-01-26T15:00',
    ]);
    expect(iso({ unit: 'month', end: { times: 3 } }, '2026-11-30T15:00Z')).toEqual([
      '2026-11-30T15:00',
      '2026-12-28T15:00',
      '2027-01-25T15:00',
    ]);
  });

  test('an hour that comes twice, or never, is flagged', () => {
    const every = { unit: 'week', weeks: 1, end: { times: 2 } } as const;
    expect(occurrences(every, { first: at('2026-10-18T00:30Z'), zone: London })).toEqual([
      { at: at('2026-10-18T00:30Z'), date: '2026-10-18' },
      { at: at('2026-10-25T00:30Z'), date: '2026-10-25', clock: 'twice' },
    ]);
    expect(occurrences(every, { first: at('2027-03-21T01:30Z'), zone: London })[1]).toEqual({
      at: at('2027-03-28T01:30Z'),
      date: '2027-03-28',
      clock: 'never',
    });
  });

  test('what cannot be a series is refused in one sentence, and before any work', () => {
    expect(refusal({ unit: 'week', weeks: 1, end: { times: 2000 } })).toBe('series-too-long');
    expect(refusal({ unit: 'week', weeks: 1, end: { times: longestSeries + 1 } })).toBe('series-too-long');
    expect(refusal({ unit: 'week', weeks: 1, end: { until: '9999-12-31' } })).toBe('series-too-long');
    expect(refusal({ unit: 'week', weeks: 1, end: { times: longestSeries } })).toBe('accepted');
    expect(refusal({ unit: 'week', weeks: 1, end: { until: '2026-11-23' } })).toBe('series-empty');
    expect(refusal({ unit: 'week', weeks: 1 })).toBe('series-endless');
    for (const weeks of [0, -1, 1.5, 13, Number.NaN])
      expect(refusal({ unit: 'week', weeks, end: { times: 2 } })).toBe('series-bad');
    for (const times of [0, -3, 2.5]) expect(refusal({ unit: 'month', end: { times } })).toBe('series-bad');
    expect(recurrenceProblem({ unit: 'week', weeks: 2 })).toBeUndefined();
  });

  test('for any series and zone: its weekday, its gap and its local hour hold', () => {
    const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2020-01-01') / 60_000, max: at('2040-01-01') / 60_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
        fc.integer({ min: 1, max: longestSeries }),
        (zone, minutes, weeks, weekday, times) => {
          const first = minutes * 60_000;
          const every = { unit: 'week', weeks, end: { times }, ...(weekday && { weekday }) } as const;
          const all = occurrences(every, { first, zone });
          const start = local(first, zone);
          expect(all).toHaveLength(times);
          all.forEach((o, n) => {
            expect(weekdayOf(o.date)).toBe(weekday ?? start.weekday);
            if (o.clock === undefined) expect(local(o.at, zone)).toMatchObject({ date: o.date, time: start.time });
            if (n > 0) expect(Date.parse(o.date) - Date.parse(all[n - 1]?.date ?? '')).toBe(weeks * 7 * 86_400_000);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('for any month: its nth weekdays are in it, and read back as the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2020, max: 2040 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(1, 2, 3, 4, -1),
        (year, month, weekday, nth) => {
          const date = nthWeekday(year, month, weekday, nth as 1);
          expect(date.slice(0, 7)).toBe(`${year}-${String(month).padStart(2, '0')}`);
          expect(weekdayOf(date)).toBe(weekday);
          if (nth > 0) expect(nthOf(date)).toBe(nth);
          else expect(Number(date.slice(8)) + 7).toBeGreaterThan(28);
          expect(firstOn({ unit: 'month', nth: nth as 1, weekday }, `${date.slice(0, 7)}-01`)).toBe(date);
        },
      ),
    );
  });
});
