import { setImmediate as othersTurn } from 'node:timers/promises';
import { Prisma } from '../../prisma/generated/sqlite/client.js';
import {
  type Claim,
  type Ending,
  type PartStanding,
  type PartVerdict,
  sumsOf,
  type WhyNot,
} from '../../src/domain/hours.js';
import { actualSpan, type Confirmation, planInForce, type Session } from '../../src/domain/session.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import type { CountedUse, Totals } from '../../src/ports/store/totals.js';
import type { Rows } from '../../src/ports/store.js';
import type { Repository } from './repository.js';
import { groupedBy, type Scope, text } from './scope.js';
import { summedFormsOf } from './totals-of-forms.js';

/**
 * Totals are sums of what `counted.ts` keeps beside each session. Minutes that two sessions of a portfolio claim count
 * once: the few sessions that may share any are marked, so all others are added up by the database and these by the
 * domain (`sumsOf`). Written so, 100,000 sessions take a fifth of the time that window functions took.
 */

/** Sums of sessions that share no minute with another. */
interface SumRow {
  readonly key: string | number;
  readonly planned: number;
  readonly delivered: number;
  readonly confirmed: number;
  readonly disputed: number;
  readonly recorded: number;
  readonly sessions: number;
  readonly atTheTime: number;
}

/** One session, or one mentee's part in it, that may share minutes. */
interface SharedRow extends Claim {
  readonly key: string | number;
  readonly portfolio: string;
  readonly lag: string | null;
}

const zero: Totals = {
  plannedMinutes: 0,
  deliveredMinutes: 0,
  confirmedMinutes: 0,
  disputedMinutes: 0,
  unansweredMinutes: 0,
  overlapMinutes: 0,
  recordedMinutes: 0,
  sessions: 0,
  recordsAtTheTime: 0,
};

const plus = (a: Totals, b: Totals): Totals => ({
  plannedMinutes: a.plannedMinutes + b.plannedMinutes,
  deliveredMinutes: a.deliveredMinutes + b.deliveredMinutes,
  confirmedMinutes: a.confirmedMinutes + b.confirmedMinutes,
  disputedMinutes: a.disputedMinutes + b.disputedMinutes,
  unansweredMinutes: a.unansweredMinutes + b.unansweredMinutes,
  overlapMinutes: a.overlapMinutes + b.overlapMinutes,
  recordedMinutes: a.recordedMinutes + b.recordedMinutes,
  sessions: a.sessions + b.sessions,
  recordsAtTheTime: a.recordsAtTheTime + b.recordsAtTheTime,
});

const ofSum = (row: SumRow): Totals => ({
  plannedMinutes: row.planned,
  deliveredMinutes: row.delivered,
  confirmedMinutes: row.confirmed,
  disputedMinutes: row.disputed,
  unansweredMinutes: row.delivered - row.confirmed,
  overlapMinutes: 0,
  recordedMinutes: row.recorded,
  sessions: row.sessions,
  recordsAtTheTime: row.atTheTime,
});

const ofShared = (rows: readonly SharedRow[]): Totals => ({
  ...sumsOf(rows),
  sessions: rows.filter((row) => row.minutes > 0).length,
  recordsAtTheTime: rows.filter((row) => row.minutes > 0 && row.lag === 'at the time').length,
});

/** What is claimed by whole sessions (`o`), or by mentees' parts (`a`) of them. */
const claimedBy = {
  session: {
    minutes: Prisma.sql`o."countedMinutes"`,
    confirmed: Prisma.sql`o."countedConfirmed"`,
    disputed: Prisma.sql`o."countedDisputed"`,
    recorded: Prisma.sql`o."countedRecorded"`,
    from: Prisma.sql`"Session" o`,
  },
  part: {
    minutes: Prisma.sql`a."countedMinutes"`,
    confirmed: Prisma.sql`a."countedConfirmed"`,
    disputed: Prisma.sql`a."countedDisputed"`,
    // By the record alone: what is asked of whole portfolios only.
    recorded: Prisma.sql`0`,
    from: Prisma.sql`"Session" o JOIN "Attendee" a ON a."sessionId" = o."id"`,
  },
} as const;
/** Parts of one mentee, whatever portfolio: from theirs to the sessions, for SQLite would go through the programme's. */
const partsOfMentee = (mentee: PersonId): Prisma.Sql => Prisma.sql`
  (SELECT * FROM "Attendee" WHERE "menteeId" = ${text(mentee)}) a CROSS JOIN "Session" o`;

interface Asked {
  readonly by: keyof typeof claimedBy;
  /** By what they are added up. */
  readonly key: Prisma.Sql;
  /** Sessions as `o` and, of parts, attendees as `a`; `claimedBy`’s where it is not said. */
  readonly from?: Prisma.Sql;
  readonly where: Prisma.Sql;
}

/** Portfolios that are added up in one statement: some 20 ms where each has a hundred sessions. */
const portfoliosAtOnce = 200;

/** A programme's portfolios, span by span of their ids; others have their turn in between. */
async function* portfolioSpans(s: Scope): AsyncGenerator<Prisma.Sql> {
  const ids = await s.db.sql.query<{ id: string }>`
    SELECT "id" FROM "Portfolio" WHERE "programmeId" = ${s.programme} ORDER BY "id"`;
  for (let i = 0; i < ids.length; i += portfoliosAtOnce) {
    if (i > 0) await othersTurn();
    const [from, to] = [ids[i]?.id ?? '', ids[i + portfoliosAtOnce]?.id];
    yield to === undefined
      ? Prisma.sql`o."portfolioId" >= ${from}`
      : Prisma.sql`o."portfolioId" >= ${from} AND o."portfolioId" < ${to}`;
  }
}

/** The totals of what is asked, by key: two statements, however many sessions. */
async function totalsBy(
  s: Scope,
  { by, key, where, from = claimedBy[by].from }: Asked,
): Promise<ReadonlyMap<string | number, Totals>> {
  const c = claimedBy[by];
  const sums = await s.db.sql.query<SumRow>`
    SELECT ${key} AS "key", SUM(o."countedPlanned") AS "planned", SUM(${c.minutes}) AS "delivered",
      SUM(${c.confirmed}) AS "confirmed",
      SUM(CASE WHEN ${c.disputed} > ${c.minutes} THEN ${c.disputed} - ${c.minutes} ELSE 0 END) AS "disputed",
      SUM(${c.recorded}) AS "recorded", SUM(CASE WHEN ${c.minutes} > 0 THEN 1 ELSE 0 END) AS "sessions",
      SUM(CASE WHEN ${c.minutes} > 0 AND o."lag" = 'at the time' THEN 1 ELSE 0 END) AS "atTheTime"
    FROM ${from} WHERE o."programmeId" = ${s.programme} AND o."sharesTime" = FALSE AND ${where} GROUP BY 1`;
  const shared = await s.db.sql.query<SharedRow>`
    SELECT ${key} AS "key", o."portfolioId" AS "portfolio", o."startsAt" AS "plannedFrom",
      o."countedPlanned" AS "plannedMinutes", o."countedFrom" AS "from", ${c.minutes} AS "minutes",
      ${c.confirmed} AS "confirmedMinutes", ${c.disputed} AS "disputedMinutes", ${c.recorded} AS "recordedMinutes",
      o."lag" AS "lag"
    FROM ${from} WHERE o."programmeId" = ${s.programme} AND o."sharesTime" = TRUE AND ${where}`;
  const totals = new Map(sums.map((row) => [row.key, ofSum(row)]));
  // Two portfolios share no minutes: those are one mentor's each.
  for (const rows of groupedBy(shared, (row) => `${row.key} ${row.portfolio}`).values()) {
    const [{ key }] = rows as [SharedRow, ...SharedRow[]];
    totals.set(key, plus(totals.get(key) ?? zero, ofShared(rows)));
  }
  return totals;
}

interface PartRow {
  readonly session: string;
  readonly mentee: string;
  readonly mentorship: string;
  readonly confirmation: Confirmation;
  readonly confirmedMinutes: number | null;
  readonly standing: PartStanding;
  readonly why: WhyNot | null;
  readonly minutes: number;
  readonly mentorMinutes: number | null;
}
const partColumns = Prisma.sql`
  a."sessionId" AS "session", a."menteeId" AS "mentee", a."mentorshipId" AS "mentorship",
  a."confirmation" AS "confirmation", a."confirmedMinutes" AS "confirmedMinutes", a."countedAs" AS "standing",
  a."countedWhy" AS "why", a."countedMinutes" AS "minutes", h."minutes" AS "mentorMinutes"`;

function toPart(row: PartRow): PartVerdict {
  const menteeMinutes = row.confirmation === 'did-not-happen' ? 0 : row.confirmedMinutes;
  return {
    mentee: row.mentee as PersonId,
    mentorship: row.mentorship as MentorshipId,
    standing: row.standing,
    why: row.why,
    minutes: row.minutes,
    mentorMinutes: row.mentorMinutes,
    menteeMinutes,
    askAgain: row.standing === 'confirmed' && menteeMinutes !== null && menteeMinutes !== row.mentorMinutes,
  };
}

interface UseRow {
  readonly id: string;
  readonly portfolio: string;
  readonly minutes: number;
  readonly skills: string | null;
  readonly startsAt: number;
  readonly planned: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly version: number | null;
  readonly savedAt: number | null;
  readonly goals: string | null;
}

/** A list as a column holds it; one that nobody could open names nothing. */
const listed = <T>(column: string | null | undefined): readonly T[] =>
  column === null || column === undefined ? [] : (JSON.parse(column) as T[]);

/** Reads one session's use, of its row with each version of its plan. Lists are few and alike: each is read once. */
function usesRead(): (versions: readonly UseRow[]) => readonly CountedUse[] {
  const known = new Map<string, readonly string[]>();
  const once = <T extends string>(column: string | null | undefined): readonly T[] => {
    const found = known.get(column ?? '') ?? listed<T>(column);
    known.set(column ?? '', found);
    return found as readonly T[];
  };
  return (versions) => {
    const [row] = versions;
    if (row === undefined) return [];
    const plans = versions.flatMap(({ version, savedAt, goals }) =>
      version === null || savedAt === null ? [] : [{ version, savedAt, goals }],
    );
    const plan = planInForce(plans, actualSpan({ ...row, minutes: row.planned }).from);
    return [{ minutes: row.minutes, goals: once<GoalId>(plan?.goals), skills: once<string>(row.skills) }];
  };
}

function totalRows(s: Scope): Rows['totals'] {
  const inPortfolio = (id: PortfolioId): Prisma.Sql => Prisma.sql`o."portfolioId" = ${text(id)}`;
  const inPortfolios = (ids: readonly PortfolioId[]): Prisma.Sql =>
    Prisma.sql`o."portfolioId" IN (${Prisma.join(ids.map(text))})`;
  const all = Prisma.sql`0`;
  /** With a portfolio named: by its index, for the programme's leads through all sessions; what is put together has none. */
  const ofIts = Prisma.sql`o."programmeId" || '' = ${s.programme}`;
  return {
    async ofPortfolio(id, mentee) {
      const where =
        mentee === undefined ? inPortfolio(id) : Prisma.sql`${inPortfolio(id)} AND a."menteeId" = ${text(mentee)}`;
      return (await totalsBy(s, { by: mentee === undefined ? 'session' : 'part', key: all, where })).get(0) ?? zero;
    },
    async byPortfolio() {
      const found = new Map<PortfolioId, Totals>();
      for await (const span of portfolioSpans(s)) {
        const key = Prisma.sql`o."portfolioId"`;
        const some = await totalsBy(s, { by: 'session', key, where: span });
        for (const [id, totals] of some) found.set(id as PortfolioId, totals);
      }
      return found;
    },
    byMentee: async (id) =>
      (await totalsBy(s, { by: 'part', key: Prisma.sql`a."menteeId"`, where: inPortfolio(id) })) as ReadonlyMap<
        PersonId,
        Totals
      >,
    ofMentee: async (mentee) =>
      (await totalsBy(s, {
        by: 'part',
        key: Prisma.sql`o."portfolioId"`,
        from: partsOfMentee(mentee),
        where: Prisma.sql`o."id" = a."sessionId"`,
      })) as ReadonlyMap<PortfolioId, Totals>,
    async within({ from, to }) {
      const where = Prisma.sql`o."countedFrom" >= ${from} AND o."countedFrom" < ${to}`;
      return (await totalsBy(s, { by: 'session', key: all, where })).get(0) ?? zero;
    },
    async deliveredIn(spans, portfolio) {
      const [first, last] = [spans[0], spans.at(-1)];
      if (first === undefined || last === undefined) return [];
      const which = Prisma.join(
        spans.map(
          ({ from, to }, i) =>
            Prisma.sql`WHEN o."countedFrom" >= ${from} AND o."countedFrom" < ${to} THEN ${Prisma.raw(String(i))}`,
        ),
        ' ',
      );
      const totals = await totalsBy(s, {
        by: 'session',
        key: Prisma.sql`CASE ${which} ELSE -1 END`,
        where: Prisma.sql`${portfolio === null ? Prisma.sql`1 = 1` : inPortfolio(portfolio)}
          AND o."countedFrom" >= ${first.from} AND o."countedFrom" < ${last.to} AND o."countedMinutes" > 0`,
      });
      return spans.map((_, i) => totals.get(i)?.deliveredMinutes ?? 0);
    },
    async parts(id, by, most) {
      const minutes = by === 'delivered' ? claimedBy.session.minutes : claimedBy.session.recorded;
      const rows = await s.db.sql.query<{ minutes: number }>`
        SELECT ${minutes} AS "minutes" FROM "Session" o
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts} AND ${minutes} > 0
        ORDER BY o."startsAt", o."id" LIMIT ${most}`;
      return rows.map((row) => row.minutes);
    },
    async endings(id) {
      const rows = await s.db.sql.query<{
        state: Session['state'];
        ending: Ending | null;
        movedLate: boolean | number;
        sessions: number;
      }>`
        SELECT "state", "ending", "movedLate", COUNT(*) AS "sessions" FROM "Session" o
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts} GROUP BY "state", "ending", "movedLate"`;
      return rows.map((row) => ({ ...row, ending: row.ending ?? undefined, movedLate: Boolean(row.movedLate) }));
    },
    async notCounted(ids, mentee, most) {
      if (ids.length === 0) return new Map();
      const why = mentee === undefined ? Prisma.sql`o."countedWhy"` : Prisma.sql`a."countedWhy"`;
      const from = claimedBy[mentee === undefined ? 'session' : 'part'].from;
      const whose = mentee === undefined ? Prisma.empty : Prisma.sql`AND a."menteeId" = ${text(mentee)}`;
      const found = await s.db.sql.query<{ id: string; portfolio: PortfolioId; all: number }>`
        SELECT "id", "portfolio", "all" FROM (
          SELECT o."id" AS "id", o."portfolioId" AS "portfolio", COUNT(*) OVER (PARTITION BY o."portfolioId") AS "all",
            ROW_NUMBER() OVER (PARTITION BY o."portfolioId" ORDER BY o."startsAt" DESC, o."id" DESC) AS "place"
          FROM ${from} WHERE ${inPortfolios(ids)} AND ${ofIts} ${whose}
            AND ${why} IS NOT NULL AND ${why} <> 'still to come'
        ) "one" WHERE "place" <= ${most} ORDER BY "portfolio", "place"`;
      if (found.length === 0) return new Map();
      const parts = await s.db.sql.query<PartRow>`
        SELECT ${partColumns} FROM "Attendee" a LEFT JOIN "RecordHead" h ON h."sessionId" = a."sessionId"
        WHERE a."sessionId" IN (${Prisma.join(found.map((row) => row.id))}) AND a."programmeId" = ${s.programme} ${whose}
        ORDER BY a."position"`;
      const byId = groupedBy(parts, (part) => part.session);
      const by = groupedBy(found, (row) => row.portfolio);
      return new Map(
        [...by].map(([portfolio, those]) => [
          portfolio,
          {
            all: those[0]?.all ?? 0,
            first: those.map((row) => ({
              session: row.id as SessionId,
              parts: (byId.get(row.id) ?? []).map(toPart),
            })),
          },
        ]),
      );
    },
    async disputes(most) {
      const rows = await s.db.sql.query<PartRow & { all: number }>`
        SELECT ${partColumns}, COUNT(*) OVER () AS "all"
        FROM "Session" o JOIN "Portfolio" p ON p."id" = o."portfolioId" JOIN "Attendee" a ON a."sessionId" = o."id"
          JOIN "RecordHead" h ON h."sessionId" = o."id"
        WHERE o."programmeId" = ${s.programme} AND o."disputes" > 0 AND a."countedAs" = 'disputed'
        ORDER BY p."startedAt", p."id", o."startsAt", o."id", a."position" LIMIT ${most}`;
      return {
        all: rows[0]?.all ?? 0,
        first: rows.map((row) => ({ session: row.session as SessionId, part: toPart(row) })),
      };
    },
    async uses(ids, mentee) {
      if (ids.length === 0) return new Map();
      const { minutes, from } = claimedBy[mentee === undefined ? 'session' : 'part'];
      const whose = mentee === undefined ? Prisma.empty : Prisma.sql`AND a."menteeId" = ${text(mentee)}`;
      const rows = await s.db.sql.query<UseRow>`
        SELECT o."id" AS "id", o."portfolioId" AS "portfolio", ${minutes} AS "minutes", h."skills" AS "skills", o."startsAt" AS "startsAt",
          o."minutes" AS "planned", o."startedAt" AS "startedAt", o."endedAt" AS "endedAt",
          p."version" AS "version", p."savedAt" AS "savedAt", p."goals" AS "goals"
        FROM ${from} JOIN "RecordHead" h ON h."sessionId" = o."id" LEFT JOIN "Plan" p ON p."sessionId" = o."id"
        WHERE ${inPortfolios(ids)} AND ${ofIts} ${whose} AND ${minutes} > 0
        ORDER BY o."startsAt", o."id"`;
      const use = usesRead();
      const by = groupedBy([...groupedBy(rows, (row) => row.id).values()], (versions) => versions[0]?.portfolio ?? '');
      return new Map(
        [...by].map(([portfolio, sessions]) => [portfolio as PortfolioId, sessions.flatMap(use)] as const),
      );
    },
    async actions(id) {
      const rows = await s.db.sql.query<{ session: string; actions: string; mentorship: string }>`
        SELECT o."id" AS "session", h."actions" AS "actions", a."mentorshipId" AS "mentorship"
        FROM "Session" o JOIN "RecordHead" h ON h."sessionId" = o."id" JOIN "Attendee" a ON a."sessionId" = o."id"
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts} AND h."actions" <> '[]'`;
      return [...groupedBy(rows, (row) => row.session)].map(([session, each]) => ({
        session: session as SessionId,
        mentorships: each.map((row) => row.mentorship as MentorshipId),
        actions: listed<string>(each[0]?.actions),
      }));
    },
    async unrecorded(id) {
      const [row] = await s.db.sql.query<{ n: number }>`
        SELECT COUNT(*) AS "n" FROM "Session" o LEFT JOIN "RecordHead" h ON h."sessionId" = o."id"
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts} AND o."state" = 'ended'
          AND h."sessionId" IS NULL`;
      return row?.n ?? 0;
    },
    async contacts(id) {
      const [row] = await s.db.sql.query<{ n: number }>`
        SELECT COUNT(*) AS "n" FROM "Mentorship" m JOIN "InformalContact" c ON c."mentorshipId" = m."id"
        WHERE m."portfolioId" = ${text(id)} AND m."programmeId" = ${s.programme}`;
      return row?.n ?? 0;
    },
    async held(id, most) {
      const rows = await s.db.sql.query<{
        id: string;
        from: number;
        minutes: number;
        record: string | null;
        all: number;
      }>`
        SELECT o."id" AS "id", o."countedFrom" AS "from", o."countedMinutes" AS "minutes", h."sessionId" AS "record",
          COUNT(*) OVER () AS "all"
        FROM "Session" o LEFT JOIN "RecordHead" h ON h."sessionId" = o."id"
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts} AND o."state" = 'ended'
        ORDER BY o."countedFrom" DESC, o."id" DESC LIMIT ${most}`;
      return {
        all: rows[0]?.all ?? 0,
        first: rows.map(({ id, from, minutes, record }) => ({
          session: id as SessionId,
          from,
          minutes,
          recorded: record !== null,
        })),
      };
    },
    async signed(ids) {
      if (ids.length === 0) return new Map();
      const rows = await s.db.sql.query<{ portfolio: PortfolioId; mentee: PersonId }>`
        SELECT "portfolioId" AS "portfolio", "menteeId" AS "mentee" FROM "Mentorship"
        WHERE "portfolioId" IN (${Prisma.join(ids.map(text))}) AND "programmeId" = ${s.programme}
          AND "agreedAt" IS NOT NULL ORDER BY "createdAt" DESC, "id" DESC`;
      const by = groupedBy(rows, (row) => row.portfolio);
      return new Map([...by].map(([portfolio, those]) => [portfolio, those.map((row) => row.mentee)]));
    },
    forms: (mentees) => summedFormsOf(s, mentees),
    async newestRecorded(id, most) {
      const rows = await s.db.sql.query<{ id: string }>`
        SELECT o."id" AS "id" FROM "Session" o JOIN "RecordHead" h ON h."sessionId" = o."id"
        WHERE o."portfolioId" = ${text(id)} AND ${ofIts}
        ORDER BY h."signedAt" DESC, o."id" DESC LIMIT ${most}`;
      return rows.map((row) => row.id as SessionId);
    },
  };
}

export const totals: Repository<'totals'> = { rows: totalRows, tables: {} };
