import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { refOf } from '../../src/domain/catalogue.js';
import type { SummedForms } from '../../src/domain/digest.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import { type Scope, text } from './scope.js';

/** So many mentees' forms are added up by one statement; between two of them others have their turn. */
const atOnce = 200;

/** A form that counts: not taken back, about a session that was held and that did happen by the mentee's own word. */
const counts = Prisma.sql`f."state" <> 'withdrawn' AND o."state" = 'ended'
  AND NOT (a."confirmation" = 'did-not-happen' AND COALESCE(a."settledMinutes", 0) = 0)`;
const joined = Prisma.sql`"Feedback" f JOIN "Session" o ON o."id" = f."sessionId"
  JOIN "Attendee" a ON a."sessionId" = f."sessionId" AND a."menteeId" = f."menteeId"`;

interface FormsRow {
  readonly mentee: PersonId;
  readonly asked: number;
  readonly answered: number;
  readonly newest: number | null;
}
interface RatingsRow {
  readonly mentee: PersonId;
  readonly question: string;
  readonly wording: number;
  readonly sum: number;
  readonly n: number;
  readonly newest: number | null;
}

/** What these mentees' forms come to; no word of them is opened. */
export async function summedFormsOf(
  s: Scope,
  mentees: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, SummedForms>> {
  const all = new Map<PersonId, SummedForms>();
  for (let i = 0; i < mentees.length; i += atOnce) {
    if (i > 0) await nextTurn();
    const whose = Prisma.sql`f."programmeId" = ${s.programme}
      AND f."menteeId" IN (${Prisma.join(mentees.slice(i, i + atOnce).map(text))})`;
    const forms = await s.db.sql.query<FormsRow>`
      SELECT f."menteeId" AS "mentee", COUNT(*) AS "asked", COUNT(f."firstAnsweredAt") AS "answered",
        MAX(f."firstAnsweredAt") AS "newest"
      FROM ${joined} WHERE ${whose} AND ${counts} GROUP BY f."menteeId"`;
    const ratings = new Map<PersonId, Record<string, SummedForms['ratings'][string]>>(
      forms.map((row) => [row.mentee, {}]),
    );
    const rows = await s.db.sql.query<RatingsRow>`
      SELECT f."menteeId" AS "mentee", w."question" AS "question", w."wording" AS "wording",
        SUM(w."rating") AS "sum", COUNT(w."rating") AS "n", MAX(f."firstAnsweredAt") AS "newest"
      FROM ${joined} JOIN "FeedbackAnswer" w ON w."sessionId" = f."sessionId" AND w."menteeId" = f."menteeId"
      WHERE ${whose} AND ${counts} AND w."rating" IS NOT NULL GROUP BY f."menteeId", w."question", w."wording"`;
    for (const { mentee, question, wording, sum, n, newest } of rows) {
      const its = ratings.get(mentee);
      if (its !== undefined) its[refOf({ key: question, version: wording })] = { sum, n, newest };
    }
    for (const { mentee, ...row } of forms) all.set(mentee, { ...row, ratings: ratings.get(mentee) ?? {} });
  }
  return all;
}
