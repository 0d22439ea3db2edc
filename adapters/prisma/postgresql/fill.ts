import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Refused, rotationUnfinished } from '../../../src/kernel/errors.js';
import { openSqlite, type SqliteConnection } from '../driver.js';
import { movingKey, rootCheckKey, rotationKey } from '../root-check.js';
import { type Copied, copyRows, differing } from '../transfer/copy-rows.js';
import { inOrder, keyOf, type Row, type Table } from '../transfer/shape.js';
import { SqliteEnd } from '../transfer/sqlite-end.js';
import { PostgresqlEnd } from './end.js';
import { keySchema, postgresqlKeyStore } from './key-schema.js';
import { migrate } from './migrate.js';
import { onConnection } from './refusals.js';

/**
 * What fills a PostgreSQL database from an SQLite file and people's keys beside it, both of this version: a move, which
 * can be stopped and goes on, and a restore, which is one transaction.
 */

export interface Filling {
  /** An SQLite file of this version, which nobody writes to. */
  readonly file: string;
  /** People's keys of it. */
  readonly keys: string;
  /** The address of the PostgreSQL database. */
  readonly url: string;
  /** Rows at once. */
  readonly atOnce?: number;
  /** Runs after whatever lasts: for tests, which stop here. */
  readonly lasts?: (table: string) => void;
}

export interface Moved {
  readonly people: Copied;
  readonly rows: Copied;
}

/** The mark of a move that has not ended: a start refuses such a database. */
const isMark = (table: Table, row: Row): boolean => table.name === 'Meta' && keyOf(table, row)[0] === movingKey;

/**
 * Copies keys, then rows, and compares each row with what was read. The database stays marked until `endMove`.
 * @throws Refused `not-empty`, `other-move`, `rotation-unfinished`, `move-differs`; those of a database that cannot be had
 */
export async function moveIn(filling: Filling): Promise<Moved> {
  await made(filling.url);
  return withEnds(filling, async ({ client, rows, keys, at }) => {
    await begin(client, at, [rows[1], keys[1]]);
    const copying = { ...filling, but: isMark };
    // A key before what is under it: whoever reads what there is by then finds nothing that cannot be opened.
    const people = await copyRows(...keys, copying);
    const copied = await copyRows(...rows, copying);
    const differ = [...(await differing(...keys, copying)), ...(await differing(...rows, copying))];
    if (differ.length > 0)
      throw new Refused(
        'move-differs',
        `What was copied is not what was read (${differ.join(', ')}), so the move has not ended. Run it again; should that come once more, report it.`,
      );
    return { people, rows: copied };
  });
}

/** From here on it is a database as any other. */
export const endMove = (url: string): Promise<void> =>
  onConnection(url, async (client) => {
    await client.query('DELETE FROM "Meta" WHERE "key" = $1', [movingKey]);
  });

/**
 * Puts the rows of a file in the place of all there is, and the keys beside it where `withKeys`: all of it or nothing.
 */
export async function replaceBy(filling: Filling, withKeys: boolean): Promise<void> {
  await made(filling.url);
  await withEnds(filling, async ({ client, rows, keys }) => {
    await client.query('BEGIN');
    for (const [from, to] of withKeys ? [keys, rows] : [rows]) {
      await to.empty(await ordered(to));
      await copyRows(from, to, filling);
    }
    await client.query('COMMIT');
    // What was there of keys leaves the disk as well.
    if (withKeys) await client.query(`VACUUM FULL ${keySchema}."PersonKey"`);
  });
}

/** With tables in it, and a place for keys. */
async function made(url: string): Promise<void> {
  await migrate(url);
  const store = postgresqlKeyStore(url);
  await store.open(true);
  await store.close();
}

interface Ends {
  readonly client: pg.Client;
  readonly at: SqliteConnection;
  readonly rows: readonly [SqliteEnd, PostgresqlEnd];
  readonly keys: readonly [SqliteEnd, PostgresqlEnd];
}

async function withEnds<T>({ file, keys, url }: Filling, act: (ends: Ends) => Promise<T>): Promise<T> {
  const at = await openSqlite(`file:${file}`, { keepStatements: true });
  const beside = await openSqlite(`file:${keys}`, { keepStatements: true });
  try {
    for (const one of [at, beside]) await one.executeScript('PRAGMA query_only=ON');
    return await onConnection(url, async (client) => {
      const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
      return act({
        client,
        at,
        rows: [new SqliteEnd(at), new PostgresqlEnd(client, rows[0]?.name ?? 'public')],
        keys: [new SqliteEnd(beside), new PostgresqlEnd(client, keySchema)],
      });
    });
  } finally {
    await at.dispose();
    await beside.dispose();
  }
}

/** Marks the target as being filled from this source, or sees that it is so already. */
async function begin(client: pg.Client, at: SqliteConnection, to: readonly PostgresqlEnd[]): Promise<void> {
  const facts = at.rows('SELECT "key", "value" FROM "Meta"', []) as { key: string; value: string }[];
  if (facts.some(({ key }) => key === rotationKey)) throw rotationUnfinished();
  const check = facts.find(({ key }) => key === rootCheckKey)?.value ?? '';
  const source = createHash('sha256').update(check).digest('hex');
  const { rows } = await client.query<{ value: string }>('SELECT "value" FROM "Meta" WHERE "key" = $1', [movingKey]);
  const begun = rows[0]?.value;
  if (begun === source) return;
  if (begun !== undefined)
    throw new Refused(
      'other-move',
      'A move of another database into this one was begun and has not ended. Run that one again, or make a new database with createdb, and move into it.',
    );
  for (const end of to)
    for (const table of await ordered(end))
      if ((await end.count(table)) > 0)
        throw new Refused(
          'not-empty',
          'There is something in that PostgreSQL database already, so nothing was moved. Make a new one with createdb, and move into it.',
        );
  await client.query('INSERT INTO "Meta" ("key", "value") VALUES ($1, $2)', [movingKey, source]);
}

const ordered = async (end: PostgresqlEnd): Promise<readonly Table[]> => inOrder(await end.tables());
