import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FirstLead, firstLeads, leadsOf, type SecondLead, secondLeads } from '../../src/domain/leads.js';
import { isQuiet, promptsOfSession, remindersMoved, type Told } from '../../src/domain/prompt-schedule.js';
import type { Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { attending, plannedSession } from '../support/sessions.js';

const maya = 'maya' as PersonId;
const at = (iso: string): number => Date.parse(iso);
const shown = (ms: number): string => new Date(ms).toISOString().slice(5, 16);

const session = (startsAt: number): Session =>
  plannedSession({
    id: 's' as SessionId,
    mentor: maya,
    attendees: [attending('leo' as PersonId, { answer: 'declined' })],
    startsAt,
  });
const told = (first: FirstLead, second: SecondLead, quiet = '19:00-08:00', zone = 'Europe/London'): Told => ({
  zone,
  manners: {
    quiet: { from: quiet.slice(0, 5), to: quiet.slice(6) },
    workingDays: [1, 2, 3, 4, 5],
    pausedUntil: null,
    reminders: { day: first, hour: second },
    dailyCap: 5,
  },
});
const reminders = (startsAt: string, who: Told): string =>
  promptsOfSession(session(at(startsAt)), at(startsAt) - 5 * day, () => who)
    .filter((d) => d.kind === 'remind')
    .map((d) => `${d.subject.slice(2)} ${shown(d.dueAt)}`)
    .join(', ');

describe('each lead, by the quiet hours', () => {
  test.each<[FirstLead, SecondLead, string, string, string]>([
    // On a Thursday afternoon nothing is quiet.
    ['two-days', 'two-hours', '19:00-08:00', '2026-11-26T15:00Z', 'day 11-24T15:00, hour 11-26T13:00'],
    ['day', 'hour', '19:00-08:00', '2026-11-26T15:00Z', 'day 11-25T15:00, hour 11-26T14:00'],
    ['morning', 'half-hour', '19:00-08:00', '2026-11-26T15:00Z', 'day 11-26T08:00, hour 11-26T14:30'],
    ['off', 'quarter', '19:00-08:00', '2026-11-26T15:00Z', 'hour 11-26T14:45'],
    ['two-days', 'off', '19:00-08:00', '2026-11-26T15:00Z', 'day 11-24T15:00'],
    ['off', 'off', '19:00-08:00', '2026-11-26T15:00Z', ''],
    // Late risers: the morning begins when their quiet hours end, and early risers are not woken at five.
    ['morning', 'hour', '22:00-09:30', '2026-11-26T15:00Z', 'day 11-26T09:30, hour 11-26T14:00'],
    ['morning', 'hour', '22:00-05:00', '2026-11-26T15:00Z', 'day 11-26T08:00, hour 11-26T14:00'],
    ['morning', 'hour', '00:00-00:00', '2026-11-26T15:00Z', 'day 11-26T08:00, hour 11-26T14:00'],
    // Before the quiet hours end: the evening before, the last quarter of an hour that is not quiet.
    ['two-days', 'two-hours', '19:00-08:00', '2026-11-26T07:30Z', 'day 11-24T08:00, hour 11-25T18:45'],
    ['two-days', 'quarter', '19:00-08:00', '2026-11-26T07:30Z', 'day 11-24T08:00, hour 11-25T18:45'],
    ['morning', 'quarter', '19:00-08:00', '2026-11-26T07:30Z', 'day 11-25T18:45'],
    ['morning', 'off', '22:00-06:00', '2026-11-26T07:30Z', 'day 11-26T07:15'],
    // In the evening's: a day before waits for the next morning, a short lead comes before they begin.
    ['day', 'half-hour', '19:00-08:00', '2026-11-26T21:00Z', 'day 11-26T08:00, hour 11-26T18:45'],
    ['morning', 'two-hours', '17:00-08:00', '2026-11-26T21:00Z', 'day 11-26T08:00, hour 11-26T16:45'],
    // Two so near each other are one; whoever chose the morning has them as near as half an hour.
    ['morning', 'half-hour', '19:00-08:00', '2026-11-26T09:00Z', 'day 11-26T08:00, hour 11-26T08:30'],
    ['morning', 'hour', '19:00-08:00', '2026-11-26T09:00Z', 'day 11-26T08:00'],
    ['morning', 'two-hours', '22:00-05:00', '2026-11-26T09:00Z', 'hour 11-26T07:00'],
    ['day', 'hour', '19:00-11:00', '2026-11-26T11:30Z', 'day 11-25T11:30, hour 11-26T11:00'],
  ])('%s and %s, quiet %s, at %s', (first, second, quiet, startsAt, expected) => {
    expect(reminders(startsAt, told(first, second, quiet))).toBe(expected);
  });

  test('the morning is that of the day in their own zone, whatever the clocks do', () => {
    // 20:00 in London on Saturday is Sunday 09:00 in Apia; Lord Howe's clocks go half an hour.
    expect(reminders('2026-11-28T20:00Z', told('morning', 'off', '19:00-08:00', 'Pacific/Apia'))).toBe(
      'day 11-28T19:00',
    );
    expect(reminders('2026-10-04T03:00Z', told('morning', 'off', '19:00-08:00', 'Australia/Lord_Howe'))).toBe(
      'day 10-03T21:00',
    );
    expect(reminders('2026-10-25T15:00Z', told('morning', 'two-hours'))).toBe('day 10-25T08:00, hour 10-25T13:00');
  });
});

test('what was kept as on or off, or is not known, is read as a day and an hour, or off', () => {
  expect(leadsOf({})).toEqual({ day: 'day', hour: 'hour' });
  expect(leadsOf({ remindDay: true, remindHour: false })).toEqual({ day: 'day', hour: 'off' });
  expect(leadsOf({ remindDay: false, remindHour: true })).toEqual({ day: 'off', hour: 'hour' });
  expect(leadsOf(JSON.parse('{"remindDay":"a week","remindHour":7}'))).toEqual({ day: 'day', hour: 'hour' });
  for (const remindDay of firstLeads) expect(leadsOf({ remindDay }).day).toBe(remindDay);
  for (const remindHour of secondLeads) expect(leadsOf({ remindHour }).hour).toBe(remindHour);
});

describe('moved by a change of leads', () => {
  const startsAt = at('2026-11-26T15:00Z');
  const row = (dueAt: string, state = 'waiting') => ({ state, dueAt: at(dueAt) });
  const moved = (now: string, who: Told, kept: Readonly<Record<string, ReturnType<typeof row>>>): string => {
    const all = new Map(Object.entries(kept).map(([which, r]) => [`remind:s:${which}:maya`, r]));
    const { set, cancel } = remindersMoved(session(startsAt), maya, who, at(now), all);
    return [...set.map((d) => `${d.subject.slice(2)} ${shown(d.dueAt)}`), ...cancel.map((o) => `no ${o}`)].join(', ');
  };
  const usual = { day: row('2026-11-25T15:00Z'), hour: row('2026-11-26T14:00Z') };

  test('both go where they are wanted now, and what is off goes', () => {
    expect(moved('2026-11-23T09:00Z', told('two-days', 'quarter'), usual)).toBe('day 11-24T15:00, hour 11-26T14:45');
    expect(moved('2026-11-23T09:00Z', told('morning', 'off'), usual)).toBe('day 11-26T08:00, no remind:s:hour:maya');
    expect(moved('2026-11-23T09:00Z', told('day', 'hour'), usual)).toBe('');
  });
  test('one that came does not come again, and takes no other with it', () => {
    const come = { day: row('2026-11-25T15:00Z', 'fired'), hour: row('2026-11-26T14:00Z') };
    expect(moved('2026-11-25T16:00Z', told('morning', 'quarter'), come)).toBe('hour 11-26T14:45');
  });
  test('one that would have come before now stays where it was, unless it is off', () => {
    const late = { day: row('2026-11-25T15:00Z', 'fired'), hour: row('2026-11-26T14:30Z') };
    expect(moved('2026-11-26T14:10Z', told('day', 'two-hours'), late)).toBe('');
    expect(moved('2026-11-26T14:10Z', told('day', 'off'), late)).toBe('no remind:s:hour:maya');
  });
  test('one that was switched off comes again', () => {
    const off = { day: row('2026-11-25T15:00Z', 'cancelled'), hour: row('2026-11-26T14:00Z') };
    expect(moved('2026-11-23T09:00Z', told('day', 'hour'), off)).toBe('day 11-25T15:00');
  });

  test('the one that stood for both goes on as the other, whose own moment is past', () => {
    // Both fell on the morning, half an hour before; then the first is switched off.
    expect(moved('2026-11-26T14:10Z', told('off', 'two-hours'), { day: row('2026-11-26T14:30Z') })).toBe(
      'hour 11-26T14:30, no remind:s:day:maya',
    );
    expect(moved('2026-11-26T14:10Z', told('off', 'off'), { day: row('2026-11-26T14:30Z') })).toBe(
      'no remind:s:day:maya',
    );
    const come = { day: row('2026-11-26T14:30Z'), hour: row('2026-11-26T13:00Z', 'fired') };
    expect(moved('2026-11-26T14:10Z', told('off', 'two-hours'), come)).toBe('no remind:s:day:maya');
  });

  test('in any zone and hour: never into quiet hours, and nobody who wants one is left without', () => {
    const lead = fc.tuple(fc.constantFrom(...firstLeads), fc.constantFrom(...secondLeads.filter((l) => l !== 'off')));
    const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'] as const;
    const minutes = { min: 0, max: (5 * day) / minute - 1 };
    // As often in the last hours as in the days before.
    const before = fc.oneof(fc.integer({ min: 0, max: 180 }), fc.integer(minutes));
    fc.assert(
      fc.property(lead, lead, fc.constantFrom(...zones), fc.integer(minutes), before, (a, b, zone, start, left) => {
        const s = session(at('2026-03-27T00:00Z') + start * minute);
        const [was, is] = [a, b].map(([first, second]) => told(first, second, '19:00-08:00', zone)) as [Told, Told];
        const now = s.startsAt - left * minute;
        const kept = new Map(
          promptsOfSession(s, s.plannedAt, () => was)
            .filter((d) => d.kind === 'remind' && d.to === maya)
            .map((d) => [d.occurrence, { ...d, state: d.dueAt <= now ? 'fired' : 'waiting' }]),
        );
        const { set, cancel } = remindersMoved(s, maya, is, now, kept);
        for (const d of set) {
          expect(isQuiet(d.dueAt, zone, is.manners.quiet)).toBe(false);
          expect(d.dueAt).toBeGreaterThan(now);
          expect(d.dueAt).toBeLessThan(s.startsAt);
          expect(kept.get(d.occurrence)?.state).not.toBe('fired');
        }
        // Waiting or come: at least one, where there was one.
        const after = new Set([...kept.keys(), ...set.map((d) => d.occurrence)]);
        for (const o of cancel) after.delete(o);
        if (kept.size > 0) expect(after.size).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
