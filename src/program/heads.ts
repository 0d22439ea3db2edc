import { isThere } from '../../adapters/prisma/databases.js';
import { noteHeadsOf } from '../../adapters/prisma/head-notes.js';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../kept.js';
import { randomIds } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { readConfig } from './config.js';
import { dataKey } from './data-key.js';
import { appendHeads } from './heads-file.js';
import { whyNot } from './main.js';

const usage = 'Write it so: mentorlog heads --to FILE, or mentorlog heads --accept\n';

/**
 * `mentorlog heads --to FILE`: appends all signed heads that the file does not have. `mentorlog heads --accept`: the heads that
 * are in the database hold from now on, whatever the program noted before: for whoever put an older copy in its place by hand.
 * Answers the exit code. Both run beside a bot.
 */
export async function heads(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
  out: (text: string) => void = (text) => void process.stdout.write(text),
  err: (text: string) => void = (text) => void process.stderr.write(text),
): Promise<number> {
  const [to, file, ...more] = args;
  const accepts = to === '--accept' && file === undefined;
  if (!accepts && (to !== '--to' || file === undefined || more.length > 0)) {
    err(usage);
    return 2;
  }
  try {
    const config = readConfig(env);
    if (!(await isThere(config.databaseUrl))) {
      err('There is no database yet. Start the bot once first.\n');
      return 1;
    }
    const ids = randomIds();
    if (accepts) {
      const rootKey = await dataKey(config.dataKey, config.databaseUrl, ids);
      await noteHeadsOf(config.databaseUrl, { url: config.databaseUrl, rootKey, ids });
      out('The signed heads in this database hold from now on. The next check compares with them.\n');
      return 0;
    }
    const store = await openStore({
      url: config.databaseUrl,
      rootKey: await dataKey(config.dataKey, config.databaseUrl, ids),
      ids,
      kept: everythingKept,
    });
    try {
      const written = await appendHeads(store, file ?? '');
      out(
        written === 0
          ? 'The file has all signed heads there are.\n'
          : `${count(written, 'signed head')} written. Keep the file somewhere else than the database.\n`,
      );
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    err(`${whyNot(error)}\n`);
    return 1;
  }
}
