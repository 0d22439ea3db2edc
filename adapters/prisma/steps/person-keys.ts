import type { DataStep } from './step.js';

/**
 * Step 6 (0.8.0): moves people's wrapped keys from their rows into the key store. What was destroyed there stays destroyed:
 * a database of before that is put back, and upgraded again, brings nobody back who has been erased since. The files are
 * written anew at its end, so that no key stands where the rows were.
 */

/** @param rowsAtOnce how many keys a batch moves at most */
export function personKeys(rowsAtOnce = 500): DataStep {
  return {
    number: 6,
    name: 'person-keys',
    rewrites: true,
    async batch({ db, keyStore }, after = '') {
      const rows = await db.sql.query<{ person: string; programme: string; wrapped: Uint8Array<ArrayBuffer> }>`
        SELECT "id" AS "person", "programmeId" AS "programme", "dataKey" AS "wrapped" FROM "Person"
        WHERE "dataKey" IS NOT NULL AND "id" > ${after} ORDER BY "id" LIMIT ${rowsAtOnce}`;
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      // Outside of this batch's transaction, and before it: done again after a kill, it writes the same.
      await keyStore.move(rows);
      await db.sql.run`
        UPDATE "Person" SET "dataKey" = NULL WHERE "id" > ${after} AND "id" <= ${last.person} AND "dataKey" IS NOT NULL`;
      return last.person;
    },
  };
}
