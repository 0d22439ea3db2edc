import type {
  ConnectionInfo,
  IsolationLevel,
  SqlDriverAdapter,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { type Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import type { Group } from './gate.js';
import { type Sql, sqlOn } from './sql.js';
import { inOneUnit, longestUnitOfWork } from './unit.js';

/** What a repository queries: one transaction of the writing connection, or the reading one. */
export interface Db {
  readonly prisma: Prisma.TransactionClient;
  /** On the same connection, and in the same transaction. */
  readonly sql: Sql;
}

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
];
const reading = [...writing, 'PRAGMA query_only=ON'];

/**
 * One connection, which can be closed, and then opened on another file: the client that holds it notices nothing. The
 * pragmas are set each time, so that none is ever without them.
 */
class Connection implements SqlDriverAdapter {
  readonly #pragmas: readonly string[];
  #adapter: SqliteConnection | undefined;
  readonly provider = 'sqlite';
  readonly adapterName = 'mentorlog-sqlite, to be opened again';
  constructor(pragmas: readonly string[]) {
    this.#pragmas = pragmas;
  }

  async open(url: string): Promise<void> {
    const adapter = await openSqlite(url, { keepStatements: true });
    try {
      await adapter.executeScript(this.#pragmas.join(';'));
    } catch (error) {
      await adapter.dispose();
      throw error;
    }
    this.#adapter = adapter;
  }
  async dispose(): Promise<void> {
    const adapter = this.#adapter;
    this.#adapter = undefined;
    await adapter?.dispose();
  }

  /** @throws Error while it is closed */
  get opened(): SqliteConnection {
    if (this.#adapter === undefined) throw new Error('the database is closed');
    return this.#adapter;
  }
  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.opened.queryRaw(query);
  }
  async executeRaw(query: SqlQuery): Promise<number> {
    return this.opened.executeRaw(query);
  }
  async executeScript(script: string): Promise<void> {
    return this.opened.executeScript(script);
  }
  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    return this.opened.startTransaction(isolation);
  }
  getConnectionInfo(): ConnectionInfo {
    return { maxBindValues: mostBindValues, supportsRelationJoins: false };
  }
}

const client = (connection: Connection): PrismaClient =>
  new PrismaClient({
    adapter: {
      provider: connection.provider,
      adapterName: connection.adapterName,
      connect: async () => connection,
    },
    // An error's message does not quote the arguments of the call (but see `withoutContent`).
    errorFormat: 'minimal',
    transactionOptions: { maxWait: longestUnitOfWork, timeout: longestUnitOfWork },
  });

/**
 * The two connections to a database: one writes (from inside the gate only), one can only read. Closed, they can be
 * opened on another database: what Prisma worked out about the schema and about each kind of query, which costs more
 * than to run it, is kept.
 */
export class Clients {
  readonly #writing = new Connection(writing);
  readonly #reading = new Connection(reading);
  readonly writer = client(this.#writing);
  readonly reader = client(this.#reading);
  /** Outside of any transaction: each statement commits by itself. From inside the gate only, as all that writes. */
  readonly writing = sqlOn(() => this.#writing.opened);
  readonly reading = sqlOn(() => this.#reading.opened);

  /** One transaction of the writing connection around several units of work. */
  readonly group: Group = {
    begin: () => this.#writing.opened.beginGroup(),
    commit: () => this.#writing.opened.commitGroup(),
    isOpen: () => this.#writing.opened.groupIsOpen(),
  };

  /** Runs `work` in one transaction of the writing connection. From inside the gate only. @throws as `inOneUnit` */
  unit<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return inOneUnit(this.#writing.opened, this.writer, work);
  }

  /** @throws if the file cannot be used */
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
  return fault?.code === 'P2002' || cause?.kind === 'UniqueConstraintViolation';
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
