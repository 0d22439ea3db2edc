import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidaysOf } from '../../src/domain/holidays.js';
import {
  botDelay,
  endOfWorkingDay,
  lagClass,
  lagInWords,
  lagOf,
  missingFrom,
  planInWords,
  type RecordBody,
  recordedEnd,
  sharedPart,
} from '../../src/domain/record.js';
import type { PlanVersion } from '../../src/domain/session.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { place } from '../../src/kernel/zoned.js';

const weekdays = [1, 2, 3, 4, 5];
const london = { zone: 'Europe/London', workingDays: weekdays };
const at = (date: string, time: string, zone = 'Europe/London'): number => {
  const p = place(date, time, zone);
  if (p.kind === 'once') return p.at;
  throw new Error(`${date} ${time} in ${zone} is not one moment`);
};

describe('the class of a record', () => {
  // 24 November 2026 is a Tuesday, 27 November a Friday.
  it.each([
    ['as it ended', '2026-11-24 15:45', '2026-11-24 15:45', 'at the time'],
    ['twelve minutes after', '2026-11-24 15:45', '2026-11-24 15:57', 'at the time'],
    ['24 hours after, to the minute', '2026-11-24 15:45', '2026-11-25 15:45', 'at the time'],
    ['the next working day, late in the evening', '2026-11-24 15:45', '2026-11-25 23:59', 'at the time'],
    ['just after the next working day', '2026-11-24 15:45', '2026-11-26 00:00', 'late'],
    ['Friday’s, on Monday evening', '2026-11-27 16:00', '2026-11-30 23:59', 'at the time'],
    ['Friday’s, just after Monday', '2026-11-27 16:00', '2026-12-01 00:00', 'late'],
    ['Saturday’s, on Monday', '2026-11-28 10:00', '2026-11-30 23:59', 'at the time'],
    ['Saturday’s, on Tuesday', '2026-11-28 10:00', '2026-12-01 00:00', 'late'],
    ['third working day', '2026-11-24 15:45', '2026-11-27 23:59', 'late'],
    ['after the third working day', '2026-11-24 15:45', '2026-11-28 00:00', 'retrospective'],
    ['Thursday’s, on Tuesday: the third working day', '2026-11-26 15:45', '2026-12-01 23:59', 'late'],
    ['Thursday’s, on Wednesday', '2026-11-26 15:45', '2026-12-02 00:00', 'retrospective'],
    ['before it had ended', '2026-11-24 15:45', '2026-11-24 15:30', 'at the time'],
  ] as const)('%s', (_what, ended, saved, expected) => {
    const of = (s: string): number => at(s.slice(0, 10), s.slice(11));
    expect(lagClass(of(ended), of(saved), london)).toBe(expected);
  });

  it.each([
    // Thursday 24 December 2026; Friday is a holiday and so is Monday, in England. The next working day is Tuesday.
    ['England', 'GB-ENG', '2026-12-29 23:59', 'at the time'],
    ['England', 'GB-ENG', '2026-12-30 00:00', 'late'],
    ['England', 'GB-ENG', '2026-12-31 23:59', 'late'],
    ['nowhere', undefined, '2026-12-28 23:59', 'late'],
  ] as const)('keeps the public holidays of %s (%s): saved %s', async (_where, region, saved, expected) => {
    const author = { ...london, holidays: await holidaysOf(region) };
    expect(lagClass(at('2026-12-24', '15:00'), at(saved.slice(0, 10), saved.slice(11)), author)).toBe(expected);
  });

  it('counts hours that passed on the days the clocks change', () => {
    // The clocks go back on Sunday 25 October 2026: from Saturday 09:00 to Sunday 08:59 is 24 h 59 min.
    const everyDay = { zone: 'Europe/London', workingDays: [6] };
    const ended = at('2026-10-24', '09:00');
    expect(lagClass(ended, at('2026-10-25', '08:00'), everyDay)).toBe('at the time');
    // With Saturday as the only working day the next one's end decides, a week on.
    expect(lagClass(ended, at('2026-10-31', '23:59'), everyDay)).toBe('at the time');
    expect(lagClass(ended, at('2026-11-01', '00:00'), everyDay)).toBe('late');
    // A next working day of 25 hours ends at its own midnight.
    const sundays = { zone: 'Europe/London', workingDays: [7] };
    expect(endOfWorkingDay(ended, 1, sundays)).toBe(at('2026-10-26', '00:00'));
    expect(lagClass(ended, at('2026-10-25', '23:59'), sundays)).toBe('at the time');
    // On the day of 23 hours (28 March 2027) 24 hours after 12:00 the day before is 13:00.
    const none = { zone: 'Europe/London', workingDays: [3] };
    const before = at('2027-03-27', '12:00');
    expect(at('2027-03-28', '13:00') - before).toBe(24 * hour);
    expect(lagClass(before, at('2027-03-28', '13:00'), none)).toBe('at the time');
  });

  it('takes the author’s own zone', () => {
    const ended = Date.parse('2026-11-24T23:30:00Z');
    const saved = Date.parse('2026-11-26T10:00:00Z');
    // In London it ended on Tuesday, so Wednesday was the next working day; in Auckland it was Wednesday already.
    expect(lagClass(ended, saved, london)).toBe('late');
    expect(lagClass(ended, saved, { zone: 'Pacific/Auckland', workingDays: weekdays })).toBe('at the time');
  });

  it.each([[[]], [[0]], [[8, 9]], [[1.5]]])('treats %j as every day', (workingDays) => {
    expect(endOfWorkingDay(at('2026-11-27', '16:00'), 1, { zone: 'Europe/London', workingDays })).toBe(
      at('2026-11-29', '00:00'),
    );
  });

  it('never gets better with time, and holds its hours whatever the working days', () => {
    const order = ['at the time', 'late', 'retrospective'];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * 24 * 60 }),
        fc.integer({ min: 0, max: 20 * 24 * 60 }),
        fc.integer({ min: 0, max: 5 * 24 * 60 }),
        fc.subarray([1, 2, 3, 4, 5, 6, 7]),
        fc.constantFrom('Europe/London', 'Pacific/Auckland', 'America/St_Johns', 'UTC'),
        (start, lag, more, workingDays, zone) => {
          const ended = Date.parse('2026-01-01T00:00:00Z') + start * minute;
          const author = { zone, workingDays };
          const one = lagClass(ended, ended + lag * minute, author);
          const later = lagClass(ended, ended + (lag + more) * minute, author);
          expect(order.indexOf(later)).toBeGreaterThanOrEqual(order.indexOf(one));
          if (lag * minute <= 24 * hour) expect(one).toBe('at the time');
          if (lag * minute <= 72 * hour) expect(one).not.toBe('retrospective');
        },
      ),
    );
  });
});

describe('the bot’s own delay', () => {
  it('is only a delay beyond a quarter of an hour', () => {
    expect(botDelay(undefined)).toBe(0);
    expect(botDelay({ askedAt: 15 * minute, endedAt: 0 })).toBe(0);
    expect(botDelay({ askedAt: 16 * minute, endedAt: 0 })).toBe(16 * minute);
    expect(botDelay({ askedAt: 0, endedAt: 16 * minute })).toBe(0);
  });
  it('is labelled and changes no class', () => {
    const ended = at('2026-11-24', '15:45');
    const late = lagOf(ended, ended + 3 * day, london, 2 * day);
    expect(late).toEqual({
      class: 'late',
      botsOwn: true,
      words: 'recorded 3 days after the session',
      label: 'late, as Mentorlog asked 2 days late',
    });
    expect(lagOf(ended, ended + 3 * day, london, 0)).toMatchObject({ class: 'late', botsOwn: false, label: 'late' });
    expect(lagOf(ended, ended + 2 * hour, london, hour)).toMatchObject({
      class: 'at the time',
      botsOwn: false,
      label: 'at the time',
    });
    // A small delay did not make it retrospective.
    expect(lagOf(ended, ended + 9 * day, london, hour)).toMatchObject({ class: 'retrospective', botsOwn: false });
  });
});

describe('the lag in words', () => {
  it.each([
    [-6 * minute, 'recorded before the session had ended'],
    [-5 * minute, 'recorded as the session ended'],
    [-30_000, 'recorded as the session ended'],
    [0, 'recorded as the session ended'],
    [59_999, 'recorded as the session ended'],
    [minute, 'recorded 1 minute after the session'],
    [12 * minute + 59_000, 'recorded 12 minutes after the session'],
    [119 * minute, 'recorded 119 minutes after the session'],
    [2 * hour, 'recorded 2 hours after the session'],
    [2 * day - 1, 'recorded 47 hours after the session'],
    [2 * day, 'recorded 2 days after the session'],
    [17.9 * day, 'recorded 17 days after the session'],
  ])('%d ms: %s', (ms, expected) => {
    expect(lagInWords(1_000_000_000, 1_000_000_000 + ms)).toBe(expected);
  });
  it('never says more than passed', () => {
    const units: Record<string, number> = { minute, hour, day };
    fc.assert(
      fc.property(fc.integer({ min: minute, max: 900 * day }), (ms) => {
        const m = /recorded (\d+) (minute|hour|day)s? after/.exec(lagInWords(0, ms));
        const said = Number(m?.[1]) * (units[m?.[2] ?? ''] ?? Number.NaN);
        expect(said).toBeLessThanOrEqual(ms);
        expect(said).toBeGreaterThan(ms / 2);
      }),
    );
  });
});

const leo = 'leo' as PersonId;
const sam = 'sam' as PersonId;
const whole: RecordBody = {
  attended: [leo],
  startedAt: 1000,
  minutes: 45,
  outcomes: [
    { objective: 'a', outcome: 'met', evidence: 'evidence-text' },
    { objective: 'b', outcome: 'not-yet', evidence: '' },
  ],
  skills: [{ key: 'first', skill: 'listening', example: 'example-text' }],
  happened: 'happened-text',
  actions: [{ key: 'k', what: 'action-text', owner: 'mentee', due: null }],
  change: 'change-text',
  nextFocus: 'focus-text',
  restorative: { happened: 'rh-text', affected: 'ra-text', agreed: 'rg-text', by: null },
  checkIn: 'in-text',
  checkOut: 'out-text',
  keptTo: 'partly',
  support: [
    { key: 'n1', mentee: leo, did: 'helped', line: 'line-text' },
    { key: 'n2', mentee: sam, did: 'not', line: 'line-text' },
    { key: 'n3', did: 'partly', line: 'line-text' },
  ],
  guidance: [{ ref: 'kcsie', how: 'applied-text' }],
};
const objectives = [{ key: 'a' }, { key: 'b' }];

describe('what a record cannot do without', () => {
  it.each<[string, Partial<RecordBody>, readonly string[]]>([
    ['nothing is missing', {}, []],
    ['what happened', { happened: '' }, ['happened']],
    ['white space is nothing', { happened: ' \n\t ' }, ['happened']],
    ['one objective', { outcomes: whole.outcomes.slice(0, 1) }, ['objective:b']],
    ['no skill', { skills: [] }, ['skill']],
    ['a skill without its sentence', { skills: [{ key: 'x', skill: 'listening', example: ' ' }] }, ['example']],
    ['a sentence without its skill', { skills: [{ key: 'x', skill: '', example: 'so' }] }, ['skill']],
    ['no length', { minutes: 0 }, ['minutes']],
    ['a length that is no number', { minutes: Number.NaN }, ['minutes']],
    ['nobody came: only what happened', { attended: [], minutes: 0, outcomes: [], skills: [] }, []],
    ['nobody came and nothing said', { attended: [], outcomes: [], skills: [], happened: '' }, ['happened']],
    ['actions, change and focus can wait', { actions: [], change: '', nextFocus: '', restorative: null }, []],
  ])('%s', (_what, change, expected) => {
    expect(missingFrom({ ...whole, ...change }, objectives)).toEqual(expected);
  });
  it('ignores outcomes of objectives that are no longer in the plan', () => {
    expect(missingFrom(whole, [{ key: 'c' }])).toEqual(['objective:c']);
  });
  it('ends when it began where nobody came', () => {
    expect(recordedEnd(whole)).toBe(1000 + 45 * minute);
    expect(recordedEnd({ ...whole, attended: [] })).toBe(1000);
  });
});

describe('what a mentee or a coordinator reads', () => {
  it('never holds what the mentor would change, nor how guidance was applied', () => {
    const anyText = fc.string({ minLength: 1 }).map((s) => `secret:${s}`);
    fc.assert(
      fc.property(anyText, fc.constantFrom(leo, sam, null), fc.boolean(), (change, mentee, group) => {
        const part = sharedPart({ ...whole, change, guidance: [{ ref: 'a', how: change }] }, { mentee, group });
        expect(JSON.stringify(part)).not.toContain('secret:');
      }),
    );
  });
  it('is the rest of the record between two', () => {
    expect(sharedPart(whole, { mentee: leo, group: false })).toEqual({ ...whole, change: '', guidance: [] });
    expect(sharedPart(whole, { mentee: null, group: true })).toEqual({ ...whole, change: '', guidance: [] });
  });
  it('in a group shows a mentee nothing that could speak of another', () => {
    const part = sharedPart({ ...whole, attended: [leo, sam] }, { mentee: leo, group: true });
    expect(part.attended).toEqual([leo]);
    const words = JSON.stringify(part);
    for (const hidden of [
      'evidence-text',
      'example-text',
      'happened-text',
      'rh-',
      'ra-',
      'rg-',
      'in-text',
      'out-text',
      'line-',
    ])
      expect(words).not.toContain(hidden);
    expect(part.outcomes.map((o) => o.outcome)).toEqual(['met', 'not-yet']);
    expect(part.actions).toEqual(whole.actions);
    expect(part.nextFocus).toBe('focus-text');
    expect(part.keptTo).toBe('partly');
    expect(part.support.map((s) => [s.key, s.did])).toEqual([
      ['n1', 'helped'],
      ['n3', 'partly'],
    ]);
  });
});

describe('how the plan stands to the record', () => {
  const plan = (version: number, savedAt: number, more: Partial<PlanVersion> = {}): PlanVersion => ({
    session: 's' as SessionId,
    version,
    startsAt: 0,
    minutes: 45,
    title: 't',
    place: '',
    kind: 'standard',
    body: {
      objectives: [],
      activities: [],
      resources: '',
      resourcesWhy: '',
      support: [],
      strategies: '',
      guidance: [],
      goals: [],
      asGiven: [],
    },
    savedAt,
    author: leo,
    copiedFrom: null,
    unchanged: false,
    ...more,
  });
  const start = 100 * day;
  it.each<[string, readonly PlanVersion[], boolean, readonly string[]]>([
    ['made two days before', [plan(1, start - 2 * day)], false, ['Planned 2 days before the start.']],
    [
      'changed since',
      [plan(2, start - hour), plan(1, start - 2 * day)],
      false,
      ['Planned 2 days before the start, last changed 60 minutes before it.'],
    ],
    [
      'a change after the start is not the plan',
      [plan(1, start - 2 * day), plan(2, start + minute)],
      false,
      ['Planned 2 days before the start.'],
    ],
    [
      'copied unchanged',
      [plan(1, start - 5 * minute, { copiedFrom: 'template:talk', unchanged: true })],
      false,
      ['Planned 5 minutes before the start.', 'Copied, and used unchanged.'],
    ],
    [
      'copied and changed',
      [plan(1, start - 5 * minute, { copiedFrom: 'template:talk' })],
      false,
      ['Planned 5 minutes before the start.', 'Copied, then changed for this session.'],
    ],
    [
      'made afterwards',
      [plan(1, start + 1)],
      false,
      ['Planned after it began: kept apart, and counts only if the assessor accepts it.'],
    ],
    [
      'entered as planned afterwards',
      [plan(1, start - 1)],
      true,
      ['Planned after it began: kept apart, and counts only if the assessor accepts it.'],
    ],
    ['no plan', [], false, ['Planned after it began: kept apart, and counts only if the assessor accepts it.']],
  ])('%s', (_what, plans, afterwards, expected) => {
    expect(planInWords(plans, start, afterwards)).toEqual(expected);
  });
});
