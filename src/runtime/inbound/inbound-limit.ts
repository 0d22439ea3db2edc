import type { Account } from '../../chat/inbound.js';
import { type Clock, minute } from '../../kernel/clock.js';

/** What one account may do at once, and then again within each minute. No person is as quick; a script is. */
export const mostInAMinute = 60;
/** Accounts remembered before those that have rested long enough are forgotten. */
const mostRemembered = 10_000;

/**
 * How fast one account may go, on every platform alike. In memory, by process: it protects this process and the queue
 * for writing; a replica protects its own.
 */
export interface InboundLimit {
  /** Whether one more event of this account is heard now; counts it if so. */
  allows(who: Account): boolean;
}

/** @param clock the machine's: a moved clock must neither stop nor free anybody */
export function inboundLimit(clock: Clock): InboundLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  const gained = (since: number, now: number): number => (Math.max(0, now - since) / minute) * mostInAMinute;
  return {
    allows(who) {
      const now = clock.now();
      if (buckets.size > mostRemembered)
        for (const [key, b] of buckets) if (b.left + gained(b.at, now) >= mostInAMinute) buckets.delete(key);
      const key = `${who.platform}|${who.tenant}|${who.user}`;
      const before = buckets.get(key) ?? { left: mostInAMinute, at: now };
      const left = Math.min(mostInAMinute, before.left + gained(before.at, now));
      if (left < 1) {
        buckets.set(key, { left, at: now });
        return false;
      }
      buckets.set(key, { left: left - 1, at: now });
      return true;
    },
  };
}
