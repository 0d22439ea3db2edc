import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { type Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.js';

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

/** Sets its pragmas on each connection it makes, so that none exists without them. */
class Connections extends PrismaBetterSqlite3 {
  readonly #pragmas: readonly string[];
  constructor(url: string, pragmas: readonly string[]) {
    super({ url });
    this.#pragmas = pragmas;
  }
  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect();
    await adapter.executeScript(this.#pragmas.join(';'));
    adapter.getConnectionInfo = () => ({ maxBindValues: mostBindValues, supportsRelationJoins: false });
    return adapter;
  }
}

function client(url: string, pragmas: readonly string[]): PrismaClient {
  return new PrismaClient({
    adapter: new Connections(url, pragmas),
    // Without it an error's message quotes the arguments of the call, and with them what people wrote.
    errorFormat: 'minimal',
    transactionOptions: { maxWait: longestUnitOfWork, timeout: longestUnitOfWork },
  });
}

/** The two connections: one writes (from inside the gate only), one can only read. @throws if the file cannot be used */
export async function connect(url: string): Promise<{ readonly writer: PrismaClient; readonly reader: PrismaClient }> {
  const writer = client(url, writing);
  const reader = client(url, reading);
  try {
    await writer.$connect();
    await reader.$connect();
  } catch (error) {
    await Promise.allSettled([writer.$disconnect(), reader.$disconnect()]);
    throw error;
  }
  return { writer, reader };
}

/** Was this a row that is there already? */
export function isTaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002';
}
