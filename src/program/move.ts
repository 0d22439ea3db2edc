import { constants } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { copyDatabase, copyKeys, isPostgresql, isThere, lookAt, saidAddress } from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { dropMark } from '../../adapters/prisma/overdue.js';
import type { Filling } from '../../adapters/prisma/postgresql/fill.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { type Command, fromHere, told, usageCode, withoutBot } from './command.js';
import { type Config, readConfig } from './config.js';
import { databaseFile, dataKey } from './data-key.js';
import { inTemporaryFolder } from './temporary.js';
import { keysOf } from './verified-copy.js';
import { verifyDatabase } from './verify/copy.js';

/**
 * `mentorlog move --from file:… --to postgresql://…`: everything of a file into a PostgreSQL database, as it stands. The
 * file is left as it is. It can be stopped or killed at any moment; the same command goes on.
 */

const usage =
  'Write it so: mentorlog move --from file:./data/mentorlog.db --to postgresql://HOST/NAME. Without --to it is DATABASE_URL, so that no password stands on the command line.';

export interface MoveCommand extends Command, Pick<Filling, 'atOnce' | 'lasts'> {}

function read(args: readonly string[], { env }: Command): { from: string; to: string } | undefined {
  let [from, to] = ['', ''];
  for (let i = 0; i < args.length; i += 2) {
    const value = args[i + 1] ?? '';
    if (args[i] === '--from' && from === '') from = value;
    else if (args[i] === '--to' && to === '') to = value;
    else return undefined;
  }
  if (to === '') to = env.DATABASE_URL ?? '';
  return from === '' || to === '' ? undefined : { from, to };
}

/** @param args what stands behind `move`. @returns the exit code */
export function move(args: readonly string[], command: MoveCommand = fromHere): Promise<number> {
  const asked = read(args, command);
  if (asked === undefined) {
    command.err(usage);
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const [from, to] = [asked.from, asked.to].map((DATABASE_URL) => readConfig({ ...command.env, DATABASE_URL }));
    if (from === undefined || to === undefined) return usageCode;
    if (isPostgresql(from.databaseUrl) || !isPostgresql(to.databaseUrl)) {
      command.err(usage);
      command.err(
        'To go back, take a backup of the PostgreSQL database, and restore it with DATABASE_URL set to a file.',
      );
      return usageCode;
    }
    if (!(await isThere(from.databaseUrl)))
      throw new Refused(
        'no-such-file',
        `There is no file ${databaseFile(from.databaseUrl)}. Look for it, and name it again.`,
      );
    // Before anything is made beside it.
    await lookAt(from.databaseUrl, 'none');
    return withoutBot(from.databaseUrl, () =>
      withoutBot(to.databaseUrl, () => moveAlone(from, to.databaseUrl, command), saidAddress(to.databaseUrl)),
    );
  });
}

async function moveAlone(config: Config, url: string, command: MoveCommand): Promise<number> {
  const file = databaseFile(config.databaseUrl);
  const rootKey = await dataKey(config.dataKey, config.databaseUrl, randomIds());
  const looked = await lookAt(config.databaseUrl, 'quick', { rootKey, ids: randomIds() });
  if (looked === undefined || looked.newer || looked.lacks.migrations.length + looked.lacks.steps.length > 0)
    throw new Refused(
      'other-version',
      looked?.newer === true
        ? 'That file was written by a newer Mentorlog: move it with that version.'
        : 'That file is of an older version: run npx mentorlog update with DATABASE_URL set to it, then move it.',
    );
  // Before anything is copied: what would be left to do by hand is known first.
  await besideFiles(file, databaseFile(url), config, false);
  command.out(`Moving ${file} to ${saidAddress(url)}. Stopped meanwhile, the same command goes on where it stopped.`);
  const { moveIn, endMove } = await import('../../adapters/prisma/postgresql/fill.js');
  const { people, rows } = await moveIn({
    file,
    keys: keysOf(file),
    url,
    ...(command.atOnce === undefined ? {} : { atOnce: command.atOnce }),
    ...(command.lasts === undefined ? {} : { lasts: command.lasts }),
  });
  if (people.anew || rows.anew)
    command.out('The file had changed since this move was begun, so what was copied before was copied anew.');
  const before = people.before + rows.before;
  command.out(
    `Copied ${count(people.rows + rows.rows, 'row')} of ${people.tables.length + rows.tables.length} tables${before === 0 ? '' : `, beside ${before} that were there`}. Each was read again, and is as in the file.`,
  );
  command.out(await compared(file, url, rootKey));
  const moved = await besideFiles(file, databaseFile(url), config, true);
  await endMove(url);
  for (const line of moved) command.out(line);
  command.out(
    `Moved: ${looked.counts.people} people, ${looked.counts.sessions} sessions, ${count(looked.counts.entries, 'entry', 'entries')}.`,
  );
  command.out(
    `To switch, set DATABASE_URL to the PostgreSQL address and start Mentorlog. Keep ${file} and ${path.basename(keysOf(file))} until the first backup is made there, then delete both: who is erased from now on is in them still. Never start a bot on that file again.`,
  );
  return 0;
}

/** What `verify` finds in the file and in what was moved has to be the same. */
async function compared(file: string, url: string, rootKey: Uint8Array): Promise<string> {
  return inTemporaryFolder('move', async (folder) => {
    const copy = path.join(folder, 'moved.db');
    await copyDatabase(url, copy);
    await dropMark(copy);
    await copyKeys(url, keysOf(copy));
    const trust = { prints: [], own: true };
    const [was, is] = [await verifyDatabase(file, rootKey, trust), await verifyDatabase(copy, rootKey, trust)];
    if (JSON.stringify([was.found.faults, was.found.checked]) !== JSON.stringify([is.found.faults, is.found.checked]))
      throw new Refused(
        'move-doubtful',
        'What verify finds in the PostgreSQL database is not what it finds in the file, so the move has not ended. Go on with the file, and report this.',
      );
    return was.found.faults.length === 0
      ? `Verified there as in the file: ${is.found.checked.join(' ')}`
      : `Verified there as in the file, and in both ${count(was.found.faults.length, 'fault')} were found: run npx mentorlog verify to see which.`;
  });
}

/**
 * Keys that are no settings lie beside the file; where the new database looks for them a copy is put.
 * @param really whether they are put there, or only whether they could be
 */
async function besideFiles(file: string, to: string, config: Config, really: boolean): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [end, setting, set] of [
    ['.key', 'DATA_KEY', config.dataKey],
    ['.signing-key', 'SIGNING_KEY', config.signingKey],
  ] as const) {
    const [from, there] = [`${file}${end}`, `${to}${end}`];
    if (set !== undefined || !isAt(from) || from === there) continue;
    if (isAt(there)) {
      if ((await readFile(there, 'utf8')).trim() === (await readFile(from, 'utf8')).trim()) continue;
      throw new Refused(
        'other-key-there',
        `Another key lies in ${there}. Take it away where nothing needs it, or set ${setting} to what is in ${from}, and do this again.`,
      );
    }
    if (!really) continue;
    await mkdir(path.dirname(there), { recursive: true });
    await copyFile(from, there, constants.COPYFILE_EXCL);
    said.push(
      `A copy of ${from} is ${there}, where it is looked for from now on. Better, set ${setting} to what is in it.`,
    );
  }
  return said;
}
