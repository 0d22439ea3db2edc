/** What tables a database has, as both kinds can say it of themselves: what rows are copied by (copy-rows.ts). */

/** What a column holds. A moment is a whole number of milliseconds. */
export type Holds = 'text' | 'whole' | 'truth' | 'bytes';

export interface Column {
  readonly name: string;
  readonly holds: Holds;
  readonly mayLack: boolean;
}

export interface Table {
  readonly name: string;
  /** In the order of their names. */
  readonly columns: readonly Column[];
  /** The columns of its primary key, in their order: rows are read in it. */
  readonly key: readonly string[];
  /** The names of the tables that its rows point to. */
  readonly pointsTo: readonly string[];
}

/** A value as it is copied: a whole number that is safe, or none. */
export type Value = string | number | boolean | Uint8Array | null;
export type Row = readonly Value[];

/** Prisma's own table: each kind has its own migrations. */
const own = new Set(['_prisma_migrations']);

/** Those whose rows are copied, each after those that its rows point to. @throws Error where two point to each other */
export function inOrder(tables: readonly Table[]): readonly Table[] {
  const left = tables
    .filter(({ name }) => !own.has(name) && !name.startsWith('sqlite_'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const done = new Set<string>();
  const ordered: Table[] = [];
  while (left.length > 0) {
    const at = left.findIndex((table) => table.pointsTo.every((to) => to === table.name || done.has(to)));
    const [next] = at < 0 ? [] : left.splice(at, 1);
    if (next === undefined) throw new Error(`tables point to each other: ${left.map(({ name }) => name).join(', ')}`);
    done.add(next.name);
    ordered.push(next);
  }
  return ordered;
}

/** How two databases differ in their tables, a line each. */
export function differences(one: readonly Table[], other: readonly Table[]): readonly string[] {
  const said = (tables: readonly Table[]): readonly string[] =>
    inOrder(tables).flatMap(({ name, columns, key, pointsTo }) => [
      `${name} (${key.join(', ')}) → ${[...pointsTo].sort().join(', ')}`,
      ...columns.map((column) => `${name}.${column.name}: ${column.holds}${column.mayLack ? ', or none' : ''}`),
    ]);
  const [a, b] = [new Set(said(one)), new Set(said(other))];
  return [
    ...[...a].filter((line) => !b.has(line)).map((line) => `- ${line}`),
    ...[...b].filter((line) => !a.has(line)).map((line) => `+ ${line}`),
  ];
}

/** A database, or a part of one, that rows are copied from or to. */
export interface End {
  tables(): Promise<readonly Table[]>;
  /** So many rows after the one with this key, in the order of the key by its bytes. */
  page(table: Table, after: Row | undefined, limit: number): Promise<readonly Row[]>;
  count(table: Table): Promise<number>;
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** Takes every row out of these. */
  empty(tables: readonly Table[]): Promise<void>;
  /** To be called once all is in: what counts by itself goes on after what is there. */
  filled(tables: readonly Table[]): Promise<void>;
}

/** The key of a row. */
export const keyOf = ({ columns, key }: Table, row: Row): Row =>
  key.map((name) => row[columns.findIndex((column) => column.name === name)] ?? null);

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `SELECT` of a page, with the marks of either kind, from `mark(1)` on. */
export function selectPage(table: Table, from: string, after: boolean, mark: (n: number) => string): string {
  const key = table.key.map(quoted).join(', ');
  const beyond = after ? ` WHERE (${key}) > (${table.key.map((_, i) => mark(i + 1)).join(', ')})` : '';
  const limit = mark(after ? table.key.length + 1 : 1);
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  return `SELECT ${columns} FROM ${from}${beyond} ORDER BY ${key} LIMIT ${limit}`;
}

/** `INSERT` of so many rows, with the marks of either kind. */
export function insertMany(table: Table, into: string, rows: number, mark: (n: number) => string): string {
  const width = table.columns.length;
  const values = Array.from(
    { length: rows },
    (_, row) => `(${table.columns.map((_column, i) => mark(row * width + i + 1)).join(', ')})`,
  );
  return `INSERT INTO ${into} (${table.columns.map(({ name }) => quoted(name)).join(', ')}) VALUES ${values.join(', ')}`;
}
