import { Prisma, type Link as Row } from '../../prisma/generated/sqlite/client.js';
import type { AccessLink } from '../../src/domain/access-link.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const toLink = (row: Row | Plain<Row>): AccessLink => ({
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
  const list = async (which: Prisma.Sql): Promise<readonly AccessLink[]> =>
    (
      await s.db.sql.query<Plain<Row>>`
        SELECT * FROM "Link" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "madeAt", "id"`
    ).map(toLink);
  return {
    async get(id) {
      return (await list(Prisma.sql`"id" = ${text(id)}`))[0];
    },
    ofPerson: (person) => list(Prisma.sql`"personId" = ${text(person)}`),
    about: (subject) => list(Prisma.sql`"subject" = ${text(subject)}`),
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
      await s.db.sql.run`
        UPDATE "Link" SET "state" = ${state}, "usedAt" = ${state === 'used' ? at : null}
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND "state" = 'open'`;
    },
    async renew(id, expiresAt) {
      await s.db.sql.run`
        UPDATE "Link" SET "expiresAt" = ${expiresAt}
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND "state" = 'open'`;
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
      const [row] = await db.sql.query<Plain<Row>>`SELECT * FROM "Link" WHERE "id" = ${text(id)}`;
      return row === undefined ? undefined : toLink(row);
    },
  };
}
