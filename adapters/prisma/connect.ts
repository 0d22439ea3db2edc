import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { type Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';
import { keepStatements } from './statements.js';

/** What a repository queries: one transaction, or the reading client. */
export type Db = Prisma.TransactionClient;

/** How long SQLite waits for a lock that another process holds (ms). It blocks the whole program meanwhile. */
const busyTimeout = 5_000;

/** A unit of work is over by then (ms), or rolled back: one that hangs must not hold the gate for good. */
const longestUnitOfWork = 20_000;

/**
 * Values one statement may carry (SQLite's default since 3.32; PostgreSQL allows 32,767). Prisma takes SQLite to allow 999
 * and refuses an `include` of the children of 500 rows.
 */
const mostBindValues = 32_766;

// better-sqlite3 is built so that WAL runs at synchronous=NORMAL, which can lose the newest commits when power fails.
const writing = [
  'PRAGMA journal_mode=WAL',
  'PRAGMA synchronous=FULL',
  'PRAGMA foreign_keys=ON',
  `PRAGMA busy_timeout=${busyTimeout}`,
];
const reading = [...writing, 'PRAGMA query_only=ON'];

/** Connects to whatever file is the one now, and sets the pragmas on each connection: none exists without them. */
class Connections extends PrismaBetterSqlite3 {
  readonly #url: () => string;
  readonly #pragmas: readonly string[];
  constructor(url: () => string, pragmas: readonly string[]) {
    super({ url: '' });
    this.#url = url;
    this.#pragmas = pragmas;
  }
  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await new PrismaBetterSqlite3({ url: this.#url() }).connect();
    await adapter.executeScript(this.#pragmas.join(';'));
    keepStatements((adapter as unknown as { client: Parameters<typeof keepStatements>[0] }).client);
    adapter.getConnectionInfo = () => ({ maxBindValues: mostBindValues, supportsRelationJoins: false });
    return adapter;
  }
}

function client(url: () => string, pragmas: readonly string[]): PrismaClient {
  return new PrismaClient({
    adapter: new Connections(url, pragmas),
    // An error's message does not quote the arguments of the call (but see `withoutContent`).
    errorFormat: 'minimal',
    transactionOptions: { maxWait: longestUnitOfWork, timeout: longestUnitOfWork },
  });
}

/**
 * The two connections to a database: one writes (from inside the gate only), one can only read. Closed, they can be
 * opened on another database, and what Prisma worked out about each kind of query, which costs more than to run it, is
 * kept.
 */
export class Clients {
  #url: string | undefined;
  readonly writer = client(() => this.#open(), writing);
  readonly reader = client(() => this.#open(), reading);

  /** A client connects by itself when it is used; to a database that is closed it must not. */
  #open(): string {
    if (this.#url === undefined) throw new Error('the database is closed');
    return this.#url;
  }

  /** @throws if the file cannot be used */
  async open(url: string): Promise<void> {
    this.#url = url;
    try {
      await this.writer.$connect();
      await this.reader.$connect();
    } catch (error) {
      await Promise.allSettled([this.close()]);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#url = undefined;
    // The reader first: the last connection to close folds the write-ahead log into the file.
    await this.reader.$disconnect();
    await this.writer.$disconnect();
  }
}

/** Was this a row that is there already? A raw statement has another code than Prisma's own, but the same cause. */
export function isTaken(error: unknown): boolean {
  const fault = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { kind?: unknown } } } } | null;
  return fault?.code === 'P2002' || fault?.meta?.driverAdapterError?.cause?.kind === 'UniqueConstraintViolation';
}

/**
 * What may leave the store of an error. Prisma's complaint about the shape of an argument quotes all of them, whatever
 * its settings, and with them what people wrote: only its kind and its stack are kept.
 */
export function withoutContent(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'PrismaClientValidationError') return error;
  const told = Object.assign(new Error(error.name), { code: 'bad-argument' });
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at \S/.test(line));
  told.stack = [`Error: ${error.name}`, ...frames].join('\n');
  return told;
}
