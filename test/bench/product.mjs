/** The product as `src/program/main.ts` puts it together, in a process that is measured. */
import { embeddedJobs } from '../../dist/adapters/jobs/embedded.js';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { startBot } from '../../dist/src/bot.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { rootKey } from './seed.mjs';

export const realJobs = () => embeddedJobs();
/** Whatever jobs can do, done by nobody: what a press alone costs, without what is sent after it. */
export const noJobs = Object.fromEntries(Object.keys(realJobs()).map((way) => [way, async () => undefined]));

export const fault = (code, error) => process.stderr.write(`${code} ${error?.stack ?? error}\n`);

/** The machine's clock; with each event a second goes by, so that the pace at the door is not what is measured. */
export function pacedClock() {
  let events = 0;
  return {
    now: () => {
      events += 1;
      return Date.now() + events * 1_001;
    },
  };
}

/**
 * @param file of the database, or its address on PostgreSQL
 * @param chatsOf what it speaks by, of the open store and its ids
 * @param how `jobs` what wakes it; `clock` the domain's, `leaseClock` the store's
 */
export async function startProduct(file, chatsOf, { jobs = noJobs, clock, leaseClock } = {}) {
  const ids = randomIds();
  const url = file.startsWith('postgresql:') ? file : `file:${file}`;
  const store = await openStore({ url, rootKey, ids, kept: everythingKept });
  const bot = await startBot({
    store,
    chats: await chatsOf({ store, ids }),
    jobs,
    clock: clock ?? { now: () => Date.now() },
    leaseClock: leaseClock ?? { now: () => Date.now() },
    ids,
    log: { say() {}, fault },
    fallback: { nation: 'england', safeguarding: { hours: '', outOfHours: '' } },
    newProgramme: { name: 'Bench', zone: 'Europe/London', nation: 'england' },
  });
  return { bot, store, jobs };
}

const day = 86_400_000;
/** How far ahead the next Tuesday is, ten o'clock in UTC (ms): a working hour in every season, whenever this runs. */
export function untilMorning(now = Date.now()) {
  const at = new Date(now);
  at.setUTCHours(10, 0, 0, 0);
  while (at.getTime() < now || at.getUTCDay() !== 2) at.setTime(at.getTime() + day);
  return at.getTime() - now;
}
