import pg from 'pg';
import { Refused } from '../../../src/kernel/errors.js';
import { type KeyPlace, KeyTable, keysMissing, keyTable, noteTable } from '../key-store.js';
import { type Runs, type Sql, sqlOn } from '../sql.js';
import { keepalives } from './lock-of-session.js';
import { inWords } from './refusals.js';

/** Whose own it is, so that a dump of `public` holds none of it. */
export const keySchema = 'mentorlog_keys';

/** A whole number of 64 bits comes as text. */
const bigintType = 20;

/** A schema apart, over a connection of its own: what is written there lasts, whatever becomes of a unit of work. */
class KeySchema implements KeyPlace {
  readonly #url: string;
  #opened: pg.Pool | undefined;
  readonly sql: Sql = sqlOn(() => runsOn(this.#pool), '$');
  constructor(url: string) {
    this.#url = url;
  }

  get #pool(): pg.Pool {
    if (this.#opened === undefined) throw new Error('the key store is closed');
    return this.#opened;
  }

  async open(mayMake: boolean): Promise<void> {
    const pool = new pg.Pool({
      connectionString: this.#url,
      max: 2,
      options: `-c search_path=${keySchema} -c idle_in_transaction_session_timeout=25000 ${keepalives}`,
      types: {
        getTypeParser: (type, format) =>
          type === bigintType ? (text: unknown) => Number(text) : pg.types.getTypeParser(type, format),
      },
    });
    // A connection that breaks while nobody uses it is opened anew; unheard it would end the program.
    pool.on('error', () => undefined);
    // So would one that breaks while somebody does: what they asked for fails, and that is what they are told.
    pool.on('connect', (client) => void client.on('error', () => undefined));
    try {
      const found = await pool.query(`SELECT to_regclass('${keySchema}."PersonKey"') IS NOT NULL AS there`);
      if (found.rows[0]?.there !== true) {
        if (!mayMake) throw keysMissing(`Put the schema ${keySchema} back`);
        // Whoever may not make schemas may not say IF NOT EXISTS either.
        const schema = await pool.query(`SELECT to_regnamespace('${keySchema}') IS NOT NULL AS there`);
        if (schema.rows[0]?.there !== true) await pool.query(`CREATE SCHEMA ${keySchema}`);
        for (const table of [keyTable('BYTEA'), noteTable('BYTEA')]) await pool.query(table);
        // Whoever makes it, the bot owns it: the schema was given to its role.
        const { rows } = await pool.query<{ owner: string }>(
          `SELECT quote_ident(pg_get_userbyid(nspowner)) AS owner FROM pg_namespace
           WHERE nspname = '${keySchema}' AND nspowner <> current_user::regrole`,
        );
        if (rows[0] !== undefined)
          for (const table of ['PersonKey', 'HeadNote'])
            await pool.query(`ALTER TABLE "${table}" OWNER TO ${rows[0].owner}`);
      }
      // Who destroys a key has to write the table anew, and PostgreSQL passes over whoever may not, without an error.
      const owns = await pool.query(
        `SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = '${keySchema}."PersonKey"'::regclass`,
      );
      if (owns.rows[0]?.owns !== true)
        throw new Refused(
          'keys-not-owned',
          'The role of DATABASE_URL has to own the table of people’s keys, or what an erasure destroys would stay on the disk: give it what manifests/install/postgresql.sql gives.',
        );
    } catch (error) {
      await pool.end();
      throw inWords(error);
    }
    this.#opened = pool;
  }

  async together<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      const done = await work(sqlOn(() => runsOn(client), '$'));
      await client.query('COMMIT');
      return done;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** The table is small; a plain VACUUM leaves the bytes of what is gone where they stood. */
  async rewrite(): Promise<void> {
    await this.#pool.query('VACUUM FULL "PersonKey"');
  }

  async close(): Promise<void> {
    const pool = this.#opened;
    this.#opened = undefined;
    await pool?.end();
  }
}

const runsOn = (on: Pick<pg.Pool, 'query'>): Runs => ({
  rows: async (sql, values) => (await on.query(sql, values.map(sent))).rows.map(plain),
  change: async (sql, values) => (await on.query(sql, values.map(sent))).rowCount ?? 0,
});

const sent = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value);

/** Bytes as the rest of the store has them: a Buffer may be a part of a larger one. */
const plain = (row: Record<string, unknown>): object => {
  for (const [name, value] of Object.entries(row)) if (value instanceof Uint8Array) row[name] = new Uint8Array(value);
  return row;
};

/** The key store of the PostgreSQL database at `url`; nothing is opened yet. */
export const postgresqlKeyStore = (url: string): KeyTable => new KeyTable(new KeySchema(url));
