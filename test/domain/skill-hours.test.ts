import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCore } from '../../src/domain/catalogue.js';
import { defaultCatalogue } from '../../src/domain/defaults/catalogue.js';
import { sumsOf } from '../../src/domain/hours.js';
import {
  countedHours,
  type EvidencedSession,
  hoursInWords,
  hoursServing,
  hoursShowing,
  hoursWithout,
  thinOf,
} from '../../src/domain/skill-hours.js';
import { minute } from '../../src/kernel/clock.js';

const start = Date.parse('2026-11-02T10:00:00Z');
/** One after the other, a day apart: how long, and which skills. */
const days = (...of: readonly (readonly [minutes: number, skills: string])[]): readonly EvidencedSession[] =>
  of.map(([minutes, skills], i) => ({
    from: start + i * 24 * 60 * minute,
    minutes,
    skills: skills === '' ? [] : skills.split(' '),
    goals: [],
  }));
/** The hours as a line each: "1: a b", with the minutes of one that is still filling. */
const told = (sessions: readonly EvidencedSession[]): readonly string[] =>
  countedHours(sessions).map(
    (h) =>
      `${h.nth}${h.minutes < 60 ? ` (${h.minutes})` : ''}: ${[...h.skills].sort().join(' ')}${h.untold ? ' ?' : ''}`,
  );

describe('a session stands for the hours its counted minutes fall into', () => {
  const cases: readonly (readonly [what: string, sessions: readonly EvidencedSession[], hours: readonly string[]])[] = [
    ['an hour is an hour', days([60, 'a'], [60, 'b']), ['1: a', '2: b']],
    ['three quarters each: the second one is cut', days([45, 'a'], [45, 'b']), ['1: a b', '2 (30): b']],
    ['five minutes over an hour stand for nothing', days([65, 'a'], [60, 'b']), ['1: a', '2: b', '3 (5): ']],
    ['short ones: all of them', days([20, 'a'], [20, 'b'], [20, 'c']), ['1: a b c']],
    ['a short one that is cut stands where most of it lies', days([50, 'a'], [24, 'b']), ['1: a', '2 (14): b']],
    ['cut in half it stands for both', days([50, 'a'], [20, 'b']), ['1: a b', '2 (10): b']],
    ['a long one', days([150, 'a']), ['1: a', '2: a', '3 (30): a']],
    ['what counts no minutes is nowhere', days([0, 'a'], [60, 'b']), ['1: b']],
    ['words that went with an erasure', days([60, ''], [60, 'b']), ['1:  ?', '2: b']],
    ['nothing at all', [], []],
  ];
  test.each(cases)('%s', (_what, sessions, hours) => expect(told(sessions)).toEqual(hours));

  test('minutes that two sessions share count once, and both stand for them', () => {
    const [a, b] = days([60, 'a'], [60, 'b']);
    if (a === undefined || b === undefined) throw new Error();
    expect(told([a, { ...b, from: a.from + 30 * minute }])).toEqual(['1: a b', '2 (30): b']);
  });
});

test('what is thin is said of whole hours, the thinnest first, and of none that nobody can tell', () => {
  const hours = countedHours(days([60, 'a b'], [60, 'a'], [60, 'a'], [60, ''], [60, 'c'], [30, 'a']));
  expect(hoursShowing(hours, 'a')).toEqual([1, 2, 3, 6]);
  expect(hoursWithout(hours, 'a')).toEqual([5]);
  expect(hoursWithout(hours, 'b')).toEqual([2, 3, 5]);
  expect(thinOf(hours, ['a', 'b', 'd'])).toEqual([
    { skill: 'd', without: [1, 2, 3, 5] },
    { skill: 'b', without: [2, 3, 5] },
    { skill: 'a', without: [5] },
  ]);
  expect(thinOf(countedHours(days([59, 'c'])), ['a'])).toEqual([]);
});

test('goals are told in the same way', () => {
  const [a, b] = days([60, 'a'], [60, 'a']);
  if (a === undefined || b === undefined) throw new Error();
  const hours = countedHours([
    { ...a, goals: ['g'] },
    { ...b, goals: ['g', 'h'] },
  ]);
  expect([hoursServing(hours, 'g'), hoursServing(hours, 'h'), hoursServing(hours, 'i')]).toEqual([[1, 2], [2], []]);
});

test.each([
  [[2], 'hour 2'],
  [[3, 4, 5, 6], 'hours 3–6'],
  [[1, 2], 'hours 1–2'],
  [[1, 3, 4, 6], 'hours 1, 3–4 and 6'],
  [[1, 3], 'hours 1 and 3'],
])('%j is said as "%s"', (nths, words) => expect(hoursInWords(nths)).toBe(words));

describe('whatever the sessions are', () => {
  const session = fc.record({
    from: fc.integer({ min: 0, max: 3_000 }).map((m) => start + m * minute),
    minutes: fc.integer({ min: 0, max: 150 }),
    skills: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    goals: fc.subarray(['g', 'h']),
  });
  const some = fc.array(session, { maxLength: 12 });

  test('the hours have as many minutes as the totals count', () => {
    fc.assert(
      fc.property(some, (sessions) => {
        const total = countedHours(sessions).reduce((n, h) => n + h.minutes, 0);
        const { deliveredMinutes } = sumsOf(
          sessions.map(({ from, minutes }) => ({
            from,
            minutes,
            plannedFrom: from,
            plannedMinutes: minutes,
            confirmedMinutes: 0,
            disputedMinutes: 0,
            recordedMinutes: minutes,
          })),
        );
        expect(total).toBe(deliveredMinutes);
      }),
    );
  });

  test('every session that counts stands for an hour, and for none that it does not touch', () => {
    fc.assert(
      fc.property(some, session, (others, one) => {
        const mine = { ...one, minutes: Math.max(1, one.minutes), skills: ['mine'] };
        const showing = hoursShowing(countedHours([...others, mine]), 'mine');
        expect(showing.length).toBeGreaterThan(0);
        expect(showing.length).toBeLessThanOrEqual(Math.ceil(mine.minutes / 60) + 1);
      }),
    );
  });

  test('their order changes nothing, and one more session takes nothing away from what was shown', () => {
    fc.assert(
      fc.property(some, (sessions) => {
        expect(told([...sessions].reverse())).toEqual(told(sessions));
      }),
    );
    fc.assert(
      fc.property(some, session, (sessions, later) => {
        const after = { ...later, from: start + 10_000 * minute };
        const before = countedHours(sessions);
        const now = countedHours([...sessions, after]);
        for (const h of before) for (const skill of h.skills) expect(now[h.nth - 1]?.skills.has(skill)).toBe(true);
      }),
    );
  });

  test('an hour shows a skill, or lacks it, or cannot tell, or is still filling', () => {
    fc.assert(
      fc.property(some, (sessions) => {
        const hours = countedHours(sessions);
        const [has, lacks] = [hoursShowing(hours, 'a'), hoursWithout(hours, 'a')];
        for (const h of hours)
          expect(
            [has.includes(h.nth), lacks.includes(h.nth), !h.skills.has('a') && h.minutes < 60].filter(Boolean),
          ).toHaveLength(1);
      }),
    );
  });
});

describe('core skills', () => {
  const named = (rows: ReturnType<typeof defaultCatalogue>) =>
    rows.filter((r) => r.kind === 'skill' && isCore(r)).map((r) => r.key);
  test('three of those a programme begins with are core', () =>
    expect(named(defaultCatalogue())).toEqual(['active-listening', 'open-questions', 'goal-setting']));
  test('in a catalogue of before, which says nothing of it, the same three are', () => {
    const old = defaultCatalogue().map((r) => ({ ...r, body: { text: 'as it was' } }));
    expect(
      named([...old, { kind: 'skill', key: 'row-1', version: 1, body: { text: 'Own' }, retiredAt: null }]),
    ).toEqual(['active-listening', 'open-questions', 'goal-setting']);
  });
  test('what a coordinator says goes', () => {
    expect(isCore({ key: 'row-1', body: { text: 'Own', core: true } })).toBe(true);
    expect(isCore({ key: 'goal-setting', body: { text: 'Goals', core: false } })).toBe(false);
  });
});
