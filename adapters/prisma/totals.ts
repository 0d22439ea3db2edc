import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Ending } from '../../src/domain/hours.js';
import type { Session } from '../../src/domain/session.js';
import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { noTotals, type Totals } from '../../src/ports/store/totals.js';
import type { Rows } from '../../src/ports/store.js';
import { somebodyThere } from './counted.js';
import type { Repository } from './repository.js';
import { groupedBy, type Scope, text } from './scope.js';
import { summedFormsOf } from './totals-of-forms.js';
import { listed, type PartRow, partColumns, toPart, type UseRow, usesRead } from './totals-rows.js';
import { claimedBy, partsOfMentee, portfolioSpans, totalsBy } from './totals-summed.js';

/** What is asked of totals: hours, what they are made of, and what is not among them. */

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
      return (await totalsBy(s, { by: mentee === undefined ? 'session' : 'part', key: all, where })).get(0) ?? noTotals;
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
      return (await totalsBy(s, { by: 'session', key: all, where })).get(0) ?? noTotals;
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
    async apart() {
      // From the few who were erased: the session's own figures say that nothing counts, not how much would.
      const rows = await s.db.sql.query<{ portfolio: PortfolioId; minutes: number }>`
        SELECT "portfolio", CAST(SUM("minutes") AS INTEGER) AS "minutes" FROM (
          SELECT o."portfolioId" AS "portfolio", MAX(COALESCE(a."settledMinutes", h."minutes")) AS "minutes"
          FROM "Person" w CROSS JOIN "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
            JOIN "RecordHead" h ON h."sessionId" = o."id"
          WHERE w."programmeId" = ${s.programme} AND w."erasedAt" IS NOT NULL AND a."menteeId" = w."id"
            AND a."countedWhy" = 'of somebody erased' AND o."countedMinutes" = 0
          GROUP BY o."portfolioId", o."id"
        ) "one" GROUP BY "portfolio"`;
      return new Map(rows.map((row) => [row.portfolio, row.minutes]));
    },
    async disputes(most, of) {
      if (of?.length === 0) return { all: 0, first: [] };
      const rows = await s.db.sql.query<PartRow & { all: number }>`
        SELECT ${partColumns}, COUNT(*) OVER () AS "all"
        FROM "Session" o JOIN "Portfolio" p ON p."id" = o."portfolioId" JOIN "Attendee" a ON a."sessionId" = o."id"
          JOIN "RecordHead" h ON h."sessionId" = o."id"
        WHERE o."programmeId" = ${s.programme} AND o."disputes" > 0 AND a."countedAs" = 'disputed'
          ${of === undefined ? Prisma.empty : Prisma.sql`AND ${inPortfolios(of)}`}
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
        SELECT o."id" AS "id", o."portfolioId" AS "portfolio", o."countedFrom" AS "from", ${minutes} AS "minutes",
          h."skills" AS "skills", o."startsAt" AS "startsAt", o."minutes" AS "planned",
          o."startedAt" AS "startedAt", o."endedAt" AS "endedAt", p."version" AS "version", p."savedAt" AS "savedAt",
          p."goals" AS "goals"
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
          AND h."sessionId" IS NULL AND ${somebodyThere(Prisma.sql`o."id"`)}`;
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
