import type { Address, MessageRef } from '../../chat/inbound.js';
import type { OutboxRow, OutboxState } from './delivery.js';
import type { PromptRow } from './prompts.js';

/** How far the messages of one conversation or workspace are ahead of what their platform allows; lease clock (ms). */
export interface Counter {
  /** When all that was counted is paid for. */
  readonly free: number;
  /** Until when places in the line are given out. */
  readonly line: number;
}

/**
 * What the engine claims and completes, in batches with few statements. `leaseNow` is the store's own clock, which
 * nobody moves; `now` the domain's.
 */
export interface Queue {
  /** Waiting prompts due by `now`, oldest first; leased until `leaseUntil` so that no other replica takes them. */
  claimPrompts(now: number, leaseNow: number, leaseUntil: number, limit: number): Promise<readonly PromptRow[]>;
  /**
   * Outbox rows that may go now, at most one per conversation and in each conversation's order, save that what waits for
   * its line as an update, for its reader's hours or for its platform's return is passed by; also those whose lease ran out (their `attemptedAt` is set: their last attempt may have been
   * delivered).
   */
  claimOutbox(leaseNow: number, leaseUntil: number, limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Before the request leaves: counts the attempt. With an address a new message is about to leave for it, and from now
   * on a crash makes that ambiguous; null is an update, which may be made twice. False if the lease was lost.
   */
  attempting(id: string, fence: number, leaseNow: number, address: Address | null): Promise<boolean>;
  /** Ends the attempt. `posted` is kept as the place where the face stands. False if the lease was lost. */
  settle(
    id: string,
    fence: number,
    end: {
      readonly state: OutboxState;
      readonly nextAt?: number;
      readonly code?: string;
      readonly posted?: { readonly ref: MessageRef; readonly drawn: number };
      /** The attempt certainly did not arrive: `attemptedAt` is cleared. Otherwise a row that waits keeps it. */
      readonly notDelivered?: true;
      /** It is not counted among the row's tries. */
      readonly uncounted?: true;
      readonly at: number;
    },
  ): Promise<boolean>;
  /**
   * Lets at most `limit` rows that wait with this code go from `leaseNow` on: those first that were to go first, so that
   * one which is woken and waits again comes last.
   * Answers how many.
   */
  wake(code: string, leaseNow: number, limit: number): Promise<number>;
  /** The codes of waiting rows that begin so, each once. */
  waitingWith(beginning: string): Promise<readonly string[]>;
  /**
   * Once, at the start, before anything is claimed: where no other program runs on this database, whatever is leased was
   * leased by one that died, and its leases end now instead of running out. An attempt that was under way then is still
   * on its row and is looked up like any other. Answers how many leases it ended.
   */
  endLeasesOfTheDead(leaseNow: number): Promise<number>;
  /**
   * Changes counters in one go, so that nobody else counts between: `change` is given what is kept under these keys and
   * answers what is kept from now on, and what to answer.
   */
  count<T>(
    keys: readonly string[],
    change: (kept: ReadonlyMap<string, Counter>) => readonly [ReadonlyMap<string, Counter>, T],
  ): Promise<T>;
  /**
   * Takes away at most `limit` rows of each kind that nobody will ask for again: acts heard before `heardBefore` and
   * forms done before then (domain clock), messages delivered, or found to have nothing to say, before `sentBefore`
   * (lease clock), and files to import whose link opens nothing at `now` (domain clock). What was not delivered stays,
   * for the coordinator. Answers how many rows went.
   */
  sweep(
    old: { readonly heardBefore: number; readonly sentBefore: number; readonly now: number },
    limit: number,
  ): Promise<number>;
  /**
   * When the next of what waits may go, beyond what may now: `prompt` (domain ms) is the next prompt's, `lease` (lease
   * clock, ms) a message's, or the end of a lease whose holder may be dead.
   */
  nextAt(
    now: number,
    leaseNow: number,
  ): Promise<{ readonly prompt: number | undefined; readonly lease: number | undefined }>;
  /** Counts by state, for /metrics and for tests that wait until all is quiet. */
  counts(
    now: number,
  ): Promise<{ readonly promptsDue: number; readonly outboxOpen: number; readonly outboxFailed: number }>;
}
