import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { copyDatabase, copyKeys, isThere } from '../../adapters/prisma/databases.js';
import { noteHeadsOf } from '../../adapters/prisma/head-notes.js';
import { openStore } from '../../adapters/prisma/index.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { keysInRows, type LookedAt, lookAtFile } from '../../adapters/prisma/look-at-file.js';
import { keyBackupDays } from '../domain/kept-for.js';
import { everythingKept } from '../kept.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { asDate } from '../kernel/zoned.js';
import type { Here } from './command.js';
import { inTemporaryFolder } from './temporary.js';
import { keysOf } from './verified-copy.js';

/**
 * A backup in the place of a PostgreSQL database: checked as any other, beside a copy of today's keys, and put there in
 * one transaction.
 */

/** Puts a file there, and the keys beside it where there are some; answers what is to be said. */
export type Place = (part: string, looked: LookedAt) => Promise<readonly string[]>;

/** What was there is kept under such a name. */
export const replaced = (database: string, now: number): string =>
  `${database}.replaced-${asDate(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`;

/**
 * @param act is given a folder to work in as if the database were in it, with today's keys beside
 * @throws Refused `nothing-there` where a new database is to be filled without keys
 */
export async function onServer(
  at: Here,
  { file, withKeys, now }: { readonly file: string; readonly withKeys: boolean; readonly now: number },
  act: (near: Here, place: Place) => Promise<number>,
): Promise<number> {
  const { databaseUrl } = at.config;
  const before = await isThere(databaseUrl);
  if (!before && !withKeys && !keysInRows(await lookAtFile(file, 'none')))
    throw new Refused(
      'nothing-there',
      `There is nothing in that PostgreSQL database, and so no people’s keys either: ${isAt(keysOf(file)) ? 'say --with-keys, to put back those beside that backup' : `put the newest that you have beside that backup, as ${keysOf(file)}, and say --with-keys`}.`,
    );
  return inTemporaryFolder('restore', async (folder) => {
    const database = path.join(folder, 'today');
    if (before) await copyKeys(databaseUrl, keysOf(database));
    return await act({ ...at, database }, async (part, looked) => {
      const said: string[] = [];
      const kept = replaced(at.database, now);
      await mkdir(path.dirname(kept), { recursive: true });
      if (before) {
        await copyDatabase(databaseUrl, kept);
        said.push(`What was there is kept as ${kept}.`);
      }
      if (before && withKeys) {
        await copyKeys(databaseUrl, keysOf(kept));
        said.push(
          `The keys that were there are kept as ${keysOf(kept)} for ${keyBackupDays} days: they open what was written since that backup.`,
        );
      }
      await put(at, part, keysOf(database), looked, withKeys);
      return said;
    });
  });
}

async function put(at: Here, part: string, todays: string, looked: LookedAt, withKeys: boolean): Promise<void> {
  const keys = keysOf(part);
  if (!isAt(keys) && isAt(todays)) await rename(todays, keys);
  const older = looked.lacks.migrations.length + looked.lacks.steps.length > 0;
  if (older) {
    // Its rows have to be of this version before they are anything to this database.
    const { rootKey } = at;
    const store = await openStore({ url: `file:${part}`, rootKey, ids: randomIds(), kept: everythingKept });
    await store.close();
  }
  // As in a file: told before, and until the rows are there it is only behind them.
  const noted = { url: at.config.databaseUrl, rootKey: at.rootKey, ids: randomIds() };
  await noteHeadsOf(`file:${part}`, noted);
  const { replaceBy } = await import('../../adapters/prisma/postgresql/fill.js');
  await replaceBy({ file: part, keys, url: at.config.databaseUrl }, withKeys || older);
  // Notes that came with the keys are of another moment than the rows.
  await noteHeadsOf(`file:${part}`, noted);
}
