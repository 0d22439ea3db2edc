import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { PrismaClient as PostgresqlClient } from '../../../prisma/generated/postgresql/client.js';
import type { PrismaClient } from '../../../prisma/generated/sqlite/client.js';
import { type Clients, clientOptions } from '../connect.js';
import type { Db } from '../db.js';
import { sqlOn } from '../sql.js';
import { inOneUnit } from '../unit.js';
import { Connections } from './connections.js';
import { postgresql } from './dialect.js';
import { keepalives } from './lock-of-session.js';
import { beginTogether } from './places.js';
import { inWords } from './refusals.js';

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

/** The code is typed against SQLite's client, whose models and queries this one has too (docs/platforms.md#two-databases-one-statement). */
const client = (on: SqlDriverAdapter): PrismaClient =>
  new PostgresqlClient(clientOptions(on)) as unknown as PrismaClient;

/** Connections to a PostgreSQL database. */
export class PostgresqlClients implements Clients {
  readonly dialect = postgresql;
  readonly #writing = new Connections(most.writing, givenUp);
  readonly #reading = new Connections(most.reading, onlyReading);
  readonly #queue = new Connections(most.beside, givenUp);
  readonly writer = client(this.#writing.adapter);
  readonly reader = client(this.#reading.adapter);
  readonly #queueing = client(this.#queue.adapter);
  readonly writing = sqlOn(() => this.#writing.runs, '$');
  readonly reading = sqlOn(() => this.#reading.runs, '$');
  readonly beside = {
    writing: sqlOn(() => this.#queue.runs, '$'),
    unit: <T>(work: (db: Db) => Promise<T>): Promise<T> => inOne(this.#queue, this.#queueing, work, 'BEGIN'),
  };

  unit<T>(work: (db: Db) => Promise<T>, together = false): Promise<T> {
    return inOne(this.#writing, this.writer, work, together ? beginTogether : 'BEGIN');
  }

  async open(url: string): Promise<void> {
    try {
      for (const pool of [this.#writing, this.#reading, this.#queue]) await pool.adapter.open(url);
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
    await this.#reading.close();
    await this.#queue.close();
    await this.#writing.close();
  }
}

/** One transaction on a connection of these. @throws as `work` does, and where it hangs */
function inOne<T>(
  on: Connections,
  prisma: PrismaClient,
  work: (db: Db) => Promise<T>,
  by: 'BEGIN' | typeof beginTogether,
): Promise<T> {
  const begin = async () => {
    const open = await on.begin(by);
    return {
      runs: open.runs,
      join: () => on.join(open),
      end: (how: 'COMMIT' | 'ROLLBACK') => (how === 'COMMIT' ? open.commit() : open.rollBack()),
    };
  };
  return inOneUnit(prisma, begin, (runs) => sqlOn(runs, '$'), work);
}
