import { openSqlite } from './driver.js';
import { keyFileOf } from './key-file.js';
import { newFile } from './new-file.js';
import { troubleOf } from './trouble.js';

/**
 * One consistent copy of the database at `url`, as of one moment, while writing goes on; only its owner can read it. It
 * has a connection of its own, which reads: on one that is `query_only` SQLite refuses VACUUM INTO too.
 * @throws Refused `backup-exists` rather than overwrite a file; what the system refuses, with the file's name
 */
export const backup = (url: string, file: string): Promise<void> =>
  newFile(file, async () => {
    const adapter = await openSqlite(url);
    try {
      await adapter.executeRaw({
        sql: 'VACUUM INTO ?',
        args: [file],
        argTypes: [{ scalarType: 'string', arity: 'scalar' }],
      });
    } catch (error) {
      // It is the copy that found no room.
      throw troubleOf(error) === 'full' ? Object.assign(error as Error, { file }) : error;
    } finally {
      await adapter.dispose();
    }
  });

/**
 * The same of the key store of the database at `url`. To be taken after the database's, so that whoever is in that copy
 * has their key in this one; and to be kept for `keyBackupDays` only, for it brings back whoever is erased from now on.
 * @throws Refused `backup-exists` rather than overwrite a file
 */
export const backupKeys = (url: string, file: string): Promise<void> => backup(keyFileOf(url), file);
