import type { Link as Row } from '../../prisma/generated/sqlite/client.js';
import type { AccessLink } from '../../src/domain/access-link.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import type { Db } from './connect.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';

const toLink = (row: Row): AccessLink => ({
  id: row.id,
  programme: row.programmeId as ProgrammeId,
  person: row.personId as PersonId,
  purpose: row.purpose as AccessLink['purpose'],
  subject: row.subject,
  madeBy: row.madeById as PersonId,
  witnessed: row.witnessed,
  madeAt: ms(row.madeAt),
  expiresAt: ms(row.expiresAt),
  state: row.state as AccessLink['state'],
  usedAt: msOrNull(row.usedAt),
});

function linkRows(s: Scope): Rows['accessLinks'] {
  const list = async (
    where: { readonly personId: string } | { readonly subject: string },
  ): Promise<readonly AccessLink[]> =>
    (
      await s.db.prisma.link.findMany({
        where: { programmeId: s.programme, ...where },
        orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
      })
    ).map(toLink);
  return {
    async get(id) {
      const row = await s.db.prisma.link.findFirst({ where: { id: text(id), programmeId: s.programme } });
      return row === null ? undefined : toLink(row);
    },
    ofPerson: (person) => list({ personId: text(person) }),
    about: (subject) => list({ subject: text(subject) }),
    async add(link) {
      mustBelong(s, link);
      await s.db.prisma.link.create({
        data: {
          id: text(link.id),
          programmeId: s.programme,
          personId: text(link.person),
          purpose: link.purpose,
          subject: text(link.subject),
          madeById: text(link.madeBy),
          witnessed: link.witnessed,
          madeAt: link.madeAt,
          expiresAt: link.expiresAt,
          state: link.state,
          usedAt: link.usedAt,
        },
        select: { id: true },
      });
    },
    async settle(id, state, at) {
      await s.db.prisma.link.updateMany({
        where: { id: text(id), programmeId: s.programme, state: 'open' },
        data: { state, usedAt: state === 'used' ? at : null },
      });
    },
  };
}

export const accessLinks: Repository<'accessLinks'> = {
  rows: linkRows,
  tables: {
    Link: { overwritten: 'Those that let them act are void; that they were made, by whom and for what stays.' },
  },
  async erase(s, person) {
    await s.db.prisma.link.updateMany({
      where: { programmeId: s.programme, personId: person, state: 'open' },
      data: { state: 'void' },
    });
  },
};

export function anyLink(db: Db): Transaction['accessLinks'] {
  return {
    async find(id) {
      const row = await db.prisma.link.findUnique({ where: { id: text(id) } });
      return row === null ? undefined : toLink(row);
    },
  };
}
