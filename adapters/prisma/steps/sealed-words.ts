import { seal } from '../../../src/kernel/seal.js';
import type { DataStep, StepWork } from './step.js';

/**
 * Step 7 (0.8.0): seals under the programme's key what programmes are called and what their catalogues say, which stood in
 * the clear (a programme is often called after its school), and puts MACs in place of the keys of acts heard, which said who
 * had pressed what. The database's file is written anew at its end, so that nothing of it stands where rows stood.
 */

/** @param rowsAtOnce how many rows a batch does at most */
export function sealedWords(rowsAtOnce = 200): DataStep {
  return {
    number: 7,
    name: 'sealed-words',
    rewrites: true,
    // What is not sealed yet says so itself, so that a cursor need say no more than that it has begun.
    async batch(work) {
      for (const each of [sealNames, sealCatalogues, hideDeliveries])
        if ((await each(work, rowsAtOnce)) > 0) return 'begun';
      return undefined;
    },
  };
}

async function sealNames({ db, keys }: StepWork, room: number): Promise<number> {
  const rows = await db.sql.query<{ id: string; name: string; dataKey: Uint8Array }>`
    SELECT "id", "name", "dataKey" FROM "Programme" WHERE "words" IS NULL AND "dataKey" IS NOT NULL
    ORDER BY "id" LIMIT ${room}`;
  for (const { id, name, dataKey } of rows) {
    const words = sealed(keys.unwrapProgramme(id, dataKey), JSON.stringify(name), `programme/${id}/words`);
    await db.sql.run`UPDATE "Programme" SET "words" = ${words}, "name" = '' WHERE "id" = ${id}`;
  }
  return rows.length;
}

interface Entry {
  readonly seq: number;
  readonly of: string;
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly body: string;
  readonly dataKey: Uint8Array;
}

async function sealCatalogues({ db, keys }: StepWork, room: number): Promise<number> {
  const rows = await db.sql.query<Entry>`
    SELECT c."seq", c."programmeId" AS "of", c."kind", c."key", c."version", c."body", p."dataKey"
    FROM "Catalogue" c JOIN "Programme" p ON p."id" = c."programmeId"
    WHERE c."words" IS NULL AND p."dataKey" IS NOT NULL ORDER BY c."seq" LIMIT ${room}`;
  const opened = new Map<string, Uint8Array>();
  for (const row of rows) {
    const its = opened.get(row.of) ?? keys.unwrapProgramme(row.of, row.dataKey);
    opened.set(row.of, its);
    // As it stands: it is JSON already, as what is sealed has to be.
    const words = sealed(its, row.body, `catalogue/${row.of}/${row.kind}/${row.key}/${row.version}/words`);
    await db.sql.run`UPDATE "Catalogue" SET "words" = ${words}, "body" = '' WHERE "seq" = ${row.seq}`;
  }
  return rows.length;
}

/** A platform's key has colons in it, a MAC has none. */
async function hideDeliveries({ db, keys }: StepWork, room: number): Promise<number> {
  const rows = await db.sql.query<{ key: string }>`
    SELECT "key" FROM "Delivery" WHERE "key" LIKE '%:%' LIMIT ${room}`;
  for (const { key } of rows)
    await db.sql.run`UPDATE "Delivery" SET "key" = ${keys.delivery(key)} WHERE "key" = ${key}`;
  return rows.length;
}

/** Written out here, for a step is never changed. */
const sealed = (key: Uint8Array, json: string, at: string): Uint8Array<ArrayBuffer> =>
  seal(key, new TextEncoder().encode(json), at);
