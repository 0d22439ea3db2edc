import { Prisma } from '../../prisma/generated/sqlite/client.js';

/** A value that a statement carries: whole numbers as numbers, truth as a boolean, never an instant or a decimal. */
export type SqlValue = string | number | boolean | Uint8Array | null;

/**
 * Statements of our own, for what is asked all day and for what goes through many rows: Prisma's client takes longer to
 * find its way to a small statement than the database takes to run it (docs/platforms.md#statements-are-dear). They run
 * on the connection that Prisma's transaction holds, so that what both write stands or falls together.
 *
 * A statement is a template: each value becomes a parameter, and a `Prisma.Sql` in it becomes a part of it. It is written
 * so that both databases take it. What it answers is a row as `Row` says, its columns by their names: whole numbers are
 * numbers (they must be safe ones), booleans are booleans where a column is declared as one, and bytes are bytes.
 */
export interface Sql {
  /** The rows it answers. @throws as `run` */
  query<Row extends object>(
    statement: TemplateStringsArray,
    ...values: readonly (SqlValue | Prisma.Sql)[]
  ): Promise<Row[]>;
  /** Answers how many rows it changed. @throws DriverAdapterError, as Prisma's driver does; see `isTaken` */
  run(statement: TemplateStringsArray, ...values: readonly (SqlValue | Prisma.Sql)[]): Promise<number>;
}

/** A row of Prisma's as our own statements have it. */
export type Plain<Row> = {
  readonly [Column in keyof Row]: bigint extends Row[Column] ? Exclude<Row[Column], bigint> | number : Row[Column];
};

/** What runs statements on one connection, or within one transaction of it. */
export interface Runs {
  /** The rows as `Sql.query` has them. `values` in the order of the statement's question marks. */
  rows(sql: string, values: readonly unknown[]): object[];
  change(sql: string, values: readonly unknown[]): number;
}

/** @param on asked anew for each statement, for a connection may be closed and opened again */
export const sqlOn = (on: () => Runs): Sql => ({
  async query<Row extends object>(statement: TemplateStringsArray, ...values: readonly (SqlValue | Prisma.Sql)[]) {
    const { sql, values: all } = written(statement, values);
    return on().rows(sql, all) as Row[];
  },
  async run(statement, ...values) {
    const { sql, values: all } = written(statement, values);
    return on().change(sql, all);
  },
});

/** Texts of statements without parts: put together once. */
const texts = new WeakMap<TemplateStringsArray, string>();

function written(
  statement: TemplateStringsArray,
  values: readonly unknown[],
): { readonly sql: string; readonly values: readonly unknown[] } {
  if (values.some((value) => value instanceof Prisma.Sql)) return Prisma.sql(statement, ...values);
  let sql = texts.get(statement);
  if (sql === undefined) {
    sql = statement.join('?');
    texts.set(statement, sql);
  }
  return { sql, values };
}
