import type { Ids } from '../../../src/kernel/ids.js';
import type { Db } from '../db.js';
import type { KeyStore } from '../key-store.js';
import type { Keys } from '../keys.js';

/** One such work. Steps are numbered from 1 without a gap; one that was released is never changed, taken out or renamed. */
export interface DataStep {
  readonly number: number;
  /** As it is told and kept: lower case, with hyphens. */
  readonly name: string;
  /**
   * What it blanks must not stand in the database's files any more, where rows stood that are shorter now: they are
   * written anew before it counts as finished. Such a step answers undefined for a batch that found nothing to do only.
   */
  readonly rewrites?: true;
  /**
   * Does a bounded number of rows (some hundreds: well within the 20 seconds of a transaction, and of memory), from
   * `cursor` on, which is undefined at the beginning and otherwise what the batch before answered. Answers where the next
   * batch begins, or undefined when all is done.
   *
   * It runs in one transaction with the cursor that is kept of it, so a batch is done whole and once, or not at all. That
   * holds for this database only: what it does elsewhere (a file beside) has to bear being done again.
   *
   * What an erased person's key sealed cannot be opened any more: such rows are left as they are (`KeyRing.has`). It says
   * in SQL of its own which columns it means, and itself what it takes stored words to be: it will run in programs and
   * beside schemas that have gone on since.
   */
  batch(work: StepWork, cursor: string | undefined): Promise<string | undefined>;
}

export interface StepWork {
  readonly db: Db;
  /** They look for people's keys in both places, where they were up to 0.7.0 and where they are since. */
  readonly keys: Keys;
  readonly keyStore: KeyStore;
  readonly ids: Ids;
}
