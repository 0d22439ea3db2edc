import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { copyDatabase, copyKeys, isPostgresql, lookAt } from '../../../adapters/prisma/databases.js';
import { isAt } from '../../../adapters/prisma/is-at.js';
import type { LookedAt } from '../../../adapters/prisma/look-at-file.js';
import { openCopy } from '../../../adapters/prisma/open-copy.js';
import { everythingKept } from '../../kept.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { randomIds } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { backupsIn, stemOf } from '../backups.js';
import type { Config } from '../config.js';
import { dataKey } from '../data-key.js';
import { keyApart } from '../keeping-said.js';
import { inTemporaryFolder } from '../temporary.js';
import { whyNot } from '../why-not.js';
import { type Check, checkOf } from './check.js';

/** What doctor looks at on this machine: disk, database, key, chains, backups. */

/** A backup is late after so long (ms): a night and the morning after. */
const late = 36 * 60 * 60_000;
/** Room on the disk (bytes): below the first it is to mend; an upgrade and a backup take as much as the file each. */
const least = 100 * 1024 * 1024;
const mega = 1024 * 1024;

export async function* dataChecks(config: Config, database: string, now: number): AsyncGenerator<Check> {
  const onServer = isPostgresql(config.databaseUrl);
  // A server's own disk is not seen from here.
  if (!onServer) yield await tried('Disk', () => disk(database));
  const there = await tried('Database', async () =>
    onServer || isAt(database) ? undefined : checkOf('Database', 'not seen', noneYet),
  );
  if (there !== undefined) {
    yield there;
    return;
  }
  yield* await inDatabase(config, database);
  yield keyPlace(config, database);
  yield await tried('Backups', () => lastBackup(config, database, now));
}

/** What cannot be looked at is to be mended, and holds up nothing else. */
async function tried<T extends Check | undefined>(about: string, act: () => Promise<T>): Promise<T | Check> {
  try {
    return await act();
  } catch (error) {
    return checkOf(about, 'to mend', whyNot(error));
  }
}

async function disk(database: string): Promise<Check> {
  let folder = path.dirname(database);
  while (!existsSync(folder)) folder = path.dirname(folder);
  try {
    await access(folder, constants.R_OK | constants.W_OK);
  } catch {
    return checkOf('Disk', 'to mend', `${folder} cannot be written to: give it to whoever runs Mentorlog`);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const size = existsSync(database) ? (await stat(database)).size : 0;
  const said = `${Math.floor(free / mega)} MB free, the database takes ${Math.ceil(size / mega)} MB`;
  return free < Math.max(least, 2 * size)
    ? checkOf('Disk', 'to mend', `${said}: make room, a backup and an upgrade take as much again each`)
    : checkOf('Disk', 'ok', said);
}

async function inDatabase(config: Config, database: string): Promise<readonly Check[]> {
  let rootKey: Uint8Array;
  let looked: LookedAt | undefined;
  const url = config.databaseUrl;
  try {
    looked = await lookAt(url, 'quick');
  } catch (error) {
    const damaged = error instanceof Refused && ['database-damaged', 'not-a-database'].includes(error.code);
    return [
      checkOf(
        'Database',
        'to mend',
        damaged ? 'is damaged: restore a backup with npx mentorlog restore FILE' : whyNot(error),
      ),
    ];
  }
  if (looked === undefined) return [checkOf('Database', 'not seen', noneYet)];
  const { migrations, steps } = looked.lacks;
  const checks: Check[] = [
    looked.newer
      ? checkOf('Database', 'to mend', 'a newer Mentorlog has written to it: install that version again')
      : migrations.length + steps.length > 0
        ? checkOf('Database', 'ok', 'whole, of an older version: the next start brings it up to date, after a backup')
        : checkOf(
            'Database',
            'ok',
            `whole, of this version: ${count(looked.counts.people, 'person', 'people')}, ${count(looked.counts.sessions, 'session')}`,
          ),
  ];
  try {
    rootKey = await dataKey(config.dataKey, config.databaseUrl, randomIds());
    await lookAt(url, 'none', { rootKey, ids: randomIds() });
    checks.push(checkOf('Data key', 'ok', 'it opens this database'));
  } catch (error) {
    return [...checks, checkOf('Data key', 'to mend', whyNot(error))];
  }
  if (looked.newer || migrations.length + steps.length > 0) return checks;
  try {
    return [...checks, await (isPostgresql(url) ? chainsOfServer(url, rootKey) : chains(database, rootKey))];
  } catch (error) {
    return [...checks, checkOf('Records', 'to mend', whyNot(error))];
  }
}

/** Of a copy of one moment: nothing on the server waits for it. */
async function chainsOfServer(url: string, rootKey: Uint8Array): Promise<Check> {
  return inTemporaryFolder('doctor', async (folder) => {
    const file = path.join(folder, 'copy.db');
    await copyDatabase(url, file);
    await copyKeys(url, `${file}-keys`);
    return await chains(file, rootKey);
  });
}

const noneYet = 'there is none yet: start Mentorlog once';

/** The chains of entries themselves; whether rows are what they commit to is looked at by `verify`, and takes longer. */
async function chains(file: string, rootKey: Uint8Array): Promise<Check> {
  const copied = await openCopy({ file, rootKey, ids: randomIds(), kept: everythingKept });
  try {
    let [all, broken] = [0, 0];
    for (const { id } of await copied.read((tx) => tx.programmes.all()))
      for (const chain of [id, ...(await copied.read((tx) => tx.in(id).mentorships.all())).map((one) => one.id)]) {
        all += 1;
        if ((await copied.read((tx) => tx.in(id).audit.broken(chain))) !== undefined) broken += 1;
      }
    return broken === 0
      ? checkOf('Records', 'ok', `${count(all, 'chain')} ${all === 1 ? 'holds' : 'hold'}`)
      : checkOf('Records', 'to mend', `${broken} of ${all} chains do not hold: run npx mentorlog verify`);
  } finally {
    await copied.close();
  }
}

function keyPlace({ dataKey: set, databaseUrl }: Config, database: string): Check {
  // That there is none is said where it is tried.
  if (set === undefined && !existsSync(`${database}.key`))
    return checkOf('Key apart', 'not seen', `DATA_KEY is not set, and there is no ${database}.key`);
  if (set === undefined && isPostgresql(databaseUrl))
    return checkOf('Key apart', 'ok', `it lies in ${database}.key on this machine; keep a copy of it on another`);
  return set === undefined
    ? checkOf(
        'Key apart',
        'to mend',
        `the key lies beside the data, so whoever copies that folder can read everything. ${keyApart(`${database}.key`)}`,
      )
    : checkOf('Key apart', 'ok', 'DATA_KEY is a setting; keep a copy of it where the backups are not');
}

async function lastBackup({ backups }: Config, database: string, now: number): Promise<Check> {
  if (backups === undefined)
    return checkOf('Backups', 'to mend', 'none is made by itself: set BACKUP_DIR to a folder, best on another disk');
  const [last] = (await backupsIn(backups.folder, stemOf(database))).filter((one) => !one.doubtful);
  if (last === undefined)
    return checkOf(
      'Backups',
      'to mend',
      `none yet in ${backups.folder}: run npx mentorlog backup, or wait for the night`,
    );
  const age = now - (await stat(path.join(backups.folder, last.name))).mtimeMs;
  const said = `the last is ${last.name}, ${age < day ? `${Math.max(0, Math.round(age / 3_600_000))} h` : `${Math.floor(age / day)} days`} old`;
  return age > late
    ? checkOf('Backups', 'to mend', `${said}: run npx mentorlog backup to see why there is none since`)
    : checkOf('Backups', 'ok', said);
}
