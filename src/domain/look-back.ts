import type { MentorshipId, PersonId } from '../kernel/ids.js';

/** A mentee's own page at the end of a mentorship (docs/field.md#looking-back): what they keep of it, in their words. */
export interface LookBack {
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  /** What they take with them. */
  readonly words: string;
  /** A step each, in their words. */
  readonly steps: readonly { readonly key: string; readonly what: string }[];
  readonly savedAt: number;
}
