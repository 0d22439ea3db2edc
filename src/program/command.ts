import type { HearsOfLock } from '../../adapters/prisma/alone.js';
import { isPostgresql, type Joined, joinBots, takeAlone } from '../../adapters/prisma/databases.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { type Config, readConfig } from './config.js';
import { databaseFile, dataKey } from './data-key.js';
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
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
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
  return {
    config,
    database: databaseFile(config.databaseUrl),
    rootKey: await dataKey(config.dataKey, config.databaseUrl, randomIds()),
  };
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
        ? 'This database is being restored, moved or put under another key, or an older Mentorlog runs on it. Wait until that is done, or stop the older one, and start again.'
        : 'Another Mentorlog runs on this database already, or it is being restored or brought up to date. Stop that one first, or give this one another DATABASE_URL.',
    );
  return joined;
}
