import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Clients, isTaken } from '../../adapters/prisma/connect.js';
import type { Sql } from '../../adapters/prisma/sql.js';
import { Prisma } from '../../prisma/generated/sqlite/client.js';

const put = ({ run }: Sql, key: string, at: number = Date.now()): Promise<number> =>
  run`INSERT INTO "Delivery" ("key", "outcome", "at") VALUES (${key}, 'done', ${at})`;
const keys = async (sql: Sql): Promise<string[]> =>
  (await sql.query<{ key: string }>`SELECT "key" FROM "Delivery" ORDER BY "key"`).map((row) => row.key);

/**
 * Statements of our own beside Prisma's: on its connection, and in its transaction, on whatever database. `open` gives
 * clients that are open on an empty one.
 */
export function sqlContract(
  name: string,
  open: () => Promise<{ readonly clients: Clients; close(): Promise<void> }>,
): void {
  describe(`${name}: statements of our own`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    const clients = (): Clients => opened.clients;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test('a value comes back as what it was: whole numbers as numbers, truth as a boolean, bytes as bytes', async () => {
      await clients().writing.run`
    INSERT INTO "Programme" ("id", "name", "nation", "zone", "createdAt", "practice", "settings")
    VALUES ('p', ${'Zoë’s “?”'}, 'england', 'Europe/London', ${2 ** 52 + 1}, ${true}, ${new Uint8Array([0, 255])})`;
      const [row] = await clients().reading.query`
    SELECT *, "createdAt" / 2 AS "half", "peopleRevision" + ${1} AS "more" FROM "Programme" WHERE "practice" = ${true}`;
      expect(row).toMatchObject({
        name: 'Zoë’s “?”',
        createdAt: 2 ** 52 + 1,
        practice: true,
        dataKey: null,
        half: 2 ** 51,
        more: 1,
      });
      expect([...(row as { settings: Uint8Array }).settings]).toEqual([0, 255]);
    });

    test('a number with a fraction is refused before it is sent, by either database, and leaves nothing', async () => {
      const half = 1_800_548_972_592.5;
      await expect(put(clients().writing, 'half', half)).rejects.toThrow('not-whole');
      const within = clients().unit(async ({ sql }) => {
        await put(sql, 'whole');
        await sql.query`SELECT "key" FROM "Delivery" WHERE ${Prisma.sql`"at" > CAST(${half} AS BIGINT)`}`;
      });
      await expect(within).rejects.toThrow('not-whole');
      expect(await keys(clients().reading)).toEqual([]);
    });

    test('counts, sums and their like are numbers, and nothing of nothing is null', async () => {
      const totals = (least: number) =>
        clients().reading.query`
      SELECT COUNT(*) AS "n", SUM("at") AS "sum", SUM("at") / 2 AS "half", MAX("at") AS "max",
        SUM(CASE WHEN "outcome" = ${'done'} THEN ${1} ELSE 0 END) AS "done", COUNT(*) FILTER (WHERE "at" > ${2}) AS "late"
      FROM "Delivery" WHERE "at" >= ${least}`;
      for (const [at, key] of ['a', 'b', 'c'].entries()) await put(clients().writing, key, at + 1);
      expect(await totals(0)).toEqual([{ n: 3, sum: 6, half: 3, max: 3, done: 3, late: 1 }]);
      expect(await totals(9)).toEqual([{ n: 0, sum: null, half: null, max: null, done: null, late: 0 }]);
    });

    test('texts are sorted and compared by their bytes, whatever language the database speaks', async () => {
      for (const key of ['b', 'B', 'a', 'ä', 'A', '_', '~']) await put(clients().writing, key);
      expect(await keys(clients().reading)).toEqual(['A', 'B', '_', 'a', 'b', '~', 'ä']);
      const between = clients().reading.query<{ key: string }>`
    SELECT "key" FROM "Delivery" WHERE "key" >= ${'A'} AND "key" < ${'a'} ORDER BY "key" DESC`;
      expect((await between).map((row) => row.key)).toEqual(['_', 'B', 'A']);
      const byPrisma = await clients().reader.delivery.findMany({ orderBy: { key: 'desc' }, take: 2 });
      expect(byPrisma.map((row) => row.key)).toEqual(['ä', '~']);
    });

    test('a part of a statement brings its own values, in their places', async () => {
      for (const key of ['a', 'b', 'c']) await put(clients().writing, key);
      const which = Prisma.sql`"key" IN (${Prisma.join(['a', 'c'])})`;
      const statement = (outcome: string) =>
        clients().reading.query`SELECT "key" FROM "Delivery" WHERE "outcome" = ${outcome} AND ${which} AND "at" > ${0}`;
      expect(await statement('done')).toEqual([{ key: 'a' }, { key: 'c' }]);
      expect(await statement('said')).toEqual([]);
    });

    test('what it and Prisma write in one unit stands together, and falls together', async () => {
      await clients().unit(async ({ prisma, sql }) => {
        await put(sql, 'ours');
        await prisma.delivery.create({ data: { key: 'theirs', outcome: 'done', at: 1 } });
        expect(await keys(sql)).toEqual(['ours', 'theirs']);
        expect(await keys(clients().reading)).toEqual([]);
      });
      const failed = clients().unit(async ({ prisma, sql }) => {
        await prisma.delivery.create({ data: { key: 'theirs too', outcome: 'done', at: 1 } });
        await put(sql, 'ours');
      });
      await expect(failed).rejects.toSatisfy(isTaken);
      expect(await keys(clients().reading)).toEqual(['ours', 'theirs']);
    });

    test('what comes after the end of its unit runs in no other', async () => {
      let late: Sql | undefined;
      await clients().unit(async ({ sql }) => {
        late = sql;
      });
      await clients().unit(async () => {
        await expect(put(late as Sql, 'late')).rejects.toThrow('this unit of work has ended');
      });
      expect(await keys(clients().reading)).toEqual([]);
    });

    test('one that hangs is rolled back after twenty seconds, and holds up nobody; what it does later is refused', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => void vi.useRealTimers());
      let goOn = (): void => {};
      const later: Promise<unknown>[] = [];
      let hanging = (): void => {};
      const hung = new Promise<void>((resolve) => {
        hanging = resolve;
      });
      const hangs = clients().unit(async ({ prisma, sql }) => {
        await prisma.delivery.create({ data: { key: 'theirs', outcome: 'done', at: 1 } });
        await put(sql, 'ours');
        hanging();
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        later.push(put(sql, 'late'), prisma.delivery.create({ data: { key: 'later', outcome: 'done', at: 1 } }));
      });
      const told = expect(hangs).rejects.toThrow('unit-too-long');
      const next = hangs.catch(() => clients().unit(({ sql }) => put(sql, 'next')));
      await hung;
      await vi.advanceTimersByTimeAsync(20_000);
      await told;
      await next;
      goOn();
      await Promise.resolve();
      for (const result of await Promise.allSettled(later)) expect(result.status).toBe('rejected');
      expect(later).toHaveLength(2);
      expect(await keys(clients().reading)).toEqual(['next']);
    });

    test('what reads cannot write', async () => {
      await expect(put(clients().reading, 'x')).rejects.toThrow();
    });
  });
}
