import type { Platform } from '../kernel/account.js';
import type { Sent } from './chat.js';
import type { Hours } from './store/delivery.js';

/**
 * What is counted as it happens, for `/metrics` (docs/operations.md#metrics). Nothing here is given a name, an id, a
 * programme or a workspace: every argument is one of a few words, or a number.
 */

/** How an event was answered: `undone` where nothing was done and nothing kept. */
export type AnswerEnd = 'done' | 'undone';
/** How a message ended. `unchanged`: it stood there already, looking the same; `by-link`: its reader has no account. */
export type MessageEnd =
  | 'delivered'
  | 'unchanged'
  | 'by-link'
  | 'nothing-to-say'
  | 'not-reachable'
  | 'expired'
  | 'failed'
  | 'unknown';
/** How a due prompt ended; `failed`: it threw, and is tried again. */
export type PromptEnd = 'fired' | 'expired' | 'dropped' | 'failed';
/** `none`: it ended before it was known where it would have gone. */
export type WhereTo = Platform | 'none';

/** Each costs next to nothing, keeps nobody waiting and never throws. */
export interface Measures {
  /** An event was answered, so long (ms) after its chat gave it to the runtime. */
  answered(platform: Platform, end: AnswerEnd, ms: number): void;
  /** A request that carried a message to a platform ended. `ambiguous`: nobody knows yet whether it arrived. */
  called(platform: Platform, call: 'send' | 'update', end: Sent['kind']): void;
  /** A message came to its end, so long (ms) after it was asked for; `hours` are those of its reader's that it kept to. */
  ended(platform: WhereTo, end: MessageEnd, hours: Hours, ms: number): void;
  /** A due prompt did. */
  prompted(end: PromptEnd): void;
}

/** Where nobody counts. */
export const noMeasures: Measures = {
  answered: () => undefined,
  called: () => undefined,
  ended: () => undefined,
  prompted: () => undefined,
};
