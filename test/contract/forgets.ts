import { expect, onTestFinished, test } from 'vitest';
import type { Account } from '../../src/chat/inbound.js';
import type { ChatPort } from '../../src/ports/chat.js';

/** A chat that somebody was reached by. */
export interface ReachedBy {
  readonly chat: ChatPort;
  readonly account: Account;
  /** Somebody else, who was reached as well. */
  readonly other: Account;
  /** Whether it still knows of whoever this is what it can know from its own memory alone. */
  remembers(who: Account): Promise<boolean>;
  stop(): Promise<void>;
}

/** What every chat has to do as somebody is erased: their rows are the store's, its memory is its own. */
export function forgetsContract(name: string, make: () => Promise<ReachedBy>): void {
  test(`${name} lets go of whoever was erased, and of nobody else`, async () => {
    const { chat, account, other, remembers, stop } = await make();
    onTestFinished(stop);
    expect(await remembers(account)).toBe(true);
    expect(await remembers(other)).toBe(true);
    chat.forget(account);
    expect(await remembers(account)).toBe(false);
    expect(await remembers(other)).toBe(true);
    // Of somebody it never knew there is nothing to let go of.
    chat.forget({ ...account, user: 'never-seen' });
  });

  test(`${name} lets go of everybody where it was not heard who was erased`, async () => {
    const { chat, account, other, remembers, stop } = await make();
    onTestFinished(stop);
    expect([await remembers(account), await remembers(other)]).toEqual([true, true]);
    chat.forgetAll();
    expect([await remembers(account), await remembers(other)]).toEqual([false, false]);
  });
}
