import type { Answers } from '../../chat/form.js';
import type { DraftId, PersonId } from '../../kernel/ids.js';

export interface DraftRow {
  readonly id: DraftId;
  readonly person: PersonId;
  readonly form: string;
  readonly subject: string;
  readonly revision: number;
  readonly step: string;
  readonly answers: Answers;
  readonly openedAt: number;
  /** When something typed was last kept; null while only pre-filled. */
  readonly savedAt: number | null;
  readonly doneAt: number | null;
  /**
   * What its submission led to, told again to a second one. Of one that is not done, in which window it was refused last
   * (`refusedIn`), if that was the last that became of it.
   */
  readonly outcome: string;
}

export interface DraftsRepository {
  get(id: DraftId): Promise<DraftRow | undefined>;
  /** The person's open draft of this form about this subject. */
  open(person: PersonId, form: string, subject: string): Promise<DraftRow | undefined>;
  openOf(person: PersonId): Promise<readonly DraftRow[]>;
  /**
   * Makes it, or changes it: one change counts its revision up, but for the one that ends it.
   * @throws Refused `stale-draft` where another unit of work was quicker: it has this revision already, or is done
   */
  save(draft: DraftRow): Promise<void>;
}
