import { open } from 'node:fs/promises';
import type pg from 'pg';
import { Refused } from '../../../src/kernel/errors.js';
import { openSqlite } from '../driver.js';
import { keysMissing, keyTable, noteTable } from '../key-store.js';
import { makeFileLike } from '../migrate.js';
import { newFile } from '../new-file.js';
import { copyRows } from '../transfer/copy-rows.js';
import { SqliteEnd } from '../transfer/sqlite-end.js';
import { PostgresqlEnd } from './end.js';
import { keySchema } from './key-schema.js';
import { applied } from './migrate.js';
import { onConnection } from './refusals.js';

/**
 * A backup of a PostgreSQL database is an SQLite file, as that of a file is: whatever verifies, restores and reads one
 * does so with either (docs/decisions/postgresql.md). Values are copied as they stand, so what is sealed stays sealed.
 */

/**
 * The rows as of one moment, in a new file that only its owner can read, while writing goes on.
 * @throws Refused `backup-exists` rather than overwrite a file, `nothing-to-copy`; those of a database that cannot be had
 */
export function copyToFile(url: string, file: string): Promise<void> {
  return newFile(file, () =>
    onConnection(url, async (client) => {
      const there = await applied(client);
      if (there.length === 0)
        throw new Refused('no-database', 'There is nothing in this database yet. Start the bot once first.');
      await makeFileLike(
        `file:${file}`,
        there.map(({ name }) => name),
      );
      await client.query(oneMoment);
      const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
      await into(file, client, rows[0]?.name ?? 'public');
    }),
  );
}

/** The same of people's keys. */
export function copyKeysToFile(url: string, file: string): Promise<void> {
  return newFile(file, () =>
    onConnection(url, async (client) => {
      const at = await openSqlite(`file:${file}`);
      await at.executeScript([keyTable('BLOB'), noteTable('BLOB')].join(';')).finally(() => at.dispose());
      const { rows } = await client.query<{ there: boolean }>(
        `SELECT to_regclass('${keySchema}."PersonKey"') IS NOT NULL AS there`,
      );
      if (rows[0]?.there !== true) throw keysMissing(`Put the schema ${keySchema} back`);
      await client.query(oneMoment);
      await into(file, client, keySchema);
    }),
  );
}

const oneMoment = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

async function into(file: string, client: pg.Client, schema: string): Promise<void> {
  const at = await openSqlite(`file:${file}`, { keepStatements: true });
  try {
    await at.executeScript('PRAGMA synchronous=OFF');
    await copyRows(new PostgresqlEnd(client, schema), new SqliteEnd(at));
  } finally {
    await at.dispose();
  }
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
}
