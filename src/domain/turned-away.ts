import type { Account } from '../kernel/account.js';
import { day } from '../kernel/clock.js';

/**
 * Who wrote to the bot and cannot take part from that account: a guest, somebody of another organisation, an account
 * that is no longer active. Kept in the programme's memory for its coordinator, who may know another way for them.
 */
export interface TurnedAway {
  readonly account: Account;
  readonly name: string;
  readonly standing: 'guest' | 'outsider' | 'deactivated';
  /** When they asked last (ms). */
  readonly at: number;
}

/** Where the programme's memory holds the list. */
export const turnedAwayKey = 'turned-away';
/** Nobody's name is kept longer than it is of use. */
const keptFor = 90 * day;
const mostKept = 50;

const key = ({ platform, tenant, user }: Account): string => `${platform}|${tenant}|${user}`;

/** The list as it was remembered, newest first, without what is too old. */
export function readTurnedAway(kept: unknown, now: number): readonly TurnedAway[] {
  return Array.isArray(kept) ? (kept as readonly TurnedAway[]).filter((t) => t.at > now - keptFor) : [];
}

/** The list with one more; the same list where that one asked within the last day already. */
export function withTurnedAway(list: readonly TurnedAway[], one: TurnedAway): readonly TurnedAway[] {
  const before = list.find((t) => key(t.account) === key(one.account));
  if (before !== undefined && before.at > one.at - day) return list;
  return [one, ...list.filter((t) => t !== before)].slice(0, mostKept);
}
