import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { openSqlite } from '../../adapters/prisma/driver.js';

/** A database file, read past the store: to see that nothing was written, wherever it might have been. */
export interface RowsOnFile {
  /** Every row of the programme, whatever table it stands in, as one hash. */
  digest(): Promise<string>;
  /** Keeps everything as it stands under a name, and brings it back, past the store: while nobody writes. */
  keep(name: string): Promise<void>;
  back(name: string): Promise<void>;
  close(): Promise<void>;
}

/** @param programme whose rows */
export async function rowsOnFile(path: string, programme: string): Promise<RowsOnFile> {
  const db = await openSqlite(`file:${path}`);
  const all = async (sql: string): Promise<readonly (readonly unknown[])[]> =>
    (await db.queryRaw({ sql, args: [], argTypes: [] })).rows;
  const every = (await all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`))
    .map(([name]) => String(name))
    .filter((name) => !name.startsWith('_'));
  const tables = (await all(`SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%"programmeId"%'`))
    .map(([name]) => String(name))
    .filter((name) => !name.startsWith('_'));
  expect(tables).toEqual(expect.arrayContaining(['Session', 'Mentorship', 'Outbox', 'Prompt', 'AuditEntry', 'Draft']));
  // SQLite says by itself whether another connection has committed a change: where none has, nothing is read again.
  const version = async (): Promise<unknown> => (await all('PRAGMA data_version'))[0]?.[0];
  const kept = new Map<string, string>();
  let known: { readonly version: unknown; readonly name?: string; readonly digest?: string } | undefined;
  return {
    async digest() {
      const now = await version();
      const same = known?.version === now ? known : undefined;
      if (same?.digest !== undefined) return same.digest;
      const hash = createHash('sha256');
      for (const table of tables)
        for (const row of await all(`SELECT * FROM "${table}" WHERE "programmeId" = '${programme}' ORDER BY 1, 2`))
          for (const value of row) {
            // Bytes as they are: as JSON they would be a list of numbers.
            hash.update(value instanceof Uint8Array ? value : JSON.stringify(value ?? null));
            hash.update('|');
          }
      const digest = hash.digest('hex');
      known = { ...same, version: now, digest };
      if (known.name !== undefined) kept.set(known.name, digest);
      return digest;
    },
    keep: (name) => db.executeScript(`VACUUM INTO '${path}.${name}'`),
    async back(name) {
      await db.executeScript(
        [
          'PRAGMA foreign_keys = OFF',
          `ATTACH '${path}.${name}' AS kept`,
          'BEGIN IMMEDIATE',
          ...every.flatMap((of) => [`DELETE FROM main."${of}"`, `INSERT INTO main."${of}" SELECT * FROM kept."${of}"`]),
          'COMMIT',
          'DETACH kept',
        ].join(';'),
      );
      const digest = kept.get(name);
      known = { version: await version(), name, ...(digest === undefined ? {} : { digest }) };
    },
    close: () => db.dispose(),
  };
}
