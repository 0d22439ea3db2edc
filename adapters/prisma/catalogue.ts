import type { Catalogue as Row } from '../../prisma/generated/sqlite/client.js';
import { newestOf } from '../../src/domain/catalogue.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import { Refused } from '../../src/kernel/errors.js';
import type { CatalogueKind, CatalogueRow, Rows } from '../../src/ports/store.js';
import { openJson, sealJson } from './keys.js';
import type { Repository } from './repository.js';
import { msOrNull, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** As data step 7 has it too. */
const wordsAt = (programme: string, row: Pick<CatalogueRow, 'kind' | 'key' | 'version'>): string =>
  `catalogue/${programme}/${row.kind}/${row.key}/${row.version}/words`;

/** The columns of what it says: `body` held it in the clear up to 0.7.0. */
export const sealedCatalogue = (key: Uint8Array, programme: string, row: Omit<CatalogueRow, 'retiredAt'>) => ({
  body: '',
  words: sealJson(key, row.body, wordsAt(programme, row)),
});

function toCatalogue(key: Uint8Array, row: Row | Plain<Row>): CatalogueRow {
  const named = { kind: row.kind as CatalogueKind, key: row.key, version: row.version };
  return {
    ...named,
    // What shape it has its kind decides; whoever reads it does so by that (domain/catalogue.ts).
    // Steps before the seventh may read it too.
    body:
      row.words === null
        ? (JSON.parse(row.body) as unknown)
        : openJson(key, row.words, wordsAt(row.programmeId, named)),
    retiredAt: msOrNull(row.retiredAt),
  };
}

function catalogueRows(s: Scope): Rows['catalogue'] {
  const every = async (kind: CatalogueKind): Promise<readonly CatalogueRow[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "Catalogue" WHERE "programmeId" = ${s.programme} AND "kind" = ${text(kind)} ORDER BY "seq"`;
    const key = await s.key();
    return rows.map((row) => toCatalogue(key, row));
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
      return row === null ? undefined : toCatalogue(await s.key(), row);
    },

    async add(row) {
      const named = { kind: text(row.kind) as CatalogueKind, key: text(row.key), version: Number(row.version) };
      const key = { programmeId: s.programme, ...named };
      const before = await s.db.prisma.catalogue.findFirst({ where: key });
      const its = await s.key();
      if (before === null)
        await s.db.prisma.catalogue.create({
          data: {
            ...key,
            ...sealedCatalogue(its, s.programme, { ...named, body: row.body }),
            retiredAt: row.retiredAt,
          },
        });
      // People have answered to this version: it can be retired, not reworded.
      else if (canonicalJson(toCatalogue(its, before).body) !== canonicalJson(row.body))
        throw new Refused('catalogue-taken', 'That version exists with other words: add it as a new version.');
      else await s.db.prisma.catalogue.updateMany({ where: { seq: before.seq }, data: { retiredAt: row.retiredAt } });
    },
  };
}

export const catalogue: Repository<'catalogue'> = {
  rows: catalogueRows,
  tables: { Catalogue: { stay: 'Its questions, skills and templates are the programme’s, whoever worded them.' } },
};
