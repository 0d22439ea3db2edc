import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { PrismaClient as PostgresqlClient } from '../../../prisma/generated/postgresql/client.js';
import type { PrismaClient } from '../../../prisma/generated/sqlite/client.js';
import { type Clients, clientOptions } from '../connect.js';
import type { Db } from '../db.js';
import { Reopened } from '../reopened.js';
import { type Runs, type Sql, sqlOn } from '../sql.js';
import { limit } from '../unit.js';
import { postgresql } from './dialect.js';
import { keepalives } from './lock-of-session.js';
import { inWords } from './refusals.js';

/** Values one statement may carry: the protocol counts them in 16 bits, and Prisma asks for no more than half of it. */
const mostBindValues = 32_766;

/**
 * How many connections a store has. One runs units of work: as on SQLite these pass the gate, so a second one would only
 * hide a statement that was sent beside its transaction. Beside it messages are claimed for a try and settled, each by its
 * own row, while others do the same.
 */
const most = { writing: 1, beside: 4, reading: 4 } as const;

/** Once a connection is there, whatever it says, it is told to refuse to write. */
const onlyReading = '-c default_transaction_read_only=on';
/**
 * A program that is stopped, or whose machine goes, in the middle of a unit of work holds its rows for everybody: the
 * server gives such a session up. A unit waits for nobody but the database, and is over within 20 s (unit.ts).
 */
export const givenUp = `-c idle_in_transaction_session_timeout=25000 ${keepalives}`;

const pool = (max: number, options?: string): Reopened<SqlDriverAdapter> =>
  new Reopened('postgres', { maxBindValues: mostBindValues, supportsRelationJoins: false }, (url) =>
    new PrismaPg({ connectionString: url, max, ...(options === undefined ? {} : { options }) }).connect(),
  );

/** The code is typed against SQLite's client, whose models and queries this one has too (docs/platforms.md#two-databases-one-statement). */
const client = (on: SqlDriverAdapter): PrismaClient =>
  new PostgresqlClient(clientOptions(on)) as unknown as PrismaClient;

/** Connections to a PostgreSQL database. */
export class PostgresqlClients implements Clients {
  readonly dialect = postgresql;
  readonly #writing = pool(most.writing, givenUp);
  readonly #reading = pool(most.reading, onlyReading);
  readonly #queue = pool(most.beside, givenUp);
  readonly #queueing = client(this.#queue);
  readonly writer = client(this.#writing);
  readonly reader = client(this.#reading);
  readonly writing = over(this.writer);
  readonly reading = over(this.reader);
  readonly beside = {
    writing: over(this.#queueing),
    unit: <T>(work: (db: Db) => Promise<T>): Promise<T> => inOne(this.#queueing, work),
  };

  unit<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return inOne(this.writer, work);
  }

  async open(url: string): Promise<void> {
    try {
      for (const pool of [this.#writing, this.#reading, this.#queue]) await pool.open(url);
      for (const client of [this.writer, this.reader, this.#queueing]) {
        await client.$connect();
        // A pool connects when it is first asked: a database that is not there is found out here.
        await client.$queryRaw`SELECT 1`;
      }
    } catch (error) {
      await Promise.allSettled([this.close()]);
      throw inWords(error);
    }
  }

  async close(): Promise<void> {
    await this.#reading.dispose();
    await this.#queue.dispose();
    await this.#writing.dispose();
  }
}

/** One transaction of this client's. @throws as `work` does, and where it hangs */
async function inOne<T>(client: PrismaClient, work: (db: Db) => Promise<T>): Promise<T> {
  let ended = false;
  let time: ReturnType<typeof limit> | undefined;
  try {
    // Prisma rolls back what takes too long, and waits for its end all the same.
    return await client.$transaction((prisma) => {
      time = limit();
      return Promise.race([work({ prisma, sql: over(prisma, () => ended) }), time.up]);
    });
  } finally {
    time?.stop();
    ended = true;
  }
}

type Raw = Pick<PrismaClient, '$queryRawUnsafe' | '$executeRawUnsafe'>;

/**
 * Statements of our own, by Prisma's raw query. It is called unsafe for a text that was put together; here it comes from
 * the templates of `Sql` alone, whose values stay apart as parameters.
 */
function over(prisma: Raw, ended = (): boolean => false): Sql {
  const mustBeOpen = (): void => {
    if (ended()) throw new Error('this unit of work has ended: its statements come too late');
  };
  const runs: Runs = {
    async rows(sql, values) {
      mustBeOpen();
      return (await prisma.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...values)).map(toPlain);
    },
    change(sql, values) {
      mustBeOpen();
      return prisma.$executeRawUnsafe(sql, ...values);
    },
  };
  return sqlOn(() => runs, '$');
}

/** A row as `Sql` has it: PostgreSQL counts and adds up in 64 bits or in decimals, which come as objects. */
function toPlain(row: Record<string, unknown>): object {
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'bigint' || isDecimal(value)) row[name] = Number(value);
  return row;
}

const isDecimal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
