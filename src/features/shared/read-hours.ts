import type { Block } from '../../chat/card.js';
import { type CountedSession, type Hours, hoursOf } from '../../domain/hours.js';
import { countsFrom, type Mentorship, type Portfolio } from '../../domain/mentorship.js';
import type { RecordHead, RecordVersion } from '../../domain/record.js';
import { type Session, wasMovedLate } from '../../domain/session.js';
import { weeksUpTo } from '../../domain/weekly-hours.js';
import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { Rows } from '../../ports/store.js';

/** Everything that a portfolio's totals are counted from, read once. */
export interface PortfolioTime {
  readonly portfolio: Portfolio;
  readonly mentorships: readonly Mentorship[];
  readonly sessions: readonly Session[];
  readonly heads: ReadonlyMap<SessionId, RecordHead>;
  readonly records: ReadonlyMap<SessionId, RecordVersion>;
  /** Those that were moved at the last minute. */
  readonly movedLate: ReadonlySet<SessionId>;
  /** The portfolio's by its records alone, whatever mentees have answered since. */
  recorded(): Hours;
  /** The portfolio's, or one mentee's share of it; `only` leaves out sessions that it answers false to. */
  hours(mentee?: PersonId, only?: (session: Session) => boolean): Hours;
}

const unanswered = (s: Session): Session => ({
  ...s,
  attendees: s.attendees.map((a) => ({ ...a, confirmation: 'open', confirmedMinutes: null, settledMinutes: null })),
});

/** Reads the time of one portfolio. */
export async function portfolioTime(rows: Rows, portfolio: Portfolio): Promise<PortfolioTime> {
  const [sessions, mentorships] = await Promise.all([
    rows.sessions.ofPortfolio(portfolio.id),
    rows.mentorships.of(portfolio.mentor).then((all) => all.filter((m) => m.portfolio === portfolio.id)),
  ]);
  const ids = sessions.map((s) => s.id);
  const [heads, records] = [await rows.records.heads(ids), await rows.records.newest(ids)];
  const changed = sessions.filter((s) => s.planVersion > 1).map((s) => s.id);
  const plans = await rows.sessions.plansOf(changed);
  const movedLate = new Set(changed.filter((id) => wasMovedLate(plans.get(id) ?? [])));
  return {
    portfolio,
    mentorships,
    sessions,
    heads,
    records,
    movedLate,
    recorded: () => counter(sessions.map(unanswered), mentorships, records)(),
    hours: counter(sessions, mentorships, records),
  };
}

/** Of the mentor's portfolios. */
export async function portfolioTimesOf(rows: Rows, mentor: PersonId): Promise<readonly PortfolioTime[]> {
  const times: PortfolioTime[] = [];
  for (const portfolio of await rows.portfolios.ofMentor(mentor)) times.push(await portfolioTime(rows, portfolio));
  return times;
}

/** The sessions of a portfolio that have a record, the one that was signed last first; no record is opened for it. */
export async function newestRecorded(rows: Rows, portfolio: PortfolioId): Promise<readonly SessionId[]> {
  const heads = await rows.records.heads((await rows.sessions.ofPortfolio(portfolio)).map((s) => s.id));
  return [...heads].sort(([a, x], [b, y]) => y.signedAt - x.signedAt || (a < b ? 1 : -1)).map(([id]) => id);
}

/** Minutes delivered in one week of seven days. */
export interface WeekOfHours {
  /** When it began (ms). */
  readonly from: number;
  readonly minutes: number;
}

/** When a session began: as recorded, as pressed, or else as planned (ms). */
export const beganAt = (time: PortfolioTime, s: Session): number =>
  time.records.get(s.id)?.body.startedAt ?? s.startedAt ?? s.startsAt;

/** What these portfolios delivered by week, oldest first; the last week ends at `to`. */
export const hoursByWeek = (times: readonly PortfolioTime[], since: number, to: number): readonly WeekOfHours[] =>
  weeksUpTo(since, to).map((span) => ({
    from: span.from,
    minutes: times.reduce(
      (sum, time) =>
        sum +
        time.hours(undefined, (s) => beganAt(time, s) >= span.from && beganAt(time, s) < span.to).deliveredMinutes,
      0,
    ),
  }));

function counter(
  sessions: readonly Session[],
  mentorships: readonly Mentorship[],
  records: ReadonlyMap<SessionId, RecordVersion>,
): PortfolioTime['hours'] {
  const byId = new Map<MentorshipId, Mentorship>(mentorships.map((m) => [m.id, m]));
  const all = new Map<SessionId, Session>(sessions.map((s) => [s.id, s]));
  const agreed = (id: MentorshipId, counted: CountedSession['session']): boolean => {
    const mentorship = byId.get(id);
    const session = all.get(counted.id);
    if (mentorship === undefined || session === undefined) return false;
    const earlier = sessions.filter(
      (s) =>
        s.startsAt < session.startsAt && s.state === 'ended' && s.attendees.some((a) => a.mentorship === mentorship.id),
    );
    return countsFrom(mentorship, session, earlier);
  };
  return (mentee, only) =>
    hoursOf(
      sessions
        .filter((s) => only?.(s) ?? true)
        // `plannedAt` is when the first version was saved: if that was before the start, a version was in force at it.
        .map((session) => ({
          session,
          planSavedAt: session.plannedAt,
          record: records.get(session.id)?.body ?? null,
        })),
      agreed,
      mentee,
    );
}

/** What each session that counts gave; none where two of them share minutes, or are confirmed in part. */
function partsOf({ deliveredMinutes, sessions }: Pick<Hours, 'deliveredMinutes' | 'sessions'>): number[] | undefined {
  const parts = sessions.filter((s) => s.counts && s.minutes > 0).map((s) => s.minutes);
  return parts.length > 1 && parts.reduce((sum, p) => sum + p, 0) === deliveredMinutes ? parts : undefined;
}

/** The bar of what was delivered against the target, as it stands on every card that shows one. */
export function deliveredOf(
  hours: Pick<Hours, 'deliveredMinutes' | 'sessions'>,
  targetMinutes: number,
  label: 'Delivered' | 'Recorded' = 'Delivered',
): Block {
  const parts = partsOf(hours);
  return {
    kind: 'progress',
    label,
    done: hours.deliveredMinutes,
    of: targetMinutes,
    words: `${minutesInWords(hours.deliveredMinutes)} of ${minutesInWords(targetMinutes)}`,
    ...(parts === undefined ? {} : { parts }),
  };
}
