import type pg from 'pg';
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
} from '../transfer/shape.js';

/** A schema of a PostgreSQL database that rows are copied from or to, over a connection that somebody else opened. */

const declared: Readonly<Record<string, Holds>> = {
  text: 'text',
  integer: 'whole',
  bigint: 'whole',
  boolean: 'truth',
  bytea: 'bytes',
};

const mark = (n: number): string => `$${n}`;
/** Values that one statement carries at most: the protocol counts them in 16 bits. */
const mostValues = 30_000;

interface Found {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly never: boolean;
  readonly nth: number | null;
}

export class PostgresqlEnd implements End {
  readonly #at: pg.Client;
  readonly #schema: string;
  /** @param schema its name; what it is copied as knows nothing of it */
  constructor(at: pg.Client, schema: string) {
    this.#at = at;
    this.#schema = schema;
  }

  #full(table: Table): string {
    return `${quoted(this.#schema)}.${quoted(table.name)}`;
  }

  async tables(): Promise<readonly Table[]> {
    const { rows } = await this.#at.query<Found>(
      `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS "type", a.attnotnull AS "never",
         (SELECT array_position(i.indkey::int2[], a.attnum) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS "nth"
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r'`,
      [quoted(this.#schema)],
    );
    const points = await this.#at.query<{ from: string; to: string }>(
      `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
       JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
       WHERE k.contype = 'f' AND f.relnamespace = to_regnamespace($1)`,
      [quoted(this.#schema)],
    );
    const names = [...new Set(rows.map((row) => row.table))].sort();
    return names.map((name): Table => {
      const mine = rows.filter((row) => row.table === name);
      const columns = mine
        .map(
          ({ column, type, never }): Column => ({
            name: column,
            holds: declared[type] ?? 'text',
            mayLack: !never,
          }),
        )
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const key = mine
        .filter(({ nth }) => nth !== null)
        .toSorted((a, b) => Number(a.nth) - Number(b.nth))
        .map(({ column }) => column);
      const to = points.rows.filter(({ from }) => from === name).map((one) => one.to);
      return { name, columns, key, pointsTo: [...new Set(to)] };
    });
  }

  async page(table: Table, after: Row | undefined, limit: number): Promise<readonly Row[]> {
    const text = selectPage(table, this.#full(table), after !== undefined, mark);
    const { rows } = await this.#at.query<unknown[]>({
      text,
      values: [...(after ?? []).map(sent), limit],
      rowMode: 'array',
    });
    return rows.map((row) => table.columns.map(({ holds }, i) => asCopied(row[i], holds)));
  }

  async count(table: Table): Promise<number> {
    const { rows } = await this.#at.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${this.#full(table)}`);
    return Number(rows[0]?.n);
  }

  async insert(table: Table, rows: readonly Row[]): Promise<void> {
    const atOnce = Math.max(1, Math.floor(mostValues / table.columns.length));
    for (let i = 0; i < rows.length; i += atOnce) {
      const some = rows.slice(i, i + atOnce);
      await this.#at.query(insertMany(table, this.#full(table), some.length, mark), some.flat().map(sent));
    }
  }

  async empty(tables: readonly Table[]): Promise<void> {
    for (const table of tables.toReversed()) await this.#at.query(`DELETE FROM ${this.#full(table)}`);
  }

  async filled(tables: readonly Table[]): Promise<void> {
    for (const table of tables)
      for (const { name, holds } of table.columns) {
        if (holds !== 'whole') continue;
        const full = this.#full(table);
        const { rows } = await this.#at.query<{ sequence: string | null }>(
          'SELECT pg_get_serial_sequence($1, $2) AS sequence',
          [full, name],
        );
        const sequence = rows[0]?.sequence ?? null;
        if (sequence !== null)
          await this.#at.query(
            `SELECT setval($1, COALESCE((SELECT MAX(${quoted(name)}) FROM ${full}), 0) + 1, false)`,
            [sequence],
          );
      }
  }
}

const sent = (value: Value): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value);

function asCopied(value: unknown, holds: Holds): Value {
  if (value === null || value === undefined) return null;
  if (holds === 'truth') return value === true;
  // A whole number of 64 bits comes as text.
  if (holds === 'whole') return Number(value);
  return holds === 'bytes' ? new Uint8Array(value as Uint8Array) : String(value);
}
