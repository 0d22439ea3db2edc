import { rm } from 'node:fs/promises';
import {
  copyDatabase,
  copyKeys,
  hasKeysApart,
  isThere,
  lookAt,
  mustHaveKeys,
} from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { keyBackupDays } from '../domain/kept-for.js';
import { Refused } from '../kernel/errors.js';
import { count } from '../kernel/words.js';
import { type Command, fromHere, here, told, usageCode } from './command.js';
import { readConfig } from './config.js';
import { databaseFile } from './data-key.js';
import { machineZone } from './machine-zone.js';
import { backUp, keysOf } from './verified-copy.js';

/** Chains of it do not hold: it is there, and older ones were not let go for it. */
export const doubtfulCode = 3;

/**
 * `mentorlog backup`: a verified copy in BACKUP_DIR, as each night; `mentorlog backup FILE`: a copy there. The key is in
 * neither: keep it apart.
 * @returns the exit code
 */
export function backup(args: readonly string[], command: Command = fromHere): Promise<number> {
  const [file, ...more] = args;
  if (more.length > 0 || file?.startsWith('-')) {
    command.err('Write it so: mentorlog backup, or mentorlog backup FILE.');
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const { databaseUrl, dataKey, zone } = readConfig(command.env);
    const database = databaseFile(databaseUrl);
    if (!(await isThere(databaseUrl)))
      throw new Refused('no-database', 'There is no database to copy yet. Start the bot once first.');
    const keyFile = `${database}.key`;
    const keep =
      dataKey === undefined && !isAt(keyFile)
        ? `What people wrote in it is encrypted, and the key to it (${keyFile}) is not here: look for its copy, for nothing else opens it.`
        : `What people wrote in it is encrypted: keep ${dataKey === undefined ? keyFile : 'DATA_KEY'} too, somewhere else.`;
    if (file !== undefined) {
      const looked = await lookAt(databaseUrl, 'none');
      if (looked !== undefined) mustHaveKeys(databaseUrl, looked);
      await copyDatabase(databaseUrl, file);
      // Up to 0.7.0 they were in the rows.
      const apart = hasKeysApart(databaseUrl);
      if (apart)
        await copyKeys(databaseUrl, keysOf(file)).catch(async (error: unknown) => {
          // Without them it is none.
          await rm(file, { force: true });
          throw error;
        });
      command.out(
        `Copied to ${file}${apart ? `, and people’s keys to ${keysOf(file)}` : ' with people’s keys in it'}. Delete that one after ${keyBackupDays} days: it brings back whoever is erased from now on. ${keep}`,
      );
      return 0;
    }
    const made = await backUp(await here(command), { now: command.now(), zone: zone ?? machineZone() });
    if (made.chains.broken > 0) {
      command.err(
        `Copied to ${made.file}, but ${made.chains.broken} of its ${made.chains.all} chains do not hold, so no older one was let go for it. See which with: npx mentorlog verify`,
      );
      return doubtfulCode;
    }
    const { people, sessions } = made.looked.counts;
    command.out(
      `Copied to ${made.file} and verified: ${count(people, 'person', 'people')}, ${count(sessions, 'session')}, ${count(made.chains.all, 'chain')} ${made.chains.all === 1 ? 'holds' : 'hold'}. ${keep}`,
    );
    if (made.gone.length > 0) command.out(`Let go, as BACKUP_KEEP says: ${made.gone.join(', ')}.`);
    return 0;
  });
}
