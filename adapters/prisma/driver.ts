import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { driverError } from './driver-errors.js';
import { columnTypes, fromSqlite, toPlain, toSqlite } from './driver-values.js';
import type { Runs } from './sql.js';
import { type Database, openDatabase, type Statement } from './sqlite.js';

/**
 * SQLite behind Prisma's driver-adapter interface. Prisma's own adapter asks for better-sqlite3, of which no version runs
 * on every Node that we run on.
 */

/** The most statements kept: a list of ids makes one for each of its lengths. */
const mostKept = 500;

/** How long a connection waits for a lock of another one unless told (ms). */
const defaultLockWait = 5_000;

/** The statements of one connection: every one passes here, Prisma's and our own. */
export class Statements {
  readonly #database: Database;
  readonly #most: number;
  readonly #kept = new Map<string, Statement>();
  /** The file that they are of, for whoever is told what SQLite refused. */
  readonly file: string;
  constructor(database: Database, most: number, file = '') {
    this.#database = database;
    this.#most = most;
    this.file = file;
  }

  /**
   * Prepared once, where statements are kept (docs/platforms.md#statements-are-dear): the one that was longest not
   * asked for makes room.
   */
  get(sql: string): Statement {
    const known = this.#kept.get(sql);
    if (known !== undefined) {
      // Which was longest not asked for is nothing to know while there is room for many more.
      if (this.#kept.size > this.#most / 2) {
        this.#kept.delete(sql);
        this.#kept.set(sql, known);
      }
      return known;
    }
    const prepared = this.#database.prepare(sql);
    if (this.#most > 0) {
      if (this.#kept.size >= this.#most) this.#kept.delete(this.#kept.keys().next().value ?? '');
      this.#kept.set(sql, prepared);
    }
    return prepared;
  }
}

const bound = (query: SqlQuery): unknown[] => query.args.map((arg, i) => toSqlite(arg, query.argTypes[i]));
const boundPlain = (values: readonly unknown[]): unknown[] => values.map((value) => toSqlite(value, undefined));

/** What a connection and a transaction on it have in common. */
class Queries implements SqlQueryable, Runs {
  readonly provider = 'sqlite';
  readonly adapterName = 'mentorlog-sqlite';
  readonly #statements: Statements;
  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** A statement was refused. */
  failed(): void {}
  #told<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.failed();
      throw driverError(error, this.#statements.file);
    }
  }

  /** @throws DriverAdapterError, as everything here that SQLite refuses */
  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#told(() => {
      const statement = this.#statements.get(query.sql);
      const { columns } = statement;
      const args = bound(query);
      if (columns.length === 0) {
        statement.run(args);
        return { columnNames: [], columnTypes: [], rows: [] };
      }
      const rows = statement.all(args);
      const types = columnTypes(columns, rows);
      return {
        columnNames: columns.map(({ name }) => name),
        columnTypes: types,
        rows: rows.map((row) => row.map((value, i) => fromSqlite(value, types[i] ?? 0))),
      };
    });
  }
  /** Answers how many rows it changed. */
  async executeRaw(query: SqlQuery): Promise<number> {
    return this.#told(() => this.#statements.get(query.sql).run(bound(query)));
  }

  rows(sql: string, values: readonly unknown[]): object[] {
    return this.#told(() => {
      const statement = this.#statements.get(sql);
      const { columns } = statement;
      // Wide views read tens of thousands of rows by this: nothing is made for a row but the row.
      return statement.all(boundPlain(values)).map((row) => {
        const made: Record<string, unknown> = {};
        let i = 0;
        for (const column of columns) {
          made[column.name] = toPlain(row[i], column);
          i += 1;
        }
        return made;
      });
    });
  }
  change(sql: string, values: readonly unknown[]): number {
    return this.#told(() => this.#statements.get(sql).run(boundPlain(values)));
  }
}

/** One connection. Prisma sends BEGIN to none: `startTransaction` does, and COMMIT and ROLLBACK come as statements. */
export class SqliteConnection extends Queries implements SqlDriverAdapter {
  readonly #database: Database;
  readonly #statements: Statements;
  #free: Promise<void> = Promise.resolve();
  #joined: SqliteTransaction | undefined;
  #grouped = false;
  constructor(database: Database, statements: Statements) {
    super(statements);
    this.#database = database;
    this.#statements = statements;
  }

  /** Runs statements that are parted by semicolons and answer nothing. */
  async executeScript(script: string): Promise<void> {
    told(() => this.#database.exec(script), this.#statements.file);
  }
  /**
   * From now on, until `commitGroup`, every transaction is a savepoint of one, and statements beside them belong to it.
   * @throws DriverAdapterError where another process holds the database
   */
  beginGroup(): void {
    // Not deferred: another process that writes between two units would make the second one fail.
    this.#change('BEGIN IMMEDIATE');
    this.#grouped = true;
  }
  /** @throws DriverAdapterError where it could not: all of it is undone by then */
  commitGroup(): void {
    this.#grouped = false;
    try {
      this.#change('COMMIT');
    } catch (error) {
      if (this.#database.inTransaction()) this.#change('ROLLBACK');
      throw error;
    }
  }
  /** Gives up the group if SQLite has undone it. Answers whether it is open. */
  groupIsOpen(): boolean {
    if (!this.#database.inTransaction()) this.#grouped = false;
    return this.#grouped;
  }
  #change(sql: string): void {
    told(() => this.#statements.get(sql).run([]), this.#statements.file);
  }

  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    if (isolation !== undefined && isolation !== 'SERIALIZABLE')
      throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolation });
    const joined = this.#joined;
    this.#joined = undefined;
    return joined === undefined ? this.begin() : new JoinedTransaction(this.#statements, joined);
  }
  /** The next transaction that Prisma starts is this one, which is open and stays so until whoever began it ends it. */
  join(open: SqliteTransaction): void {
    this.#joined = open;
  }
  /** Begins when the transaction before it has ended: a connection holds one at a time. */
  async begin(): Promise<SqliteTransaction> {
    const before = this.#free;
    let end = (): void => {};
    this.#free = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    const grouped = this.#grouped;
    try {
      this.#change(grouped ? `SAVEPOINT ${unitOfGroup}` : 'BEGIN');
    } catch (error) {
      end();
      throw error;
    }
    return new SqliteTransaction(this.#statements, end, grouped, () => this.#database.inTransaction());
  }
  async dispose(): Promise<void> {
    this.#database.close();
  }
}

/** A unit of work among others of one transaction. */
const unitOfGroup = 'unit';

/** A transaction that is open. Prisma ends it with a statement and says so; `end` does both. */
export class SqliteTransaction extends Queries implements Transaction {
  readonly options = { usePhantomQuery: false };
  readonly #end: () => void;
  readonly #grouped: boolean;
  readonly #isThere: () => boolean;
  #over = false;
  #undone = false;
  /** @param isThere whether the database still has a transaction open */
  constructor(statements: Statements, end: () => void, grouped: boolean, isThere: () => boolean) {
    super(statements);
    this.#end = end;
    this.#grouped = grouped;
    this.#isThere = isThere;
  }

  /** With its disk full SQLite undoes the whole transaction by itself: what came then would each commit at once. */
  override failed(): void {
    if (!this.#isThere()) this.#undone = true;
  }

  override async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.mustBeOpen();
    return super.queryRaw(query);
  }
  /** Prisma's COMMIT and ROLLBACK, among them: in a group they end this unit alone. */
  override async executeRaw(query: SqlQuery): Promise<number> {
    if (query.sql !== 'COMMIT' && query.sql !== 'ROLLBACK') {
      this.mustBeOpen();
      return super.executeRaw(query);
    }
    this.#finish(query.sql);
    return 0;
  }

  async commit(): Promise<void> {
    this.#over = true;
    this.#end();
  }
  async rollback(): Promise<void> {
    this.#over = true;
    this.#end();
  }
  /** Nothing where it has ended. @throws DriverAdapterError where it cannot be committed, and is rolled back */
  end(how: 'COMMIT' | 'ROLLBACK'): void {
    if (this.#over) return;
    try {
      this.#finish(how);
    } catch (error) {
      if (how === 'COMMIT') this.end('ROLLBACK');
      throw error;
    } finally {
      this.#over = true;
      this.#end();
    }
  }
  #finish(how: 'COMMIT' | 'ROLLBACK'): void {
    if (!this.#grouped) super.change(how, []);
    else {
      if (how === 'ROLLBACK') super.change(`ROLLBACK TO ${unitOfGroup}`, []);
      super.change(`RELEASE ${unitOfGroup}`, []);
    }
  }
  // What comes after its end, of work that nobody waited for or that took too long, would run in the next one.
  override rows(sql: string, values: readonly unknown[]): object[] {
    this.mustBeOpen();
    return super.rows(sql, values);
  }
  override change(sql: string, values: readonly unknown[]): number {
    this.mustBeOpen();
    return super.change(sql, values);
  }
  mustBeOpen(): void {
    if (this.#undone) throw new Error('the database has undone this unit of work');
    if (this.#over) throw new Error('this unit of work has ended: its statements come too late');
  }
  async createSavepoint(name: string): Promise<void> {
    await this.#run(`SAVEPOINT ${name}`);
  }
  async rollbackToSavepoint(name: string): Promise<void> {
    await this.#run(`ROLLBACK TO ${name}`);
  }
  async releaseSavepoint(name: string): Promise<void> {
    await this.#run(`RELEASE SAVEPOINT ${name}`);
  }
  #run(sql: string): Promise<number> {
    return super.executeRaw({ sql, args: [], argTypes: [] });
  }
}

/** Prisma's part in a transaction that was begun by somebody else, who ends it: what Prisma thinks of its end is nothing. */
class JoinedTransaction extends SqliteTransaction {
  // Prisma sends no COMMIT and no ROLLBACK then, but calls the methods alone.
  override readonly options = { usePhantomQuery: true };
  readonly #whole: SqliteTransaction;
  constructor(statements: Statements, whole: SqliteTransaction) {
    super(
      statements,
      () => undefined,
      false,
      () => true,
    );
    this.#whole = whole;
  }
  override failed(): void {
    this.#whole.failed();
  }
  override async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.#whole.mustBeOpen();
    return super.queryRaw(query);
  }
  override async executeRaw(query: SqlQuery): Promise<number> {
    this.#whole.mustBeOpen();
    return super.executeRaw(query);
  }
}

function told<T>(act: () => T, file: string): T {
  try {
    return act();
  } catch (error) {
    throw driverError(error, file);
  }
}

/**
 * Opens a database, making its file if there is none.
 * @param url `file:` and a path, from the working directory unless absolute; `file::memory:` is one that is gone when
 * closed
 * @param options `lockWait`: how long to wait for a lock of another connection (ms). `keepStatements`: prepare each text
 * once, a tenth of all the time a unit of work takes; not for a connection that changes the schema, whose columns would
 * be remembered as they were
 * @throws Refused `no-sqlite`; DriverAdapterError if the file cannot be opened
 */
export async function openSqlite(
  url: string,
  options: { readonly lockWait?: number; readonly keepStatements?: boolean } = {},
): Promise<SqliteConnection> {
  const file = url.replace(/^file:/, '');
  const database = told(() => openDatabase(file, options.lockWait ?? defaultLockWait), file);
  // What it sorts stays in memory: no copy of any words is left in another folder, and none is needed that has room.
  told(() => database.exec('PRAGMA temp_store=MEMORY'), file);
  return new SqliteConnection(database, new Statements(database, options.keepStatements ? mostKept : 0, file));
}
