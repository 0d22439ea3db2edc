import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidaysOf } from '../../src/domain/holidays.js';
import type { Leads } from '../../src/domain/leads.js';
import {
  beforeQuiet,
  type Due,
  isQuiet,
  mayGoAt,
  promptsAfterSession,
  promptsOfSession,
  type Told,
  type Whom,
} from '../../src/domain/prompt-schedule.js';
import { plannedEnd, type Session } from '../../src/domain/session.js';
import { features } from '../../src/features/index.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { addDays, local, placeAnyway, weekdayOf } from '../../src/kernel/zoned.js';
import { registryOf } from '../../src/runtime/registry.js';
import { attending, plannedSession } from '../support/sessions.js';

const zones = [
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const;

const usual: Told['manners'] = {
  quiet: { from: '19:00', to: '08:00' },
  workingDays: [1, 2, 3, 4, 5],
  pausedUntil: null,
  reminders: { day: 'day', hour: 'hour' },
  dailyCap: 5,
};
const registry = registryOf(features);
const england = await holidaysOf('GB-ENG');

const sessionAt = (id: string, startsAt: number, mentor: PersonId, mentee: PersonId): Session =>
  plannedSession({ id: id as SessionId, mentor, attendees: [attending(mentee)], startsAt, plannedAt: startsAt });

/** Everybody but the first pair has leads of their own. */
const leads: readonly Leads[] = [
  { day: 'day', hour: 'hour' },
  { day: 'morning', hour: 'quarter' },
  { day: 'two-days', hour: 'half-hour' },
  { day: 'morning', hour: 'two-hours' },
  { day: 'two-days', hour: 'off' },
  { day: 'off', hour: 'two-hours' },
];
const manners = (i: number, quiet: Told['manners']['quiet'] = usual.quiet): Told['manners'] => ({
  ...usual,
  quiet,
  reminders: leads[i % leads.length] ?? usual.reminders,
});
/** The mentor of each zone meets the mentee of the next; the mentee's quiet hours are their own. */
const people = new Map<PersonId, Told>(
  zones.flatMap((zone, i) => [
    [`mentor-${i}` as PersonId, { zone, manners: manners(i) }],
    [
      `mentee-${i}` as PersonId,
      { zone, manners: i % 2 === 0 ? manners(i + 3) : manners(i + 3, { from: '21:30', to: '07:15' }) },
    ],
  ]),
);
const whom: Whom = (id) => people.get(id);

interface Fired {
  readonly due: Due;
  readonly at: number;
}

/** The engine's rule for each due prompt (src/runtime/schedule/due-prompts.ts), on a clock that jumps from one to the next. */
function year(
  sessions: readonly { readonly session: Session; readonly plannedAt: number; readonly movedTo?: number }[],
): {
  readonly fired: readonly Fired[];
  readonly dropped: readonly Due[];
} {
  const fired: Fired[] = [];
  const dropped: Due[] = [];
  for (const { session, plannedAt, movedTo } of sessions) {
    let waiting = new Map(promptsOfSession(session, plannedAt, whom).map((d) => [d.occurrence, d]));
    let standing = session;
    let moveAt = movedTo === undefined ? Number.POSITIVE_INFINITY : session.startsAt - 26 * hour;
    for (;;) {
      const next = [...waiting.values()].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined) break;
      if (movedTo !== undefined && next.dueAt >= moveAt) {
        // A plan that moves takes its prompts along; those that came already are not set again.
        standing = { ...session, startsAt: movedTo, planVersion: 2, revision: 2 };
        const come = new Set(fired.map((f) => f.due.occurrence));
        waiting = new Map(
          promptsOfSession(standing, moveAt, whom)
            .filter((d) => !come.has(d.occurrence))
            .map((d) => [d.occurrence, d]),
        );
        moveAt = Number.POSITIVE_INFINITY;
        continue;
      }
      const now = next.dueAt;
      waiting.delete(next.occurrence);
      const told = people.get(next.to);
      if (told === undefined) throw new Error('nobody');
      const waitsFor = registry.prompts.get(next.kind)?.waitsFor;
      const goes =
        waitsFor === 'nothing' ? now : mayGoAt(now, told.zone, told.manners, waitsFor === 'working-days', england);
      if (goes >= next.expiresAt) dropped.push(next);
      else if (goes > now) waiting.set(next.occurrence, { ...next, dueAt: goes });
      else {
        fired.push({ due: next, at: now });
        if (next.kind === 'end')
          for (const d of promptsAfterSession(standing, plannedEnd(standing))) waiting.set(d.occurrence, d);
      }
    }
  }
  return { fired, dropped };
}

describe('a year over six zones', () => {
  const sessions = zones.flatMap((zone, i) =>
    // Before, in and after quiet hours, at midnight, and in the hour that the clocks skip or repeat.
    ['07:30', '08:10', '15:00', '18:30', '22:00', '00:00', '02:15'].flatMap((time, k) =>
      Array.from({ length: 52 }, (_, week) => {
        const date = addDays('2026-07-05', week * 7 + (time === '02:15' ? 0 : k));
        const startsAt = placeAnyway(date, time, zone);
        return {
          session: sessionAt(
            `s-${i}-${k}-${week}`,
            startsAt,
            `mentor-${i}` as PersonId,
            `mentee-${(i + 1) % zones.length}` as PersonId,
          ),
          plannedAt: startsAt - 5 * day,
          ...(week % 5 === 4 ? { movedTo: startsAt + 3 * day + 95 * minute } : {}),
        };
      }),
    ),
  );
  const { fired, dropped } = year(sessions);

  test('no prompt comes in anyone’s quiet hours but a record’s at its session’s end', () => {
    const loud = fired.filter(({ due, at }) => {
      const told = people.get(due.to);
      return due.kind !== 'end' && told !== undefined && isQuiet(at, told.zone, told.manners.quiet);
    });
    expect(loud.map((f) => [f.due.occurrence, new Date(f.at).toISOString()])).toEqual([]);
    // The year would prove nothing if no end fell into quiet hours.
    const ends = fired.filter(
      ({ due, at }) => due.kind === 'end' && isQuiet(at, whom(due.to)?.zone ?? 'UTC', usual.quiet),
    );
    expect(ends.length).toBeGreaterThan(500);
  });

  test('none is dropped, and none comes twice', () => {
    expect(dropped.map((d) => d.occurrence)).toEqual([]);
    // By what it says to whom, not by its key: a key with the time in it would come again with each move.
    expect(new Set(fired.map(({ due }) => `${due.kind} ${due.subject} ${due.to}`)).size).toBe(fired.length);
  });

  test('each session asks for its record once, its mentee once, and nudges on a working day only', () => {
    for (const kind of ['end', 'ask', 'nudge'])
      expect(
        fired.filter((f) => f.due.kind === kind),
        kind,
      ).toHaveLength(sessions.length);
    for (const { due, at } of fired.filter((f) => f.due.kind === 'nudge')) {
      const here = local(at, whom(due.to)?.zone ?? 'UTC');
      expect(weekdayOf(here.date)).toBeLessThanOrEqual(5);
      expect(england.on(here.date)).toBeUndefined();
    }
  });

  test('everyone is reminded of each session before it begins, and after it was planned', () => {
    const starts = new Map(sessions.map((s) => [s.session.id as string, Math.max(s.session.startsAt, s.movedTo ?? 0)]));
    const reminded = new Map<string, number>();
    for (const { due, at } of fired.filter((f) => f.due.kind === 'remind')) {
      const id = due.subject.split(':')[0] ?? '';
      expect(at).toBeLessThan(starts.get(id) ?? 0);
      reminded.set(`${id} ${due.to}`, (reminded.get(`${id} ${due.to}`) ?? 0) + 1);
    }
    expect(reminded.size).toBe(sessions.length * 2);
    expect(Math.max(...reminded.values())).toBeLessThanOrEqual(2);
  });
});

describe('before and after quiet hours', () => {
  test('the moment before them is outside them and less than a day back, in any zone and season', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') }),
        fc.constantFrom({ from: '19:00', to: '08:00' }, { from: '22:30', to: '06:45' }, { from: '01:00', to: '05:00' }),
        (zone, at, quiet) => {
          const before = beforeQuiet(at, zone, quiet);
          expect(isQuiet(before, zone, quiet)).toBe(false);
          expect(at - before).toBeLessThan(day);
          expect(before).toBeLessThanOrEqual(at);
          const after = mayGoAt(at, zone, { ...usual, quiet });
          expect(isQuiet(after, zone, quiet)).toBe(false);
          expect(after - at).toBeLessThan(day);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a reminder that cannot come after them comes before, and one that cannot come at all is not set', () => {
    const at = (iso: string): number => Date.parse(iso);
    const s = sessionAt('s', at('2026-11-26T07:30Z'), 'mentor-0' as PersonId, 'mentee-2' as PersonId);
    const due = (now: string): string[] =>
      promptsOfSession(s, at(now), whom)
        .filter((d) => d.kind === 'remind' && d.to === 'mentor-0')
        .map((d) => new Date(d.dueAt).toISOString().slice(0, 16));
    expect(due('2026-11-23T09:00Z')).toEqual(['2026-11-25T08:00', '2026-11-25T18:45']);
    expect(due('2026-11-25T20:00Z')).toEqual([]);
    const noneOn: Whom = (id): Told | undefined => {
      const told = people.get(id);
      return told && { ...told, manners: { ...told.manners, reminders: { day: 'off', hour: 'off' } } };
    };
    expect(promptsOfSession(s, at('2026-11-23T09:00Z'), noneOn).filter((d) => d.kind === 'remind')).toEqual([]);
  });

  test('a pause takes no prompt away, so that one that is ended early keeps nothing back; it puts off what is due in it', () => {
    const startsAt = Date.parse('2026-11-26T15:00Z');
    const s = sessionAt('s', startsAt, 'mentor-0' as PersonId, 'mentee-0' as PersonId);
    const paused: Whom = (id) => {
      const told = people.get(id);
      return told && { ...told, manners: { ...told.manners, pausedUntil: startsAt + day } };
    };
    const due = promptsOfSession(s, startsAt - 5 * day, paused);
    expect(due).toEqual(promptsOfSession(s, startsAt - 5 * day, (id) => people.get(id)));
    const reminders = due.filter((d) => d.kind === 'remind');
    expect(reminders.length).toBeGreaterThan(1);
    for (const { dueAt, expiresAt, to } of reminders) {
      const told = paused(to);
      // Not before the pause ends, which is after the session: it comes no more.
      expect(told && mayGoAt(dueAt, told.zone, told.manners)).toBeGreaterThanOrEqual(expiresAt);
    }
  });
});
