import { holidaysOf, regionOf } from '../../domain/holidays.js';
import { isDisputed, isUnanswered } from '../../domain/hours.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { type Author, authorOf, lagClass, type RecordHead, type RecordVersion } from '../../domain/record.js';
import { type Attendee, type PlanVersion, planInForce, type Session } from '../../domain/session.js';
import { minute } from '../../kernel/clock.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/** What is known of a session in figures, and what is missing of it; never a word that somebody wrote. */

/** Mentees have no name here: a number each, in the order in which they began with this mentor (`menteesOutside`). */
export type Names = ReadonlyMap<PersonId, string>;

/** One session, with what stands beside it. */
export interface Figures {
  readonly session: Session;
  readonly head: RecordHead | undefined;
  readonly record: RecordVersion | undefined;
  readonly plans: readonly PlanVersion[];
  /** Minutes of it that count. */
  readonly counted: number;
  readonly author: Author;
}

/** Of these sessions, in as many statements for all as for one. */
export async function figuresOf(
  portfolio: Portfolio,
  sessions: readonly Session[],
  work: ActorWork,
): Promise<readonly Figures[]> {
  const ids = sessions.map((s) => s.id);
  const heads = await work.rows.records.heads(ids);
  const newest = await work.rows.records.newest(ids);
  const plans = await work.rows.sessions.plansOf(ids);
  const held = await work.rows.totals.held(portfolio.id, mostHeld);
  const counted = new Map<SessionId, number>(held.first.map((h) => [h.session, h.minutes]));
  const author = authorOf(
    (await work.people()).get(portfolio.mentor),
    work.programme,
    await holidaysOf(regionOf(work.programme)),
  );
  return sessions.map((session) => ({
    session,
    head: heads.get(session.id),
    record: newest.get(session.id),
    plans: plans.get(session.id) ?? [],
    counted: counted.get(session.id) ?? 0,
    author,
  }));
}
/** More sessions than one mentor holds in a lifetime of portfolios. */
const mostHeld = 5_000;

export const endOf = ({ session, record }: Figures): number =>
  session.endedAt ?? (record?.body.startedAt ?? session.startsAt) + (record?.body.minutes ?? session.minutes) * minute;

/** How soon after its end it was recorded; undefined without a record. */
export const classOf = (f: Figures): string | undefined =>
  f.head === undefined ? undefined : (f.head.lag ?? lagClass(endOf(f), f.head.firstSavedAt, f.author));

/** The plan that was in force when it began; undefined where none was made by then. */
export const planOf = (f: Figures): PlanVersion | undefined =>
  planInForce(
    f.plans,
    Math.min(f.record?.body.startedAt ?? f.session.startsAt, f.session.startedAt ?? Number.POSITIVE_INFINITY),
  );

const isOver = (s: Session): boolean => s.state === 'ended';

/** The mentee's own figure in words; what nobody was asked is not answered. */
export function saysOf(a: Attendee): string {
  if (a.confirmation === 'did-not-happen') return 'it did not happen';
  if (a.confirmedMinutes === null) return 'not answered';
  return minutesInWords(a.confirmedMinutes);
}

export const settledOf = (a: Attendee): string | undefined =>
  a.settledMinutes === null
    ? undefined
    : a.settledMinutes === 0
      ? 'settled as no time'
      : `settled at ${minutesInWords(a.settledMinutes)}`;

/** What is missing of it or does not agree, each in a few words; empty where all is there. */
export function gapsOf(f: Figures, now: number): readonly string[] {
  const { session, record } = f;
  if (!isOver(session)) return session.state === 'planned' && session.startsAt < now ? ['still open'] : [];
  if (record === undefined) return ['no record yet'];
  const { minutes, attended } = record.body;
  const there = session.attendees.filter((a) => attended.includes(a.mentee));
  if (there.length === 0) return ['nobody came'];
  const late = classOf(f);
  return [
    ...(session.plannedAfterwards
      ? ['planned afterwards']
      : planOf(f) === undefined
        ? ['no plan before it began']
        : []),
    ...(late === undefined || late === 'at the time'
      ? []
      : [late === 'late' ? 'recorded late' : 'recorded in retrospect']),
    ...(there.some((a) => isDisputed(a, minutes)) ? ['lengths differ'] : []),
    ...(there.some((a) => isUnanswered(a, minutes)) ? ['not confirmed'] : []),
  ];
}
