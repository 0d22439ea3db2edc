import type { Allocation, AllocationId } from '../../src/domain/allocation.js';
import type { PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';

interface Row {
  readonly id: string;
  readonly portfolioId: string | null;
  readonly personId: string;
  readonly as: string;
  readonly fromAt: number;
  readonly untilAt: number | null;
  readonly madeById: string;
  readonly madeAt: number;
}

function allocationRows(s: Scope): Rows['allocations'] {
  return {
    async all() {
      const rows = await s.db.sql.query<Row>`
        SELECT "id", "portfolioId", "personId", "as", "fromAt", "untilAt", "madeById", "madeAt" FROM "Allocation"
        WHERE "programmeId" = ${s.programme} ORDER BY "madeAt", "id"`;
      return rows.map(
        (row): Allocation => ({
          id: row.id as AllocationId,
          programme: s.programme as ProgrammeId,
          portfolio: row.portfolioId as PortfolioId | null,
          person: row.personId as PersonId,
          as: row.as as Allocation['as'],
          from: ms(row.fromAt),
          until: msOrNull(row.untilAt),
          madeBy: row.madeById as PersonId,
          madeAt: ms(row.madeAt),
        }),
      );
    },
    async add(a) {
      mustBelong(s, a);
      await s.db.sql.run`
        INSERT INTO "Allocation" ("id", "programmeId", "portfolioId", "personId", "as", "fromAt", "untilAt", "madeById",
          "madeAt")
        VALUES (${text(a.id)}, ${s.programme}, ${a.portfolio === null ? null : text(a.portfolio)}, ${text(a.person)},
          ${a.as}, ${a.from}, ${a.until}, ${text(a.madeBy)}, ${a.madeAt})`;
    },
    async end(id, at) {
      await s.db.sql.run`
        UPDATE "Allocation" SET "untilAt" = ${at}
        WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND ("untilAt" IS NULL OR "untilAt" > ${at})`;
    },
  };
}

export const allocations: Repository<'allocations'> = {
  rows: allocationRows,
  tables: {
    Allocation: { overwritten: 'What is open of theirs ends; that they once read it, and as what, is evidence.' },
  },
  async erase(s, person, at) {
    await s.db.sql.run`
      UPDATE "Allocation" SET "untilAt" = ${at}
      WHERE "personId" = ${person} AND "programmeId" = ${s.programme} AND ("untilAt" IS NULL OR "untilAt" > ${at})`;
  },
};
