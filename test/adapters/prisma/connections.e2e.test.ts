import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../adapters/prisma/db.js';
import { PostgresqlClients } from '../../../adapters/prisma/postgresql/clients.js';
import { havePostgres, type Postgres, startPostgres } from '../../support/postgres.js';

/** Units of work past Prisma on PostgreSQL: what fails in one, what breaks under one, and who joins which. */

/** Whoever comes waits until so many have come. */
function meeting(of: number): () => Promise<void> {
  let here = 0;
  let go = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  return () => {
    here += 1;
    if (here === of) go();
    return all;
  };
}

describe.skipIf(!havePostgres())('a unit of work on PostgreSQL', { timeout: 60_000 }, () => {
  let server: Postgres & { stop(): void };
  const clients = new PostgresqlClients();
  beforeAll(async () => {
    server = await startPostgres();
    await server.make('connections');
    await clients.open(server.url('connections'));
  });
  afterAll(async () => {
    await clients.close();
    server?.stop();
  });
  beforeEach(async () => {
    await clients.writing.run`DELETE FROM "Delivery"`;
  });

  const put = ({ sql }: Pick<Db, 'sql'>, key: string): Promise<number> =>
    sql.run`INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${key}, 'done', 1)`;
  const keys = async (): Promise<readonly string[]> =>
    (await clients.reading.query<{ key: string }>`SELECT "key" FROM "Delivery" ORDER BY "key"`).map((row) => row.key);

  test('what the server says of a refused statement quotes nobody', async () => {
    const words = 'Leo is afraid of his uncle';
    await put({ sql: clients.writing }, words);
    for (const statement of [
      () => put({ sql: clients.writing }, words),
      () => clients.unit((db) => put(db, words)),
      () => clients.writing.run`UPDATE "Delivery" SET "at" = CAST(${words} AS BIGINT)`,
    ]) {
      const error = (await statement().catch((e: unknown) => e)) as Error;
      expect(error).toBeInstanceOf(Error);
      expect(String(error.stack) + JSON.stringify(error)).not.toContain('Leo');
      expect(error).toMatchObject({ code: expect.stringMatching(/^(23505|22P02)$/) });
      expect(error.stack).toContain('connections.e2e.test');
    }
  });

  test('a statement that failed unheard undoes the whole of it, and that is told', async () => {
    const unit = clients.unit(async (db) => {
      await put(db, 'a');
      await put(db, 'a').catch(() => undefined);
    });
    await expect(unit).rejects.toThrow('undone');
    expect(await keys()).toEqual([]);
  });

  test('a connection that is cut fails the unit on it, and no other', async () => {
    const unit = clients.unit(async (db) => {
      await put(db, 'a');
      const [mine] = await db.sql.query<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
      await server.ask('postgres', `SELECT pg_terminate_backend(${mine?.pid}, 2000)`);
      await put(db, 'b');
    });
    await expect(unit).rejects.toThrow();
    await clients.unit((db) => put(db, 'c'));
    expect(await keys()).toEqual(['c']);
  });

  test('one whose connection is cut while it does nothing is not taken for kept', async () => {
    const unit = clients.unit(async (db) => {
      await put(db, 'a');
      const [mine] = await db.sql.query<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
      await server.ask('postgres', `SELECT pg_terminate_backend(${mine?.pid}, 2000)`);
    });
    await expect(unit).rejects.toThrow();
    await clients.unit((db) => put(db, 'b'));
    expect(await keys()).toEqual(['b']);
  });

  test('of several at once each has its own, with Prisma and without', async () => {
    const { beside } = clients;
    const [began, read] = [meeting(4), meeting(4)];
    const units = [0, 1, 2, 3].map((n) =>
      beside.unit(async (db) => {
        await put(db, `${n} ours`);
        await began();
        await db.prisma.delivery.create({ data: { key: `${n} theirs`, outcome: 'done', at: 1 } });
        const mine = await db.sql.query<{ key: string }>`SELECT "key" FROM "Delivery" ORDER BY "key"`;
        // What has ended is seen by all that go on.
        await read();
        expect(mine.map((row) => row.key)).toEqual([`${n} ours`, `${n} theirs`]);
        if (n % 2 === 1) throw new Error('undone');
      }),
    );
    const ends = await Promise.allSettled(units);
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await keys()).toEqual(['0 ours', '0 theirs', '2 ours', '2 theirs']);
  });

  test('whole numbers, bytes and truth come as our statements have them', async () => {
    const [row] = await clients.reading.query<Record<string, unknown>>`
      SELECT CAST(9007199254740991 AS BIGINT) AS "big", CAST(12 AS NUMERIC) AS "sum", COUNT(*) AS "n",
        CAST(${new Uint8Array([0, 1, 255])} AS BYTEA) AS "bytes", 1 = 1 AS "yes", NULL AS "none", 7 AS "small"`;
    expect(row).toEqual({
      big: 9_007_199_254_740_991,
      sum: 12,
      n: 1,
      bytes: new Uint8Array([0, 1, 255]),
      yes: true,
      none: null,
      small: 7,
    });
    expect(row?.bytes).toBeInstanceOf(Uint8Array);
    // Its own memory: the driver's is a part of more.
    expect(row).toHaveProperty('bytes.buffer.byteLength', 3);
  });
});
