import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { type Claim, sumsOf } from '../../src/domain/hours.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import { noTotals, type Totals } from '../../src/ports/store/totals.js';
import { groupedBy, type Scope, text } from './scope.js';

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
export const claimedBy = {
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
export const partsOfMentee = (mentee: PersonId): Prisma.Sql => Prisma.sql`
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
export async function* portfolioSpans(s: Scope): AsyncGenerator<Prisma.Sql> {
  const ids = await s.db.sql.query<{ id: string }>`
    SELECT "id" FROM "Portfolio" WHERE "programmeId" = ${s.programme} ORDER BY "id"`;
  for (let i = 0; i < ids.length; i += portfoliosAtOnce) {
    if (i > 0) await nextTurn();
    const [from, to] = [ids[i]?.id ?? '', ids[i + portfoliosAtOnce]?.id];
    yield to === undefined
      ? Prisma.sql`o."portfolioId" >= ${from}`
      : Prisma.sql`o."portfolioId" >= ${from} AND o."portfolioId" < ${to}`;
  }
}

/** The totals of what is asked, by key: two statements, however many sessions. */
export async function totalsBy(
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
    totals.set(key, plus(totals.get(key) ?? noTotals, ofShared(rows)));
  }
  return totals;
}
