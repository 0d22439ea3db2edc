import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isTaken, SqliteClients } from '../../../adapters/prisma/connect.js';
import { SqliteConnection } from '../../../adapters/prisma/driver.js';
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
  vi.useRealTimers();
  vi.restoreAllMocks();
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

test('Prisma begins nothing where nobody asks for it, and joins once where somebody does', async () => {
  const joins = vi.spyOn(SqliteConnection.prototype, 'startTransaction');
  await clients.unit(({ sql }) => put(sql, 'ours'));
  expect(joins).not.toHaveBeenCalled();
  await clients.unit(async ({ prisma, sql }) => {
    await put(sql, 'before');
    expect(await prisma.delivery.count()).toBe(2);
    await prisma.delivery.create({ data: { key: 'theirs', outcome: 'done', at: 1 } });
  });
  expect(joins).toHaveBeenCalledOnce();
  expect(await keys(clients.reading)).toEqual(['before', 'ours', 'theirs']);
});

test('what cannot be committed is rolled back, and the next goes on', async () => {
  const orphan = clients.unit(async ({ sql }) => {
    await put(sql, 'ours');
    // A key is looked at as it is committed only where that is asked for.
    await sql.run`PRAGMA defer_foreign_keys = ON`;
    await sql.run`INSERT INTO "Installation" ("platform", "tenant", "programmeId", "at") VALUES ('slack', 'T', 'none', 1)`;
  });
  await expect(orphan).rejects.toMatchObject({ cause: { kind: 'ForeignKeyConstraintViolation' } });
  await clients.unit(({ sql }) => put(sql, 'next'));
  expect(await keys(clients.reading)).toEqual(['next']);
});

test('one that hangs is rolled back after twenty seconds, and holds up nobody; what it does later is refused', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let goOn = (): void => {};
  const later: Promise<unknown>[] = [];
  let hanging = (): void => {};
  const hung = new Promise<void>((resolve) => {
    hanging = resolve;
  });
  const hangs = clients.unit(async ({ prisma, sql }) => {
    await prisma.delivery.create({ data: { key: 'theirs', outcome: 'done', at: 1 } });
    await put(sql, 'ours');
    hanging();
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    later.push(put(sql, 'late'), prisma.delivery.create({ data: { key: 'later', outcome: 'done', at: 1 } }));
  });
  const told = expect(hangs).rejects.toThrow('unit-too-long');
  const next = hangs.catch(() => clients.unit(({ sql }) => put(sql, 'next')));
  await hung;
  await vi.advanceTimersByTimeAsync(20_000);
  await told;
  await next;
  goOn();
  await Promise.resolve();
  for (const result of await Promise.allSettled(later)) expect(result.status).toBe('rejected');
  expect(later).toHaveLength(2);
  expect(await keys(clients.reading)).toEqual(['next']);
});

test('what reads cannot write', async () => {
  await expect(put(clients.reading, 'x')).rejects.toThrow();
});
