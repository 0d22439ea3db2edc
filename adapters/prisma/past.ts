import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Ending, WhyNot } from '../../src/domain/hours.js';
import type { LagClass } from '../../src/domain/record.js';
import { planInForce } from '../../src/domain/session.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { PastContact, PastFigures, PastOf, PastPortfolio } from '../../src/ports/store/past.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import { noSessionWords, readSessionWords } from './bodies/session.js';
import type { Repository } from './repository.js';
import { groupedBy, type Scope, text } from './scope.js';
import { sessionAt } from './session-rows.js';
import { listed, type PartRow, partColumns, toPart } from './totals-rows.js';

/** Titles opened in one turn of the event loop: some ten milliseconds. */
const openedAtOnce = 500;

/** When it was: `heldAt` in SQL. */
const at = Prisma.sql`COALESCE(s."startedAt", s."startsAt")`;

function pastRows(s: Scope): Rows['past'] {
  const { sql } = s.db;
  const isPast = (now: number) =>
    Prisma.sql`(s."state" IN ('ended', 'running', 'not-held', 'cancelled') OR s."state" = 'planned' AND s."startsAt" <= ${now})`;
  /** A FROM without its word and a WHERE, by the index of whose it is, as in sessions.ts. */
  const whose = (of: PastOf) =>
    'portfolio' in of
      ? Prisma.sql`"Session" AS s WHERE s."portfolioId" = ${text(of.portfolio)} AND s."programmeId" || '' = ${s.programme}`
      : Prisma.sql`"Attendee" AS a CROSS JOIN "Session" AS s
          WHERE a."mentorshipId" = ${text(of.mentorship)} AND a."programmeId" = ${s.programme} AND s."id" = a."sessionId"`;
  const list = (ids: readonly string[]) => Prisma.join(ids.map(text));

  return {
    async sessions(of, now) {
      const rows = await sql.query<{ id: string; at: number }>`
        SELECT s."id" AS "id", ${at} AS "at" FROM ${whose(of)} AND ${isPast(now)} ORDER BY 2 DESC, 1 DESC`;
      return rows.map((row) => ({ session: row.id as SessionId, at: row.at }));
    },

    async titled(of, now) {
      const rows = await sql.query<{ id: string; at: number; mentorId: string; words: Uint8Array<ArrayBuffer> }>`
        SELECT s."id" AS "id", ${at} AS "at", s."mentorId" AS "mentorId", s."words" AS "words"
        FROM ${whose(of)} AND ${isPast(now)} ORDER BY 2 DESC, 1 DESC`;
      const ring = await s.ring(rows.map((row) => row.mentorId));
      const found: { session: SessionId; at: number; title: string }[] = [];
      for (const row of rows) {
        const { title } = ring.has(row.mentorId)
          ? readSessionWords(ring.open(row.mentorId, row.words, sessionAt(row.id)))
          : noSessionWords;
        found.push({ session: row.id as SessionId, at: row.at, title });
        if (found.length % openedAtOnce === 0) await nextTurn();
      }
      return found;
    },

    async serving(of, goal, now) {
      const rows = await sql.query<PlanRow>`
        SELECT p."sessionId" AS "session", p."version" AS "version", p."savedAt" AS "savedAt", p."goals" AS "goals",
          ${at} AS "at"
        FROM (SELECT s.* FROM ${whose(of)} AND ${isPast(now)}) AS s JOIN "Plan" AS p ON p."sessionId" = s."id"
        ORDER BY p."sessionId", p."version"`;
      const found = new Set<SessionId>();
      for (const [session, versions] of groupedBy(rows, (row) => row.session)) {
        // Where it was planned after it began, its first plan is what there is to look at.
        const plan = planInForce(versions, versions[0]?.at ?? 0) ?? versions[0];
        if (listed<GoalId>(plan?.goals).includes(goal)) found.add(session as SessionId);
      }
      return found;
    },

    async figures(ids) {
      if (ids.length === 0) return new Map();
      const rows = await sql.query<FiguresRow>`
        SELECT s."id" AS "id", s."lag" AS "lag", s."countedMinutes" AS "countedMinutes", s."countedWhy" AS "countedWhy",
          s."ending" AS "ending", s."movedLate" AS "movedLate", h."sessionId" AS "record", h."attended" AS "attended",
          ${partColumns}
        FROM "Session" AS s LEFT JOIN "RecordHead" AS h ON h."sessionId" = s."id"
          LEFT JOIN "Attendee" AS a ON a."sessionId" = s."id"
        WHERE s."id" IN (${list(ids)}) AND s."programmeId" || '' = ${s.programme}
        ORDER BY s."id", a."position"`;
      return new Map(
        [...groupedBy(rows, (row) => row.id)].flatMap(([id, of]) => {
          const [row] = of;
          return row === undefined ? [] : [[id as SessionId, toFigures(row, of)] as const];
        }),
      );
    },

    async contacts(of) {
      return 'portfolio' in of
        ? sql.query<PastContact>`
            SELECT c."id" AS "id", c."mentorshipId" AS "mentorship", c."at" AS "at", c."minutes" AS "minutes" FROM "Mentorship" AS m JOIN "InformalContact" AS c
              ON c."mentorshipId" = m."id"
            WHERE m."portfolioId" = ${text(of.portfolio)} AND m."programmeId" = ${s.programme}
            ORDER BY c."at" DESC, c."id" DESC`
        : sql.query<PastContact>`
            SELECT c."id" AS "id", c."mentorshipId" AS "mentorship", c."at" AS "at", c."minutes" AS "minutes" FROM "InformalContact" AS c
            WHERE c."mentorshipId" = ${text(of.mentorship)} AND c."programmeId" = ${s.programme}
            ORDER BY c."at" DESC, c."id" DESC`;
    },

    async contactsAmong(ids) {
      if (ids.length === 0) return [];
      const rows = await sql.query<ContactRow>`
        SELECT c."id", c."mentorshipId", c."at", c."minutes", c."keyOf", c."note", c."authorId", c."savedAt"
        FROM "InformalContact" AS c WHERE c."id" IN (${list(ids)}) AND c."programmeId" = ${s.programme}
        ORDER BY c."at" DESC, c."id" DESC`;
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows.map((row) => ({
        id: row.id,
        mentorship: row.mentorshipId as MentorshipId,
        at: row.at,
        minutes: row.minutes,
        note: readText(ring.open(row.keyOf, row.note, `contact/${row.id}/note`)),
        author: row.authorId as PersonId,
        savedAt: row.savedAt,
      }));
    },

    async portfolios(ids) {
      if (ids.length === 0) return new Map();
      const rows = await sql.query<PortfolioRow>`
        SELECT s."portfolioId" AS "id",
          CAST(SUM(CASE WHEN s."state" = 'ended' THEN 1 ELSE 0 END) AS INTEGER) AS "held",
          CAST(SUM(CASE WHEN s."state" = 'ended' AND h."sessionId" IS NULL THEN 1 ELSE 0 END) AS INTEGER) AS "unrecorded",
          CAST(MAX(CASE WHEN s."state" = 'ended' THEN ${at} END) AS BIGINT) AS "lastAt",
          CAST(MAX(p."savedAt") AS BIGINT) AS "planAt", CAST(MAX(v."savedAt") AS BIGINT) AS "recordAt"
        FROM "Session" AS s LEFT JOIN "RecordHead" AS h ON h."sessionId" = s."id"
          LEFT JOIN "Plan" AS p ON p."sessionId" = s."id" AND p."version" = s."planVersion"
          LEFT JOIN "RecordVersion" AS v ON v."sessionId" = h."sessionId" AND v."version" = h."version"
        WHERE s."portfolioId" IN (${list(ids)}) AND s."programmeId" || '' = ${s.programme}
        GROUP BY s."portfolioId"`;
      return new Map(
        rows.map(({ id, planAt, recordAt, ...row }): [PortfolioId, PastPortfolio] => [
          id as PortfolioId,
          { ...row, changedAt: planAt === null && recordAt === null ? null : Math.max(planAt ?? 0, recordAt ?? 0) },
        ]),
      );
    },
  };
}

interface PlanRow {
  readonly session: string;
  readonly version: number;
  readonly savedAt: number;
  readonly goals: string | null;
  readonly at: number;
}

/** With one part of it, of which all are null where nobody attends. */
interface FiguresRow extends PartRow {
  readonly id: string;
  readonly lag: string | null;
  readonly countedMinutes: number;
  readonly countedWhy: string | null;
  readonly ending: string | null;
  readonly movedLate: boolean;
  readonly record: string | null;
  readonly attended: string | null;
}

const toFigures = (row: FiguresRow, all: readonly FiguresRow[]): PastFigures => ({
  session: row.id as SessionId,
  recorded: row.record !== null,
  lag: row.lag as LagClass | null,
  mentorMinutes: row.mentorMinutes,
  attended: row.record === null ? null : listed<PersonId>(row.attended),
  minutes: row.countedMinutes,
  why: row.countedWhy as WhyNot | null,
  ending: row.ending as Ending | null,
  movedLate: row.movedLate,
  parts: all.filter((one) => one.mentee !== null).map(toPart),
});

interface ContactRow {
  readonly id: string;
  readonly mentorshipId: string;
  readonly at: number;
  readonly minutes: number;
  readonly keyOf: string;
  readonly note: Uint8Array<ArrayBuffer>;
  readonly authorId: string;
  readonly savedAt: number;
}

interface PortfolioRow {
  readonly id: string;
  readonly held: number;
  readonly unrecorded: number;
  readonly lastAt: number | null;
  readonly planAt: number | null;
  readonly recordAt: number | null;
}

/** It reads what the others keep, and has no table of its own. */
export const past: Repository<'past'> = { rows: pastRows, tables: {} };
