import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Transaction } from '../../src/ports/store.js';
import type { Db } from './db.js';
import { text } from './scope.js';

const keyOf = (of: ProgrammeId | ''): string => `first-code:${text(of)}`;

/** Among the facts of the program: a number each, and nothing of the codes. */
export function firstCodes(db: Db): Transaction['firstCodes'] {
  return {
    async numbers(of) {
      const byKey = new Map(of.map((one) => [keyOf(one), one]));
      const rows = await db.sql.query<{ key: string; value: string }>`
        SELECT "key", "value" FROM "Meta" WHERE "key" IN (${Prisma.join([...byKey.keys(), ''])})`;
      return new Map(rows.map(({ key, value }) => [byKey.get(key) ?? '', Number(value)]));
    },
    async use(of, number) {
      const changed = await db.sql.run`
        INSERT INTO "Meta" ("key", "value") VALUES (${keyOf(of)}, ${String(number + 1)})
        ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value" WHERE "Meta"."value" = ${String(number)}`;
      return changed > 0;
    },
  };
}
