import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidaysOf, isRegion, noHolidays, regionOf } from '../../src/domain/holidays.js';
import type { Recurrence } from '../../src/domain/recurrence.js';
import { daysBetween, type OnHoliday, seriesDates, shifted } from '../../src/domain/series.js';
import { Refused } from '../../src/kernel/errors.js';
import { local } from '../../src/kernel/zoned.js';

const london = 'Europe/London';
const england = await holidaysOf('GB-ENG');
const weekly: Recurrence = { unit: 'week', weeks: 1, end: { times: 4 } };
const dates = (every: Recurrence, first: string, onHoliday: OnHoliday, holidays = england) =>
  seriesDates(every, { first: Date.parse(first), zone: london, holidays, workingDays: [1, 2, 3, 4, 5], onHoliday });
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.say).toMatch(/^[A-Z].*\.$/);
    return error.code;
  }
};

describe('public holidays', () => {
  test('are the nation’s, unless the programme says whose', async () => {
    expect(england.on('2026-12-25')).toBe('Christmas Day');
    expect(england.on('2026-12-28')).toContain('Boxing Day');
    expect(england.on('2026-12-24')).toBeUndefined();
    expect((await holidaysOf('GB-SCT')).on('2026-11-30')).toMatch(/Andrew/);
    expect((await holidaysOf('us-ny')).on('2026-11-26')).toBe('Thanksgiving Day');
    expect((await holidaysOf('IN')).on('2027-01-26')).toBe('Republic Day');
    const settings = {} as Parameters<typeof regionOf>[0]['settings'];
    expect(regionOf({ nation: 'scotland', settings })).toBe('GB-SCT');
    expect(regionOf({ nation: 'scotland', settings: { ...settings, region: 'IE' } })).toBe('IE');
    expect(regionOf({ nation: 'other', settings })).toBeUndefined();
  });

  test('of a place nobody knows are none', async () => {
    for (const bad of ['', 'XX', 'GB-XYZ', 'GB-', 'England', '__proto__', 'IE-constructor'])
      expect(await isRegion(bad), bad).toBe(false);
    expect((await holidaysOf('XX')).on('2026-12-25')).toBeUndefined();
  });
});

describe('a series over holidays', () => {
  test('six sessions stay six where a holiday is left out', () => {
    const got = dates(weekly, '2026-12-11T15:00Z', 'skip');
    expect(got.dates.map((d) => d.date)).toEqual(['2026-12-11', '2026-12-18', '2027-01-08', '2027-01-15']);
    expect(got.leftOut.map((l) => l.date)).toEqual(['2026-12-25', '2027-01-01']);
  });

  test('is moved to the next working day that is no holiday, at the same hour', () => {
    const got = dates(weekly, '2026-12-11T15:00Z', 'move');
    expect(got.dates.map((d) => new Date(d.at).toISOString().slice(0, 16))).toEqual([
      '2026-12-11T15:00',
      '2026-12-18T15:00',
      '2026-12-29T15:00',
      '2027-01-04T15:00',
    ]);
    expect(got.dates[2]?.holiday).toEqual({ name: 'Christmas Day', date: '2026-12-25' });
  });

  test('is kept where the mentor says so, and named', () => {
    const got = dates(weekly, '2026-12-11T15:00Z', 'keep');
    expect(got.dates.map((d) => d.date)).toContain('2026-12-25');
    expect(got.dates.find((d) => d.date === '2026-12-25')?.holiday?.name).toBe('Christmas Day');
    expect(got.leftOut).toEqual([]);
  });

  test('a moved session never lands on another of the series', () => {
    const all = { on: (date: string) => (date === '2026-12-08' ? 'A day off' : undefined) };
    const daily = seriesDates(
      { unit: 'week', weeks: 1, end: { times: 3 } },
      {
        first: Date.parse('2026-12-01T15:00Z'),
        zone: london,
        holidays: all,
        // Tuesdays alone are worked: the next one is the series' own.
        workingDays: [2],
        onHoliday: 'move',
      },
    );
    expect(daily.dates.map((d) => d.date)).toEqual(['2026-12-01', '2026-12-15']);
    expect(daily.leftOut).toEqual([{ date: '2026-12-08', name: 'A day off' }]);
  });

  test('one whose every date is a holiday, is too long or ends before it begins, is a sentence', () => {
    const always = { on: () => 'Closed' };
    expect(codeOf(() => dates(weekly, '2026-12-11T15:00Z', 'skip', always))).toBe('series-left-out');
    const until = { unit: 'week', weeks: 1, end: { until: '2026-12-25' } } as const;
    expect(codeOf(() => dates(until, '2026-12-25T15:00Z', 'skip'))).toBe('series-left-out');
    expect(codeOf(() => dates({ ...weekly, end: { times: 2000 } }, '2026-12-11T15:00Z', 'skip'))).toBe(
      'series-too-long',
    );
    expect(codeOf(() => dates(until, '2026-12-26T15:00Z', 'skip', noHolidays))).toBe('series-empty');
  });

  test('keeps the local hour in any zone, and never more than were asked for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kolkata'),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2029-01-01') }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<OnHoliday>('skip', 'move', 'keep'),
        (zone, at, times, onHoliday) => {
          const first = Math.floor(at / 60_000) * 60_000;
          const got = seriesDates(
            { unit: 'week', weeks: 1, end: { times } },
            { first, zone, holidays: england, workingDays: [1, 2, 3, 4, 5], onHoliday },
          );
          const hour = local(first, zone).time;
          expect(got.dates.length).toBeLessThanOrEqual(times);
          for (const d of got.dates) if (d.clock !== 'never') expect(local(d.at, zone).time).toBe(hour);
          expect(new Set(got.dates.map((d) => d.date)).size).toBe(got.dates.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('all that follow are moved by days and hour, across the clocks', () => {
  // From Tuesday 15:00 to Thursday 16:30: a session after the clocks went forward keeps 16:30 on the wall.
  expect(new Date(shifted(Date.parse('2027-03-30T14:00Z'), 2, '16:30', london)).toISOString()).toBe(
    '2027-04-01T15:30:00.000Z',
  );
  expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
  expect(daysBetween('2027-01-02', '2026-12-31')).toBe(-2);
});
