import { createRequire } from 'node:module';
import { Refused } from '../../src/kernel/errors.js';

/**
 * SQLite itself, in the little language that our driver speaks. Node has it built in from 22.16 on, so that nothing is
 * installed; Node 20 has better-sqlite3, in a package of its own (`node20/`) that npm passes over on every other Node.
 */

export interface Column {
  readonly name: string;
  /** As the table declares it; null where the value is worked out. */
  readonly type: string | null;
}
export interface Statement {
  /** Empty where it answers no rows. */
  readonly columns: readonly Column[];
  /** The rows it answers, each a list in the order of the columns. Integers are BigInt, bytes are Uint8Array. */
  all(args: readonly unknown[]): readonly (readonly unknown[])[];
  /** How many rows it changed. */
  run(args: readonly unknown[]): number;
}
export interface Database {
  prepare(sql: string): Statement;
  /** Runs statements that are parted by semicolons. */
  exec(script: string): void;
  /** Whether a transaction is open: SQLite ends one by itself where it has to undo all of it. */
  inTransaction(): boolean;
  close(): void;
}
/** Opens a file, or `:memory:`. `lockWait`: how long to wait for a lock of another connection (ms). */
type Open = (path: string, lockWait: number) => Database;
type Load = (name: string) => unknown;

interface BuiltInStatement {
  columns(): readonly Column[];
  setReturnArrays(on: boolean): void;
  setReadBigInts(on: boolean): void;
  all(...args: readonly unknown[]): readonly (readonly unknown[])[];
  run(...args: readonly unknown[]): { readonly changes: bigint };
}
interface BuiltIn {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly timeout: number },
  ) => {
    readonly isTransaction: boolean;
    prepare(sql: string): BuiltInStatement;
    exec(script: string): void;
    close(): void;
  };
}

function builtIn(load: Load): Open {
  const { DatabaseSync } = quietly(() => load('node:sqlite') as BuiltIn);
  return (path, lockWait) => {
    const database = new DatabaseSync(path, { timeout: lockWait });
    return {
      prepare(sql) {
        const statement = database.prepare(sql);
        statement.setReturnArrays(true);
        statement.setReadBigInts(true);
        return {
          columns: statement.columns(),
          all: (args) => statement.all(...args),
          run: (args) => Number(statement.run(...args).changes),
        };
      },
      exec: (script) => database.exec(script),
      inTransaction: () => database.isTransaction,
      close: () => database.close(),
    };
  };
}

/** Node 22 warns that SQLite is experimental, where a line of JSON each is expected: what it is to us is written down. */
function quietly<T>(act: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...more: never[]) => {
    if (!/SQLite is an experimental feature/.test(String(warning))) emitWarning.call(process, warning, ...more);
  }) as typeof emitWarning;
  try {
    return act();
  } finally {
    process.emitWarning = emitWarning;
  }
}

interface Node20Statement {
  readonly reader: boolean;
  columns(): readonly Column[];
  raw(): unknown;
  all(args: readonly unknown[]): readonly (readonly unknown[])[];
  run(args: readonly unknown[]): { readonly changes: number };
}
type Node20 = new (
  path: string,
  options: { readonly timeout: number },
) => {
  readonly inTransaction: boolean;
  defaultSafeIntegers(on: boolean): void;
  prepare(sql: string): Node20Statement;
  exec(script: string): void;
  close(): void;
};

function forNode20(load: Load): Open {
  const Native = load('sqlite-for-node-20') as Node20;
  return (path, lockWait) => {
    const database = new Native(path, { timeout: lockWait });
    database.defaultSafeIntegers(true);
    return {
      prepare(sql) {
        const statement = database.prepare(sql);
        if (statement.reader) statement.raw();
        return {
          columns: statement.reader ? statement.columns() : [],
          all: (args) => statement.all(args),
          run: (args) => statement.run(args).changes,
        };
      },
      exec: (script) => void database.exec(script),
      inTransaction: () => database.inTransaction,
      close: () => void database.close(),
    };
  };
}

const node20 = process.versions.node.startsWith('20.');

/**
 * What opens a database on this Node, once it has proved that it works: the binary of a package is looked for only when
 * it is used.
 * @param load what gets a module by its name
 * @throws Refused `no-sqlite`, with a sentence for whoever starts the program
 */
export function sqlite(load: Load): Open {
  try {
    const open = node20 ? forNode20(load) : builtIn(load);
    open(':memory:', 0).close();
    return open;
  } catch (cause) {
    const { node } = process.versions;
    throw new Refused(
      'no-sqlite',
      node20
        ? `SQLite for Node ${node} is not installed: run npm ci again with this Node, optional packages and install scripts included; where no prebuilt binary can be fetched it is compiled, which needs python3, make and a C++ compiler.`
        : `This Node ${node} has no SQLite built in: run Mentorlog with one that has, such as those from nodejs.org.`,
      { cause },
    );
  }
}

const require = createRequire(import.meta.url);
let loaded: Open | undefined;

/** @throws Refused `no-sqlite`; SQLite's own error if the file cannot be opened */
export function openDatabase(path: string, lockWait: number): Database {
  loaded ??= sqlite(require);
  return loaded(path, lockWait);
}
