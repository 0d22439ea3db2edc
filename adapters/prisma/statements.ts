/**
 * Prepared statements, kept. Prisma's adapter prepares each statement anew, which is a tenth of all the time a unit of
 * work takes; the same few hundred come again and again. The adapter binds a statement for good, so what it gets is a
 * binding of its own over the kept one (docs/platforms.md#statements-are-dear).
 */

interface Column {
  readonly name: string;
  readonly type: string | null;
}
interface Statement {
  readonly reader: boolean;
  columns(): readonly Column[];
  raw(): Statement;
  all(...args: readonly unknown[]): unknown[];
  run(...args: readonly unknown[]): unknown;
}
interface Database {
  prepare(sql: string): Statement;
}
/** What the adapter uses of a statement. */
interface Bound {
  bind(args: readonly unknown[]): Bound;
  readonly reader: boolean;
  columns(): readonly Column[];
  raw(): Bound;
  all(): unknown[];
  run(): unknown;
}

/** The most statements kept: a list of ids makes one for each of its lengths. */
const most = 500;

/** @param database the connection that an adapter holds; from now on it prepares each text once */
export function keepStatements(database: Database): void {
  const kept = new Map<string, { readonly statement: Statement; columns?: readonly Column[] }>();
  const prepare = database.prepare.bind(database);
  const get = (sql: string): { readonly statement: Statement; columns?: readonly Column[] } => {
    let known = kept.get(sql);
    if (known === undefined) {
      const statement = prepare(sql);
      known = { statement: statement.reader ? statement.raw() : statement };
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '');
    } else kept.delete(sql);
    kept.set(sql, known);
    return known;
  };
  const bound = (sql: string, args: readonly unknown[]): Bound => {
    const known = get(sql);
    const self: Bound = {
      bind: (given) => bound(sql, given),
      reader: known.statement.reader,
      columns: () => {
        known.columns ??= known.statement.columns();
        return known.columns;
      },
      raw: () => self,
      all: () => known.statement.all(...args),
      run: () => known.statement.run(...args),
    };
    return self;
  };
  database.prepare = ((sql: string) => bound(sql, [])) as unknown as Database['prepare'];
}
