import type { Id, MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { FeedbackAnswer, FeedbackState } from './feedback.js';
import type { Instrument } from './instrument.js';

/**
 * A look at the whole of one mentorship (docs/field.md#reviews): at half of it and at its end, from the mentee, from the
 * mentor about themselves, and from a stakeholder whom the mentee said yes to.
 */

export type ReviewId = Id<'review'>;
export type ReviewFormId = Id<'review-form'>;

export type ReviewMoment = 'mid' | 'end';
export type ReviewAudience = 'mentee' | 'mentor' | 'stakeholder';

/** What opened it: half of the minutes meant, half of the time, or that the mentorship came to its end. */
export type ReviewWhy = 'minutes' | 'time' | 'end';

export interface Review {
  readonly id: ReviewId;
  readonly programme: ProgrammeId;
  readonly mentorship: MentorshipId;
  readonly moment: ReviewMoment;
  readonly why: ReviewWhy;
  /** ms */
  readonly openedAt: number;
  /** Nobody is asked and nothing is taken in from then on (ms). */
  readonly closesAt: number;
}

/** `declined`: a stakeholder would rather not. */
export type ReviewState = FeedbackState | 'declined';

/** Who reads it: the coordinator alone, until whoever answers lets the mentor read it too (docs/field.md#review-readers). */
export type ReviewShare = 'coordinator' | 'mentor';

/** One side's form. */
export interface ReviewForm {
  readonly id: ReviewFormId;
  readonly programme: ProgrammeId;
  readonly review: ReviewId;
  readonly mentorship: MentorshipId;
  readonly moment: ReviewMoment;
  readonly audience: ReviewAudience;
  /** Who answers. */
  readonly person: PersonId;
  readonly state: ReviewState;
  readonly share: ReviewShare;
  readonly answers: readonly FeedbackAnswer[];
  readonly askedAt: number;
  readonly firstAnsweredAt: number | null;
  /** Edit or withdraw until then (ms). */
  readonly editableUntil: number;
  readonly reminded: boolean;
}

/** Which questions a form has. */
export const instrumentOf = ({ audience, moment }: Pick<ReviewForm, 'audience' | 'moment'>): Instrument =>
  audience === 'mentee' ? moment : audience === 'mentor' ? 'self' : 'stakeholder';

/** Who looks at somebody's answers in a review. */
export type ReviewReader = 'own' | 'mentor' | 'mentee' | 'coordinator';

/**
 * Whether they may read these answers (docs/field.md#review-readers). A mentee's: the coordinator, and the mentor once the
 * mentee let them. A mentor's own: they alone, and whoever reads their reflection. A stakeholder's: mentor, mentee and
 * coordinator, as the form says before its first question. What was withdrawn or declined nobody.
 */
export function mayReadReview(f: Pick<ReviewForm, 'audience' | 'state' | 'share'>, reader: ReviewReader): boolean {
  if (f.state === 'withdrawn' || f.state === 'declined') return false;
  if (reader === 'own') return true;
  if (f.audience === 'stakeholder') return true;
  if (f.audience === 'mentor') return reader === 'mentor';
  return reader === 'coordinator' || (reader === 'mentor' && f.share === 'mentor');
}

/** Whether anything in it was answered and not skipped. */
export const saidInReview = (f: Pick<ReviewForm, 'state' | 'answers'>): boolean =>
  f.state !== 'withdrawn' && f.state !== 'declined' && f.answers.some((a) => !a.skipped);
