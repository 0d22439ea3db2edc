import type { Account } from '../chat/inbound.js';
import type { ProgrammeId } from '../kernel/ids.js';

/**
 * Several programs may run on one database, each a replica. What one of them holds in memory can be older than the rows;
 * so whoever changes such a row says it to the others, and each says what it may have missed
 * (docs/architecture.md#what-stays-in-memory).
 */

/** What has changed, without any content. */
export type News =
  /** What is answered from memory of these programmes: contacts, roles, where people belong. */
  | { readonly what: 'programmes'; readonly of: readonly ProgrammeId[] }
  /** Whether workspaces accept this program. */
  | { readonly what: 'installations' }
  /** An account, by a hash of it, has done so much here that it counts against its pace. */
  | { readonly what: 'pace'; readonly of: string; readonly spent: number }
  /** Messages, by their references, that were answered with anew where somebody pressed in them. */
  | { readonly what: 'answered'; readonly refs: readonly string[] }
  /** An entry of the address book, by a hash of its key, was written anew. */
  | { readonly what: 'address'; readonly of: string }
  /** What stands in a conversation of the local chat, by a hash of its address, is another by now; in all of them: empty. */
  | { readonly what: 'local-chat'; readonly at: string }
  /** The person of this account was erased: nothing of it stays in memory. */
  | { readonly what: 'left'; readonly who: Account }
  /** The domain's clock was moved, which only a program for practice can do. */
  | { readonly what: 'clock' }
  /** Anything at all: the connection by which news comes was away, or a program that may have had news is gone. */
  | { readonly what: 'anything' };

export interface Replicas {
  /** Tells all the others, soon; they hear it in its order. Never throws: where it cannot be told, they hear `anything` later. */
  tell(news: News): void;
  /** From now on `act` is called with what others tell. Never with what this one told. */
  hear(act: (news: News) => void): void;
  /**
   * `act` is called once another is gone: what it had in hand is to be done by somebody else. It answers whether it could be
   * done, and never rejects: what could not is called again within seconds.
   */
  gone(act: () => Promise<boolean>): void;
  /**
   * Whether this is the one of them that does what is done once for all: it is another one within seconds of its end.
   */
  isFirst(): boolean;
  /** Whether there are others now. */
  several(): boolean;
}

/** The only program on its database. */
export const alone: Replicas = {
  tell() {},
  hear() {},
  gone() {},
  isFirst: () => true,
  several: () => false,
};
