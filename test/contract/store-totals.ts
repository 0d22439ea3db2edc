import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mentorship, Portfolio } from '../../src/domain/mentorship.js';
import { attendeeOf, type Confirmation, type Session, withAttendee } from '../../src/domain/session.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import { type ProgrammeId, randomIds, type SessionId } from '../../src/kernel/ids.js';
import type { Rows, Store } from '../../src/ports/store.js';
import { totalsTwice } from '../support/totals.js';
import {
  aMentorship,
  anAttendee,
  aPerson,
  aPlan,
  aPortfolio,
  aProgramme,
  aRecord,
  aSession,
  monday,
  type OpenStore,
  shared,
} from './store-rows.js';

const ids = randomIds();
const longest = 240;

/** Something that happens in a programme; numbers pick which session, mentorship and time it happens to. */
type Act =
  | {
      readonly is: 'plan';
      readonly with: number;
      readonly at: number;
      readonly minutes: number;
      readonly kind: Session['kind'];
      readonly afterwards: boolean;
    }
  | {
      readonly is: 'move';
      readonly which: number;
      readonly at: number;
      readonly minutes: number;
      readonly savedAt: number;
    }
  | { readonly is: 'begin' | 'end' | 'call-off' | 'not-held'; readonly which: number; readonly at: number }
  | {
      readonly is: 'record';
      readonly which: number;
      readonly at: number;
      readonly minutes: number;
      readonly came: number;
      readonly later: number;
    }
  | {
      readonly is: 'answer';
      readonly which: number;
      readonly who: number;
      readonly confirmation: Confirmation;
      readonly minutes: number;
    }
  | { readonly is: 'settle'; readonly which: number; readonly who: number; readonly minutes: number }
  | { readonly is: 'sign' | 'part' | 'erase'; readonly with: number; readonly at: number };

const n = fc.nat({ max: 30 });
/** Moments of some hours or of three days, a few of them beside the full minute: many sessions overlap, by much or little. */
const atWithin = (hours: number) =>
  fc
    .tuple(fc.nat({ max: hours * 4 }), fc.constantFrom(0, 0, 0, 1, 59_999, 14 * minute))
    .map(([quarters, ms]) => monday + quarters * 15 * minute + ms);
const at = atWithin(72);
const minutes = fc.constantFrom(5, 15, 30, 45, 60, 120, longest);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant('plan' as const),
      with: n,
      at,
      minutes,
      kind: fc.constantFrom('standard' as const, 'first' as const, 'first' as const),
      afterwards: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('move' as const), which: n, at, minutes, savedAt: at }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constantFrom('begin' as const, 'end' as const, 'call-off' as const, 'not-held' as const),
      which: n,
      at,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('record' as const),
      which: n,
      at: fc.oneof(at, atWithin(4)),
      minutes: fc.oneof(minutes, fc.constant(0)),
      came: n,
      later: n,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('answer' as const),
      which: n,
      who: n,
      confirmation: fc.constantFrom(
        'open' as const,
        'confirmed' as const,
        'different' as const,
        'did-not-happen' as const,
      ),
      minutes,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('settle' as const),
      which: n,
      who: n,
      minutes: fc.oneof(minutes, fc.constant(0)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('sign' as const, 'part' as const), with: n, at }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('erase' as const), with: n, at }) },
);

interface World {
  readonly sessions: SessionId[];
  readonly mentorships: Mentorship['id'][];
  /** Whose key is destroyed: nothing can be written under it any more. */
  readonly erased: Set<string>;
}

const pick = <T>(of: readonly T[], i: number): T | undefined => of[i % Math.max(1, of.length)];

const isErased = ({ erased }: World, m: Mentorship): boolean => erased.has(m.mentor) || erased.has(m.mentee);

async function happens(rows: Rows, world: World, act: Act): Promise<void> {
  if (act.is === 'plan') {
    const one = await rows.mentorships.get(pick(world.mentorships, act.with)!);
    const other = await rows.mentorships.get(pick(world.mentorships, act.with >> 2)!);
    if (one === undefined || other === undefined || isErased(world, one) || isErased(world, other)) return;
    const both = act.with % 3 === 0 && other.id !== one.id && other.portfolio === one.portfolio;
    const session = aSession(ids, both ? [one, other] : [one], {
      startsAt: act.at,
      minutes: act.minutes,
      kind: act.kind,
      plannedAt: act.with % 5 === 0 ? monday + act.with * 2 * hour : monday - day,
      plannedAfterwards: act.afterwards,
    });
    const attendees = session.attendees.map((a) => ({ ...a, confirmation: 'open' as const, confirmedMinutes: null }));
    await rows.sessions.save({ ...session, attendees });
    await rows.sessions.addPlan({ ...aPlan(session, 1), savedAt: session.plannedAt });
    world.sessions.push(session.id);
    return;
  }
  if ('with' in act) {
    const m = await rows.mentorships.get(pick(world.mentorships, act.with)!);
    if (m === undefined) return;
    if (act.is === 'erase') {
      const person = act.with % 3 === 0 ? m.mentor : m.mentee;
      if (world.erased.has(person)) return;
      await rows.people.erase(person, act.at);
      world.erased.add(person);
      return;
    }
    await rows.mentorships.save(
      act.is === 'sign'
        ? { ...m, state: 'active', agreedAt: m.agreedAt ?? act.at }
        : { ...m, state: 'ended', endedAt: m.endedAt ?? act.at },
    );
    return;
  }
  const id = pick(world.sessions, act.which);
  const session = id === undefined ? undefined : await rows.sessions.get(id);
  if (session === undefined || world.erased.has(session.mentor)) return;
  if ((act.is === 'move' || act.is === 'record') && session.attendees.some((a) => world.erased.has(a.mentee))) return;
  const save = (change: Partial<Session>): Promise<void> =>
    rows.sessions.save({ ...session, ...change, revision: session.revision + 1 });
  switch (act.is) {
    case 'move': {
      const planVersion = session.planVersion + 1;
      await save({ startsAt: act.at, minutes: act.minutes, planVersion });
      await rows.sessions.addPlan({
        ...aPlan({ ...session, startsAt: act.at }, planVersion),
        savedAt: act.savedAt,
      });
      return;
    }
    case 'begin':
      return save({ state: 'running', startedAt: act.at });
    case 'end':
      return save({ state: 'ended', endedAt: (session.startedAt ?? session.startsAt) + session.minutes * minute });
    case 'call-off':
      return save({ state: 'cancelled', missed: 'late' });
    case 'not-held':
      return save({ state: 'not-held' });
    case 'record': {
      const head = await rows.records.head(session.id);
      const version = (head?.version ?? 0) + 1;
      const [newHead, record] = aRecord(session.id, session.mentor, version);
      const attended = session.attendees.map((a) => a.mentee).filter((_, i) => ((act.came >> i) & 1) === 0);
      await rows.records.add(
        {
          ...newHead,
          signedAt: act.at + act.later,
          ...(act.later % 2 === 0 ? { lag: act.later % 4 === 0 ? ('at the time' as const) : ('late' as const) } : {}),
        },
        { ...record, body: { ...record.body, attended, startedAt: act.at, minutes: act.minutes } },
      );
      // Now and then a record stands before its session is saved as it says.
      if (act.later % 5 === 0) return;
      return save({
        state: 'ended',
        startedAt: Math.min(session.startedAt ?? act.at, act.at),
        endedAt: act.at + act.minutes * minute,
      });
    }
    case 'answer':
    case 'settle': {
      const mentee = pick(session.attendees, act.who)?.mentee;
      if (mentee === undefined || attendeeOf(session, mentee) === undefined) return;
      const change =
        act.is === 'settle'
          ? { settledMinutes: act.minutes }
          : { confirmation: act.confirmation, confirmedMinutes: act.confirmation === 'open' ? null : act.minutes };
      return save({ attendees: withAttendee(session, mentee, change).attendees });
    }
  }
}

/** Two portfolios of two mentees each (0 and 1, 2 and 3): the first of each has signed, the second has not. */
async function lived(store: Store, acts: readonly Act[]): Promise<ProgrammeId> {
  const programme = aProgramme(ids);
  const world: World = { sessions: [], mentorships: [], erased: new Set() };
  await store.write(async (tx) => {
    await tx.programmes.add(programme);
    const rows = tx.in(programme.id);
    for (let p = 0; p < 2; p += 1) {
      const mentor = aPerson(ids, programme.id, 'mentor');
      await rows.people.save(mentor);
      const portfolio: Portfolio = {
        id: ids.next('portfolio'),
        programme: programme.id,
        mentor: mentor.id,
        targetMinutes: 360,
        startedAt: monday,
      };
      await rows.portfolios.save(portfolio);
      for (let m = 0; m < 2; m += 1) {
        const mentee = aPerson(ids, programme.id, 'mentee');
        await rows.people.save(mentee);
        const mentorship = aMentorship(ids, portfolio, mentee.id);
        await rows.mentorships.save(
          m === 0 ? { ...mentorship, agreedAt: monday - day } : { ...mentorship, state: 'proposed', agreedAt: null },
        );
        world.mentorships.push(mentorship.id);
      }
    }
  });
  await store.write(async (tx) => {
    for (const one of acts) await happens(tx.in(programme.id), world, one);
  });
  return programme.id;
}

const quarter = 15 * minute;
const planned = (at: number, more: Partial<Extract<Act, { is: 'plan' }>> = {}): Act => ({
  is: 'plan',
  with: 4,
  at: monday + at * quarter,
  minutes: 45,
  kind: 'standard',
  afterwards: false,
  ...more,
});
const recorded = (which: number, at: number, more: Partial<Extract<Act, { is: 'record' }>> = {}): Act => ({
  is: 'record',
  which,
  at: monday + at * quarter,
  minutes: 60,
  came: 0,
  later: 4,
  ...more,
});

/** By what happened, the minutes that it comes to. Mentorship 4 is the signed one of the first portfolio, 9 the other. */
const cases: readonly (readonly [string, readonly Act[], { readonly delivered: number; readonly overlap: number }])[] =
  [
    [
      'two held after one another',
      [planned(0), planned(8), recorded(0, 0), recorded(1, 4)],
      { delivered: 120, overlap: 0 },
    ],
    [
      'two apart by their plans, held at the same time',
      [planned(0), planned(40), recorded(0, 0), recorded(1, 2)],
      { delivered: 90, overlap: 30 },
    ],
    [
      'the same, and the second moved away by an amendment',
      [planned(0), planned(40), recorded(0, 0), recorded(1, 2), recorded(1, 40)],
      { delivered: 120, overlap: 0 },
    ],
    [
      'one minute shared, of which seconds are left over',
      [planned(0), planned(40), recorded(0, 0), recorded(1, 4, { at: monday + 4 * quarter - 1 })],
      { delivered: 119, overlap: 1 },
    ],
    [
      'a first meeting before both had signed, within the seven days',
      [planned(8, { with: 9, kind: 'first' }), recorded(0, 8), { is: 'sign', with: 1, at: monday + day }],
      { delivered: 60, overlap: 0 },
    ],
    [
      'and an earlier one that is recorded afterwards takes its place',
      [
        planned(8, { with: 9, kind: 'first' }),
        planned(0, { with: 9, kind: 'first' }),
        recorded(0, 8),
        { is: 'sign', with: 1, at: monday + day },
        recorded(1, 0, { minutes: 30 }),
      ],
      { delivered: 30, overlap: 0 },
    ],
    [
      'which it gives back where it is found not to have been held',
      [
        planned(8, { with: 9, kind: 'first' }),
        planned(0, { with: 9, kind: 'first' }),
        recorded(0, 8),
        { is: 'sign', with: 1, at: monday + day },
        recorded(1, 0, { minutes: 30 }),
        { is: 'not-held', which: 1, at: 0 },
      ],
      { delivered: 60, overlap: 0 },
    ],
    [
      'one that is moved later once it was recorded, which is not its own earlier one',
      [
        planned(0, { with: 9, kind: 'first' }),
        { is: 'sign', with: 1, at: monday + quarter },
        recorded(0, 0),
        { is: 'move', which: 0, at: monday + quarter, minutes: 45, savedAt: monday },
      ],
      { delivered: 60, overlap: 0 },
    ],
    [
      'a mentorship that ended before it began',
      [planned(8), recorded(0, 8), { is: 'part', with: 0, at: monday }],
      { delivered: 0, overlap: 0 },
    ],
  ];

export function storeTotalsContract(name: string, open: OpenStore): void {
  describe(`${name}: totals are those of the domain's rule`, () => {
    const opened = shared(open);
    const weeks = [0, 1, 2].map((d) => ({ from: monday + d * day, to: monday + (d + 1) * day }));
    const same = async (acts: readonly Act[]): Promise<ProgrammeId> => {
      const programme = await lived(opened(), acts);
      const { kept, counted } = await opened().read((tx) => totalsTwice(tx.in(programme), weeks));
      expect(kept).toEqual(counted);
      return programme;
    };

    test('whatever happens in whatever order: whole, by mentee and by week', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => void (await same(acts))),
        { numRuns: 60 },
      );
    }, 120_000);

    test('a part that was counted anew since it was read is saved as it counts now', async () => {
      const programme = aProgramme(ids);
      const [mentor, mentee] = [aPerson(ids, programme.id, 'mentor'), aPerson(ids, programme.id, 'mentee')];
      const portfolio = aPortfolio(ids, mentor);
      const mentorship = aMentorship(ids, portfolio, mentee.id);
      const session = aSession(ids, [mentorship], {
        startsAt: monday + day,
        state: 'ended',
        attendees: [{ ...anAttendee(mentorship), confirmation: 'confirmed', confirmedMinutes: 45 }],
      });
      const [head, version] = aRecord(session.id, mentor.id, 1);
      const record = { ...version, body: { ...version.body, attended: [mentee.id], startedAt: monday + day } };
      const delivered = () =>
        opened().read(
          async (tx) => (await tx.in(programme.id).totals.ofPortfolio(portfolio.id, mentee.id)).deliveredMinutes,
        );
      await opened().write(async (tx) => {
        await tx.programmes.add(programme);
        const rows = tx.in(programme.id);
        for (const person of [mentor, mentee]) await rows.people.save(person);
        await rows.portfolios.save(portfolio);
        await rows.mentorships.save(mentorship);
        await rows.sessions.save(session);
        await rows.records.add(head, record);
      });
      const before = await delivered();
      expect(before).toBeGreaterThan(0);
      await opened().write(async (tx) => {
        const rows = tx.in(programme.id);
        await rows.sessions.get(session.id);
        // It ended before the session began, which is found to have begun earlier.
        await rows.mentorships.save({ ...mentorship, state: 'ended', endedAt: monday + 12 * hour });
        await rows.sessions.save({ ...session, startsAt: monday + hour, revision: session.revision + 1 });
      });
      expect(await delivered()).toBe(before);
    });

    test.each(cases)('%s', async (_, acts, expected) => {
      const programme = await same(acts);
      const [first] = [...(await opened().read((tx) => tx.in(programme).totals.byPortfolio())).values()];
      expect({ delivered: first?.deliveredMinutes, overlap: first?.overlapMinutes }).toEqual(expected);
    });
  });
}
