import type { HearsOfLock } from '../../adapters/prisma/alone.js';
import {
  hasKeysApart,
  isPostgresql,
  isThere,
  type Joined,
  joinBots,
  lookAt,
  mustHaveKeys,
  takeAlone,
} from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { mustFit } from '../../adapters/prisma/keys-beside.js';
import { keysInRows, type LookedAt } from '../../adapters/prisma/look-at-file.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { type Config, readConfig } from './config.js';
import { databaseFile, dataKey, nextKeyFile } from './data-key.js';
import { stderr, stdout } from './speaking.js';
import { whyNot } from './why-not.js';

/** What the words after `mentorlog` have in common. */

/** The exit code of a command line that is none. */
export const usageCode = 2;

export interface Command {
  readonly env: NodeJS.ProcessEnv;
  out(line: string): void;
  err(line: string): void;
  /** The machine's clock (ms). */
  now(): number;
}

export const fromHere: Command = {
  env: process.env,
  out: stdout.say,
  err: stderr.say,
  now: leaseClock.now,
};

/** What the settings say of the data, with its key. */
export interface Here {
  readonly config: Config;
  /** The database's file, from the root. */
  readonly database: string;
  readonly rootKey: Uint8Array;
}

/** @throws Refused of the settings, and of a key that is lost; none is made where there is none */
export async function here({ env }: Command): Promise<Here> {
  const config = readConfig(env);
  const { databaseUrl } = config;
  const keyFile = `${databaseFile(databaseUrl)}.key`;
  // A start would make one there.
  if (
    config.dataKey === undefined &&
    !isAt(keyFile) &&
    !isAt(nextKeyFile(databaseUrl)) &&
    !(await isThere(databaseUrl))
  )
    throw new Refused(
      'no-data-key',
      `There is no data key here. Set DATA_KEY, or put its copy where it is looked for (${keyFile}), and do this again.`,
    );
  return {
    config,
    database: databaseFile(databaseUrl),
    rootKey: await dataKey(config.dataKey, databaseUrl, randomIds()),
  };
}

/**
 * Looks at the database as it stands, before anything is done with a key or with what is in it.
 * @returns nothing where there is none yet
 * @throws Refused `wrong-data-key`; `keys-missing`, and those of `mustFit`, with the names that whoever runs the program knows
 */
export async function fits({ config, database, rootKey }: Here): Promise<LookedAt | undefined> {
  const looked = await lookAt(config.databaseUrl, 'none', { rootKey, ids: randomIds() });
  if (looked === undefined) return undefined;
  mustHaveKeys(config.databaseUrl, looked);
  if (!isPostgresql(config.databaseUrl) && hasKeysApart(config.databaseUrl) && !keysInRows(looked))
    await mustFit(database, { rootKey, ids: randomIds() });
  return looked;
}

/** Of what would bring a database up to date, though nobody asked for that. @throws Refused `other-version` */
export function mustBeOfThisVersion(looked: LookedAt | undefined): void {
  if (looked?.newer === true)
    throw new Refused('database-newer', 'This database was written by a newer Mentorlog: install that version again.');
  if (looked === undefined || looked.lacks.migrations.length + looked.lacks.steps.length > 0)
    throw new Refused('other-version', 'This database is of an older version. Run npx mentorlog update first.');
}

/** Does it, and says in a sentence why it could not. Answers the exit code. */
export async function told(command: Command, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    command.err(whyNot(error));
    return 1;
  }
}

/**
 * Does what may only be done while no bot runs on this database, and none starts meanwhile.
 * @throws Refused `bot-runs`
 */
export async function withoutBot<T>(databaseUrl: string, act: () => Promise<T>, called = 'this database'): Promise<T> {
  const held = await takeAlone(databaseUrl);
  if (held === undefined)
    throw new Refused('bot-runs', `Mentorlog runs on ${called}. Stop it first, then do this again.`);
  try {
    return await act();
  } finally {
    await held.release();
  }
}

/** A bot's place on its database. @throws Refused `another-bot` */
export async function asBot(databaseUrl: string, hears?: HearsOfLock): Promise<Joined> {
  const joined = await joinBots(databaseUrl, hears);
  if (joined === undefined)
    throw new Refused(
      'another-bot',
      isPostgresql(databaseUrl)
        ? 'This database is being restored, moved or put under another key, or an older Mentorlog runs on it. Wait until that is done, or stop the older one, and start Mentorlog again.'
        : 'Another Mentorlog runs on this database already, or it is being restored or brought up to date. Stop that one first, or give this one another DATABASE_URL.',
    );
  return joined;
}
