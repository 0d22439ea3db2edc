import type { Address, MessageRef } from '../../chat/inbound.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import type { OutboxRow, OutboxState } from './delivery.js';
import type { PromptRow } from './prompts.js';

/** How far the messages of one conversation or workspace are ahead of what their platform allows; lease clock (ms). */
export interface Counter {
  /** When all that was counted is paid for. */
  readonly free: number;
  /** Until when places in the line are given out. */
  readonly line: number;
}

/** Under which of the program's facts `mentorlog restore --overdue skip` leaves word: up to when (domain ms). */
export const restoredKey = 'restored';

/** Something that fell due between a backup and now. */
export interface LeftOut {
  readonly programme: ProgrammeId;
  /** Null where it is for nobody in particular. */
  readonly person: PersonId | null;
  readonly what: 'prompt' | 'message';
}

/** Prompts that are due (`oldestDueAt`: domain ms), and messages; ambiguous: that wait after an attempt whose end is not known. */
export interface QueueCounts {
  readonly promptsDue: number;
  readonly oldestDueAt: number | null;
  readonly outboxOpen: number;
  readonly outboxFailed: number;
  readonly outboxAmbiguous: number;
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
   * delivered). Rows of the faces in `first` go before all others, past whatever else waits or is under way in their
   * conversation, and a few of them beside the `limit`.
   */
  claimOutbox(
    leaseNow: number,
    leaseUntil: number,
    limit: number,
    first?: readonly string[],
  ): Promise<readonly OutboxRow[]>;
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
      /** The attempt was given up at `at` and may still arrive: a row that waits has it as its `attemptedAt`. */
      readonly mayArrive?: true;
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
   * Where several programs run on this database: ends the leases of those that are gone, as they are found to be. Answers
   * how many.
   */
  endLeasesOfTheGone(leaseNow: number): Promise<number>;
  /**
   * Once, at the start, where the database keeps alarms: makes one for each prompt due after `now` (domain ms) that waits
   * without, and takes away those that are nobody's any more. After a restore, a move or an upgrade that may be all of
   * them; else next to none. Answers how many it made.
   */
  setAlarms(now: number): Promise<number>;
  /**
   * After a restore: what waits to be sent is not sent by itself any more, and stands among what was not delivered. Answers
   * for whom that was, and which prompts fell due by `upTo` (domain clock), which are left as they are.
   */
  leaveOut(upTo: number, leaseNow: number): Promise<readonly LeftOut[]>;
  /**
   * Puts right what a clock wrote that was ahead: no time of something that has happened lies beyond `limit` (domain clock)
   * or `leaseLimit` (lease clock). What ran out then and has not run out waits again, and so
   * does what came then and is nobody's; leases, counters and messages that wait for a time of that clock are let go. What
   * was said stays said. Answers how many rows.
   */
  afterClock(limit: number, leaseLimit: number, leaseNow: number): Promise<number>;
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
  counts(now: number): Promise<QueueCounts>;
}
