import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { PrismaClient } from '../../prisma/generated/sqlite/client.js';
import type { Db } from './db.js';
import { type Dialect, sqlite } from './dialect.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import type { Group } from './gate.js';
import { Reopened } from './reopened.js';
import { type Sql, sqlOn } from './sql.js';
import { inOneUnit, longestUnitOfWork } from './unit.js';

/** How long SQLite waits for a lock that another process holds (ms). It blocks the whole program meanwhile. */
const busyTimeout = 5_000;

/**
 * Values one statement may carry (SQLite's default since 3.32; PostgreSQL allows 32,767). Prisma takes SQLite to allow 999
 * and refuses an `include` of the children of 500 rows.
 */
const mostBindValues = 32_766;

// Node 20's SQLite is built so that WAL runs at synchronous=NORMAL, which can lose the newest commits
// (docs/platforms.md#losing-power).
const writing = [
  'PRAGMA journal_mode=WAL',
  'PRAGMA synchronous=FULL',
  'PRAGMA foreign_keys=ON',
  `PRAGMA busy_timeout=${busyTimeout}`,
  // What is freed is overwritten with zeros, so that no free page holds what somebody erased once wrote.
  'PRAGMA secure_delete=ON',
];
const reading = [...writing, 'PRAGMA query_only=ON'];
/** Of a file that stays as it is, to the byte: no log is begun beside it. */
export const lookingOn = ['PRAGMA query_only=ON', `PRAGMA busy_timeout=${busyTimeout}`];

/** One connection to SQLite, to be opened again. The pragmas are set each time. */
const connection = (pragmas: readonly string[]): Reopened<SqliteConnection> =>
  new Reopened('sqlite', { maxBindValues: mostBindValues, supportsRelationJoins: false }, async (url) => {
    const adapter = await openSqlite(url, { keepStatements: true });
    try {
      await adapter.executeScript(pragmas.join(';'));
    } catch (error) {
      await adapter.dispose();
      throw error;
    }
    return adapter;
  });

/** What every Prisma client is made with, on whichever database. */
export const clientOptions = (connection: SqlDriverAdapter) =>
  ({
    adapter: {
      provider: connection.provider,
      adapterName: connection.adapterName,
      connect: async () => connection,
    },
    // An error's message does not quote the arguments of the call (but see `withoutContent`).
    errorFormat: 'minimal',
    transactionOptions: { maxWait: longestUnitOfWork, timeout: longestUnitOfWork },
  }) as const;

/**
 * A store's ways to its database: one writes (from inside the gate only), one can only read. Closed, they can be opened on
 * another database: what Prisma worked out about the schema and about each kind of query, which costs more than to run
 * it, is kept.
 */
export interface Clients {
  /** The kind of database that they are for. */
  readonly dialect: Dialect;
  readonly writer: PrismaClient;
  readonly reader: PrismaClient;
  /** Outside of any transaction: each statement commits by itself. From inside the gate only, as all that writes. */
  readonly writing: Sql;
  readonly reading: Sql;
  /** One transaction around several units of work; absent where each has a connection and a COMMIT of its own. */
  readonly group?: Group;
  /**
   * Where others write at the same time anyway: what decides by one row and its fence passes no gate, on connections of
   * its own. Absent where one writes at a time.
   */
  readonly beside?: Pick<Clients, 'writing'> & { unit<T>(work: (db: Db) => Promise<T>): Promise<T> };
  /**
   * Runs `work` in one transaction that writes. From inside the gate only.
   * @param together it has its place among others from its begin on, where there are such places (`Places` in dialect.ts)
   * @throws as `work` does, and where it hangs
   */
  unit<T>(work: (db: Db) => Promise<T>, together?: boolean): Promise<T>;
  /** @throws if the database cannot be used */
  open(url: string): Promise<void>;
  close(): Promise<void>;
}

/** Two connections to an SQLite file. */
export class SqliteClients implements Clients {
  readonly dialect = sqlite;
  readonly #writing: Reopened<SqliteConnection>;
  readonly #reading: Reopened<SqliteConnection>;
  readonly writer: PrismaClient;
  readonly reader: PrismaClient;
  readonly writing = sqlOn(() => this.#writing.opened);
  readonly reading = sqlOn(() => this.#reading.opened);

  /** @param pragmas what each connection is opened with, in place of what a program sets that writes */
  constructor(pragmas?: readonly string[]) {
    this.#writing = connection(pragmas ?? writing);
    this.#reading = connection(pragmas ?? reading);
    this.writer = new PrismaClient(clientOptions(this.#writing));
    this.reader = new PrismaClient(clientOptions(this.#reading));
  }

  readonly group: Group = {
    begin: () => this.#writing.opened.beginGroup(),
    commit: () => this.#writing.opened.commitGroup(),
    isOpen: () => this.#writing.opened.groupIsOpen(),
  };

  unit<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const connection = this.#writing.opened;
    const begin = async () => {
      const runs = await connection.begin();
      return { runs, join: () => connection.join(runs), end: (how: 'COMMIT' | 'ROLLBACK') => runs.end(how) };
    };
    return inOneUnit(this.writer, begin, sqlOn, work);
  }

  async open(url: string): Promise<void> {
    try {
      for (const connection of [this.#writing, this.#reading]) await connection.open(url);
      for (const client of [this.writer, this.reader]) await client.$connect();
    } catch (error) {
      await Promise.allSettled([this.close()]);
      throw error;
    }
  }

  async close(): Promise<void> {
    // The reader first: the last connection to close folds the write-ahead log into the file.
    await this.#reading.dispose();
    await this.#writing.dispose();
  }
}

interface Cause {
  readonly kind?: unknown;
}

/**
 * Was this a row that is there already? A statement of our own has the driver's error, but the same cause
 * (docs/platforms.md#a-taken-key).
 */
export function isTaken(error: unknown): boolean {
  const fault = error as { code?: unknown; cause?: Cause; meta?: { driverAdapterError?: { cause?: Cause } } } | null;
  const cause = fault?.meta?.driverAdapterError?.cause ?? fault?.cause;
  // PostgreSQL's own code of it is unique_violation.
  return fault?.code === 'P2002' || fault?.code === '23505' || cause?.kind === 'UniqueConstraintViolation';
}

/**
 * What may leave the store of an error. Prisma's complaint about the shape of an argument quotes all of them, whatever
 * its settings, and with them what people wrote (docs/platforms.md#prisma-quotes-arguments): only its kind and its
 * stack are kept.
 */
export function withoutContent(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'PrismaClientValidationError') return error;
  const told = Object.assign(new Error(error.name), { code: 'bad-argument' });
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at \S/.test(line));
  told.stack = [`Error: ${error.name}`, ...frames].join('\n');
  return told;
}
