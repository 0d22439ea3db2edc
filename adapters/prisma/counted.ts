import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { type Claim, type CountedSession, countOf, endingOf } from '../../src/domain/hours.js';
import { countsFrom } from '../../src/domain/mentorship.js';
import type { Missed, Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { MentorshipId, PersonId, SessionId } from '../../src/kernel/ids.js';
import { groupedBy, type Scope, text } from './scope.js';

/**
 * What a session and its parts claim of each total, kept in plain columns beside their words so that totals are sums.
 * The one rule is `countOf` (src/domain/hours.ts): it is asked again whenever something that it looks at is written (a
 * session, its record, the agreement of a mentorship, an earlier first meeting), and nothing is decided in SQL.
 */

/** The columns of a session's row that are counted. */
export interface SessionCounts {
  readonly countedFrom: number;
  readonly countedMinutes: number;
  readonly countedConfirmed: number;
  readonly countedDisputed: number;
  readonly countedRecorded: number;
  readonly countedPlanned: number;
  readonly disputes: number;
  readonly countedWhy: string | null;
  readonly ending: string | null;
  readonly lag: string | null;
}

/** The columns of an attendee's row that are counted. */
export interface PartCounts {
  readonly countedAs: string;
  readonly countedWhy: string | null;
  readonly countedMinutes: number;
  readonly countedConfirmed: number;
  readonly countedDisputed: number;
}

export interface Counts {
  readonly session: SessionCounts;
  /** In the order of the session's attendees. */
  readonly parts: readonly PartCounts[];
}

/** What the counting looks at of one session, beside its record. */
type Facts = CountedSession['session'] &
  Pick<Session, 'missed' | 'plannedAt'> & { readonly attendees: readonly Seat[] };

type Seat = Pick<CountedSession['session']['attendees'][number], 'mentee' | 'mentorship' | 'isErased'>;

/** Whether it does not fit its chain, as its row says. */
interface Marked {
  readonly unfitAt: number | null;
}

interface Recorded extends NonNullable<CountedSession['record']> {
  readonly lag: string | null;
}
type Agreement = { readonly agreedAt: number | null; readonly endedAt: number | null };

/** @param earlierFirst mentorships that have had their first meeting before this session */
function countsOf(
  session: Facts & { readonly isUnfit?: boolean },
  record: Recorded | null,
  agreements: ReadonlyMap<string, Agreement>,
  earlierFirst: ReadonlySet<string>,
): Counts {
  // `plannedAt` is when the first version was saved: if that was before the start, a version was in force at it.
  const isUnfit = session.isUnfit === true;
  const counted = countOf({ session, isUnfit, planSavedAt: session.plannedAt, record }, (mentorship) => {
    const agreement = agreements.get(mentorship);
    return (
      agreement !== undefined && countsFrom(agreement, session, earlierFirst.has(mentorship) ? [{ kind: 'first' }] : [])
    );
  });
  const whole: Claim = counted?.whole ?? nothing;
  const parts = counted?.verdict.parts ?? [];
  return {
    session: {
      countedFrom: whole.from,
      countedMinutes: whole.minutes,
      countedConfirmed: whole.confirmedMinutes,
      countedDisputed: whole.disputedMinutes,
      countedRecorded: whole.recordedMinutes,
      countedPlanned: whole.plannedMinutes,
      disputes: parts.filter((p) => p.standing === 'disputed').length,
      countedWhy: counted?.verdict.why ?? null,
      ending: endingOf(session, record) ?? null,
      lag: record?.lag ?? null,
    },
    parts: parts.map((p, i) => ({
      countedAs: p.standing,
      countedWhy: p.why,
      countedMinutes: p.minutes,
      countedConfirmed: counted?.parts[i]?.confirmedMinutes ?? 0,
      countedDisputed: counted?.parts[i]?.disputedMinutes ?? 0,
    })),
  };
}

/**
 * Whether a person `w` was erased, their rows written over. Whose accounts are somebody else's now was not: their profile
 * is there.
 */
const isErased = Prisma.sql`CASE WHEN w."erasedAt" IS NOT NULL AND LENGTH(w."profile") = 0 THEN 1 ELSE 0 END`;

const nothing: Claim = {
  plannedFrom: 0,
  plannedMinutes: 0,
  from: 0,
  minutes: 0,
  confirmedMinutes: 0,
  disputedMinutes: 0,
  recordedMinutes: 0,
};

interface RecordColumns {
  readonly recordedAt: number | null;
  readonly recordedMinutes: number | null;
  readonly attended: string | null;
  readonly recordLag: string | null;
}
const recordColumns = Prisma.sql`
  h."startedAt" AS "recordedAt", h."minutes" AS "recordedMinutes", h."attended" AS "attended", h."lag" AS "recordLag"`;

/** Nobody, where somebody else wrote there what no list is: it is compared with the record, which says who. */
function attendedIn(written: string): readonly PersonId[] {
  try {
    const list: unknown = JSON.parse(written);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

const toRecord = (row: RecordColumns): Recorded | null =>
  row.recordedAt === null || row.recordedMinutes === null || row.attended === null
    ? null
    : {
        startedAt: row.recordedAt,
        minutes: row.recordedMinutes,
        attended: attendedIn(row.attended),
        lag: row.recordLag,
      };

/** Which of these mentorships have had another first meeting that began, as planned, before this one does. */
async function withEarlierFirst(
  s: Scope,
  mentorships: readonly string[],
  { id, startsAt }: Pick<Session, 'id' | 'startsAt'>,
): Promise<ReadonlySet<string>> {
  const rows = await s.db.sql.query<{ mentorshipId: string }>`
    SELECT DISTINCT a."mentorshipId" AS "mentorshipId" FROM "Attendee" a JOIN "Session" e ON e."id" = a."sessionId"
    WHERE a."mentorshipId" IN (${Prisma.join([...mentorships])}) AND a."programmeId" = ${s.programme}
      AND e."kind" = 'first' AND e."state" = 'ended' AND e."startsAt" < ${startsAt}
      AND e."id" <> ${text(id)}`;
  return new Set(rows.map((row) => row.mentorshipId));
}

/** What a session is counted as that is about to be saved, and whether others of its mentorships may count anew. */
export async function countedOf(s: Scope, session: Session): Promise<Counts & { readonly movesFirst: boolean }> {
  const mentorships = session.attendees.map((a) => text(a.mentorship));
  // What has not taken place yet has no record, and counts nothing whatever was agreed.
  if (session.state === 'planned' || session.state === 'running' || mentorships.length === 0)
    return { ...countsOf(session, null, new Map(), new Set()), movesFirst: false };
  const id = text(session.id);
  const rows = await s.db.sql.query<
    Agreement & RecordColumns & Marked & { id: string; erased: number; wasKind: string | null; wasState: string | null }
  >`
    SELECT m."id" AS "id", m."agreedAt" AS "agreedAt", m."endedAt" AS "endedAt", ${recordColumns},
      o."kind" AS "wasKind", o."state" AS "wasState", o."unfitAt" AS "unfitAt", ${isErased} AS "erased"
    FROM "Mentorship" m JOIN "Person" w ON w."id" = m."menteeId"
      LEFT JOIN "RecordHead" h ON h."sessionId" = ${id} LEFT JOIN "Session" o ON o."id" = ${id}
    WHERE m."id" IN (${Prisma.join(mentorships)}) AND m."programmeId" = ${s.programme}`;
  const [first] = rows;
  const record = first === undefined ? null : toRecord(first);
  const isFirst = session.kind === 'first';
  const erased = new Set(rows.flatMap((row) => (Number(row.erased) === 1 ? [row.id] : [])));
  const attendees = session.attendees.map((a) => ({ ...a, isErased: erased.has(a.mentorship) }));
  const counts = countsOf(
    { ...session, attendees, isUnfit: first !== undefined && first.unfitAt !== null },
    record,
    new Map(rows.map((row) => [row.id, row])),
    isFirst && record !== null ? await withEarlierFirst(s, mentorships, session) : new Set(),
  );
  return { ...counts, movesFirst: isFirst || (first?.wasKind === 'first' && first.wasState === 'ended') };
}

/** Longer than a session can be recorded (`longestRecorded`): what began that long ago is over (ms). */
export const longEnough = day;

/**
 * Where another session, `o`, of the same portfolio may claim a minute that this one claims: as planned, or as held.
 * Totals are of whole minutes, rounded down: what shares one then shares time here.
 */
function touching(s: Scope, session: Place, c: SessionCounts): readonly Prisma.Sql[] {
  const others = Prisma.sql`o."portfolioId" = ${text(session.portfolio)} AND o."id" <> ${text(session.id)}`;
  const held = Math.max(c.countedMinutes, c.countedDisputed, c.countedRecorded);
  const spans: Prisma.Sql[] = [];
  if (c.countedPlanned > 0) {
    const [from, to] = [session.startsAt, session.startsAt + c.countedPlanned * minute];
    spans.push(Prisma.sql`${others} AND o."startsAt" > ${from - longEnough} AND o."startsAt" < ${to}
      AND o."countedPlanned" > 0 AND o."startsAt" + o."countedPlanned" * ${minute} > ${from}`);
  }
  if (held > 0) {
    const [from, to] = [c.countedFrom, c.countedFrom + held * minute];
    spans.push(Prisma.sql`o."programmeId" = ${s.programme} AND ${others}
      AND o."countedFrom" > ${from - longEnough} AND o."countedFrom" < ${to}
      AND (o."countedFrom" + o."countedMinutes" * ${minute} > ${from}
        OR o."countedFrom" + o."countedDisputed" * ${minute} > ${from}
        OR o."countedFrom" + o."countedRecorded" * ${minute} > ${from})`);
  }
  return spans;
}
type Place = Pick<Session, 'id' | 'portfolio' | 'startsAt'>;

/** The counted columns as an UPDATE of the session's row sets them, the mark that it may share minutes among them. */
export function setCounts(s: Scope, session: Place, c: SessionCounts): Prisma.Sql {
  const spans = touching(s, session, c).map((where) => Prisma.sql`EXISTS (SELECT 1 FROM "Session" o WHERE ${where})`);
  return Prisma.sql`
    "countedFrom" = ${c.countedFrom}, "countedMinutes" = ${c.countedMinutes},
    "countedConfirmed" = ${c.countedConfirmed}, "countedDisputed" = ${c.countedDisputed},
    "countedRecorded" = ${c.countedRecorded}, "countedPlanned" = ${c.countedPlanned}, "disputes" = ${c.disputes},
    "countedWhy" = ${c.countedWhy}, "ending" = ${c.ending}, "lag" = ${c.lag},
    "sharesTime" = ${spans.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(spans, ' OR ')})`}`;
}

/** Marks those that a session which shares minutes shares them with. */
export async function markShared(s: Scope, session: Place, c: SessionCounts): Promise<void> {
  for (const where of touching(s, session, c))
    await s.db.sql.run`UPDATE "Session" AS o SET "sharesTime" = TRUE WHERE ${where} AND o."sharesTime" = FALSE`;
}

/** So many sessions are counted with one reading. */
const atOnce = 100;

/** Counts these sessions of the programme anew, from their rows; only what then differs is written. */
export async function recount(s: Scope, sessions: readonly string[]): Promise<void> {
  for (let i = 0; i < sessions.length; i += atOnce) await recountSome(s, sessions.slice(i, i + atOnce), true);
}

/** Which of them are counted as something else than their rows give; nothing is written. So many as one reading takes. */
export const countedAmiss = (s: Scope, sessions: readonly string[]): Promise<readonly string[]> =>
  recountSome(s, sessions, false);

type Row = Omit<Facts, 'attendees' | 'missed'> &
  RecordColumns &
  Marked &
  SessionCounts & { portfolio: string; missed: Missed | null };
type PartRow = Facts['attendees'][number] &
  Agreement &
  PartCounts & { readonly session: string; readonly erased: number };

/** Whether these columns stand in the row already. */
const stands = <T extends object>(row: T, columns: T): boolean =>
  (Object.keys(columns) as (keyof T)[]).every((name) => row[name] === columns[name]);

/** @returns those that were counted as something else */
async function recountSome(s: Scope, ids: readonly string[], write: boolean): Promise<readonly string[]> {
  const rows = await s.db.sql.query<Row>`
    SELECT o."id" AS "id", o."portfolioId" AS "portfolio", o."kind" AS "kind", o."state" AS "state",
      o."startsAt" AS "startsAt", o."minutes" AS "minutes", o."startedAt" AS "startedAt", o."endedAt" AS "endedAt",
      o."plannedAt" AS "plannedAt", o."plannedAfterwards" AS "plannedAfterwards", o."missed" AS "missed", ${recordColumns},
      o."countedFrom" AS "countedFrom", o."countedMinutes" AS "countedMinutes",
      o."countedConfirmed" AS "countedConfirmed", o."countedDisputed" AS "countedDisputed",
      o."countedRecorded" AS "countedRecorded", o."countedPlanned" AS "countedPlanned", o."disputes" AS "disputes",
      o."countedWhy" AS "countedWhy", o."ending" AS "ending", o."lag" AS "lag", o."unfitAt" AS "unfitAt"
    FROM "Session" o LEFT JOIN "RecordHead" h ON h."sessionId" = o."id"
    WHERE o."id" IN (${Prisma.join([...ids])}) AND o."programmeId" = ${s.programme} ORDER BY o."startsAt", o."id"`;
  const parts = await s.db.sql.query<PartRow>`
    SELECT a."sessionId" AS "session", a."menteeId" AS "mentee", a."mentorshipId" AS "mentorship",
      a."confirmation" AS "confirmation", a."confirmedMinutes" AS "confirmedMinutes",
      a."settledMinutes" AS "settledMinutes", m."agreedAt" AS "agreedAt", m."endedAt" AS "endedAt", ${isErased} AS "erased",
      a."countedAs" AS "countedAs", a."countedWhy" AS "countedWhy", a."countedMinutes" AS "countedMinutes",
      a."countedConfirmed" AS "countedConfirmed", a."countedDisputed" AS "countedDisputed"
    FROM "Attendee" a JOIN "Mentorship" m ON m."id" = a."mentorshipId" JOIN "Person" w ON w."id" = a."menteeId"
    WHERE a."sessionId" IN (${Prisma.join([...ids])}) AND a."programmeId" = ${s.programme} ORDER BY a."position"`;
  const partsOf = groupedBy(parts, (part) => part.session);
  const amiss = new Set<string>();
  for (const { missed, portfolio, ...row } of rows) {
    const attendees = (partsOf.get(row.id) ?? []).map((part) => ({ ...part, isErased: Number(part.erased) === 1 }));
    const session: Facts = { ...row, attendees, ...(missed === null ? {} : { missed }) };
    const record = toRecord(row);
    const counts = countsOf(
      { ...session, isUnfit: row.unfitAt !== null },
      record,
      new Map(attendees.map((a) => [a.mentorship, a])),
      session.kind === 'first' && record !== null && attendees.length > 0
        ? await withEarlierFirst(
            s,
            attendees.map((a) => a.mentorship),
            session,
          )
        : new Set(),
    );
    const place = { id: session.id, portfolio: portfolio as Session['portfolio'], startsAt: session.startsAt };
    // What it shares minutes with hangs on what it claims: nothing moves where that stands.
    if (!stands<SessionCounts>(row, counts.session)) {
      amiss.add(row.id);
      if (!write) continue;
      const [shares] = await s.db.sql.query<{ sharesTime: boolean | number }>`
      UPDATE "Session" SET ${setCounts(s, place, counts.session)}
      WHERE "id" = ${row.id} AND "programmeId" = ${s.programme} RETURNING "sharesTime" AS "sharesTime"`;
      if (shares?.sharesTime) await markShared(s, place, counts.session);
    }
    for (const [i, c] of counts.parts.entries()) {
      const part = attendees[i];
      if (part === undefined || stands<PartCounts>(part, c)) continue;
      amiss.add(row.id);
      if (!write) continue;
      await s.db.sql.run`
        UPDATE "Attendee" SET "countedAs" = ${c.countedAs}, "countedWhy" = ${c.countedWhy},
          "countedMinutes" = ${c.countedMinutes}, "countedConfirmed" = ${c.countedConfirmed},
          "countedDisputed" = ${c.countedDisputed}
        WHERE "sessionId" = ${row.id} AND "menteeId" = ${part.mentee} AND "programmeId" = ${s.programme}`;
      const along = s.along.attendees.get(row.id);
      if (along !== undefined)
        s.along.attendees.set(
          row.id,
          along.map((was) => (was.menteeId === part.mentee ? { ...was, ...c } : was)),
        );
    }
  }
  return [...amiss];
}

/** Counts anew the other first meetings of these mentorships: only the first of them has the exception. */
export async function recountFirsts(s: Scope, mentorships: readonly MentorshipId[], but: SessionId): Promise<void> {
  if (mentorships.length === 0) return;
  const rows = await s.db.sql.query<{ id: string }>`
    SELECT DISTINCT o."id" AS "id" FROM "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
    WHERE a."mentorshipId" IN (${Prisma.join(mentorships.map(text))}) AND a."programmeId" = ${s.programme}
      AND o."kind" = 'first' AND o."state" = 'ended' AND o."id" <> ${text(but)}`;
  await recount(
    s,
    rows.map((row) => row.id),
  );
}

/** Counts anew what somebody attended who was erased: of theirs nothing is left to show. */
export async function recountErased(s: Scope, mentee: string): Promise<void> {
  const rows = await s.db.sql.query<{ id: string }>`
    SELECT o."id" AS "id" FROM "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
    WHERE a."menteeId" = ${mentee} AND a."programmeId" = ${s.programme} AND o."state" = 'ended'`;
  await recount(
    s,
    rows.map((row) => row.id),
  );
}

/** Counts anew what a mentorship's agreement decides about, once it was signed or has ended. */
export async function recountMentorship(s: Scope, mentorship: string): Promise<void> {
  const rows = await s.db.sql.query<{ id: string }>`
    SELECT o."id" AS "id" FROM "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
    WHERE a."mentorshipId" = ${mentorship} AND a."programmeId" = ${s.programme} AND o."state" = 'ended'`;
  await recount(
    s,
    rows.map((row) => row.id),
  );
}
