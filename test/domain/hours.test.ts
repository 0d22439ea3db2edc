import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Agreed,
  type CountedSession,
  hoursOf,
  isDisputed,
  isUnanswered,
  lengthAskedAbout,
  midpointPassed,
} from '../../src/domain/hours.js';
import type { Attendee } from '../../src/domain/session.js';
import { hour, minute } from '../../src/kernel/clock.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { attending } from '../support/sessions.js';

const leo = 'leo' as PersonId;
const mia = 'mia' as PersonId;
const always: Agreed = () => true;
const nine = Date.parse('2026-11-24T09:00:00Z');

interface Shape {
  readonly id?: string;
  readonly at?: number;
  readonly minutes?: number;
  readonly recorded?: number | null;
  readonly attended?: readonly PersonId[];
  readonly attendees?: readonly Attendee[];
  readonly session?: Partial<CountedSession['session']>;
  readonly planSavedAt?: number | null;
}
function held(shape: Shape = {}): CountedSession {
  const at = shape.at ?? nine;
  const minutes = shape.minutes ?? 45;
  const attendees = shape.attendees ?? [attending(leo)];
  return {
    session: {
      id: (shape.id ?? 's1') as SessionId,
      kind: 'standard',
      state: 'ended',
      startsAt: at,
      minutes,
      startedAt: null,
      endedAt: at + minutes * minute,
      plannedAfterwards: false,
      attendees,
      ...shape.session,
    },
    planSavedAt: shape.planSavedAt === undefined ? at - hour : shape.planSavedAt,
    record:
      shape.recorded === null
        ? null
        : {
            startedAt: at,
            minutes: shape.recorded ?? minutes,
            attended: shape.attended ?? attendees.map((a) => a.mentee),
          },
  };
}
const erased = (mentee: PersonId, more: Partial<Attendee> = {}) => ({ ...attending(mentee, more), isErased: true });
const one = (shape: Shape = {}, agreed: Agreed = always) => hoursOf([held(shape)], agreed);

describe('what counts', () => {
  it('counts a session planned before, recorded, attended and agreed, answered or not', () => {
    expect(one()).toMatchObject({
      plannedMinutes: 45,
      deliveredMinutes: 45,
      unansweredMinutes: 45,
      confirmedMinutes: 0,
      disputedMinutes: 0,
    });
    expect(one().sessions[0]).toMatchObject({ counts: true, why: null, minutes: 45 });
  });

  const none: [string, Shape, Agreed?][] = [
    ['no record', { recorded: null }],
    ['no-show', { attended: [] }],
    ['no-show', { recorded: 0 }],
    ['cancelled', { session: { state: 'cancelled' } }],
    ['not held', { session: { state: 'not-held' } }],
    ['still to come', { session: { state: 'planned' }, recorded: null }],
    ['still to come', { session: { state: 'running' }, recorded: null }],
    ['planned afterwards', { session: { plannedAfterwards: true } }],
    ['no plan before it began', { planSavedAt: null }],
    ['no plan before it began', { planSavedAt: nine + 1 }],
    // Pressed at five to nine, planned at two minutes to nine, recorded as nine: the press was first.
    ['no plan before it began', { planSavedAt: nine - 2 * minute, session: { startedAt: nine - 5 * minute } }],
    ['no agreement', {}, () => false],
    ['of somebody erased', { attendees: [erased(leo)] }],
    ['of somebody erased', { attendees: [erased(leo, { settledMinutes: 30 })] }],
    // What counted for nothing anyhow does so for its own reason.
    ['no-show', { attended: [], attendees: [erased(leo)] }],
    ['no agreement', { attendees: [erased(leo)] }, () => false],
    ['settled as no time', { attendees: [erased(leo, { settledMinutes: 0 })] }],
    // Of a group: somebody did not come, somebody was erased.
    ['of somebody erased', { attended: [mia], attendees: [attending(leo), erased(mia)] }],
  ];
  it.each(none)('gives no time: %s', (why, shape, agreed) => {
    const hours = one(shape, agreed ?? always);
    expect(hours.sessions[0]).toMatchObject({ counts: false, why, minutes: 0 });
    expect([hours.deliveredMinutes, hours.confirmedMinutes, hours.disputedMinutes]).toEqual([0, 0, 0]);
  });

  it('no longer counts as planned what was planned with somebody erased alone', () => {
    expect(one({ attendees: [erased(leo)] }).plannedMinutes).toBe(0);
    expect(one({ attendees: [erased(leo), erased(mia)] }).plannedMinutes).toBe(0);
    expect(one({ attendees: [erased(leo), attending(mia)] }).plannedMinutes).toBe(45);
  });

  it('counts a group by the others’ parts where one of it was erased', () => {
    const group = held({ attendees: [erased(leo), attending(mia)] });
    expect(hoursOf([group], always)).toMatchObject({ deliveredMinutes: 45, unansweredMinutes: 45, plannedMinutes: 45 });
    expect(hoursOf([group], always, leo)).toMatchObject({ deliveredMinutes: 0, plannedMinutes: 45 });
    expect(hoursOf([group], always, mia)).toMatchObject({ deliveredMinutes: 45, plannedMinutes: 45 });
  });

  it('takes a plan saved at the very start as made before it', () => {
    expect(one({ planSavedAt: nine }).deliveredMinutes).toBe(45);
  });

  it('plans no minutes for a session cancelled or not held', () => {
    expect(one({ session: { state: 'cancelled' } }).plannedMinutes).toBe(0);
    expect(one({ session: { state: 'not-held' } }).plannedMinutes).toBe(0);
    expect(one({ session: { plannedAfterwards: true } }).plannedMinutes).toBe(0);
    expect(one({ session: { state: 'planned' }, recorded: null }).plannedMinutes).toBe(45);
  });

  it('asks the agreement about the mentorship of each mentee', () => {
    const group = held({ attendees: [attending(leo), attending(mia)] });
    const hours = hoursOf([group], (m) => m === 'm-mia');
    expect(hours.deliveredMinutes).toBe(45);
    expect(hoursOf([group], (m) => m === 'm-mia', leo).sessions[0]?.why).toBe('no agreement');
  });
});

describe('what the mentee says', () => {
  const said = (more: Partial<Attendee>, recorded = 45) => one({ recorded, attendees: [attending(leo, more)] });

  it('confirms what they confirmed', () => {
    expect(said({ confirmation: 'confirmed', confirmedMinutes: 45 })).toMatchObject({
      deliveredMinutes: 45,
      confirmedMinutes: 45,
      unansweredMinutes: 0,
    });
  });
  it('keeps a different length waiting, with both figures', () => {
    const hours = said({ confirmation: 'different', confirmedMinutes: 30 });
    expect(hours).toMatchObject({ deliveredMinutes: 0, confirmedMinutes: 0, disputedMinutes: 45 });
    expect(hours.sessions[0]).toMatchObject({ counts: false, why: 'disputed' });
    expect(hours.sessions[0]?.parts[0]).toMatchObject({ mentorMinutes: 45, menteeMinutes: 30 });
  });
  it('keeps one that did not happen waiting', () => {
    const hours = said({ confirmation: 'did-not-happen' });
    expect(hours).toMatchObject({ deliveredMinutes: 0, disputedMinutes: 45 });
    expect(hours.sessions[0]?.parts[0]?.menteeMinutes).toBe(0);
  });
  it('takes the settled minutes, and keeps both figures', () => {
    const hours = said({ confirmation: 'different', confirmedMinutes: 30, settledMinutes: 40 });
    expect(hours).toMatchObject({ deliveredMinutes: 40, confirmedMinutes: 40, disputedMinutes: 0 });
    expect(hours.sessions[0]?.parts[0]).toMatchObject({ mentorMinutes: 45, menteeMinutes: 30, standing: 'settled' });
  });
  it('may be settled as no time at all', () => {
    const hours = said({ confirmation: 'did-not-happen', settledMinutes: 0 });
    expect(hours).toMatchObject({ deliveredMinutes: 0, disputedMinutes: 0 });
    expect(hours.sessions[0]?.why).toBe('settled as no time');
  });
  it('counts a record that has come to agree with them as confirmed', () => {
    expect(said({ confirmation: 'different', confirmedMinutes: 30 }, 30)).toMatchObject({ confirmedMinutes: 30 });
  });
  it('keeps a confirmation at what it answered when the record grows, and asks again', () => {
    const hours = said({ confirmation: 'confirmed', confirmedMinutes: 45 }, 60);
    expect(hours).toMatchObject({ deliveredMinutes: 60, confirmedMinutes: 45, unansweredMinutes: 15 });
    expect(hours.sessions[0]?.parts[0]?.askAgain).toBe(true);
  });
  it('never confirms more than the record says', () => {
    expect(said({ confirmation: 'confirmed', confirmedMinutes: 45 }, 30)).toMatchObject({
      deliveredMinutes: 30,
      confirmedMinutes: 30,
    });
  });
  it('tells who has still to be asked', () => {
    const open = { confirmation: 'open', confirmedMinutes: null, settledMinutes: null } as const;
    expect(isUnanswered(open, 45)).toBe(true);
    expect(isUnanswered({ ...open, settledMinutes: 30 }, 45)).toBe(false);
    expect(isUnanswered({ ...open, confirmation: 'confirmed', confirmedMinutes: 45 }, 45)).toBe(false);
    expect(isUnanswered({ ...open, confirmation: 'confirmed', confirmedMinutes: 45 }, 50)).toBe(true);
    expect(isUnanswered({ ...open, confirmation: 'did-not-happen' }, 45)).toBe(false);
    expect(isDisputed({ ...open, confirmation: 'different', confirmedMinutes: 30 }, 45)).toBe(true);
    expect(isDisputed({ ...open, confirmation: 'different', confirmedMinutes: 30, settledMinutes: 30 }, 45)).toBe(
      false,
    );
  });
});

describe('groups and overlaps', () => {
  it('counts a group once for the portfolio and whole for each mentee', () => {
    const group = held({
      attendees: [attending(leo, { confirmation: 'confirmed', confirmedMinutes: 45 }), attending(mia)],
    });
    expect(hoursOf([group], always)).toMatchObject({ deliveredMinutes: 45, confirmedMinutes: 45, plannedMinutes: 45 });
    expect(hoursOf([group], always, leo)).toMatchObject({ deliveredMinutes: 45, confirmedMinutes: 45 });
    expect(hoursOf([group], always, mia)).toMatchObject({ deliveredMinutes: 45, confirmedMinutes: 0 });
  });
  it('shows nothing of another mentee in one mentee’s hours', () => {
    const group = held({ attendees: [attending(leo), attending(mia)] });
    expect(JSON.stringify(hoursOf([group], always, leo))).not.toContain('mia');
  });
  it('is delivered when one mentee of the group disputes and the other does not', () => {
    const group = held({ attendees: [attending(leo), attending(mia, { confirmation: 'did-not-happen' })] });
    expect(hoursOf([group], always)).toMatchObject({ deliveredMinutes: 45, disputedMinutes: 0 });
    expect(hoursOf([group], always, mia)).toMatchObject({ deliveredMinutes: 0, disputedMinutes: 45 });
  });
  it('is none of an absent mentee’s hours', () => {
    const group = held({ attendees: [attending(leo), attending(mia)], attended: [leo] });
    expect(hoursOf([group], always)).toMatchObject({ deliveredMinutes: 45 });
    expect(hoursOf([group], always, mia).sessions[0]?.why).toBe('no-show');
  });
  it('counts shared minutes of two sessions once', () => {
    const hours = hoursOf([held(), held({ id: 's2', at: nine + 30 * minute })], always);
    expect(hours).toMatchObject({ deliveredMinutes: 75, overlapMinutes: 15 });
  });
  it('takes sessions that touch as two', () => {
    const hours = hoursOf([held(), held({ id: 's2', at: nine + 45 * minute })], always);
    expect(hours).toMatchObject({ deliveredMinutes: 90, overlapMinutes: 0 });
  });
  it('adds three mentees of two hours each to six', () => {
    const six = ['a', 'b', 'c'].map((who, i) =>
      held({ id: who, at: nine + i * 24 * hour, minutes: 120, attendees: [attending(who as PersonId)] }),
    );
    expect(hoursOf(six, always).deliveredMinutes).toBe(360);
  });
});

it('asks about the record’s length, or the pressed one to the nearest five', () => {
  const s = held().session;
  expect(lengthAskedAbout(s, { minutes: 52 })).toBe(52);
  expect(lengthAskedAbout({ ...s, endedAt: nine + 47.4 * minute }, null)).toBe(45);
  expect(lengthAskedAbout({ ...s, endedAt: nine + 1 * minute }, null)).toBe(5);
  expect(lengthAskedAbout({ ...s, endedAt: null }, undefined)).toBe(45);
});

it('passes the mid-point at half the target', () => {
  expect(midpointPassed({ deliveredMinutes: 179 }, 360)).toBe(false);
  expect(midpointPassed({ deliveredMinutes: 180 }, 360)).toBe(true);
});

// ---- properties

const anySession = (id: string): fc.Arbitrary<CountedSession> =>
  fc
    .record({
      offset: fc.integer({ min: 0, max: 600 }),
      odd: fc.integer({ min: 0, max: 59_999 }),
      minutes: fc.integer({ min: 5, max: 120 }),
      recorded: fc.option(fc.integer({ min: 0, max: 120 })),
      state: fc.constantFrom('planned', 'ended', 'ended', 'ended', 'ended', 'cancelled', 'not-held'),
      plannedAfterwards: fc.boolean(),
      late: fc.boolean(),
      parts: fc.array(
        fc.record({
          there: fc.boolean(),
          confirmation: fc.constantFrom('open', 'confirmed', 'different', 'did-not-happen'),
          figure: fc.option(fc.integer({ min: 1, max: 120 })),
          settled: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 5 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map((r) => {
      const at = nine + r.offset * minute + r.odd;
      const names = ['leo', 'mia', 'sam'] as PersonId[];
      const attendees = r.parts.map((p, i) =>
        attending(names[i] as PersonId, {
          confirmation: p.confirmation as Attendee['confirmation'],
          confirmedMinutes: p.figure,
          settledMinutes: p.settled,
        }),
      );
      return held({
        id,
        at,
        minutes: r.minutes,
        recorded: r.recorded,
        attendees,
        attended: attendees.filter((_, i) => r.parts[i]?.there).map((a) => a.mentee),
        planSavedAt: r.late ? at + minute : at - minute,
        session: {
          state: r.state as CountedSession['session']['state'],
          plannedAfterwards: r.plannedAfterwards && r.late,
        },
      });
    });
const anySessions = fc
  .array(fc.integer(), { maxLength: 6 })
  .chain((list) => fc.tuple(...list.map((_, i) => anySession(`s${i}`))));

/** The same totals found the slow way: minute by minute. */
function byMinute(hours: ReturnType<typeof hoursOf>, sessions: readonly CountedSession[]): number {
  const covered = new Set<number>();
  for (const v of hours.sessions) {
    const from = Math.floor((sessions.find((c) => c.session.id === v.session)?.record?.startedAt ?? 0) / minute);
    for (let i = 0; i < v.minutes; i += 1) covered.add(from + i);
  }
  return covered.size;
}

describe('for any sessions', () => {
  it('delivered is the sum over the union of what counts, and no session counts for less than its part', () => {
    fc.assert(
      fc.property(anySessions, (sessions) => {
        const hours = hoursOf(sessions, always);
        expect(hours.deliveredMinutes).toBe(byMinute(hours, sessions));
        expect(hours.deliveredMinutes + hours.overlapMinutes).toBe(hours.sessions.reduce((n, v) => n + v.minutes, 0));
      }),
    );
  });
  it('no order of the sessions changes a figure', () => {
    fc.assert(
      fc.property(
        anySessions.chain((s) => fc.tuple(fc.constant(s), fc.shuffledSubarray(s, { minLength: s.length }))),
        ([sessions, shuffled]) => {
          const { sessions: _, ...totals } = hoursOf(sessions, always);
          expect(hoursOf(shuffled, always)).toMatchObject(totals);
        },
      ),
    );
  });
  it('delivered holds confirmed and unanswered and no more; nothing is negative; a mentee never has more than all', () => {
    fc.assert(
      fc.property(anySessions, (sessions) => {
        const hours = hoursOf(sessions, always);
        expect(hours.confirmedMinutes).toBeLessThanOrEqual(hours.deliveredMinutes);
        expect(hours.confirmedMinutes + hours.unansweredMinutes).toBe(hours.deliveredMinutes);
        for (const [key, n] of Object.entries(hours)) if (key !== 'sessions') expect(n).toBeGreaterThanOrEqual(0);
        for (const mentee of ['leo', 'mia', 'sam'] as PersonId[])
          expect(hoursOf(sessions, always, mentee).deliveredMinutes).toBeLessThanOrEqual(hours.deliveredMinutes);
      }),
    );
  });
  it('adding a session takes nothing away, and without an agreement nothing counts', () => {
    fc.assert(
      fc.property(anySessions, anySession('more'), (sessions, more) => {
        const before = hoursOf(sessions, always).deliveredMinutes;
        expect(hoursOf([...sessions, more], always).deliveredMinutes).toBeGreaterThanOrEqual(before);
        expect(hoursOf([...sessions, more], () => false)).toMatchObject({ deliveredMinutes: 0, disputedMinutes: 0 });
      }),
    );
  });
  it('every session that does not count says why, and one that counts does not', () => {
    fc.assert(
      fc.property(anySessions, (sessions) => {
        for (const v of hoursOf(sessions, always).sessions) {
          expect(v.why === null).toBe(v.counts);
          for (const p of v.parts) expect(p.why === null).toBe(p.minutes > 0);
        }
      }),
    );
  });
});
