import { z } from 'zod';
import { type Account, sameAccount } from '../kernel/account.js';
import { day } from '../kernel/clock.js';
import { account, keptValue, listOf } from './kept.js';

/**
 * Who wrote to the bot and cannot take part from that account: a guest, somebody of another organisation, an account
 * that is no longer active. Kept for the programme's coordinator, who may know another way for them.
 */
export interface RefusedAccount {
  readonly account: Account;
  readonly name: string;
  readonly standing: 'guest' | 'outsider' | 'deactivated';
  /** When they asked last (ms). */
  readonly at: number;
}

/**
 * The programme's list of them. Somebody may be let in later by the account that was turned away: erased, they are a
 * stranger to the coordinator's board again, which would name them to it.
 */
export const refusedAccounts = keptValue({
  name: 'turned-away',
  schema: listOf<RefusedAccount>(
    z.object({ account, name: z.string(), standing: z.enum(['guest', 'outsider', 'deactivated']), at: z.number() }),
  ),
  erasure: {
    of: 'entries',
    without: (list, erased) => list.filter((t) => !erased.accounts.some((a) => sameAccount(a, t.account))),
  },
});
/** Nobody's name is kept longer than it is of use. */
const keptFor = 90 * day;
const mostKept = 50;

/** The list as it is kept, newest first, without what is too old. */
export const stillRefusedAccounts = (
  kept: readonly RefusedAccount[] | undefined,
  now: number,
): readonly RefusedAccount[] => (kept ?? []).filter((t) => t.at > now - keptFor);

/** The list with one more; the same list where that one asked within the last day already. */
export function withRefusedAccount(list: readonly RefusedAccount[], one: RefusedAccount): readonly RefusedAccount[] {
  const before = list.find((t) => sameAccount(t.account, one.account));
  if (before !== undefined && before.at > one.at - day) return list;
  return [one, ...list.filter((t) => t !== before)].slice(0, mostKept);
}
