import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { Reopened } from '../reopened.js';
import type { Runs } from '../sql.js';
import { asStatementFailed } from './statement-failed.js';

/**
 * A pool of connections to PostgreSQL, on which statements of our own and Prisma's run beside one another: ours go to the
 * driver, for Prisma takes as long to find its way to one as the server takes to run it (docs/decisions/postgresql.md).
 */

/** Values one statement may carry: the protocol counts them in 16 bits, and Prisma asks for no more than half of it. */
const mostBindValues = 32_766;

/** A transaction is given up, and its connection with it, where the server does not take its end within so long (ms). */
const longestEnd = 5_000;

/** Texts that each connection keeps prepared, and how often one has to come before it is. */
const mostPrepared = 500;
const prepareFrom = 3;

export class Connections {
  /** What Prisma's client is made with. */
  readonly adapter: Reopened<SqlDriverAdapter>;
  #pool: JoiningPool | undefined;
  readonly #names = new Names();
  /** @param options what each session begins with, as `psql` takes it in PGOPTIONS */
  constructor(max: number, options: string) {
    this.adapter = new Reopened('postgres', { maxBindValues: mostBindValues, supportsRelationJoins: false }, (url) => {
      this.#pool = new JoiningPool({ connectionString: url, max, options });
      return new PrismaPg(this.#pool, { disposeExternalPool: true }).connect();
    });
  }

  get #opened(): JoiningPool {
    if (this.#pool === undefined) throw new Error('the database is closed');
    return this.#pool;
  }

  /** Statements outside of any transaction: each commits by itself, on whichever connection is free. */
  readonly runs: Runs = runsOn(
    () => this.#opened,
    this.#names,
    () => undefined,
  );

  /** Begins a transaction on a connection of its own. @param by BEGIN, and what goes with it @throws what keeps it from coming about */
  async begin(by: string): Promise<OpenTransaction> {
    const client = await this.#opened.connect();
    const open = new OpenTransaction(client, this.#names);
    try {
      await client.query(by);
      return open;
    } catch (error) {
      await open.rollBack();
      throw asStatementFailed(error);
    }
  }

  /** The next transaction that Prisma begins here is this one, which stays open until whoever began it ends it. */
  join(open: OpenTransaction): void {
    this.#opened.joins(open);
  }

  async close(): Promise<void> {
    this.#pool = undefined;
    await this.adapter.dispose();
  }
}

/** A transaction that is open on a connection of its own. */
export class OpenTransaction {
  readonly #client: pg.PoolClient;
  /** Why the connection is of no use any more, once it is not. */
  #broken: Error | undefined;
  readonly #breaks = (error: Error): void => {
    this.#broken = error;
  };
  #over = false;
  /** Until what was asked last is answered. */
  #before: Promise<unknown> = Promise.resolve();
  readonly runs: Runs;
  constructor(client: pg.PoolClient, names: Names) {
    this.#client = client;
    // Where nobody listens such an error ends the program; whoever waits for an answer is told it anyway.
    client.on('error', this.#breaks);
    this.runs = runsOn(
      () => ({ query: (asked) => this.#inTurn(asked) }),
      names,
      () => this.mustBeOpen(),
    );
  }

  /** What a unit asks for at once goes one after the other: the driver is to be given nothing while it waits for an answer. */
  #inTurn(asked: pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = this.#before.then(() => this.#client.query(asked));
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  /** As Prisma's own transaction asks it: its BEGIN and its end are none, for whoever joined it to this one ends it. */
  query(asked: pg.QueryConfig): Promise<pg.QueryResult> {
    if (asked.text === 'BEGIN' || asked.text === 'COMMIT' || asked.text === 'ROLLBACK')
      return Promise.resolve({ command: asked.text, rowCount: 0, oid: 0, fields: [], rows: [] });
    this.mustBeOpen();
    return this.#inTurn(asked);
  }

  /** What comes after its end, of work that nobody waited for or that took too long, would run in the next one. */
  mustBeOpen(): void {
    if (this.#over) throw new Error('this unit of work has ended: its statements come too late');
  }

  /** @throws where it could not be committed: all of it is undone by then, or it is not known whether it is */
  async commit(): Promise<void> {
    this.#over = true;
    try {
      const { command } = await inTime(this.#before.then(() => this.#client.query('COMMIT')));
      // A statement failed, and whoever asked it went on: the server says so by this word alone.
      if (command !== 'COMMIT') throw new Error('the database has undone this unit of work');
      this.#release();
    } catch (error) {
      this.#release(error);
      throw asStatementFailed(error);
    }
  }

  /** Never throws: a connection that does not take it is closed, and the server undoes what was done on it. */
  async rollBack(): Promise<void> {
    this.#over = true;
    try {
      await inTime(this.#before.then(() => this.#client.query('ROLLBACK')));
      this.#release();
    } catch (error) {
      this.#release(error);
    }
  }

  #release(failed?: unknown): void {
    this.#client.removeListener('error', this.#breaks);
    const why = this.#broken ?? failed;
    // Whatever went wrong at its end: the next one begins on another connection.
    this.#client.release(why !== undefined);
  }
}

/** @throws where the server has not answered in time */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not answer')), longestEnd);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A pool of which Prisma's adapter takes a connection for each transaction: at its next one it gets one that is open. */
class JoiningPool extends pg.Pool {
  #joining: OpenTransaction | undefined;

  joins(open: OpenTransaction): void {
    this.#joining = open;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (callback !== undefined) return super.connect(callback);
    const open = this.#joining;
    this.#joining = undefined;
    return open === undefined ? super.connect() : Promise.resolve(new Joined(open) as unknown as pg.PoolClient);
  }
}

/** What Prisma's adapter asks of a connection, of a transaction that is somebody else's. */
class Joined implements Pick<pg.PoolClient, 'release'> {
  readonly #open: OpenTransaction;
  constructor(open: OpenTransaction) {
    this.#open = open;
  }
  query(asked: pg.QueryConfig): Promise<pg.QueryResult> {
    return this.#open.query(asked);
  }
  on(): this {
    return this;
  }
  removeListener(): this {
    return this;
  }
  release(): void {}
}

/**
 * By which name each text is prepared. A text that comes again and again is taken apart and planned once by each
 * connection; one with as many marks as somebody has rows comes once, and would be kept for good.
 */
class Names {
  readonly #seen = new Map<string, number>();
  readonly #names = new Map<string, string>();

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostPrepared) return known;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times < prepareFrom) {
      // Those that came once and not again make room for others.
      if (this.#seen.size >= 4 * mostPrepared) this.#seen.clear();
      this.#seen.set(text, times);
      return undefined;
    }
    this.#seen.delete(text);
    const name = `m${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

type Asks = { query(asked: pg.QueryConfig): Promise<pg.QueryResult> };

function runsOn(on: () => Asks, names: Names, mayRun: () => void): Runs {
  const ask = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    mayRun();
    const name = names.of(text);
    try {
      return await on().query({ ...(name === undefined ? {} : { name }), text, values: [...values], types });
    } catch (error) {
      throw asStatementFailed(error);
    }
  };
  return {
    rows: async (text, values) => (await ask(text, values)).rows as object[],
    change: async (text, values) => (await ask(text, values)).rowCount ?? 0,
  };
}

const { builtins } = pg.types;
const copied = (bytes: string): Uint8Array =>
  // A small one is a part of a larger piece of memory, which would stay as long as it does.
  new Uint8Array((pg.types.getTypeParser(builtins.BYTEA) as (text: string) => Buffer)(bytes));
const ours: Readonly<Record<number, (text: string) => unknown>> = {
  // Counts and sums come in 64 bits or in decimals, instants in 64 bits: all of them are safe whole numbers.
  [builtins.INT8]: Number,
  [builtins.NUMERIC]: Number,
  [builtins.BYTEA]: copied,
};
/** Values as `Sql` has them (sql.ts). */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    ours[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
