import type { Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';
import type { Db } from './db.js';
import type { SqliteConnection, SqliteTransaction } from './driver.js';
import { sqlOn } from './sql.js';

/** A unit of work is over by then (ms), or rolled back: one that hangs must not hold the gate for good. */
export const longestUnitOfWork = 20_000;

/**
 * Runs `work` in one transaction. It is begun and ended by our own driver; Prisma joins it only where `work` asks for
 * Prisma, for to begin and end a transaction takes Prisma longer than all statements of a press
 * (docs/decisions/storage.md).
 * @throws whatever `work` does, and what it wrote is undone; Error `unit-too-long` where it is not through in time
 */
export async function inOneUnit<T>(
  connection: SqliteConnection,
  writer: PrismaClient,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const open = await connection.begin();
  const joined = joiner(connection, writer, open);
  const time = limit();
  try {
    const done = await Promise.race([work({ prisma: joined.prisma, sql: sqlOn(() => open) }), time.up]);
    open.end('COMMIT');
    return done;
  } catch (error) {
    try {
      open.end('ROLLBACK');
    } catch {
      // A statement that failed has rolled it back itself; what is told is that failure.
    }
    throw error;
  } finally {
    time.stop();
    await joined.over();
  }
}

/** Prisma's client within `open`, which it joins at the first call; `over` once that has ended. */
function joiner(
  connection: SqliteConnection,
  writer: PrismaClient,
  open: SqliteTransaction,
): { readonly prisma: Prisma.TransactionClient; over(): Promise<void> } {
  let client: Promise<Prisma.TransactionClient> | undefined;
  let whole: Promise<void> = Promise.resolve();
  let end = (): void => {};
  const join = (): Promise<Prisma.TransactionClient> => {
    client ??= new Promise((resolve, reject) => {
      connection.join(open);
      whole = writer
        .$transaction(
          (tx) =>
            new Promise<void>((ended) => {
              end = ended;
              resolve(tx);
            }),
        )
        .catch(reject);
    });
    return client;
  };
  return {
    prisma: onceThere(join) as Prisma.TransactionClient,
    async over() {
      if (client === undefined) return;
      await client.catch(() => undefined);
      end();
      await whole;
    },
  };
}

type Models = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>>>;

/** What stands for a client that is not there yet: its models, whose methods wait for it. */
const onceThere = (client: () => Promise<unknown>): object =>
  new Proxy(
    {},
    {
      get: (_none, model: string) =>
        new Proxy(
          {},
          {
            get:
              (_nothing, method: string) =>
              async (...args: readonly unknown[]) =>
                ((await client()) as Models)[model]?.[method]?.(...args),
          },
        ),
    },
  );

/** The end of a unit's time: `up` is rejected with it, unless it is stopped before. */
export function limit(): { readonly up: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('unit-too-long: a unit of work was not through in time, and is rolled back')),
      longestUnitOfWork,
    );
  });
  up.catch(() => undefined);
  return { up, stop: () => clearTimeout(timer) };
}
