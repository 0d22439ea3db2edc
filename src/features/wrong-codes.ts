import type { Account } from '../chat/inbound.js';
import { hour } from '../kernel/clock.js';
import type { Rows } from '../ports/store.js';

/** How many wrong codes an account sent of late, whatever the codes are for: all of them are guesses. */

/** Wrong codes that one account may send within an hour: at 50 bits that is no way in. */
export const mostTries = 5;
const triesWithin = hour;
const triesKey = 'link.tries';

type Tries = Readonly<Record<string, readonly number[]>>;
const keyOf = (a: Account): string => [a.platform, a.tenant, a.user].map(encodeURIComponent).join(':');

async function recentTries(rows: Pick<Rows, 'memory'>, now: number): Promise<Tries> {
  const kept = ((await rows.memory.get(triesKey)) ?? {}) as Tries;
  return Object.fromEntries(
    Object.entries(kept)
      .map(([account, at]) => [account, at.filter((t) => t > now - triesWithin && t <= now)] as const)
      .filter(([, at]) => at.length > 0),
  );
}

/** Whether this account has sent so many wrong codes that it has to wait. */
export const mustWait = async (rows: Pick<Rows, 'memory'>, account: Account, now: number): Promise<boolean> =>
  ((await recentTries(rows, now))[keyOf(account)]?.length ?? 0) >= mostTries;

/** One more wrong code from this account. */
export async function countTry(rows: Pick<Rows, 'memory'>, account: Account, now: number): Promise<void> {
  const tries = await recentTries(rows, now);
  const key = keyOf(account);
  await rows.memory.put(triesKey, { ...tries, [key]: [...(tries[key] ?? []), now] });
}
