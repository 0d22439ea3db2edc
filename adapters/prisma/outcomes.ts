import { Prisma, type RecordedOutcome as Row } from '../../prisma/generated/sqlite/client.js';
import type { RecordedOutcome } from '../../src/domain/pack/pack.js';
import type { Id, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { CivilDate } from '../../src/kernel/zoned.js';
import type { Rows } from '../../src/ports/store.js';
import { readOutcome } from './bodies/pack.js';
import { insertRows } from './insert.js';
import { commitLeaves } from './leaves.js';
import { ownLeaves } from './leaves-of-evidence.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const wordsAt = (id: string): string => `outcome/${id}/words`;

function outcomeRows(s: Scope): Rows['outcomes'] {
  const list = async (which: Prisma.Sql): Promise<readonly RecordedOutcome[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "RecordedOutcome" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "recordedAt", "id"`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => ({
      id: row.id as Id<'outcome'>,
      programme: row.programmeId as ProgrammeId,
      portfolio: row.portfolioId as PortfolioId,
      criterion: row.criterion,
      result: row.result as RecordedOutcome['result'],
      on: row.day as CivilDate,
      ...readOutcome(ring.open(row.keyOf, row.words, wordsAt(row.id))),
      recordedBy: row.recordedById as PersonId,
      recordedAt: ms(row.recordedAt),
      withdrawnAt: msOrNull(row.withdrawnAt),
    }));
  };
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    ofPortfolio: (id) => list(Prisma.sql`"portfolioId" = ${text(id)}`),
    async save(o) {
      mustBelong(s, o);
      const [row] = await s.db.sql.query<{ mentorId: string }>`
        SELECT "mentorId" FROM "Portfolio" WHERE "id" = ${text(o.portfolio)} AND "programmeId" = ${s.programme}`;
      if (row === undefined) throw new Error('an outcome of no portfolio of this programme cannot be saved');
      const keyOf = row.mentorId;
      const ring = await s.ring([keyOf]);
      const id = text(o.id);
      await insertRows(
        s.db,
        'RecordedOutcome',
        [
          {
            id,
            programmeId: s.programme,
            portfolioId: text(o.portfolio),
            criterion: text(o.criterion),
            result: text(o.result),
            day: text(o.on),
            recordedById: text(o.recordedBy),
            recordedAt: o.recordedAt,
            withdrawnAt: o.withdrawnAt,
            keyOf,
            words: ring.seal(keyOf, { by: o.by, note: o.note }, wordsAt(id)),
          },
        ],
        ['id'],
      );
      commitLeaves(
        s,
        ownLeaves({ kind: 'outcome', id }, s.programme, keyOf, [
          {
            part: 'figures',
            value: {
              portfolio: text(o.portfolio),
              criterion: o.criterion,
              result: o.result,
              on: o.on,
              recordedBy: text(o.recordedBy),
              recordedAt: o.recordedAt,
              withdrawnAt: o.withdrawnAt,
            },
          },
          { part: 'by', value: o.by },
          { part: 'note', value: o.note },
        ]),
      );
    },
  };
}

export const outcomes: Repository<'outcomes'> = {
  rows: outcomeRows,
  tables: { RecordedOutcome: { deleted: 'It is of a mentor’s portfolio, and names who assessed it.' } },
  async erase(s, person) {
    await s.db.sql.run`
      DELETE FROM "RecordedOutcome" WHERE "programmeId" = ${s.programme} AND "portfolioId" IN (
        SELECT "id" FROM "Portfolio" WHERE "mentorId" = ${person})`;
  },
};
