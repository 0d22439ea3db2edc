import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { leaseClock } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { Clients } from './connect.js';
import type { KeyStore } from './key-store.js';
import type { Sql } from './sql.js';
import type { Erased } from './transaction.js';

/**
 * Rows and keys are two stores, each of which can be killed, copied and put back without the other. At the start they are
 * compared once, before anything of the rows is opened:
 *
 * | the person's row | their key | what happened | what is done |
 * |---|---|---|---|
 * | erased | there | the program died between the two, or older keys were put back | it is destroyed |
 * | erased | never was | erased before there was a key store | it is kept in mind |
 * | not erased | destroyed | older rows were put back | they are erased again |
 * | not erased | never was | older keys, or another database's, were put back | nothing starts |
 * | none | there | a unit was rolled back, or older rows were put back | it is kept for a while |
 */

/** People looked at in one statement. */
const atOnce = 5_000;

/** Somebody whose rows were written over. Whose accounts are somebody else's now is not: their profile is there. */
const isErased = Prisma.sql`CASE WHEN "erasedAt" IS NOT NULL AND "profile" = ${new Uint8Array(0)} THEN "erasedAt" END`;

/** Whether this database's keys are in a key store, which has to be there then; a new one has nobody's yet. */
export async function keysMoved({ writing }: Pick<Clients, 'writing'>): Promise<boolean> {
  const rows = await writing.query`
    SELECT 1 AS "one" FROM "DataStep" WHERE "number" = 6 AND EXISTS (SELECT 1 FROM "Person")`;
  return rows.length > 0;
}

/**
 * Destroys the keys of everybody whose rows are erased, and answers who has to be erased again.
 * @throws Refused `keys-older` where somebody's key is not there
 */
export async function compare(sql: Sql, store: KeyStore): Promise<readonly Erased[]> {
  const finish: Erased[] = [];
  const again: Erased[] = [];
  let found = 0;
  for (let after = ''; ; ) {
    const people = await sql.query<{ person: string; programme: string; at: number | null }>`
      SELECT "id" AS "person", "programmeId" AS "programme", ${isErased} AS "at" FROM "Person"
      WHERE "id" > ${after} ORDER BY "id" LIMIT ${atOnce}`;
    const state = new Map((await store.stateOf(people.map((one) => one.person))).map((one) => [one.person, one]));
    for (const { person, programme, at } of people) {
      const key = state.get(person);
      if (key !== undefined && key.destroyedAt === null) found += 1;
      if (at !== null) {
        if (key === undefined || key.destroyedAt === null) finish.push({ person, programme, at: Number(at) });
      } else if (key === undefined) throw keysOlder();
      else if (key.destroyedAt !== null) again.push({ person, programme, at: key.destroyedAt });
    }
    if (people.length < atOnce) break;
    after = people.at(-1)?.person ?? after;
    await nextTurn();
  }
  await store.strays(found === (await store.count()) ? [] : await withoutRow(sql, store), leaseClock.now());
  await store.destroy(finish);
  return again;
}

/** Whose keys are there, and no row of theirs. */
async function withoutRow(sql: Sql, store: KeyStore): Promise<readonly string[]> {
  const strays: string[] = [];
  for (let after = ''; ; ) {
    const keys = await store.page(after, atOnce);
    const ids = keys.flatMap((key) => (key.wrapped === null ? [] : [key.person]));
    if (ids.length > 0) {
      const rows = await sql.query<{ id: string }>`SELECT "id" FROM "Person" WHERE "id" IN (${Prisma.join(ids)})`;
      const here = new Set(rows.map((row) => row.id));
      strays.push(...ids.filter((id) => !here.has(id)));
    }
    if (keys.length < atOnce) return strays;
    after = keys.at(-1)?.person ?? after;
    await nextTurn();
  }
}

export const keysOlder = (): Refused =>
  new Refused(
    'keys-older',
    'The key store is older than the database, or another database’s: somebody’s key is not in it. Put back the newest copy of the key store, and leave the database as it is.',
  );
