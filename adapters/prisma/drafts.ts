import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { DraftId, PersonId } from '../../src/kernel/ids.js';
import type { DraftRow, Rows } from '../../src/ports/store.js';
import { readAnswers } from './bodies/draft.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustHit, type Scope, text } from './scope.js';

const answersAt = (draft: string): string => `draft/${draft}/answers`;

function draftRows(s: Scope): Rows['drafts'] {
  const list = async (where: Prisma.DraftWhereInput, take?: number): Promise<readonly DraftRow[]> => {
    const rows = await s.db.prisma.draft.findMany({
      where: { programmeId: s.programme, ...where },
      // The newest first: of several that are open, it is the one meant.
      orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      ...(take === undefined ? {} : { take }),
    });
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
      return (await list({ id: text(id) }))[0];
    },
    async open(person, form, subject) {
      return (await list({ personId: text(person), form: text(form), subject: text(subject), doneAt: null }, 1))[0];
    },
    openOf: (person) => list({ personId: text(person), doneAt: null }),

    async save(draft) {
      const id = text(draft.id);
      const personId = text(draft.person);
      const ring = await s.ring([personId]);
      const change = {
        revision: draft.revision,
        step: draft.step,
        answers: ring.seal(personId, draft.answers, answersAt(id)),
        savedAt: draft.savedAt,
        doneAt: draft.doneAt,
        outcome: draft.outcome,
      };
      mustHit(
        await s.db.prisma.draft.upsert({
          where: { id, programmeId: s.programme, personId },
          create: {
            ...change,
            id,
            programmeId: s.programme,
            personId,
            form: text(draft.form),
            subject: text(draft.subject),
            openedAt: draft.openedAt,
          },
          update: change,
          select: { id: true },
        }),
      );
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
