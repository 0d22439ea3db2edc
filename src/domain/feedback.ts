import type { PersonId, ProgrammeId, SessionId } from '../kernel/ids.js';

/** FIELD §3: who the mentee lets read their answers, chosen per form, before the first question. */
export type Share = 'now' | 'midpoint' | 'coordinator';

/** `open` until answered or closed; `not-today` rests until its one reminder; `closed` when its time is over. */
export type FeedbackState = 'open' | 'not-today' | 'done' | 'withdrawn' | 'closed';

export interface FeedbackAnswer {
  /** Catalogue key of the question. */
  readonly question: string;
  /** The wording it answered. */
  readonly wording: number;
  /** 1 to 5 where the question is a rating; null where it was skipped or is a text. */
  readonly rating: number | null;
  readonly text: string;
  readonly skipped: boolean;
  readonly at: number;
}

/** One mentee's feedback on one session. */
export interface Feedback {
  readonly programme: ProgrammeId;
  readonly session: SessionId;
  readonly mentee: PersonId;
  readonly mentor: PersonId;
  readonly state: FeedbackState;
  readonly share: Share | null;
  readonly answers: readonly FeedbackAnswer[];
  readonly askedAt: number;
  readonly firstAnsweredAt: number | null;
  /** Edit or withdraw until then (ms). */
  readonly editableUntil: number;
  readonly reminded: boolean;
}

/** Days in which an answer can be edited or withdrawn after it was asked for. */
export const editableDays = 14;

/** A question as the catalogue keeps it. */
export interface Question {
  readonly key: string;
  readonly wording: number;
  readonly text: string;
  readonly kind: 'rating' | 'text';
}
