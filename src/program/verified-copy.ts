import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { copyDatabase, copyKeys, hasKeysApart } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { keysInRows, type LookedAt, lookAtFile } from '../../adapters/prisma/look-at-file.js';
import { hasKeysBeside, openCopy } from '../../adapters/prisma/open-copy.js';
import { everythingKept } from '../kept.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { local } from '../kernel/zoned.js';
import type { Store } from '../ports/store.js';
import { type Backup, backupsIn, freeName, keysPast, namedAs, replacedKeysPast, stemOf, tooMany } from './backups.js';
import type { Here } from './command.js';

/** A backup is one once it was opened apart and found to be whole; until then it has another name. */

export interface Made {
  /** Where it stands. */
  readonly file: string;
  readonly looked: LookedAt;
  /** How many chains were recomputed, and how many of them do not hold. */
  readonly chains: { readonly all: number; readonly broken: number };
  /** Names of older ones that made room. */
  readonly gone: readonly string[];
}

/** The day in a zone, as the names of backups have it. */
export const dayIn = (at: number, zone: string): string => local(at, zone).date;

/** People's keys stand beside a database or a copy of it, in a file of their own. */
export const keysOf = (file: string): string => `${file}-keys`;

/**
 * Copies the database and then people's keys beside whatever writes to them, verifies the copy with these keys, names both,
 * and lets go of what is one too many. Copies of keys that are too old go in any case.
 * @param what what it is from before of: `before-0.8.0`
 * @throws Refused, and what the file system refuses; nothing is left of the copy then, and no older backup goes
 */
export async function backUp(
  at: Here,
  about: { readonly now: number; readonly zone: string; readonly what?: string },
): Promise<Made> {
  const { backups } = at.config;
  if (backups === undefined)
    throw new Refused(
      'backups-off',
      'BACKUP_DIR is off, so there is nowhere to put one: name a file, or set BACKUP_DIR to a folder.',
    );
  const { folder, keep } = backups;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [stem, today] = [stemOf(at.database), dayIn(about.now, about.zone)];
  const name = freeName(await backupsIn(folder, stem), stem, today, about.what);
  const part = path.join(folder, `.${name}.part`);
  try {
    const { looked, chains } = await verifiedPart(at, part);
    const doubtful = chains.broken > 0;
    const named = namedAs(name, { doubtful, keysInside: keysInRows(looked) });
    const file = path.join(folder, named);
    // Its keys first: a backup without them is none.
    for (const of of hasKeysBeside(part) ? [keysOf, asItIs] : [asItIs]) {
      await lasting(of(part));
      await rename(of(part), of(file));
    }
    await lasting(folder);
    const made: Backup = { name: named, day: today, doubtful };
    const gone = tooMany(await backupsIn(folder, stem), made, today, keep);
    for (const one of gone)
      for (const of of [asItIs, keysOf]) await rm(of(path.join(folder, one.name)), { force: true });
    return { file, looked, chains, gone: gone.map((one) => one.name) };
  } finally {
    await clear(part);
    await letGoOfKeys(folder, at.database, today);
  }
}

const asItIs = (file: string): string => file;

/** Nothing is left of a copy that was begun. */
async function clear(file: string): Promise<void> {
  for (const of of [asItIs, keysOf])
    for (const end of ['', '-wal', '-shm', '-journal', '-running', '-bot'])
      await rm(`${of(file)}${end}`, { force: true });
}

/** A copy under a name that is none yet, and what was found in it. */
async function verifiedPart({ config, rootKey }: Here, part: string): Promise<Pick<Made, 'looked' | 'chains'>> {
  for (let tries = 1; ; tries += 1) {
    await clear(part);
    await copyDatabase(config.databaseUrl, part);
    // Up to 0.7.0 they were in the rows.
    if (hasKeysApart(config.databaseUrl)) await copyKeys(config.databaseUrl, keysOf(part));
    const looked = await lookAtFile(part, 'whole', { rootKey, ids: randomIds() });
    try {
      return { looked, chains: await chainsOf(part, looked, rootKey) };
    } catch (cause) {
      // Somebody was erased between the two.
      if (tries > 1 || !(cause instanceof Refused) || cause.code !== 'erased') throw cause;
    }
  }
}

/** Copies of people's keys go after `keyBackupDays`, whatever becomes of the backups. */
async function letGoOfKeys(folder: string, database: string, today: string): Promise<void> {
  for (const name of keysPast(await readdir(folder), stemOf(database), today))
    await rm(path.join(folder, name), { force: true });
  const beside = path.dirname(database);
  for (const name of replacedKeysPast(await readdir(beside).catch(() => []), database, today))
    await rm(path.join(beside, name), { force: true });
}

/**
 * Each chain of a file with its keys beside it, recomputed and compared with its rows. Of another version's file none: its
 * rows are not ours to read.
 */
export async function chainsOf(file: string, looked: LookedAt, rootKey: Uint8Array): Promise<Made['chains']> {
  if (isOtherwise(looked)) return { all: 0, broken: 0 };
  const copied = await openCopy({ file, rootKey, ids: randomIds(), kept: everythingKept });
  try {
    return await chainsIn(copied);
  } finally {
    await copied.close();
  }
}

/**
 * The same of a file that is opened with another day's keys, on a copy of both at `trial`: whoever was erased since is erased
 * in it again, as a start would, and nothing of that is left.
 * @throws Refused `keys-older`
 */
export async function chainsWith(
  keys: string,
  file: string,
  looked: LookedAt,
  rootKey: Uint8Array,
  trial: string,
): Promise<Made['chains']> {
  if (isOtherwise(looked)) return { all: 0, broken: 0 };
  return onTrial(file, keys, trial, async () => {
    const store = await openStore({ url: `file:${trial}`, rootKey, ids: randomIds(), kept: everythingKept });
    try {
      return await chainsIn(store);
    } finally {
      await store.close();
    }
  });
}

/** Does it on a copy of a file and of keys, which is gone afterwards. */
export async function onTrial<T>(file: string, keys: string, trial: string, act: () => Promise<T>): Promise<T> {
  // Beside a database on a server there may be no folder of its data yet.
  await mkdir(path.dirname(trial), { recursive: true, mode: 0o700 });
  await clear(trial);
  try {
    await copyFile(file, trial);
    if (existsSync(keys)) await copyFile(keys, keysOf(trial));
    return await act();
  } finally {
    await clear(trial);
  }
}

const isOtherwise = ({ newer, lacks }: LookedAt): boolean => newer || lacks.migrations.length + lacks.steps.length > 0;

async function chainsIn(copied: Pick<Store, 'read'>): Promise<Made['chains']> {
  let [all, broken] = [0, 0];
  for (const { id } of await copied.read((tx) => tx.programmes.all())) {
    const chains = await copied.read(async (tx) => (await tx.in(id).mentorships.all()).map((one) => one.id));
    for (const chain of chains) {
      // A reading each: what one remembers of its rows is let go before the next.
      const verdict = await copied.read((tx) => tx.in(id).audit.check(chain));
      all += 1;
      if (verdict.brokenAt !== undefined || verdict.misfits.length > 0) broken += 1;
    }
    all += 1;
    if ((await copied.read((tx) => tx.in(id).audit.broken(id))) !== undefined) broken += 1;
  }
  return { all, broken };
}

/** What was written there lasts, whatever becomes of the machine. */
export async function lasting(at: string): Promise<void> {
  const handle = await open(at, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
