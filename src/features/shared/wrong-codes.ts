import { z } from 'zod';
import type { Account } from '../../chat/inbound.js';
import { keptValue, listOf } from '../../domain/kept.js';
import { hour } from '../../kernel/clock.js';
import type { Rows } from '../../ports/store.js';

/** How many wrong codes an account sent of late, whatever the codes are for: all of them are guesses. */

/** Wrong codes that one account may send within an hour: at 50 bits that is no way in. */
export const mostTries = 5;
const triesWithin = hour;

const keyOf = (a: Account): string => [a.platform, a.tenant, a.user].map(encodeURIComponent).join(':');

/** When each account sent wrong codes (ms). */
export const linkTries = keptValue({
  name: 'link.tries',
  schema: z.record(listOf(z.number())),
  erasure: {
    of: 'entries',
    without(tries, erased) {
      const theirs = new Set(erased.accounts.map(keyOf));
      return Object.fromEntries(Object.entries(tries).filter(([account]) => !theirs.has(account)));
    },
  },
});
type Tries = NonNullable<ReturnType<(typeof linkTries)['read']>>;

async function recentTries(rows: Pick<Rows, 'kept'>, now: number): Promise<Tries> {
  const kept = (await rows.kept.get(linkTries)) ?? {};
  return Object.fromEntries(
    Object.entries(kept)
      .map(([account, at]) => [account, at.filter((t) => t > now - triesWithin && t <= now)] as const)
      .filter(([, at]) => at.length > 0),
  );
}

/** Whether this account has sent so many wrong codes that it has to wait. */
export const mustWait = async (rows: Pick<Rows, 'kept'>, account: Account, now: number): Promise<boolean> =>
  ((await recentTries(rows, now))[keyOf(account)]?.length ?? 0) >= mostTries;

/** One more wrong code from this account. */
export async function countTry(rows: Pick<Rows, 'kept'>, account: Account, now: number): Promise<void> {
  const tries = await recentTries(rows, now);
  const key = keyOf(account);
  await rows.kept.put(linkTries, { ...tries, [key]: [...(tries[key] ?? []), now] });
}
