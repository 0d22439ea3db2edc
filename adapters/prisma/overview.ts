import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { AccessLink } from '../../src/domain/access-link.js';
import type { MenteeWord, MentorshipState } from '../../src/domain/mentorship.js';
import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { somebodyThere } from './counted.js';
import type { Repository } from './repository.js';
import { type Scope, text } from './scope.js';

/** Parameters of one list: databases take some tens of thousands at most, and no card names more people. */
const mostNamed = 1_000;

function overviewRows(s: Scope): Rows['overview'] {
  const { sql } = s.db;
  /** `of`: a FROM without its word, a WHERE and an ORDER BY. */
  const first = async (of: Prisma.Sql, limit: number, skip = 0) => {
    const rows = await sql.query<{ id: string; count: number }>`
      SELECT s."id", CAST(COUNT(*) OVER () AS INTEGER) AS "count" FROM ${of} LIMIT ${limit} OFFSET ${skip}`;
    return { count: rows[0]?.count ?? 0, ids: rows.map((row) => row.id as SessionId) };
  };
  // What has the class of a record has a record: the heads are asked of the few others alone. Of whoever was erased none
  // is to be written.
  const noRecord = Prisma.sql`
    s."lag" IS NULL AND NOT EXISTS (SELECT 1 FROM "RecordHead" AS h WHERE h."sessionId" = s."id")
      AND ${somebodyThere(Prisma.sql`s."id"`)}`;
  const unrecorded = Prisma.sql`s."state" = 'ended' AND ${noRecord}`;
  // From somebody's own rows on, as in sessions.ts.
  const attendedBy = (mentee: PersonId) => Prisma.sql`
    "Attendee" AS a CROSS JOIN "Session" AS s
    WHERE a."menteeId" = ${text(mentee)} AND a."programmeId" = ${s.programme} AND s."id" = a."sessionId"`;
  const named = (people: readonly PersonId[]) => Prisma.join(people.slice(0, mostNamed).map(text));

  return {
    unwritten: (mentor, limit) =>
      first(
        Prisma.sql`"Session" AS s WHERE s."mentorId" = ${text(mentor)} AND s."programmeId" || '' = ${s.programme}
          AND ${unrecorded} ORDER BY s."startsAt", s."id"`,
        limit,
      ),
    unrecorded: (portfolio, now) =>
      first(
        Prisma.sql`"Session" AS s WHERE s."portfolioId" = ${text(portfolio)} AND s."programmeId" || '' = ${s.programme}
          AND (s."state" IN ('ended', 'running', 'not-held') OR s."state" = 'planned' AND s."startsAt" <= ${now})
          AND ${noRecord} ORDER BY s."startsAt" DESC, s."id"`,
        mostNamed,
      ),
    async unwrittenByMentor(from, to) {
      const rows = await sql.query<{ mentorId: string; count: number }>`
        SELECT s."mentorId", CAST(COUNT(*) AS INTEGER) AS "count" FROM "Session" AS s
        WHERE s."programmeId" = ${s.programme} AND s."startsAt" >= ${from} AND s."startsAt" < ${to} AND ${unrecorded}
        GROUP BY s."mentorId" ORDER BY MIN(s."startsAt"), s."mentorId"`;
      return new Map(rows.map((row) => [row.mentorId as PersonId, row.count]));
    },
    unansweredPlans: (mentee, after, limit) =>
      first(
        Prisma.sql`${attendedBy(mentee)} AND a."answer" = 'asked' AND s."state" = 'planned' AND s."startsAt" > ${after}
          ORDER BY s."startsAt", s."id"`,
        limit,
      ),
    unansweredLengths: (mentee, since, limit) =>
      first(
        Prisma.sql`${attendedBy(mentee)} AND a."confirmation" = 'open' AND s."state" = 'ended' AND s."endedAt" > ${since}
          AND NOT EXISTS (SELECT 1 FROM "Mentorship" AS m WHERE m."id" = a."mentorshipId" AND m."state" = 'paused')
          ORDER BY s."startsAt", s."id"`,
        limit,
      ),
    async recorded(mentorship, limit, skip) {
      const of = Prisma.sql`"Attendee" AS a CROSS JOIN "Session" AS s
        WHERE a."mentorshipId" = ${text(mentorship)} AND a."programmeId" = ${s.programme} AND s."id" = a."sessionId"
          AND EXISTS (SELECT 1 FROM "RecordHead" AS h WHERE h."sessionId" = s."id")
        ORDER BY s."startsAt" DESC, s."id" DESC`;
      const found = await first(of, limit, skip);
      // Beyond the last page there is no row to say how many there are.
      return found.ids.length > 0 || skip === 0 ? found : { count: (await first(of, 1)).count, ids: [] };
    },

    async outlines() {
      const rows = await sql.query<OutlineRow>`
        SELECT m."id", m."portfolioId", m."mentorId", m."menteeId", m."state", m."createdAt", m."agreedAt", m."endedAt",
          g."mentorSignedAt", g."menteeSignedAt", g."menteeWord"
        FROM "Mentorship" AS m JOIN "Agreement" AS g ON g."mentorshipId" = m."id" AND g."version" = m."agreementVersion"
        WHERE m."programmeId" = ${s.programme} ORDER BY m."createdAt", m."id"`;
      return rows.map((row) => ({
        id: row.id as MentorshipId,
        portfolio: row.portfolioId as PortfolioId,
        mentor: row.mentorId as PersonId,
        mentee: row.menteeId as PersonId,
        state: row.state as MentorshipState,
        createdAt: row.createdAt,
        agreedAt: row.agreedAt,
        endedAt: row.endedAt,
        agreement: {
          mentorSignedAt: row.mentorSignedAt,
          menteeSignedAt: row.menteeSignedAt,
          menteeWord: row.menteeWord as MenteeWord,
        },
      }));
    },
    async mentorsOf(mentees) {
      const found = new Map<PersonId, PersonId[]>(mentees.map((id) => [id, []]));
      if (mentees.length === 0) return found;
      const rows = await sql.query<{ menteeId: string; mentorId: string }>`
        SELECT "menteeId", "mentorId" FROM "Mentorship"
        WHERE "programmeId" || '' = ${s.programme} AND "menteeId" IN (${named(mentees)})
          AND "state" IN ('proposed', 'active', 'paused')
        ORDER BY "createdAt" DESC, "id" DESC`;
      for (const row of rows) found.get(row.menteeId as PersonId)?.push(row.mentorId as PersonId);
      return found;
    },
    async lastMet(person, others) {
      if (others.length === 0) return new Map();
      const me = text(person);
      const rows = await sql.query<{ other: string; at: number }>`
        SELECT t."other", CAST(MAX(s."startsAt") AS BIGINT) AS "at"
        FROM (
          SELECT "id", "menteeId" AS "other" FROM "Mentorship"
          WHERE "programmeId" = ${s.programme} AND "mentorId" = ${me} AND "menteeId" IN (${named(others)})
          UNION ALL
          SELECT "id", "mentorId" AS "other" FROM "Mentorship"
          WHERE "programmeId" = ${s.programme} AND "menteeId" = ${me} AND "mentorId" IN (${named(others)})
        ) AS t CROSS JOIN "Attendee" AS a CROSS JOIN "Session" AS s
        WHERE a."mentorshipId" = t."id" AND s."id" = a."sessionId" AND s."state" = 'ended'
        GROUP BY t."other"`;
      return new Map(rows.map((row) => [row.other as PersonId, row.at]));
    },
    async newestLinks() {
      const rows = await sql.query<LinkRow>`
        SELECT "personId", "subject", "madeById", "expiresAt", "state" FROM (
          SELECT l.*, ROW_NUMBER() OVER (PARTITION BY l."personId" ORDER BY l."madeAt" DESC, l."id" DESC) AS "nth"
          FROM "Link" AS l WHERE l."programmeId" = ${s.programme} AND l."purpose" <> 'calendar'
        ) AS newest WHERE "nth" = 1`;
      return rows.map((row) => ({
        person: row.personId as PersonId,
        subject: row.subject,
        madeBy: row.madeById as PersonId,
        expiresAt: row.expiresAt,
        state: row.state as AccessLink['state'],
      }));
    },
    async erased() {
      const rows = await sql.query<{ id: string; erasedAt: number }>`
        SELECT "id", "erasedAt" FROM "Person" WHERE "programmeId" = ${s.programme} AND "erasedAt" IS NOT NULL`;
      return new Map(rows.map((row) => [row.id as PersonId, row.erasedAt]));
    },

    async namingReaders<Face extends string>(faces: readonly Face[], at: number) {
      const stands = Prisma.sql`
        p."programmeId" = ${s.programme} AND p."face" IN (${Prisma.join(faces)}) AND p."recipient" = 'p:' || t."menteeId"`;
      const rows = await sql.query<{ face: Face; sessionId: string; menteeId: string }>`
        SELECT p."face", t."sessionId", t."menteeId" FROM (
          SELECT f."sessionId", f."menteeId" FROM "Feedback" AS f
          WHERE f."programmeId" = ${s.programme} AND f."editableUntil" >= ${at}
          UNION
          SELECT a."sessionId", a."menteeId" FROM "Attendee" AS a
          WHERE a."programmeId" = ${s.programme} AND a."confirmation" IN ('different', 'did-not-happen')
            AND a."settledMinutes" IS NULL
        ) AS t CROSS JOIN "Session" AS s CROSS JOIN "Posted" AS p
        WHERE s."id" = t."sessionId" AND s."state" = 'ended' AND p."subject" = t."sessionId" AND ${stands}
        ORDER BY s."startsAt", s."id", t."menteeId", p."face"`;
      return rows.map((row) => ({
        face: row.face,
        session: row.sessionId as SessionId,
        mentee: row.menteeId as PersonId,
      }));
    },

    async heldOf(person) {
      const me = text(person);
      const [row] = await sql.query<{
        sessions: number;
        records: number;
        answers: number;
        contacts: number;
        links: number;
      }>`
        WITH mine AS (
          SELECT "id" FROM "Mentorship" WHERE "programmeId" = ${s.programme} AND "mentorId" = ${me}
          UNION SELECT "id" FROM "Mentorship" WHERE "programmeId" = ${s.programme} AND "menteeId" = ${me}
        ), attended AS (
          SELECT DISTINCT a."sessionId" FROM mine CROSS JOIN "Attendee" AS a WHERE a."mentorshipId" = mine."id"
        )
        SELECT
          CAST((SELECT COUNT(*) FROM attended) AS INTEGER) AS "sessions",
          CAST((SELECT COUNT(*) FROM attended CROSS JOIN "RecordHead" AS h WHERE h."sessionId" = attended."sessionId")
            AS INTEGER) AS "records",
          CAST((SELECT COUNT(*) FROM "Feedback" AS f WHERE f."programmeId" = ${s.programme} AND f."menteeId" = ${me}
            AND EXISTS (SELECT 1 FROM "FeedbackAnswer" AS x
              WHERE x."sessionId" = f."sessionId" AND x."menteeId" = f."menteeId")) AS INTEGER) AS "answers",
          CAST((SELECT COUNT(*) FROM mine CROSS JOIN "InformalContact" AS c WHERE c."mentorshipId" = mine."id")
            AS INTEGER) AS "contacts",
          CAST((SELECT COUNT(*) FROM "Link" WHERE "programmeId" = ${s.programme} AND "personId" = ${me})
            AS INTEGER) AS "links"`;
      return row ?? { sessions: 0, records: 0, answers: 0, contacts: 0, links: 0 };
    },
    async attends(person) {
      const rows = await sql.query<object>`
        SELECT "sessionId" FROM "Attendee" WHERE "menteeId" = ${text(person)} AND "programmeId" = ${s.programme} LIMIT 1`;
      return rows.length > 0;
    },
    async lentAnswers(mentees) {
      let all = 0;
      for (let i = 0; i < mentees.length; i += mostNamed) {
        const [row] = await sql.query<{ count: number }>`
          SELECT CAST(COUNT(*) AS INTEGER) AS "count" FROM (
            SELECT DISTINCT "subject", "personId" FROM "Link"
            WHERE "programmeId" = ${s.programme} AND "personId" IN (${named(mentees.slice(i, i + mostNamed))})
              AND "purpose" = 'session-answers' AND "state" = 'used' AND "witnessed"
          ) AS answered`;
        all += row?.count ?? 0;
      }
      return all;
    },
  };
}

interface OutlineRow {
  readonly id: string;
  readonly portfolioId: string;
  readonly mentorId: string;
  readonly menteeId: string;
  readonly state: string;
  readonly createdAt: number;
  readonly agreedAt: number | null;
  readonly endedAt: number | null;
  readonly mentorSignedAt: number | null;
  readonly menteeSignedAt: number | null;
  readonly menteeWord: string;
}

interface LinkRow {
  readonly personId: string;
  readonly subject: string;
  readonly madeById: string;
  readonly expiresAt: number;
  readonly state: string;
}

/** It reads what the others keep, and has no table of its own. */
export const overview: Repository<'overview'> = { rows: overviewRows, tables: {} };
