import { Prisma, type RightsRequest as Row } from '../../prisma/generated/sqlite/client.js';
import { noWords, type RightsId, type RightsRequest, type RightsWords } from '../../src/domain/rights.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { RightsOutline } from '../../src/ports/store/rights.js';
import type { Rows } from '../../src/ports/store.js';
import { type Defaults, withDefaults } from './bodies/defaults.js';
import { insertRows } from './insert.js';
import type { Repository } from './repository.js';
import { ms, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** What people ask of what is kept about them. No chain commits to its words: it is nobody's evidence. */

const wordsAt = (id: string): string => `rights/${id}/words`;

/** What it is stands with its words: that somebody took themselves out, or is on hold, is read by nobody who has the file. */
type Sealed = Omit<RightsRequest, 'id' | 'programme' | 'about' | 'askedAt' | 'state'>;
const none: Defaults<RightsWords> = noWords;

const withoutWords = ({ words: _, ...outline }: RightsRequest): RightsOutline => outline;

function rightsRows(s: Scope): Rows['rights'] {
  const list = async (which: Prisma.Sql): Promise<readonly RightsRequest[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "RightsRequest" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "askedAt", "id"`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => {
      const sealed = ring.open(row.keyOf, row.words, wordsAt(row.id)) as Sealed;
      return {
        id: row.id as RightsId,
        programme: row.programmeId as ProgrammeId,
        about: row.aboutId as PersonId,
        askedAt: ms(row.askedAt),
        state: row.state as RightsRequest['state'],
        ...sealed,
        words: withDefaults(sealed.words, none),
      };
    });
  };
  const open = () => list(Prisma.sql`"state" = 'open'`);
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    about: (person) => list(Prisma.sql`"aboutId" = ${text(person)}`),
    open,
    openOutlines: async () => (await open()).map(withoutWords),
    async withdrawn() {
      const done = await list(Prisma.sql`"state" = 'done'`);
      return new Map(done.filter((r) => r.kind === 'withdrawal').map((r) => [r.about, r.askedAt]));
    },
    held: async () => new Set((await open()).filter((r) => r.kind === 'hold').map((r) => r.about)),
    async save(r) {
      mustBelong(s, r);
      const before = await list(Prisma.sql`"id" = ${text(r.id)}`);
      const elsewhere = await s.db.sql.query<{ id: string }>`
        SELECT "id" FROM "RightsRequest" WHERE "id" = ${text(r.id)} AND "programmeId" <> ${s.programme}`;
      if (before.length === 0 && elsewhere.length > 0)
        throw new Error('a row of another programme cannot be changed here');
      const keyOf = text(r.about);
      const ring = await s.ring([keyOf]);
      const { kind, askedBy, dueAt, doneAt, doneBy, words } = r;
      const sealed: Sealed = { kind, askedBy, dueAt, doneAt, doneBy, words };
      await insertRows(
        s.db,
        'RightsRequest',
        [
          {
            id: text(r.id),
            programmeId: s.programme,
            aboutId: keyOf,
            askedAt: r.askedAt,
            state: text(r.state),
            keyOf,
            words: ring.seal(keyOf, sealed, wordsAt(text(r.id))),
          },
        ],
        ['id'],
      );
    },
  };
}

export const rights: Repository<'rights'> = {
  rows: rightsRows,
  tables: { RightsRequest: { deleted: 'What they asked of what is kept about them goes with it.' } },
  async erase(s, person) {
    await s.db.sql.run`
      DELETE FROM "RightsRequest" WHERE "programmeId" = ${s.programme} AND "aboutId" = ${person}`;
  },
};
