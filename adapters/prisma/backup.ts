import { open, rm } from 'node:fs/promises';
import { Refused } from '../../src/kernel/errors.js';
import { openSqlite } from './driver.js';

/**
 * One consistent copy of the database at `url`, as of one moment, while writing goes on; only its owner can read it. It
 * has a connection of its own, which reads: on one that is `query_only` SQLite refuses VACUUM INTO too.
 * @throws Refused `backup-exists` rather than overwrite a file
 */
export async function backup(url: string, file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'EEXIST') throw cause;
    throw new Refused('backup-exists', 'A file of that name exists: name another one for the backup.', { cause });
  }
  try {
    const adapter = await openSqlite(url);
    try {
      await adapter.executeRaw({
        sql: 'VACUUM INTO ?',
        args: [file],
        argTypes: [{ scalarType: 'string', arity: 'scalar' }],
      });
    } finally {
      await adapter.dispose();
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}
