import { Prisma, type Draft as Row } from '../../prisma/generated/sqlite/client.js';
import { Refused } from '../../src/kernel/errors.js';
import type { DraftId, PersonId } from '../../src/kernel/ids.js';
import type { DraftRow, Rows } from '../../src/ports/store.js';
import { type About, answersWithout, readAnswers, subjectWithout } from './bodies/draft.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustHaveHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const answersAt = (draft: string): string => `draft/${draft}/answers`;

function draftRows(s: Scope): Rows['drafts'] {
  const list = async (which: Prisma.Sql): Promise<readonly DraftRow[]> => {
    // The newest first: of several that are open, it is the one meant.
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "Draft" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "openedAt" DESC, "id" DESC`;
    const ring = await s.ring(rows.map((row) => row.personId));
    return rows.map((row) => ({
      id: row.id as DraftId,
      person: row.personId as PersonId,
      form: row.form,
      subject: row.subject,
      revision: row.revision,
      step: row.step,
      answers: readAnswers(ring.open(row.personId, row.answers, answersAt(row.id))),
      openedAt: ms(row.openedAt),
      savedAt: msOrNull(row.savedAt),
      doneAt: msOrNull(row.doneAt),
      outcome: row.outcome,
    }));
  };
  return {
    async get(id) {
      return (await list(Prisma.sql`"id" = ${text(id)}`))[0];
    },
    async open(person, form, subject) {
      const which = Prisma.sql`"personId" = ${text(person)} AND "doneAt" IS NULL AND "form" = ${text(form)}`;
      return (await list(Prisma.sql`${which} AND "subject" = ${text(subject)}`))[0];
    },
    openOf: (person) => list(Prisma.sql`"personId" = ${text(person)} AND "doneAt" IS NULL`),

    async save(draft) {
      const id = text(draft.id);
      const personId = text(draft.person);
      const ring = await s.ring([personId]);
      const answers = ring.seal(personId, draft.answers, answersAt(id));
      const saved = await s.db.sql.run`
        INSERT INTO "Draft" ("id", "programmeId", "personId", "form", "subject", "openedAt", "revision", "step", "answers",
          "savedAt", "doneAt", "outcome")
        VALUES (${id}, ${s.programme}, ${personId}, ${text(draft.form)}, ${text(draft.subject)}, ${draft.openedAt},
          ${draft.revision}, ${draft.step}, ${answers}, ${draft.savedAt}, ${draft.doneAt}, ${draft.outcome})
        ON CONFLICT ("id") DO UPDATE SET
          "revision" = excluded."revision", "step" = excluded."step", "answers" = excluded."answers",
          "savedAt" = excluded."savedAt", "doneAt" = excluded."doneAt", "outcome" = excluded."outcome"
        WHERE "Draft"."programmeId" = ${s.programme} AND "Draft"."personId" = ${personId} AND "Draft"."doneAt" IS NULL
          AND ("Draft"."revision" < excluded."revision"
            OR ("Draft"."revision" = excluded."revision" AND excluded."doneAt" IS NOT NULL))`;
      if (saved > 0) return;
      const [row] = await s.db.sql.query`
        SELECT 1 AS "one" FROM "Draft" WHERE "id" = ${id} AND "programmeId" = ${s.programme} AND "personId" = ${personId}`;
      mustHaveHit(row === undefined ? 0 : 1);
      throw new Refused('stale-draft', 'This form was changed a moment ago in another window. Send it again.');
    },
  };
}

/** Ids by which what others have begun to write may be about somebody. */
async function aboutOf({ db: { prisma }, programme: programmeId }: Scope, person: string): Promise<About> {
  const found = async (rows: Promise<readonly { readonly id: string }[]>) => (await rows).map(({ id }) => id);
  const select = { id: true };
  const mentorships = await found(prisma.mentorship.findMany({ where: { programmeId, menteeId: person }, select }));
  const where = { programmeId, mentorshipId: { in: mentorships } };
  const reviews = await found(prisma.review.findMany({ where, select }));
  const [sessions, forms, asks, putRight, requests, goals] = await Promise.all([
    // Those of a group are the others' too.
    found(
      prisma.session.findMany({
        where: { programmeId, attendees: { some: { menteeId: person }, every: { menteeId: person } } },
        select,
      }),
    ),
    found(prisma.reviewForm.findMany({ where: { programmeId, reviewId: { in: reviews } }, select })),
    found(prisma.stakeholderAsk.findMany({ where, select })),
    found(prisma.putRight.findMany({ where, select })),
    found(prisma.rightsRequest.findMany({ where: { programmeId, aboutId: person }, select })),
    found(prisma.goal.findMany({ where, select })),
  ]);
  return {
    them: new Set([person, ...mentorships, ...sessions, ...forms, ...asks, ...putRight, ...requests]),
    theirs: new Set(goals),
  };
}

/** What others have begun to write about them goes with them; of what is about several the others keep theirs. */
async function eraseAbout(s: Scope, person: string): Promise<void> {
  const about = await aboutOf(s, person);
  const rows = await s.db.sql.query<Pick<Plain<Row>, 'id' | 'personId' | 'subject' | 'answers'>>`
    SELECT "id", "personId", "subject", "answers" FROM "Draft" WHERE "programmeId" = ${s.programme}`;
  const ring = await s.ring(rows.map((row) => row.personId));
  for (const row of rows) {
    const [where, at] = [{ id: row.id, programmeId: s.programme }, answersAt(row.id)];
    const subject = subjectWithout(row.subject, about);
    if (subject === undefined) {
      await s.db.prisma.draft.deleteMany({ where });
      continue;
    }
    if (!ring.has(row.personId)) continue;
    const before = readAnswers(ring.open(row.personId, row.answers, at));
    const after = answersWithout(before, about);
    if (after === before && subject === row.subject) continue;
    await s.db.prisma.draft.updateMany({
      where,
      data: { subject, answers: ring.seal(row.personId, after, at) },
    });
  }
}

export const drafts: Repository<'drafts'> = {
  rows: draftRows,
  tables: {
    Draft: {
      deleted: 'What was typed and not sent is theirs alone, or about them; one about several keeps the others.',
    },
  },
  async erase(s, person) {
    await s.db.prisma.draft.deleteMany({ where: { programmeId: s.programme, personId: person } });
    await eraseAbout(s, person);
  },
};
