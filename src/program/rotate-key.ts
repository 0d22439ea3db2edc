import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresql, isThere } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { isBegun, type Rotated, rotate } from '../../adapters/prisma/rotate.js';
import { everythingKept } from '../kept.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { newKey } from '../kernel/seal.js';
import { type Command, fromHere, told, usageCode, withoutBot } from './command.js';
import { readConfig } from './config.js';
import { databaseFile, keyBytes, keyIn, nextKeyFile } from './data-key.js';

/**
 * `mentorlog rotate-key`: another data key for a database. The new one is DATA_KEY_NEW, or made here where the key is the
 * file beside the database. It can be stopped or killed at any moment; the same command goes on. Answers the exit code.
 */
export function rotateKey(args: readonly string[], command: Command = fromHere): Promise<number> {
  if (args.length > 0) {
    command.err('Write it so: mentorlog rotate-key. It takes nothing behind it; DATA_KEY_NEW is the new key.');
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const { databaseUrl, dataKey, newDataKey } = readConfig(command.env);
    const database = databaseFile(databaseUrl);
    if (!(await isThere(databaseUrl)))
      throw new Refused('no-database', 'There is no database yet, and no key to change. Start the bot once first.');
    return withoutBot(databaseUrl, () => alone({ databaseUrl, database, dataKey, newDataKey }, command.out));
  });
}

interface Where {
  readonly databaseUrl: string;
  readonly database: string;
  readonly dataKey: string | undefined;
  readonly newDataKey: string | undefined;
}

/** No bot runs, and none starts meanwhile. */
async function alone(
  { databaseUrl, database, dataKey, newDataKey }: Where,
  say: (line: string) => void,
): Promise<number> {
  const before = 'Backups from before open with the old key only: keep it as long as them, and not beside them.';
  if (dataKey !== undefined) {
    if (newDataKey === undefined)
      throw new Refused('no-new-key', 'Set DATA_KEY_NEW too, for example from: openssl rand -hex 32');
    const done = await change(databaseUrl, keyBytes(dataKey), keyBytes(newDataKey), say);
    say(done.done ? 'The data is under the new key.' : 'The data is under the new key already.');
    say('Set DATA_KEY to it, take DATA_KEY_NEW out of the settings, and start the bot.');
    say(before);
    return ended(done, say);
  }
  const [file, next] = [`${database}.key`, nextKeyFile(databaseUrl)];
  if (!isAt(file))
    throw new Refused(
      'data-key-lost',
      `There is a database but no key to it. Put its key back as ${where(databaseUrl, file)}, or set DATA_KEY.`,
    );
  const old = await keyIn(file, 'DATA_KEY');
  // A new key that is there says that a change was begun: so none is made before it is known that one can be.
  if (!isAt(next) && !(await isBegun(databaseUrl))) await broughtUpToDate(databaseUrl, old, say);
  const to = await nextKey(next, newDataKey);
  const done = await change(databaseUrl, old, to, say);
  // A name for the old one first, then one step in which the new one takes its place.
  const kept = `${file}.before-${new Date(leaseClock.now()).toISOString().slice(0, 10)}`;
  if (!isAt(kept)) await link(file, kept);
  await rename(next, file);
  await synced(path.dirname(file));
  say(`The data is under a new key, in ${where(databaseUrl, file)}. The old one is ${path.basename(kept)}.`);
  say(before);
  return ended(done, say);
}

/** Where a key lies that is no setting. */
const where = (databaseUrl: string, file: string): string =>
  isPostgresql(databaseUrl) ? file : `${path.basename(file)} beside it`;

function ended({ damaged }: Rotated, say: (line: string) => void): number {
  if (damaged > 0)
    say(
      `${damaged} of the keys and words in it open with neither key: they were damaged before, and stand as they did.`,
    );
  return 0;
}

async function change(url: string, from: Uint8Array, to: Uint8Array, say: (line: string) => void): Promise<Rotated> {
  if (Buffer.compare(from, to) === 0)
    throw new Refused(
      'same-key',
      'DATA_KEY_NEW is the key that there is. Make another, for example with: openssl rand -hex 32',
    );
  const ids = randomIds();
  const given = {
    url,
    from,
    to,
    ids,
    began: () => say('The key is being changed. Stopped meanwhile, run this again: it goes on where it stopped.'),
  };
  if (!(await isBegun(url)))
    await broughtUpToDate(url, from, say).catch((error: unknown) => {
      // Under the new key already, there is nothing to bring.
      if (!(error instanceof Refused && error.code === 'wrong-data-key')) throw error;
    });
  return rotate(given);
}

/** As a start does, first. @throws Refused as the store's opening does */
async function broughtUpToDate(url: string, rootKey: Uint8Array, say: (line: string) => void): Promise<void> {
  const store = await openStore({ url, rootKey, ids: randomIds(), kept: everythingKept, say });
  await store.close();
}

/** The new key as an earlier try left it, or a new one, on the disk whole before it is used. */
async function nextKey(file: string, setting: string | undefined): Promise<Uint8Array> {
  if (isAt(file)) {
    const key = await keyIn(file, 'DATA_KEY');
    if (setting !== undefined && Buffer.compare(key, keyBytes(setting)) !== 0)
      throw new Refused(
        'other-new-key',
        `This change of the key was begun with the one in ${path.basename(file)}: take DATA_KEY_NEW out of the settings.`,
      );
    return key;
  }
  const key = setting === undefined ? newKey() : keyBytes(setting);
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(`${Buffer.from(key).toString('hex')}\n`);
    await handle.sync();
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await synced(path.dirname(file));
  return key;
}

/** Names in a folder last once the folder itself is on the disk. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
