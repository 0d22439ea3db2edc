import path from 'node:path';
import { type Clock, leaseClock } from '../../src/kernel/clock.js';
import type { Ids } from '../../src/kernel/ids.js';
import { alone, type Replicas } from '../../src/ports/replicas.js';
import { type HearsOfLock, type Held, takeFileForOneBot } from './alone.js';
import { dialectOf, isPostgresql } from './clients-for.js';
import { isAt } from './is-at.js';
import { keyFileOf } from './key-file.js';
import { keysMissing } from './key-store.js';
import { type Leases, soleLeases } from './leases.js';
import { keysInRows, type LookedAt, lookAtFile, upgradeOfFile } from './look-at-file.js';
import { migrationsThatAdd } from './migrate.js';

/** What the program asks of a database by its address, of whichever kind it is. */

export { isPostgresql };

/**
 * Takes a database for what may only be done without a bot. What only reads, or claims by lease (a backup, a
 * check, a pack), asks for none.
 * @returns nothing where somebody has it
 * @throws Refused where it cannot be reached
 */
export async function takeAlone(url: string): Promise<Held | undefined> {
  if (!isPostgresql(url)) return takeFileForOneBot(url);
  return (await import('./postgresql/take-alone.js')).takeAlone(url);
}

/**
 * Makes this program a bot on the database: the one bot of a file, one of any number on PostgreSQL.
 * @returns nothing where somebody has the database for themselves
 * @throws Refused where it cannot be reached
 */
export async function joinBots(url: string, hears?: HearsOfLock): Promise<Joined | undefined> {
  if (isPostgresql(url)) {
    const replica = await (await import('./postgresql/replica.js')).joinReplicas(url, hears);
    return (
      replica && {
        leases: replica,
        replicas: replica,
        clock: replica.clock,
        release: () => replica.release(),
      }
    );
  }
  const held = await takeFileForOneBot(url);
  return held && { leases: soleLeases, replicas: alone, clock: leaseClock, release: held.release };
}

/** A bot's place among others. */
export interface Joined extends Held {
  readonly leases: Leases;
  readonly replicas: Replicas;
  /** What leases go by, and the domain's clock too: the machine's, or where machines share a database that one's. */
  readonly clock: Clock;
}

/** Whether a database of ours stands there, and what of an upgrade it lacks; nothing where it is still to be made. */
export async function upgradeOf(url: string, check: 'quick' | 'none' = 'none'): Promise<LookedAt | undefined> {
  if (!isPostgresql(url)) return upgradeOfFile(url, check);
  return (await import('./postgresql/look.js')).lookAtDatabase(url);
}

/** Whether what it lacks of an upgrade may be brought to it while programs of the version before run: of a server only. */
export async function onlyAdds(url: string): Promise<boolean> {
  if (!isPostgresql(url)) return false;
  const lacks = (await upgradeOf(url))?.lacks;
  if (lacks === undefined || lacks.steps.length > 0) return false;
  const harmless = await migrationsThatAdd('postgresql');
  return lacks.migrations.every((name) => harmless.includes(name));
}

/**
 * Takes the copy of before an upgrade and opens the database while no other start does: of several the first finds something to be
 * done, and the others find it done. A file has one bot.
 * @throws as `act`; Refused where the database cannot be had
 */
export async function startsInTurn<T>(url: string, act: () => Promise<T>): Promise<T> {
  if (!isPostgresql(url)) return act();
  return (await import('./postgresql/running.js')).inTurn(url, act, 'whole');
}

/** What a database is, with its data key tried. @throws as `lookAtFile` */
export async function lookAt(
  url: string,
  check: 'quick' | 'none',
  key?: { readonly rootKey: Uint8Array; readonly ids: Ids },
): Promise<LookedAt | undefined> {
  if (!isPostgresql(url)) return lookAtFile(fileOf(url), check, key);
  return (await import('./postgresql/look.js')).lookAtDatabase(url, key);
}

/** Whether a start has made it. @throws Refused where that cannot be found out */
export async function isThere(url: string): Promise<boolean> {
  return isPostgresql(url) ? (await upgradeOf(url)) !== undefined : isAt(fileOf(url));
}

/** Makes the tables where there are none. @throws as `migrate` of its dialect */
export async function makeEmpty(url: string): Promise<void> {
  await (await dialectOf(url)).migrate(url);
}

/** Whether something in it is sealed under a data key. @throws as `isThere` */
export async function isSealed(url: string): Promise<boolean> {
  return isPostgresql(url) ? (await import('./postgresql/look.js')).isSealed(url) : isAt(fileOf(url));
}

/** One consistent copy of the rows, as an SQLite file, while writing goes on. @throws Refused `backup-exists` */
export const copyDatabase = async (url: string, file: string): Promise<void> =>
  (await dialectOf(url)).backup(url, file);

/** Whether people's keys stand apart from the rows, as they do from 0.8.0 on. */
export const hasKeysApart = (url: string): boolean => isPostgresql(url) || isAt(fileOf(keyFileOf(url)));

/**
 * Whether what people wrote can be opened at all: what is opened is a copy, as a rule, and its name says nothing to anybody.
 * @param looked what stands at `url`. A server's keys are its own matter
 * @throws Refused `keys-missing` where rows stand without the keys beside them that they need
 */
export function mustHaveKeys(url: string, looked: LookedAt): void {
  if (looked.counts.people > 0 && !keysInRows(looked) && !hasKeysApart(url))
    throw keysMissing(`Put ${path.resolve(fileOf(keyFileOf(url)))} back`);
}

/** The same of people's keys; to be taken after the rows, so that whoever is in these has their key there. */
export const copyKeys = async (url: string, file: string): Promise<void> =>
  (await dialectOf(url)).backupKeys(url, file);

/** An address as it may be printed: without the role, its password and what else stands behind it. */
export function saidAddress(url: string): string {
  if (!isPostgresql(url)) return url;
  const { host, pathname } = new URL(url);
  return `postgresql://${host}${pathname}`;
}

const fileOf = (url: string): string => url.replace(/^file:(\/\/)?/, '');
