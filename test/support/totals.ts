import { keyOfRef } from '../../src/domain/catalogue.js';
import { type CountedSession, endingOf, endingsOf, type Hours, hoursOf } from '../../src/domain/hours.js';
import { countsFrom, type Mentorship, type Portfolio } from '../../src/domain/mentorship.js';
import type { RecordHead, RecordVersion } from '../../src/domain/record.js';
import { actualSpan, type PlanVersion, planInForce, type Session, wasMovedLate } from '../../src/domain/session.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { noTotals, type Totals } from '../../src/ports/store/totals.js';
import type { Rows } from '../../src/ports/store.js';

/**
 * A portfolio's time counted the long way: every session and record opened and `hoursOf` asked, with nothing of what the
 * store keeps counted. What the store answers has to be the same.
 */
export interface CountedPortfolio {
  readonly portfolio: Portfolio;
  readonly mentorships: readonly Mentorship[];
  readonly sessions: readonly Session[];
  readonly heads: ReadonlyMap<SessionId, RecordHead>;
  readonly records: ReadonlyMap<SessionId, RecordVersion>;
  readonly movedLate: ReadonlySet<SessionId>;
  readonly plans: ReadonlyMap<SessionId, readonly PlanVersion[]>;
  /** Mentees who were erased. */
  readonly gone: ReadonlySet<PersonId>;
  hours(mentee?: PersonId, only?: (session: Session) => boolean): Hours;
  /** As if nobody had answered anything. */
  recorded(): Hours;
}

export async function countPortfolio(rows: Rows, portfolio: Portfolio): Promise<CountedPortfolio> {
  const sessions = await rows.sessions.ofPortfolio(portfolio.id);
  const mentorships = (await rows.mentorships.of(portfolio.mentor)).filter((m) => m.portfolio === portfolio.id);
  const ids = sessions.map((s) => s.id);
  const records = await rows.records.newest(ids);
  const plans = await rows.sessions.plansOf(ids);
  const agreed = (id: Mentorship['id'], counted: CountedSession['session']): boolean => {
    const m = mentorships.find((one) => one.id === id);
    const earlier = sessions.filter(
      (s) => s.startsAt < counted.startsAt && s.state === 'ended' && s.attendees.some((a) => a.mentorship === id),
    );
    return m !== undefined && countsFrom(m, counted, earlier);
  };
  const gone = new Set<PersonId>();
  for (const id of new Set(sessions.flatMap((s) => s.attendees.map((a) => a.mentee)))) {
    const person = await rows.people.get(id);
    if (person !== undefined && person.erasedAt !== null && person.name === '') gone.add(id);
  }
  const count = (of: readonly Session[], mentee?: PersonId): Hours =>
    hoursOf(
      of.map((session) => ({
        session: { ...session, attendees: session.attendees.map((a) => ({ ...a, isErased: gone.has(a.mentee) })) },
        planSavedAt: session.plannedAt,
        record: records.get(session.id)?.body ?? null,
      })),
      agreed,
      mentee,
    );
  return {
    portfolio,
    mentorships,
    sessions,
    gone,
    heads: await rows.records.heads(ids),
    records,
    plans,
    movedLate: new Set(ids.filter((id) => wasMovedLate(plans.get(id) ?? []))),
    hours: (mentee, only = () => true) => count(sessions.filter(only), mentee),
    recorded: () =>
      count(
        sessions.map((s) => ({
          ...s,
          attendees: s.attendees.map((a) => ({
            ...a,
            confirmation: 'open' as const,
            confirmedMinutes: null,
            settledMinutes: null,
          })),
        })),
      ),
  };
}

const beganAt = (time: CountedPortfolio, s: Session): number =>
  time.records.get(s.id)?.body.startedAt ?? s.startedAt ?? s.startsAt;

/** Figures of a mentee's share hold nothing that is counted by the record alone. */
const totalsOf = (time: CountedPortfolio, hours: Hours, recorded?: Hours): Totals => {
  const { sessions: verdicts, ...sums } = hours;
  const counts = verdicts.filter((v) => v.counts);
  return {
    ...sums,
    recordedMinutes: recorded?.deliveredMinutes ?? 0,
    sessions: counts.length,
    recordsAtTheTime: counts.filter((v) => time.heads.get(v.session)?.lag === 'at the time').length,
  };
};

const mostShown = 1_000;

/**
 * Everything that the store answers as totals of a programme, and the same counted the long way: two values that have to
 * be equal.
 * @param weeks spans (ms) to look at apart
 */
export async function totalsTwice(
  rows: Rows,
  weeks: readonly { readonly from: number; readonly to: number }[],
): Promise<{ readonly kept: unknown; readonly counted: unknown }> {
  const portfolios = await rows.portfolios.all();
  const times: CountedPortfolio[] = [];
  for (const p of portfolios) times.push(await countPortfolio(rows, p));
  const kept: unknown[] = [];
  const counted: unknown[] = [];
  const both = (name: string, a: unknown, b: unknown): void => {
    kept.push([name, a]);
    counted.push([name, b]);
  };
  const all = await rows.totals.byPortfolio();
  const among = await rows.totals.notCounted(
    portfolios.map((p) => p.id),
    undefined,
    mostShown,
  );
  for (const time of times) {
    const { id } = time.portfolio;
    const mentees = [...new Set(time.sessions.flatMap((s) => s.attendees.map((a) => a.mentee)))].sort();
    const whole = totalsOf(time, time.hours(), time.recorded());
    both(`${id} whole`, await rows.totals.ofPortfolio(id), whole);
    both(`${id} among all`, all.get(id) ?? noTotals, whole);
    const byMentee = await rows.totals.byMentee(id);
    both(`${id} mentees`, [...byMentee.keys()].sort(), mentees);
    for (const mentee of mentees) {
      const share = totalsOf(time, time.hours(mentee));
      both(`${id} ${mentee}`, byMentee.get(mentee), share);
      both(`${id} ${mentee} alone`, await rows.totals.ofPortfolio(id, mentee), share);
      both(`${id} ${mentee} among theirs`, (await rows.totals.ofMentee(mentee)).get(id), share);
      both(
        `${id} ${mentee} not counted`,
        (await rows.totals.notCounted([id], mentee, mostShown)).get(id)?.first ?? [],
        notCounted(time, mentee),
      );
    }
    both(`${id} not counted`, among.get(id)?.first ?? [], notCounted(time));
    const inWeek = (w: (typeof weeks)[number]) => (s: Session) => beganAt(time, s) >= w.from && beganAt(time, s) < w.to;
    both(
      `${id} by week`,
      await rows.totals.deliveredIn(weeks, id),
      weeks.map((w) => time.hours(undefined, inWeek(w)).deliveredMinutes),
    );
    both(
      `${id} parts`,
      await rows.totals.parts(id, 'delivered', mostShown),
      time.hours().sessions.flatMap((v) => (v.counts ? [v.minutes] : [])),
    );
    both(
      `${id} recorded parts`,
      await rows.totals.parts(id, 'recorded', mostShown),
      time.recorded().sessions.flatMap((v) => (v.counts ? [v.minutes] : [])),
    );
    both(
      `${id} endings`,
      endingsOf(await rows.totals.endings(id)),
      endingsOf(
        time.sessions.map((s) => ({
          state: s.state,
          ending: endingOf(s, time.records.get(s.id)?.body ?? null),
          movedLate: time.movedLate.has(s.id),
          sessions: 1,
        })),
      ),
    );
    both(`${id} uses`, (await rows.totals.uses([id])).get(id) ?? [], uses(time));
    for (const mentee of mentees)
      both(`${id} ${mentee} uses`, (await rows.totals.uses([id], mentee)).get(id) ?? [], uses(time, mentee));
    both(
      `${id} actions`,
      (await rows.totals.actions(id)).map((a) => ({ ...a, mentorships: [...a.mentorships].sort() })).sort(bySession),
      time.sessions
        .flatMap((s) => {
          const actions = time.records.get(s.id)?.body.actions.map((a) => a.key) ?? [];
          const mentorships = s.attendees.map((a) => a.mentorship).sort();
          return actions.length === 0 ? [] : [{ session: s.id, mentorships, actions }];
        })
        .sort(bySession),
    );
    const over = time.sessions.filter((s) => s.state === 'ended');
    both(
      `${id} unrecorded`,
      await rows.totals.unrecorded(id),
      over.filter((s) => !time.records.has(s.id) && s.attendees.some((a) => !time.gone.has(a.mentee))).length,
    );
    both(
      `${id} held`,
      [...(await rows.totals.held(id, mostShown)).first].sort(bySession),
      time
        .hours()
        .sessions.flatMap(({ session, minutes }) => {
          const s = over.find((one) => one.id === session);
          return s === undefined
            ? []
            : [{ session, from: beganAt(time, s), minutes, recorded: time.records.has(session) }];
        })
        .sort(bySession),
    );
    both(
      `${id} newest`,
      await rows.totals.newestRecorded(id, mostShown),
      [...time.heads].sort(([a, x], [b, y]) => y.signedAt - x.signedAt || (a < b ? 1 : -1)).map(([s]) => s),
    );
  }
  for (const w of weeks) {
    const total = await rows.totals.within(w);
    const sum = (of: (h: Hours) => number): number =>
      times.reduce((n, t) => n + of(t.hours(undefined, (s) => beganAt(t, s) >= w.from && beganAt(t, s) < w.to)), 0);
    both(
      'week delivered',
      total.deliveredMinutes,
      sum((h) => h.deliveredMinutes),
    );
    both(
      'week confirmed',
      total.confirmedMinutes,
      sum((h) => h.confirmedMinutes),
    );
    both(
      'week sessions',
      total.sessions,
      sum((h) => h.sessions.filter((v) => v.counts).length),
    );
  }
  both(
    'disputes',
    (await rows.totals.disputes(mostShown)).first,
    times.flatMap((t) =>
      t
        .hours()
        .sessions.flatMap((v) =>
          v.parts.filter((p) => p.standing === 'disputed').map((part) => ({ session: v.session, part })),
        ),
    ),
  );
  return { kept, counted };
}

function notCounted(time: CountedPortfolio, mentee?: PersonId): unknown {
  const at = new Map(time.sessions.map((s) => [s.id, s.startsAt]));
  return time
    .hours(mentee)
    .sessions.filter((v) => !v.counts && v.why !== null && v.why !== 'still to come')
    .sort((a, b) => (at.get(b.session) ?? 0) - (at.get(a.session) ?? 0) || (a.session < b.session ? 1 : -1))
    .map((v) => ({ session: v.session, parts: v.parts }));
}

const bySession = (a: { readonly session: string }, b: { readonly session: string }): number =>
  a.session < b.session ? -1 : 1;

function uses(time: CountedPortfolio, mentee?: PersonId): unknown {
  return time.hours(mentee).sessions.flatMap((v) => {
    const s = time.sessions.find((one) => one.id === v.session);
    const record = time.records.get(v.session);
    if (!v.counts || s === undefined || record === undefined) return [];
    const plan = planInForce(time.plans.get(s.id) ?? [], actualSpan(s).from);
    const skills = [...new Set(record.body.skills.map((one) => keyOfRef(one.skill)))];
    return [{ session: s.id, from: record.body.startedAt, minutes: v.minutes, goals: plan?.body.goals ?? [], skills }];
  });
}
