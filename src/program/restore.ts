import { copyFile, link, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isPostgresql } from '../../adapters/prisma/databases.js';
import { moveFirstCodesOn } from '../../adapters/prisma/first-codes.js';
import { noteHeadsOf } from '../../adapters/prisma/head-notes.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { areUnder, comeBack, knowsAll, mustBeWhole, settle } from '../../adapters/prisma/keys-beside.js';
import { keysInRows, type LookedAt, lookAtFile } from '../../adapters/prisma/look-at-file.js';
import { foldLog, leaveOut, overdueIn } from '../../adapters/prisma/overdue.js';
import { keyBackupDays } from '../domain/kept-for.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { newestKeys, stemOf } from './backups.js';
import { type Command, fromHere, type Here, here, told, usageCode, withoutBot } from './command.js';
import type { Config } from './config.js';
import { onServer, type Place, replaced } from './restore-on-server.js';
import { chainsOf, chainsWith, keysOf, lasting } from './verified-copy.js';

/**
 * `mentorlog restore FILE`: a backup in the database's place. What is there now is kept beside it. Today's key store stays,
 * so that whoever was erased since stays erased, unless `--with-keys` puts the backup's own in its place.
 */

const usage =
  'Write it so: mentorlog restore FILE --overdue skip, or --overdue send. --even-so takes one whose chains do not hold; --with-keys puts back the people’s keys beside it too.';

/** Whether what fell due between the backup and now is sent by itself. */
type Sent = 'send' | 'skip';

export interface RestoreCommand extends Command {
  /** Asks whoever sits there; absent where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
}

const atTerminal: RestoreCommand = {
  ...fromHere,
  ...(process.stdin.isTTY
    ? {
        async ask(question: string) {
          const line = createInterface({ input: process.stdin, output: process.stdout });
          try {
            return await line.question(question);
          } finally {
            line.close();
          }
        },
      }
    : {}),
};

interface Asked {
  readonly file: string;
  readonly sent: Sent | undefined;
  readonly evenSo: boolean;
  readonly withKeys: boolean;
}

function read(args: readonly string[]): Asked | undefined {
  let [file, sent]: [string | undefined, Sent | undefined] = [undefined, undefined];
  let [evenSo, withKeys] = [false, false];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    const next = args[i + 1];
    if (word === '--even-so') evenSo = true;
    else if (word === '--with-keys') withKeys = true;
    else if (word === '--overdue' && (next === 'send' || next === 'skip')) {
      sent = next;
      i += 1;
    } else if (!word.startsWith('-') && file === undefined) file = word;
    else return undefined;
  }
  return file === undefined ? undefined : { file: path.resolve(file), sent, evenSo, withKeys };
}

/** @param args what stands behind `restore`. @returns the exit code */
export function restore(args: readonly string[], command: RestoreCommand = atTerminal): Promise<number> {
  const asked = read(args);
  if (asked === undefined) {
    command.err(usage);
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    if (!isAt(asked.file))
      throw new Refused('no-such-file', `There is no file ${asked.file}. Look for it, and name it again.`);
    const at = await here(command);
    const { databaseUrl } = at.config;
    return withoutBot(databaseUrl, () =>
      isPostgresql(databaseUrl)
        ? onServer(at, { ...asked, now: command.now() }, (near, place) => restoreAlone(near, asked, command, place))
        : restoreAlone(at, asked, command, (part) => inPlace(at, asked, part, command)),
    );
  });
}

/** @param place puts a whole file in the place of the database, and says what became of that */
async function restoreAlone(at: Here, asked: Asked, command: RestoreCommand, place: Place): Promise<number> {
  const { database } = at;
  const { file } = asked;
  if (path.resolve(file) === database)
    throw new Refused('same-file', 'That is the database itself. Name a backup of it.');
  const looked = await checked(at, asked, command);
  const now = command.now();
  const overdue = await overdueIn(file, now);
  const sent = asked.sent ?? (overdue.prompts + overdue.messages === 0 ? 'send' : await askedFor(overdue, command));
  if (sent === undefined) {
    command.err(
      `${what(overdue)} fell due since that backup was taken, and some of it was sent already. Say --overdue skip, so that none of it is sent by itself, or --overdue send.`,
    );
    return usageCode;
  }
  if (asked.withKeys && !(await keysMeant(at, file, command))) return usageCode;
  // Its own file first, whole and lasting, and only then in the other's place, in one go.
  const part = `${database}.restoring`;
  await rm(part, { force: true });
  try {
    await copyFile(file, part);
    await moveFirstCodesOn(part);
    if (sent === 'skip' && !nothing(overdue)) await leaveOut(part, now);
    await lasting(part);
    if (asked.withKeys) {
      await copyFile(keysOf(file), keysOf(part));
      await lasting(keysOf(part));
    }
    for (const line of await place(part, looked)) command.out(line);
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal', '-keys']) await rm(`${part}${end}`, { force: true });
  }
  const { people, sessions } = looked.counts;
  command.out(`Restored from ${file}: ${count(people, 'person', 'people')}, ${count(sessions, 'session')}.`);
  if (!nothing(overdue))
    command.out(
      sent === 'skip'
        ? `${what(overdue)} fell due since it was taken: none of it is sent by itself, and coordinators are told after the start.`
        : `${what(overdue)} fell due since it was taken: it is sent after the start, some of it for the second time.`,
    );
  if (older(looked) && !isPostgresql(at.config.databaseUrl))
    command.out(
      'It is of an older version: this version brings it up to date as it starts, and the older one opens it as it is.',
    );
  command.out('Start Mentorlog again.');
  return 0;
}

/** Puts a file, and the keys beside it with `--with-keys`, where the database is; what was there is kept beside it. */
async function inPlace(
  { database, rootKey }: Here,
  { withKeys }: Asked,
  part: string,
  command: RestoreCommand,
): Promise<readonly string[]> {
  const now = command.now();
  const kept = await keepBeside(database, now);
  // Its keys before its rows: rows without their keys are erased by the next start, keys without their rows are kept.
  if (withKeys) {
    await keepKeysBeside(database, now, command);
    await rename(keysOf(part), keysOf(database));
  }
  // The program's own note of what was signed last is told before: until the rows are there, it is only behind them.
  await noteHeadsOf(`file:${part}`, { url: `file:${database}`, rootKey, ids: randomIds() });
  await rename(part, database);
  await lasting(path.dirname(database));
  return kept === undefined ? [] : [`What was there is kept as ${kept}.`];
}

const nothing = ({ prompts, messages }: { prompts: number; messages: number }): boolean => prompts + messages === 0;
const older = ({ lacks }: LookedAt): boolean => lacks.migrations.length + lacks.steps.length > 0;
const what = ({ prompts, messages }: { prompts: number; messages: number }): string =>
  [
    prompts === 0 ? '' : prompts === 1 ? '1 reminder or question' : `${prompts} reminders and questions`,
    messages === 0 ? '' : messages === 1 ? '1 message that waited' : `${messages} messages that waited`,
  ]
    .filter((part) => part !== '')
    .join(' and ');

async function checked(
  { config, database, rootKey }: Here,
  { file, evenSo, withKeys }: Asked,
  command: Command,
): Promise<LookedAt> {
  const looked = await lookAtFile(file, 'whole', { rootKey, ids: randomIds() });
  if (looked.newer)
    throw new Refused(
      'database-newer',
      'That backup was taken by a newer Mentorlog. Install that version, and restore it with that one.',
    );
  const [own, todays] = [keysOf(file), keysOf(database)];
  if (withKeys && !isAt(own))
    throw new Refused(
      'no-keys-beside',
      keysInRows(looked)
        ? 'That backup has people’s keys in it, and none beside it. Leave out --with-keys.'
        : `There are no people’s keys beside that backup (${own}): they go after ${keyBackupDays} days. Leave out --with-keys: today’s open it too.`,
    );
  const tried = { rootKey, ids: randomIds() };
  if (withKeys) {
    await mustBeWhole(
      own,
      `Leave out --with-keys${isAt(todays) ? ': today’s open it too' : ', or name another backup'}.`,
    );
    if (!(await areUnder(own, tried)))
      throw new Refused(
        'keys-of-another-key',
        `People’s keys beside that backup (${own}) are under another data key. Leave out --with-keys, or name another backup.`,
      );
    if (!keysInRows(looked) && !(await knowsAll(own, file)))
      throw new Refused(
        'keys-older',
        `People’s keys beside that backup (${own}) are not its own: somebody’s key is not in them. Leave out --with-keys, or put the right ones there.`,
      );
  }
  if (!withKeys && !keysInRows(looked) && !isAt(todays)) throw await keysGone(config, database, own);
  if (!withKeys && isAt(todays))
    await mustBeWhole(todays, `Put the newest copy of them in their place${isAt(own) ? ', or say --with-keys' : ''}.`);
  if (!withKeys && !keysInRows(looked) && !(await areUnder(todays, tried)))
    throw new Refused(
      'keys-of-another-key',
      `Today’s people’s keys are under another data key than that backup. Restore one from after the key was changed${isAt(own) ? ', or say --with-keys' : ''}.`,
    );
  // Those that it will be opened with, and of its own moment where they are.
  const chains =
    withKeys || older(looked)
      ? await chainsOf(file, looked, rootKey)
      : await chainsWith(todays, file, looked, rootKey, `${database}.trial`);
  if (chains.broken > 0 && !evenSo)
    throw new Refused(
      'chains-broken',
      `${chains.broken} of the ${chains.all} chains in that backup do not hold. Restore an older one, or this one with --even-so.`,
    );
  if (chains.broken > 0) command.err(`${chains.broken} of its ${chains.all} chains do not hold.`);
  return looked;
}

/** Nothing opens a database without people's keys: which there are to be put back. */
async function keysGone({ backups }: Config, database: string, own: string): Promise<Refused> {
  const missing = `People’s keys (${keysOf(database)}) are not there, and without them nothing opens.`;
  const newest = backups === undefined ? undefined : await newestKeys(backups.folder, stemOf(database));
  if (newest !== undefined && newest !== own)
    return new Refused(
      'keys-missing',
      `${missing} Copy the newest that you have in their place, such as ${newest}, and do this again.`,
    );
  return new Refused(
    'keys-missing',
    isAt(own)
      ? `${missing} Those beside that backup are put back too with --with-keys.`
      : `${missing} Copy the newest that you have in their place, and do this again.`,
  );
}

/** What --with-keys comes to is said before it is done; whoever sits there is asked. */
async function keysMeant({ database }: Here, file: string, { ask, err }: RestoreCommand): Promise<boolean> {
  const todays = keysOf(database);
  // Damaged ones are what others are put in the place of.
  const whole =
    isAt(todays) &&
    (await mustBeWhole(todays, '').then(
      () => true,
      () => false,
    ));
  const n = whole ? await comeBack(keysOf(file), todays) : undefined;
  const means =
    n === undefined
      ? 'People’s keys of that backup are put back. Whoever was erased since is there again: erase them again.'
      : n === 0
        ? 'People’s keys of that backup are put back. Nobody was erased since, so nobody comes back by it.'
        : `People’s keys of that backup are put back. ${n === 1 ? '1 person who was erased since is' : `${n} people who were erased since are`} there again: erase them again.`;
  if (ask === undefined || n === 0) {
    err(means);
    return true;
  }
  if (/^y(es)?$/i.test((await ask(`${means}\nIs that what you want? yes/no: `)).trim())) return true;
  err('Nothing was changed. Leave out --with-keys to restore with today’s keys.');
  return false;
}

async function askedFor(
  overdue: { prompts: number; messages: number },
  { ask }: RestoreCommand,
): Promise<Sent | undefined> {
  if (ask === undefined) return undefined;
  const answer = (
    await ask(
      `${what(overdue)} fell due since that backup was taken, and some of it was sent already.\nSend it after the start (some of it twice), or skip it (coordinators are told)? send/skip: `,
    )
  )
    .trim()
    .toLowerCase();
  return answer === 'send' || answer === 'skip' ? answer : undefined;
}

/** Keeps the database that is there under a name of its own, with its log; answers that name. It stays in its place until another takes it. */
async function keepBeside(database: string, now: number): Promise<string | undefined> {
  if (!isAt(database)) return undefined;
  const kept = replaced(database, now);
  try {
    await foldLog(database);
  } catch {
    // A damaged one is kept as it is, its log beside it.
  }
  try {
    await link(database, kept);
  } catch {
    // No links here: a copy takes longer, and is the same.
    await copyFile(database, kept);
  }
  if (isAt(`${database}-wal`)) await rename(`${database}-wal`, `${kept}-wal`);
  await rm(`${database}-shm`, { force: true });
  return kept;
}

/** The same of the key store, which another is about to take the place of. */
async function keepKeysBeside(database: string, now: number, command: Command): Promise<void> {
  const keys = keysOf(database);
  if (!isAt(keys)) return;
  const kept = keysOf(replaced(database, now));
  try {
    // What was stopped half way is undone first: it is undone in the file that its journal stands beside.
    await settle(keys);
  } catch {
    // A damaged one is kept as it is.
  }
  await copyFile(keys, kept);
  await lasting(kept);
  if (isAt(`${keys}-journal`)) await rename(`${keys}-journal`, `${kept}-journal`);
  command.out(
    `The keys that were there are kept as ${kept} for ${keyBackupDays} days: they open what was written since that backup.`,
  );
}
