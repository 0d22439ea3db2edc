import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Ids, ProgrammeId } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import { openSqlite } from './driver.js';
import { text } from './scope.js';

const keyOf = (of: ProgrammeId | ''): string => `first-code:${text(of)}`;

/**
 * Among the facts of the program: a number each, and nothing of the codes. It goes on by chance: older rows may be put back,
 * and one more than theirs would be a number that was there before.
 */
export function firstCodes(db: Db, ids: Pick<Ids, 'bytes'>): Transaction['firstCodes'] {
  return {
    async numbers(of) {
      const byKey = new Map(of.map((one) => [keyOf(one), one]));
      const rows = await db.sql.query<{ key: string; value: string }>`
        SELECT "key", "value" FROM "Meta" WHERE "key" IN (${Prisma.join([...byKey.keys(), ''])})`;
      return new Map(rows.map(({ key, value }) => [byKey.get(key) ?? '', Number(value)]));
    },
    async use(of, number) {
      const next = number + 1 + new DataView(ids.bytes(4).slice().buffer).getUint32(0);
      const changed = await db.sql.run`
        INSERT INTO "Meta" ("key", "value") VALUES (${keyOf(of)}, ${String(next)})
        ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value" WHERE "Meta"."value" = ${String(number)}`;
      return changed > 0;
    },
  };
}

/**
 * Moves all of them on in a file that is about to be a database: the codes that an old log shows are worth nothing there. To
 * be another is enough, for nobody can tell a code from its number (src/runtime/membership/first-code.ts).
 */
export async function moveFirstCodesOn(file: string): Promise<void> {
  const at = await openSqlite(`file:${file}`);
  try {
    await at.executeScript(`
      DELETE FROM "Meta" WHERE "key" LIKE '${keyOf('')}%';
      INSERT INTO "Meta" ("key", "value")
      SELECT '${keyOf('')}' || "of", CAST(1 + (random() & 1099511627775) AS TEXT)
      FROM (SELECT '' AS "of" UNION ALL SELECT "id" FROM "Programme")`);
  } finally {
    await at.dispose();
  }
}
