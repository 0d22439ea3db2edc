import { day } from '../kernel/clock.js';
import type { Id, MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import { type FeedbackAnswer, type FeedbackState, nextQuestion, type Question } from './feedback.js';
import type { Instrument } from './instrument.js';
import { halfOf, type Meant } from './meant.js';
import type { MentorshipState } from './mentorship.js';

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

/** Days for which a review takes answers in, and lets them be changed and taken back. */
export const reviewDays = 21;
/** A mentorship that ended longer ago (ms) is not asked about any more. */
const afterTheEnd = 14 * day;
/**
 * Minutes that are half of what is only taken to be meant, at the least: a share among many may be less than one meeting,
 * and after one meeting there is no half to look back on.
 */
const leastTaken = 90;
/** Where half of the time is over and the two have not met yet, it is looked at again after so long (ms). */
const untilTheyMeet = 7 * day;

/** What a mentorship's reviews are opened by. */
export interface ReviewStanding {
  readonly state: MentorshipState;
  readonly endedAt: number | null;
  readonly meant: Meant;
  /** Minutes that count as delivered so far. */
  readonly delivered: number;
  /** They have met at least once: of nothing at all nobody is asked. */
  readonly met: boolean;
  /** The reviews that it has had. */
  readonly opened: readonly ReviewMoment[];
  /** ms */
  readonly now: number;
}

export type ReviewStep =
  | { readonly open: ReviewMoment; readonly why: ReviewWhy }
  /** Nothing yet: when to look again (ms), or null where something else has to happen first. */
  | { readonly lookAt: number | null };

/**
 * Whether a review opens now (docs/field.md#reviews). Each moment comes once. A last day that both signed is an end, one
 * that was only taken to be so is not: that mentorship ends when it is ended. While it is paused nothing opens.
 */
export function reviewStep(s: ReviewStanding): ReviewStep {
  const nothing: ReviewStep = { lookAt: null };
  const over = s.state === 'ended' && s.endedAt !== null;
  if (s.opened.includes('end') || !(over || s.state === 'active')) return nothing;
  if (over) return s.met && s.now - (s.endedAt ?? 0) <= afterTheEnd ? { open: 'end', why: 'end' } : nothing;
  const half = halfOf(s.meant);
  const until = s.meant.signed.until ? s.meant.until : null;
  const again = s.now + untilTheyMeet;
  if (until !== null && s.now > until) return s.met ? { open: 'end', why: 'end' } : { lookAt: again };
  if (s.opened.includes('mid')) return { lookAt: until === null ? null : until + 1 };
  const least = s.meant.signed.minutes ? 1 : leastTaken;
  if (s.delivered >= Math.max(least, half.minutes)) return { open: 'mid', why: 'minutes' };
  if (s.now < half.at) return { lookAt: half.at };
  return s.met ? { open: 'mid', why: 'time' } : { lookAt: until === null ? again : Math.min(again, until + 1) };
}

/** Its time is over, or its mentorship's end opened the next one in its place. */
export const isReviewOver = (f: Pick<ReviewForm, 'editableUntil'>, now: number): boolean => now > f.editableUntil;

/** The form with one answer given or given anew; done once every question has one. */
export function withReviewAnswer(f: ReviewForm, answer: FeedbackAnswer, questions: readonly Question[]): ReviewForm {
  const answers = [...f.answers.filter((a) => a.question !== answer.question), answer];
  const rests = f.state === 'not-today' || f.state === 'closed';
  return {
    ...f,
    answers,
    firstAnsweredAt: f.firstAnsweredAt ?? (answer.skipped ? null : answer.at),
    state: nextQuestion(questions, { answers }) === undefined ? 'done' : rests ? 'open' : f.state,
  };
}

/** Taken back, by whoever answered: not a word of it stays. */
export const withdrawnReview = (f: ReviewForm): ReviewForm => ({
  ...f,
  state: 'withdrawn',
  share: 'coordinator',
  answers: [],
  firstAnsweredAt: null,
});

/** Where a mentee's card about a review stands. */
export type ReviewCardStep =
  | { readonly at: 'question'; readonly question: Question; readonly nth: number; readonly of: number }
  | { readonly at: 'thanks' }
  /** "Not today"; `again` while its one reminder is still to come. */
  | { readonly at: 'resting'; readonly again: boolean }
  | { readonly at: 'withdrawn' }
  | { readonly at: 'stopped' }
  | { readonly at: 'over' };

/** The next thing to ask; `stopped`: they asked not to be asked how it was. */
export function reviewCardStep(
  f: ReviewForm,
  questions: readonly Question[],
  stopped: boolean,
  now: number,
): ReviewCardStep {
  if (f.state === 'withdrawn' || f.state === 'declined') return { at: 'withdrawn' };
  const next = nextQuestion(questions, f);
  if (f.state === 'done' || next === undefined) return { at: 'thanks' };
  if (f.state === 'closed' || isReviewOver(f, now)) return { at: 'over' };
  if (f.state === 'not-today') return { at: 'resting', again: !f.reminded };
  if (stopped) return { at: 'stopped' };
  return { at: 'question', question: next, nth: questions.indexOf(next) + 1, of: questions.length };
}
