import type { Address, Outgoing } from '../../chat/inbound.js';
import { minute } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { type ChatPort, cannotTell } from '../../ports/chat.js';
import type { OutboxRow, Store } from '../../ports/store.js';

/** How a row's attempt ends. */
export type End = Parameters<Store['queue']['settle']>[2];

/**
 * A request leaves so soon (ms) after its attempt was written down, or not at all: the machine may be busy, and the
 * database slow. Whoever looks an attempt up waits for that too, and for what two programs' clocks differ by
 * (docs/platforms.md#uncertain-sends).
 */
export const leavesWithin = 2_000;
const clocksApart = 1_000;

/**
 * An earlier attempt whose end is not known: looked up where the platform can tell, otherwise as its class says. Answers
 * whether the row is settled by that, or is to be sent.
 */
export const earlierAttempt =
  (deps: {
    leaseNow(): number;
    isUrgent(row: OutboxRow): boolean;
    settle(row: OutboxRow, end: Omit<End, 'at'>): Promise<void>;
  }) =>
  async (row: OutboxRow, chat: ChatPort, address: Address, message: Outgoing): Promise<'settled' | 'send'> => {
    const { attemptedAt } = row;
    if (attemptedAt === null) return 'send';
    const settled = async (end: Omit<End, 'at'>): Promise<'settled'> => {
      await deps.settle(row, end);
      return 'settled';
    };
    const readable = attemptedAt + leavesWithin + clocksApart + chat.acceptDelayMs;
    if (chat.can.lookUp) {
      if (deps.leaseNow() < readable) return settled({ state: 'waiting', nextAt: readable, code: 'looking-up' });
      const ref = await chat.wasSent(address, message.key, attemptedAt - 5 * minute).catch(orNobodyCanTell);
      if (ref === cannotTell) {
        if (deps.isUrgent(row)) return 'send';
        // Not sent again by itself, whatever else it is: what may stand in a channel already would stand there twice.
        return settled({ state: 'unknown', code: 'delivery-unknown' });
      }
      if (ref === undefined) return 'send';
      // It shows things as they stood when it was sent; what changed since is a row of its own, behind this one.
      return settled({ state: 'delivered', posted: { ref, drawn: message.drawn } });
    }
    if (!row.sensitive || deps.isUrgent(row)) return 'send';
    return settled({ state: 'unknown', code: 'delivery-unknown' });
  };

const orNobodyCanTell = (error: unknown): typeof cannotTell => {
  if (error instanceof Refused && error.code === cannotTell) return cannotTell;
  throw error;
};
