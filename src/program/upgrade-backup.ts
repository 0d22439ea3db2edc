import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresql, upgradeOf } from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import type { LookedAt } from '../../adapters/prisma/look-at-file.js';
import { packageRoot } from '../../adapters/prisma/migrate.js';
import { troubleOf } from '../../adapters/prisma/trouble.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { backupsIn, stemOf } from './backups.js';
import type { Config } from './config.js';
import { databaseFile } from './data-key.js';
import { backUp, type Made } from './verified-copy.js';

/** Before a database is brought up to date a copy of it is taken, so that going back is always possible. */

/** This program's version, as its package says. */
export async function version(): Promise<string> {
  const read = JSON.parse(await readFile(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return read.version;
}

/**
 * Takes a verified copy where a migration or a data step waits, and says so. Nothing where BACKUP_DIR is off, which is said
 * too; nor where an upgrade was stopped among its data steps, whose copy from before is there; nor where nothing is in it.
 * @returns the copy, where one was taken
 * @throws Refused `no-backup-before-upgrade` where it cannot be taken: then nothing is brought up to date either
 */
export async function backUpBeforeUpgrade(
  config: Config,
  about: { readonly key: Uint8Array; readonly zone: string; readonly say: (line: string) => void },
): Promise<Made | undefined> {
  const found = await wholeOne(config);
  if (found === undefined || found.newer) return undefined;
  const { migrations, steps } = found.lacks;
  if (migrations.length + steps.length === 0) return undefined;
  // Tables that an owner has made and nobody has started on: there is nothing to go back to, and no keys are there to copy.
  if (Object.values(found.counts).every((rows) => rows === 0)) return undefined;
  if (config.backups === undefined) {
    about.say('The data is brought up to date, and no copy of before is taken: BACKUP_DIR is off.');
    return undefined;
  }
  const database = databaseFile(config.databaseUrl);
  const what = `before-${await version()}`;
  try {
    const taken = await backupsIn(config.backups.folder, stemOf(database));
    if (migrations.length === 0 && taken.some(({ name }) => name.includes(what))) return undefined;
    const made = await backUp(
      { config, database, rootKey: about.key },
      { now: leaseClock.now(), zone: about.zone, what },
    );
    about.say(
      `The data is brought up to date now. What it was before is in ${made.file}: to go back, stop this, run npx mentorlog restore ${made.file}, and start the former version.`,
    );
    return made;
  } catch (cause) {
    if (cause instanceof Refused && cause.code === 'wrong-data-key') throw cause;
    throw new Refused(
      'no-backup-before-upgrade',
      `The data has to be brought up to date, and no copy of it could be taken first (${why(cause)}). See that ${config.backups.folder} can be written to and has room, or set BACKUP_DIR to another folder.`,
      { cause },
    );
  }
}

/** A file up to this size (bytes) is read whole at each start: it takes a fraction of a second. Larger ones each night. */
const readWhole = 64 * 1024 * 1024;

/** @throws Refused `database-damaged`, which names the newest backup that there is */
async function wholeOne(config: Config): Promise<LookedAt | undefined> {
  if (isPostgresql(config.databaseUrl)) return upgradeOf(config.databaseUrl);
  const database = databaseFile(config.databaseUrl);
  try {
    const small = isAt(database) && statSync(database).size <= readWhole;
    return await upgradeOf(config.databaseUrl, small ? 'quick' : 'none');
  } catch (cause) {
    if (troubleOf(cause) !== 'damaged') throw cause;
    const { folder } = config.backups ?? {};
    const newest =
      folder === undefined
        ? undefined
        : (await backupsIn(folder, stemOf(database)).catch(() => [])).find((one) => !one.doubtful);
    const file = folder === undefined || newest === undefined ? 'FILE' : path.join(folder, newest.name);
    throw new Refused(
      'database-damaged',
      `The database is damaged, or is none of Mentorlog’s. Restore a backup: npx mentorlog restore ${file}`,
      { cause },
    );
  }
}

/** Why it could not, in the fewest words: a code at most. */
function why(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : 'an unknown fault';
}
