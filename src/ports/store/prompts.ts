import type { PersonId, ProgrammeId } from '../../kernel/ids.js';

export interface PromptRow {
  /** Unique for good: `record:SESSION:1`. */
  readonly occurrence: string;
  readonly programme: ProgrammeId;
  readonly kind: string;
  readonly subject: string;
  /** Null where it is for nobody in particular (a channel's digest). */
  readonly to: PersonId | null;
  /** ms */
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly state: 'waiting' | 'fired' | 'expired' | 'dropped' | 'cancelled';
}

/** What becomes of prompts in one go: what is cancelled first, then what is set. */
export interface PromptChanges {
  /** Occurrences, and beginnings of them. */
  readonly cancel: readonly string[];
  readonly cancelAll: readonly string[];
  readonly set: readonly PromptRow[];
}

export interface PromptsRepository {
  /** Cancels and then sets, as the three below do. */
  change(changes: PromptChanges): Promise<void>;
  /**
   * Sets each the one prompt with its occurrence: made, or moved while it has not fired. A fired one stays as it is. No
   * occurrence stands in it twice.
   */
  set(...prompts: readonly [PromptRow, ...PromptRow[]]): Promise<void>;
  cancel(occurrence: string): Promise<void>;
  /** Cancels every waiting prompt whose occurrence begins so. */
  cancelAll(prefix: string): Promise<void>;
  get(occurrence: string): Promise<PromptRow | undefined>;
  /** The same of several, in any order, to be settled or moved in this unit of work; without those that another program has in hand. */
  take(occurrences: readonly string[]): Promise<readonly PromptRow[]>;
  /** Every occurrence that begins so, whatever became of its prompt. */
  beginning(prefix: string): Promise<ReadonlySet<string>>;
  waitingFor(person: PersonId): Promise<readonly PromptRow[]>;
  settle(occurrences: readonly string[], state: 'fired' | 'expired' | 'dropped', at: number): Promise<void>;
}
