import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { SqliteConnection } from '../../../adapters/prisma/driver.js';
import type { Sql } from '../../../adapters/prisma/sql.js';
import { openTestStore, type TestStore } from '../../support/store.js';

/** What SQLite alone does with statements of our own; what every database must do is in `test/contract/sql.ts`. */

let opened: TestStore;
const clients = new SqliteClients();
beforeEach(async () => {
  opened = await openTestStore();
  await clients.open(`file:${opened.file}`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await clients.close();
  await opened.close();
});
const put = ({ run }: Sql, key: string): Promise<number> =>
  run`INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${key}, 'done', ${Date.now()})`;
const keys = async (sql: Sql): Promise<string[]> =>
  (await sql.query<{ key: string }>`SELECT "key" FROM "Delivery" ORDER BY "key"`).map((row) => row.key);

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
