import type { Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';
import type { Db } from './db.js';
import type { Runs, Sql } from './sql.js';

/** A unit of work is over by then (ms), or rolled back: one that hangs must not hold the gate for good. */
export const longestUnitOfWork = 20_000;

/** A transaction that a unit of work is done in, as its database's driver has it. */
export interface OpenUnit {
  /** Throws where it has ended. */
  readonly runs: Runs;
  /** The next transaction that Prisma begins is this one, and is ended by `end` alone. */
  join(): void;
  /** @throws where it cannot be committed: all of it is undone by then, or it is not known whether it is */
  end(how: 'COMMIT' | 'ROLLBACK'): void | Promise<void>;
}

/**
 * Runs `work` in one transaction. It is begun and ended by our own driver; Prisma joins it only where `work` asks for
 * Prisma, for to begin and end a transaction takes Prisma longer than all statements of a press
 * (docs/decisions/storage.md).
 * @param sql our own statements on what `begin` opened
 * @throws whatever `work` does, and what it wrote is undone; Error `unit-too-long` where it is not through in time
 */
export async function inOneUnit<T>(
  writer: PrismaClient,
  begin: () => Promise<OpenUnit>,
  sql: (on: () => Runs) => Sql,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const open = await begin();
  const joined = joiner(writer, open);
  const time = limit();
  try {
    const done = await Promise.race([work({ prisma: joined.prisma, sql: sql(() => open.runs) }), time.up]);
    await open.end('COMMIT');
    return done;
  } catch (error) {
    try {
      await open.end('ROLLBACK');
    } catch {
      // A statement that failed has rolled it back itself; what is told is that failure.
    }
    throw error;
  } finally {
    time.stop();
    await joined.over();
  }
}

/** Which transaction Prisma joins is said to a connection, or a pool, and not to the call: so one joins at a time. */
const joining = new WeakMap<PrismaClient, Promise<unknown>>();

/** Prisma's client within `open`, which it joins at the first call; `over` once that has ended. */
function joiner(
  writer: PrismaClient,
  open: OpenUnit,
): { readonly prisma: Prisma.TransactionClient; over(): Promise<void> } {
  let client: Promise<Prisma.TransactionClient> | undefined;
  let whole: Promise<void> = Promise.resolve();
  let end = (): void => {};
  const join = (): Promise<Prisma.TransactionClient> => {
    if (client !== undefined) return client;
    const before = joining.get(writer) ?? Promise.resolve();
    client = before.then(
      () =>
        new Promise((resolve, reject) => {
          open.join();
          whole = writer
            .$transaction(
              (tx) =>
                new Promise<void>((ended) => {
                  end = ended;
                  resolve(tx);
                }),
            )
            .catch(reject);
        }),
    );
    joining.set(
      writer,
      client.catch(() => undefined),
    );
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
function limit(): { readonly up: Promise<never>; stop(): void } {
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
