import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTaken, SqliteClients } from '../../../adapters/prisma/connect.js';
import type { Sql } from '../../../adapters/prisma/sql.js';
import { Prisma } from '../../../prisma/generated/sqlite/client.js';
import { openTestStore, type TestStore } from '../../support/store.js';

/** Statements of our own beside Prisma's: on its connection, and in its transaction. */

let opened: TestStore;
const clients = new SqliteClients();
beforeEach(async () => {
  opened = await openTestStore();
  await clients.open(`file:${opened.file}`);
});
afterEach(async () => {
  await clients.close();
  await opened.close();
});
const put = ({ run }: Sql, key: string): Promise<number> =>
  run`INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${key}, 'done', ${Date.now()})`;
const keys = async (sql: Sql): Promise<string[]> =>
  (await sql.query<{ key: string }>`SELECT "key" FROM "Delivery" ORDER BY "key"`).map((row) => row.key);

test('a value comes back as what it was: whole numbers as numbers, truth as a boolean, bytes as bytes', async () => {
  await clients.writing.run`
    INSERT INTO "Programme" ("id", "name", "nation", "zone", "createdAt", "practice", "settings")
    VALUES ('p', ${'Zoë’s “?”'}, 'england', 'Europe/London', ${2 ** 52 + 1}, ${true}, ${new Uint8Array([0, 255])})`;
  const [row] = await clients.reading.query`SELECT *, "createdAt" / 2 AS "half" FROM "Programme"`;
  expect(row).toMatchObject({
    name: 'Zoë’s “?”',
    createdAt: 2 ** 52 + 1,
    practice: true,
    dataKey: null,
    half: 2 ** 51,
  });
  expect([...(row as { settings: Uint8Array }).settings]).toEqual([0, 255]);
});

test('a part of a statement brings its own values, in their places', async () => {
  for (const key of ['a', 'b', 'c']) await put(clients.writing, key);
  const which = Prisma.sql`"key" IN (${Prisma.join(['a', 'c'])})`;
  const statement = (outcome: string) =>
    clients.reading.query`SELECT "key" FROM "Delivery" WHERE "outcome" = ${outcome} AND ${which} AND "at" > ${0}`;
  expect(await statement('done')).toEqual([{ key: 'a' }, { key: 'c' }]);
  expect(await statement('said')).toEqual([]);
});

test('what it and Prisma write in one unit stands together, and falls together', async () => {
  await clients.unit(async ({ prisma, sql }) => {
    await put(sql, 'ours');
    await prisma.delivery.create({ data: { key: 'theirs', outcome: 'done', at: 1 } });
    expect(await keys(sql)).toEqual(['ours', 'theirs']);
    expect(await keys(clients.reading)).toEqual([]);
  });
  const failed = clients.unit(async ({ prisma, sql }) => {
    await prisma.delivery.create({ data: { key: 'theirs too', outcome: 'done', at: 1 } });
    await put(sql, 'ours');
  });
  await expect(failed).rejects.toSatisfy(isTaken);
  expect(await keys(clients.reading)).toEqual(['ours', 'theirs']);
});

test('what comes after the end of its unit runs in no other', async () => {
  let late: Sql | undefined;
  await clients.unit(async ({ sql }) => {
    late = sql;
  });
  await clients.unit(async () => {
    await expect(put(late as Sql, 'late')).rejects.toThrow('this unit of work has ended');
  });
  expect(await keys(clients.reading)).toEqual([]);
});

test('what reads cannot write', async () => {
  await expect(put(clients.reading, 'x')).rejects.toThrow();
});
