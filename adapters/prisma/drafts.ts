import { Prisma, type Draft as Row } from '../../prisma/generated/sqlite/client.js';
import { Refused } from '../../src/kernel/errors.js';
import type { DraftId, PersonId } from '../../src/kernel/ids.js';
import type { DraftRow, Rows } from '../../src/ports/store.js';
import { readAnswers } from './bodies/draft.js';
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

export const drafts: Repository<'drafts'> = {
  rows: draftRows,
  tables: { Draft: { deleted: 'What was typed and not sent is theirs alone.' } },
  async erase(s, person) {
    await s.db.prisma.draft.deleteMany({ where: { programmeId: s.programme, personId: person } });
  },
};
