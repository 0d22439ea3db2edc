import { isThere } from '../../adapters/prisma/databases.js';
import { noteHeadsOf } from '../../adapters/prisma/head-notes.js';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../kept.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { type Command, fits, fromHere, here, mustBeOfThisVersion, told, usageCode } from './command.js';
import { readConfig } from './config.js';
import { appendHeads } from './heads-file.js';

const usage = 'Write it so: mentorlog heads --to FILE, or mentorlog heads --accept.';

/**
 * `mentorlog heads --to FILE`: appends all signed heads that the file does not have. `mentorlog heads --accept`: the heads that
 * are in the database hold from now on, whatever the program noted before: for whoever put an older copy in its place by hand.
 * Answers the exit code. Both run beside a bot.
 */
export function heads(args: readonly string[], command: Command = fromHere): Promise<number> {
  const [to, file, ...more] = args;
  const accepts = to === '--accept' && file === undefined;
  if (!accepts && (to !== '--to' || file === undefined || file === '' || more.length > 0)) {
    command.err(usage);
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const { databaseUrl } = readConfig(command.env);
    if (!(await isThere(databaseUrl)))
      throw new Refused('no-database', 'There is no database yet, and so no head. Start the bot once first.');
    const at = await here(command);
    // Under another key a note would be one that nobody can read.
    mustBeOfThisVersion(await fits(at));
    const ids = randomIds();
    if (accepts) {
      await noteHeadsOf(databaseUrl, { url: databaseUrl, rootKey: at.rootKey, ids });
      command.out('The signed heads in this database hold from now on. The next check compares with them.');
      return 0;
    }
    const store = await openStore({ url: databaseUrl, rootKey: at.rootKey, ids, kept: everythingKept });
    try {
      command.out(said(await appendHeads(store, file ?? ''), file ?? ''));
      return 0;
    } finally {
      await store.close();
    }
  });
}

function said({ written, all }: { readonly written: number; readonly all: number }, file: string): string {
  if (all === 0)
    return `No head was signed yet, so nothing was written to ${file}. The program signs one each day, once something was entered.`;
  if (written === 0) return 'The file has all signed heads there are.';
  return `${count(written, 'signed head')} written. Keep the file somewhere else than the database.`;
}
