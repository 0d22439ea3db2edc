import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidaysOf, isRegion, noHolidays, regionOf } from '../../src/domain/holidays.js';
import type { Recurrence } from '../../src/domain/recurrence.js';
import { daysBetween, following, type OnHoliday, type PlannedAs, seriesDates } from '../../src/domain/series.js';
import type { Session } from '../../src/domain/session.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { local } from '../../src/kernel/zoned.js';
import { plannedSession } from '../support/sessions.js';

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

describe('all that follow one of a series', () => {
  /** Five Tuesdays at 15:00 by London's clock, over the clocks going forward; some of them changed by themselves. */
  const series = (changed: Readonly<Record<number, Partial<Session>>> = {}): readonly Session[] =>
    ['2027-03-16T15:00Z', '2027-03-23T15:00Z', '2027-03-30T14:00Z', '2027-04-06T14:00Z', '2027-04-13T14:00Z'].map(
      (at, i) =>
        plannedSession({
          id: `s${i}` as SessionId,
          mentor: 'm' as PersonId,
          attendees: [],
          startsAt: Date.parse(at),
          ...changed[i],
        }),
    );
  const follow = (
    at: number,
    to: Partial<PlannedAs>,
    all = series(),
    onHoliday: OnHoliday = 'keep',
    holidays = noHolidays,
  ) => {
    const from = all[at] as Session;
    return following(from, { ...from, ...to }, all.slice(at + 1), {
      series: all,
      zone: london,
      holidays,
      workingDays: [1, 2, 3, 4, 5],
      onHoliday,
    });
  };
  const at = (iso: string): { readonly startsAt: number } => ({ startsAt: Date.parse(iso) });
  const shown = (got: ReturnType<typeof follow>): string[] =>
    got.all.map(({ to }) => new Date(to.startsAt).toISOString().slice(5, 16));

  test('are moved by as many days and to the same hour, across the clocks', () => {
    expect(shown(follow(1, at('2027-03-25T16:30Z')))).toEqual(['04-01T15:30', '04-08T15:30', '04-15T15:30']);
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
    expect(daysBetween('2027-01-02', '2026-12-31')).toBe(-2);
  });

  const aside = at('2027-04-07T09:00Z');
  test.each<[string, number, Partial<PlannedAs>, Readonly<Record<number, Partial<Session>>>, readonly string[]]>([
    [
      'where only the place changes',
      1,
      { place: 'Room 9' },
      { 3: aside },
      ['03-30T14:00', '04-07T09:00', '04-13T14:00'],
    ],
    ['where the hour changes', 1, at('2027-03-23T16:00Z'), { 3: aside }, ['03-30T15:00', '04-07T09:00', '04-13T15:00']],
    ['where the day changes', 1, at('2027-03-25T15:00Z'), { 3: aside }, ['04-01T14:00', '04-07T09:00', '04-15T14:00']],
    [
      'on the hour alone, where only its day is its own',
      1,
      at('2027-03-23T16:00Z'),
      { 3: at('2027-04-07T14:00Z') },
      ['03-30T15:00', '04-07T15:00', '04-13T15:00'],
    ],
    // What is changed from one that stood apart is meant for the series all the same.
    ['and begin with one of those', 3, at('2027-04-07T10:00Z'), { 3: aside }, ['04-13T10:00']],
  ])('keep the time of one that was changed by itself, %s', (_, from, to, changed, want) => {
    expect(shown(follow(from, to, series(changed)))).toEqual(want);
  });

  test('name those that keep a day or an hour of their own', () => {
    const all = series({ 3: aside });
    expect(follow(1, at('2027-03-25T15:00Z'), all).apart).toEqual([all[3]]);
    expect(follow(1, { place: 'Room 9' }, all).apart).toEqual([]);
  });

  test('take a title, a place, a kind and a length where they had the series’ own', () => {
    const all = series({ 3: { title: 'Review meeting', kind: 'review' }, 4: { place: 'Hall', minutes: 90 } });
    const got = follow(1, { title: 'Calls again', place: 'Room 9', kind: 'restorative', minutes: 60 }, all);
    expect(got.all.map(({ to }) => [to.title, to.place, to.kind, to.minutes])).toEqual([
      ['Calls again', 'Room 9', 'restorative', 60],
      ['Review meeting', 'Room 9', 'review', 60],
      ['Calls again', 'Hall', 'restorative', 90],
    ]);
  });

  test('of a new day that is a public holiday, are left out, moved or kept', () => {
    // From Tuesday to Monday: 29 March 2027 is Easter Monday.
    const monday = at('2027-03-22T15:00Z');
    const day = { name: 'Easter Monday', date: '2027-03-29' };
    expect(follow(1, monday, series(), 'skip', england)).toMatchObject({
      leftOut: [{ ...day, session: { id: 's2' } }],
    });
    expect(shown(follow(1, monday, series(), 'move', england))).toEqual(['03-30T14:00', '04-05T14:00', '04-12T14:00']);
    expect(follow(1, monday, series(), 'move', england).all[0]?.holiday).toEqual(day);
    expect(shown(follow(1, monday, series(), 'keep', england))[0]).toBe('03-29T14:00');
    expect(follow(1, monday, series(), 'keep', england).all[0]?.holiday).toEqual(day);
    // One that stays on its day is not asked about again.
    const there = series({ 2: at('2027-03-29T14:00Z') });
    expect(follow(1, { place: 'Room 9' }, there, 'skip', england).leftOut).toEqual([]);
  });
});
