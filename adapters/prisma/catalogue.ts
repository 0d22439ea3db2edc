import type { Catalogue as Row } from '../../prisma/generated/sqlite/client.js';
import { newestOf } from '../../src/domain/catalogue.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import { Refused } from '../../src/kernel/errors.js';
import type { CatalogueKind, CatalogueRow, Rows } from '../../src/ports/store.js';
import type { Repository } from './repository.js';
import { msOrNull, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const toCatalogue = (row: Row | Plain<Row>): CatalogueRow => ({
  kind: row.kind as CatalogueKind,
  key: row.key,
  version: row.version,
  // What shape it has its kind decides; whoever reads it does so by that (domain/catalogue.ts).
  body: JSON.parse(row.body) as unknown,
  retiredAt: msOrNull(row.retiredAt),
});

function catalogueRows(s: Scope): Rows['catalogue'] {
  const every = async (kind: CatalogueKind): Promise<readonly CatalogueRow[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "Catalogue" WHERE "programmeId" = ${s.programme} AND "kind" = ${text(kind)} ORDER BY "seq"`;
    return rows.map(toCatalogue);
  };
  return {
    async current(kind) {
      return newestOf(await every(kind)).filter((row) => row.retiredAt === null);
    },
    every,

    async get(kind, key, version) {
      const row = await s.db.prisma.catalogue.findFirst({
        where: { programmeId: s.programme, kind: text(kind), key: text(key), version: Number(version) },
      });
      return row === null ? undefined : toCatalogue(row);
    },

    async add(row) {
      const key = { programmeId: s.programme, kind: text(row.kind), key: text(row.key), version: Number(row.version) };
      const before = await s.db.prisma.catalogue.findFirst({ where: key });
      if (before === null)
        await s.db.prisma.catalogue.create({
          data: { ...key, body: JSON.stringify(row.body), retiredAt: row.retiredAt },
        });
      // People have answered to this version: it can be retired, not reworded.
      else if (canonicalJson(JSON.parse(before.body)) !== canonicalJson(row.body))
        throw new Refused('catalogue-taken', 'That version exists with other words: add it as a new version.');
      else await s.db.prisma.catalogue.updateMany({ where: { seq: before.seq }, data: { retiredAt: row.retiredAt } });
    },
  };
}

export const catalogue: Repository<'catalogue'> = {
  rows: catalogueRows,
  tables: { Catalogue: { stay: 'Its questions, skills and templates are the programme’s, whoever worded them.' } },
};
