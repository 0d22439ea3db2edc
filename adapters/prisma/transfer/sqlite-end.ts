import type { SqliteConnection } from '../driver.js';
import {
  type Column,
  type End,
  type Holds,
  insertMany,
  quoted,
  type Row,
  selectPage,
  type Table,
  type Value,
} from './shape.js';

/** An SQLite file that rows are copied from or to. */

const declared: Readonly<Record<string, Holds>> = {
  TEXT: 'text',
  INTEGER: 'whole',
  BIGINT: 'whole',
  BOOLEAN: 'truth',
  BLOB: 'bytes',
};

const mark = (): string => '?';
/** Values that one statement carries at most. */
const mostValues = 30_000;

export class SqliteEnd implements End {
  readonly #at: SqliteConnection;
  constructor(at: SqliteConnection) {
    this.#at = at;
  }

  async tables(): Promise<readonly Table[]> {
    const names = this.#rows(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`, ['name']);
    return names.map(([name]) => this.#table(String(name))).filter(({ key }) => key.length > 0);
  }

  #table(name: string): Table {
    const info = this.#rows(`PRAGMA table_info(${quoted(name)})`, ['name', 'type', 'notnull', 'pk']);
    const columns = info
      .map(([column, type, never]): Column => {
        const holds = declared[String(type).toUpperCase()] ?? 'text';
        return { name: String(column), holds, mayLack: Number(never) === 0 };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const key = info
      .filter(([, , , nth]) => Number(nth) > 0)
      .toSorted((a, b) => Number(a[3]) - Number(b[3]))
      .map(([column]) => String(column));
    const to = this.#rows(`PRAGMA foreign_key_list(${quoted(name)})`, ['table']).map(([table]) => String(table));
    return { name, columns, key, pointsTo: [...new Set(to)] };
  }

  #rows(sql: string, columns: readonly string[]): readonly (readonly unknown[])[] {
    return (this.#at.rows(sql, []) as Record<string, unknown>[]).map((row) => columns.map((column) => row[column]));
  }

  async page(table: Table, after: Row | undefined, limit: number): Promise<readonly Row[]> {
    const sql = selectPage(table, quoted(table.name), after !== undefined, mark);
    const found = this.#at.rows(sql, [...(after ?? []), limit]) as Record<string, unknown>[];
    return found.map((row) => table.columns.map(({ name, holds }) => asCopied(row[name], holds)));
  }

  async count(table: Table): Promise<number> {
    return Number(this.#rows(`SELECT COUNT(*) AS n FROM ${quoted(table.name)}`, ['n'])[0]?.[0]);
  }

  async insert(table: Table, rows: readonly Row[]): Promise<void> {
    const atOnce = Math.max(1, Math.floor(mostValues / table.columns.length));
    const unit = await this.#at.begin();
    try {
      for (let i = 0; i < rows.length; i += atOnce) {
        const some = rows.slice(i, i + atOnce);
        unit.change(insertMany(table, quoted(table.name), some.length, mark), some.flat());
      }
      unit.end('COMMIT');
    } catch (error) {
      unit.end('ROLLBACK');
      throw error;
    }
  }

  async empty(tables: readonly Table[]): Promise<void> {
    for (const table of tables.toReversed()) this.#at.change(`DELETE FROM ${quoted(table.name)}`, []);
  }

  /** A key that counts by itself goes on after the highest that was ever there, which SQLite notes as it is inserted. */
  async filled(): Promise<void> {}
}

function asCopied(value: unknown, holds: Holds): Value {
  if (value === null || value === undefined) return null;
  if (holds === 'truth') return Boolean(value);
  if (holds === 'whole') return Number(value);
  return holds === 'bytes' ? new Uint8Array(value as Uint8Array) : String(value);
}
