import { isPostgresql, isThere, makeEmpty, onlyAdds, upgradeOf } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { lookAtFile } from '../../adapters/prisma/look-at-file.js';
import { everythingKept } from '../kept.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { type Command, fromHere, type Here, here, told, usageCode, withoutBot } from './command.js';
import { readConfig } from './config.js';
import { machineZone } from './machine-zone.js';
import { version } from './upgrade-backup.js';
import { backUp, chainsOf, keysOf, onTrial } from './verified-copy.js';

/**
 * `mentorlog update`, once a new version is installed and before it is started: a verified backup, the upgrade tried on a
 * copy, then the upgrade itself, and how to go back.
 */
export function update(args: readonly string[], command: Command = fromHere): Promise<number> {
  if (args.length > 0) {
    command.err('Write it so: mentorlog update. It takes nothing behind it.');
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const { databaseUrl } = readConfig(command.env);
    if (!(await isThere(databaseUrl))) {
      if (isPostgresql(databaseUrl)) return withoutBot(databaseUrl, () => makeTables(databaseUrl, command));
      throw new Refused('no-database', 'There is no database yet, and so nothing to bring up to date. Start the bot.');
    }
    const at = await here(command);
    const act = (): Promise<number> => updateNow(at, command);
    return (await onlyAdds(databaseUrl)) ? act() : withoutBot(databaseUrl, act);
  });
}

/** For whoever lets a role run the bot that may make no tables: its owner makes them so, and no key is needed. */
async function makeTables(databaseUrl: string, command: Command): Promise<number> {
  await makeEmpty(databaseUrl);
  command.out('The tables are made, and nothing is in them. Start Mentorlog.');
  return 0;
}

async function updateNow(at: Here, command: Command): Promise<number> {
  const { config, rootKey } = at;
  const mine = await version();
  const found = await upgradeOf(config.databaseUrl);
  if (found?.newer === true)
    throw new Refused(
      'database-newer',
      'This database was written by a newer Mentorlog: install that version again, or restore a backup of this one.',
    );
  if (found === undefined || found.lacks.migrations.length + found.lacks.steps.length === 0) {
    command.out(`The database is as ${mine} wants it: there is nothing to do. Start Mentorlog.`);
    return 0;
  }
  const zone = config.zone ?? machineZone();
  const { file } = await backUp(at, { now: command.now(), zone, what: `before-${mine}` });
  command.out(`A backup was taken and verified: ${file}`);
  await tried(file, at, command);
  await broughtUpToDate(config.databaseUrl, rootKey, command);
  command.out(`The database is as ${mine} wants it. Start Mentorlog.`);
  command.out('To go back, stop Mentorlog, and then, in this version’s folder:');
  command.out(`  npx mentorlog restore ${file} --overdue send`);
  command.out('  and start the version you had before, from its own folder or installed again.');
  return 0;
}

/** On a copy first: what fails there has not touched the database. */
async function tried(backup: string, { database, rootKey }: Here, command: Command): Promise<void> {
  const trial = `${database}.trial`;
  try {
    await onTrial(backup, keysOf(backup), trial, async () => {
      await broughtUpToDate(`file:${trial}`, rootKey, command);
      const chains = await chainsOf(trial, await lookAtFile(trial, 'whole'), rootKey);
      if (chains.broken > 0)
        throw new Refused(
          'upgrade-doubtful',
          `Brought up to date, ${chains.broken} of ${chains.all} chains would not hold, so nothing was changed. See which with: npx mentorlog verify`,
        );
      command.out(`It was tried on a copy: ${count(chains.all, 'chain')} ${chains.all === 1 ? 'holds' : 'hold'}.`);
    });
  } catch (cause) {
    if (cause instanceof Refused && cause.code !== 'data-step-failed') throw cause;
    throw new Refused(
      'upgrade-fails',
      'It was tried on a copy and failed, so nothing was changed. Start the version you had before, and report this.',
      { cause },
    );
  }
}

async function broughtUpToDate(url: string, rootKey: Uint8Array, command: Command): Promise<void> {
  const store = await openStore({
    url,
    rootKey,
    ids: randomIds(),
    kept: everythingKept,
    say: (line) => command.out(line),
  });
  await store.close();
}
