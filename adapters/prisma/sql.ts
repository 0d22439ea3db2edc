import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';

/** A value that a statement carries: whole numbers as numbers, truth as a boolean, never an instant or a decimal. */
export type SqlValue = string | number | boolean | Uint8Array | null;

/**
 * Statements of our own, for what is asked all day and for what goes through many rows: Prisma's client takes longer to
 * find its way to a small statement than the database takes to run it (docs/platforms.md#statements-are-dear). They run
 * on the connection that Prisma's transaction holds, so that what both write stands or falls together.
 *
 * A statement is a template: each value becomes a parameter, and a `Prisma.Sql` in it becomes a part of it. It is written
 * so that both databases take it (docs/platforms.md#two-databases-one-statement). What it answers is a row as `Row` says,
 * its columns by their names: whole numbers, sums and counts too, are numbers (they must be safe ones), booleans are
 * booleans where a column is declared as one, and bytes are bytes.
 */
export interface Sql {
  /** The rows it answers. @throws as `run` */
  query<Row extends object>(
    statement: TemplateStringsArray,
    ...values: readonly (SqlValue | Prisma.Sql)[]
  ): Promise<Row[]>;
  /**
   * Whether others may write at the same time: then rows that a unit of work decides by have to be locked. Where one
   * writes at a time there is nothing to lock, and no words for it.
   */
  readonly others: boolean;
  /**
   * Answers how many rows it changed. @throws what the driver throws, or Prisma around it; see `isTaken`; Error `not-whole`
   * for a number with a fraction
   */
  run(statement: TemplateStringsArray, ...values: readonly (SqlValue | Prisma.Sql)[]): Promise<number>;
}

/** A row of Prisma's as our own statements have it. */
export type Plain<Row> = {
  readonly [Column in keyof Row]: bigint extends Row[Column] ? Exclude<Row[Column], bigint> | number : Row[Column];
};

/** What runs statements on one connection, or within one transaction of it. */
export interface Runs {
  /** The rows as `Sql.query` has them. `values` in the order of the statement's marks. */
  rows(sql: string, values: readonly unknown[]): object[] | Promise<object[]>;
  change(sql: string, values: readonly unknown[]): number | Promise<number>;
}

/** How a database marks the place of a value: SQLite by a question mark, PostgreSQL by its number, from `$1` on. */
type Marks = '?' | '$';

/** So many rows took milliseconds, and what is made of them takes as long: others have their turn of the loop in between. */
const many = 500;

/** @param on asked anew for each statement, for a connection may be closed and opened again */
export const sqlOn = (on: () => Runs, marks: Marks = '?'): Sql => ({
  others: marks === '$',
  async query<Row extends object>(statement: TemplateStringsArray, ...values: readonly (SqlValue | Prisma.Sql)[]) {
    const { sql, values: all } = written(statement, values, marks);
    const rows = (await on().rows(sql, all)) as Row[];
    if (rows.length >= many) await nextTurn();
    return rows;
  },
  async run(statement, ...values) {
    const { sql, values: all } = written(statement, values, marks);
    return on().change(sql, all);
  },
});

/**
 * A number with a fraction is a fault in whatever worked it out, a moment of half a millisecond for one. SQLite would cut it
 * short or keep it as it is; PostgreSQL refuses it in a column of whole numbers, and there is no other. So both do.
 */
function whole(values: readonly unknown[]): readonly unknown[] {
  for (const value of values)
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw new Error('not-whole: a statement carries whole numbers alone');
  return values;
}

/** Texts of statements without parts: put together once. */
const texts: Readonly<Record<Marks, WeakMap<TemplateStringsArray, string>>> = { '?': new WeakMap(), $: new WeakMap() };

function written(
  statement: TemplateStringsArray,
  values: readonly unknown[],
  marks: Marks,
): { readonly sql: string; readonly values: readonly unknown[] } {
  if (values.some((value) => value instanceof Prisma.Sql)) {
    const all = Prisma.sql(statement, ...values);
    return { sql: marks === '?' ? all.sql : all.text, values: whole(all.values) };
  }
  let sql = texts[marks].get(statement);
  if (sql === undefined) {
    sql = statement.reduce((text, part, n) => `${text}${marks === '?' ? '?' : `$${n}`}${part}`);
    texts[marks].set(statement, sql);
  }
  return { sql, values: whole(values) };
}
