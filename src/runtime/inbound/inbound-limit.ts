import { createHash } from 'node:crypto';
import type { Account } from '../../chat/inbound.js';
import { type Clock, minute } from '../../kernel/clock.js';
import type { News, Replicas } from '../../ports/replicas.js';

/** What one account may do at once, and then again within each minute. No person is as quick; a script is. */
export const mostInAMinute = 60;
/** Accounts remembered before those that have rested long enough are forgotten. */
const mostRemembered = 10_000;
/**
 * After so many events, beyond what time has given back, the other programs on the database are told: no person comes to
 * that in a minute of ordinary use. Each program may let through so many that the others do not know of yet.
 */
export const toldAfter = 10;

/**
 * How fast one account may go, on every platform alike, whichever of several programs hears it. Counted in memory; what
 * was spent elsewhere comes as news, by a hash of the account.
 */
export interface InboundLimit {
  /** Whether one more event of this account is heard now; counts it if so. */
  allows(who: Account): boolean;
  /** Another program has let so many events of this account through. */
  spent(news: Extract<News, { what: 'pace' }>): void;
}

interface Bucket {
  /** What is left of a minute's worth. */
  readonly left: number;
  /** What was spent here and is not told yet; time gives it back too. */
  readonly untold: number;
  readonly at: number;
}

/** @param clock the machine's: a moved clock must neither stop nor free anybody */
export function inboundLimit(clock: Clock, replicas: Pick<Replicas, 'tell'>): InboundLimit {
  const buckets = new Map<string, Bucket>();
  const gained = (since: number, now: number): number => (Math.max(0, now - since) / minute) * mostInAMinute;
  const asOf = (of: string, now: number): Bucket => {
    const before = buckets.get(of) ?? { left: mostInAMinute, untold: 0, at: now };
    const back = gained(before.at, now);
    return { left: Math.min(mostInAMinute, before.left + back), untold: Math.max(0, before.untold - back), at: now };
  };
  return {
    allows(who) {
      const now = clock.now();
      if (buckets.size > mostRemembered)
        for (const [key, b] of buckets) if (b.left + gained(b.at, now) >= mostInAMinute) buckets.delete(key);
      const of = nameOf(who);
      const { left, untold } = asOf(of, now);
      if (left < 1) {
        buckets.set(of, { left, untold, at: now });
        return false;
      }
      const tells = untold + 1 >= toldAfter;
      if (tells) replicas.tell({ what: 'pace', of, spent: Math.round(untold + 1) });
      buckets.set(of, { left: left - 1, untold: tells ? 0 : untold + 1, at: now });
      return true;
    },
    spent({ of, spent }) {
      const { left, ...bucket } = asOf(of, clock.now());
      buckets.set(of, { ...bucket, left: Math.max(0, left - spent) });
    },
  };
}

/** Others are told no account: half of a hash tells any number of them apart. */
const nameOf = ({ platform, tenant, user }: Account): string =>
  createHash('sha256')
    .update(JSON.stringify([platform, tenant, user]))
    .digest('base64url')
    .slice(0, 22);
