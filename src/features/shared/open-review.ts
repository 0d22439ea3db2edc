import { meantOf, sharingOf } from '../../domain/meant.js';
import { inForce, type Mentorship } from '../../domain/mentorship.js';
import { neverTooLate } from '../../domain/prompt-schedule.js';
import {
  type Review,
  type ReviewAudience,
  type ReviewForm,
  type ReviewMoment,
  type ReviewStanding,
  type ReviewWhy,
  reviewDays,
} from '../../domain/review.js';
import { reviewAskPrompt, reviewDuePrompt, reviewSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { local, placeAnyway } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';
import { askStakeholders } from './ask-stakeholder.js';
import { keepQuestions } from './review-questions.js';

/** How reviews come to be (docs/field.md#reviews): looked for when something changed, and opened once for each moment. */

/**
 * Has it looked at whether a review of this mentorship opens, in a transaction of its own: to be called wherever minutes,
 * its agreement or its state changed.
 * @param because tells one look from another: the same is not taken twice
 * @param at ms; at once where it is left out
 */
export function lookForReview(
  m: Pick<Mentorship, 'id'>,
  because: string,
  work: Pick<Work, 'schedule' | 'now'>,
  at: number = work.now,
): void {
  work.schedule({
    ...reviewDuePrompt.prompt({ mentorship: m.id, because }),
    subject: m.id,
    to: null,
    dueAt: at,
    expiresAt: neverTooLate(at),
  });
}

/** What the rule looks at; undefined where its portfolio is gone. As many statements however much there is. */
export async function standingOfReviews(m: Mentorship, work: Work): Promise<ReviewStanding | undefined> {
  const { rows, now, programme } = work;
  const portfolio = await rows.portfolios.get(m.portfolio);
  if (portfolio === undefined) return undefined;
  const sharing = sharingOf((await rows.mentorships.of(m.mentor)).filter((one) => one.portfolio === m.portfolio));
  // Minutes of one mentee count with a portfolio, so one whom the same mentor met before brings theirs along.
  const { deliveredMinutes } = await rows.totals.ofPortfolio(portfolio.id, m.mentee);
  return {
    state: m.state,
    endedAt: m.endedAt,
    meant: meantOf(
      m,
      inForce(await rows.mentorships.agreements(m.id)),
      portfolio,
      Math.max(1, sharing),
      programme.zone,
    ),
    delivered: deliveredMinutes,
    met: deliveredMinutes > 0 || (await rows.sessions.ofMentorship(m.id)).some((s) => s.state === 'ended'),
    opened: (await rows.reviews.ofMentorships([m.id])).map((r) => r.moment),
    now,
  };
}

/** A review and what each side is asked, as it was opened. */
export interface OpenedReview {
  readonly review: Review;
  /** The mentee’s, and the mentor’s own; both of them open. A stakeholder’s is made as they are asked. */
  readonly forms: readonly ReviewForm[];
}

/**
 * Opens it: the review, a form for each side, the prompt that asks the mentee on a day of theirs that has room, and the
 * mentor's message; and stakeholders are asked, all that opens within a day together. Undefined where this moment has
 * had its review. What the one before still asks is asked no more; what was answered in it stays.
 */
export async function openReview(
  m: Mentorship,
  moment: ReviewMoment,
  why: ReviewWhy,
  work: Work,
): Promise<OpenedReview | undefined> {
  const { rows, now, ids } = work;
  const before = await rows.reviews.ofMentorships([m.id]);
  if (before.some((r) => r.moment === moment)) return undefined;
  await closeEarlier(m, before, work);
  const review: Review = {
    id: ids.next('review'),
    programme: work.programme.id,
    mentorship: m.id,
    moment,
    why,
    openedAt: now,
    closesAt: now + reviewDays * day,
  };
  await rows.reviews.save(review);
  await keepQuestions(review, rows);
  const forms = [formOf(review, 'mentee', m.mentee, work), formOf(review, 'mentor', m.mentor, work)];
  for (const form of forms) await rows.reviews.saveForm(form);
  await askStakeholders(review, work);
  work.audit('review.opened', m.id, { moment, why }, m.id);
  const [mentees, mentors] = forms;
  if (mentees !== undefined) await askMentee(mentees, work);
  if (mentors !== undefined)
    work.show(
      'review-opened',
      reviewSubject.write({ mentorship: m.id, form: mentors.id }),
      { person: m.mentor },
      { expiresAt: review.closesAt, waitsFor: 'working-days' },
    );
  return { review, forms };
}

const formOf = (review: Review, audience: ReviewAudience, person: PersonId, work: Work): ReviewForm => ({
  id: work.ids.next('review-form'),
  programme: review.programme,
  review: review.id,
  mentorship: review.mentorship,
  moment: review.moment,
  audience,
  person,
  state: 'open',
  share: audience === 'mentee' ? 'coordinator' : 'mentor',
  answers: [],
  askedAt: review.openedAt,
  firstAnsweredAt: null,
  editableUntil: review.closesAt,
  reminded: false,
});

/** Who was half-way through one review when the next opens is asked about one thing, not two. */
async function closeEarlier(m: Mentorship, before: readonly Review[], work: Work): Promise<void> {
  const going = new Set(before.filter((r) => r.closesAt > work.now).map((r) => r.id));
  if (going.size === 0) return;
  for (const f of await work.rows.reviews.formsOf([m.id])) {
    if (!going.has(f.review) || (f.state !== 'open' && f.state !== 'not-today')) continue;
    await work.rows.reviews.saveForm({ ...f, state: 'closed' });
    work.cancelAll(reviewAskPrompt.begin({ form: f.id }));
    work.redraw(reviewSubject.write({ mentorship: m.id, form: f.id }));
  }
}

/** At noon nobody is woken, and what waits for the day's session is known by then. */
const askTime = '12:00';

/** Sets the prompt that asks for a mentee's form: today if noon is not over, else at once. */
async function askMentee(f: ReviewForm, work: Work): Promise<void> {
  const person = await work.rows.people.get(f.person);
  if (person === undefined || person.erasedAt !== null) return;
  const { date } = local(work.now, person.zone);
  const dueAt = Math.max(work.now, placeAnyway(date, askTime, person.zone));
  askOn(f, dueAt, person.zone, work);
}

/** Asks for this form at this moment (ms), or on a later day: once a day at most. */
export function askOn(
  f: Pick<ReviewForm, 'id' | 'person' | 'editableUntil'>,
  dueAt: number,
  zone: string,
  work: Work,
): void {
  work.schedule({
    ...reviewAskPrompt.prompt({ form: f.id, date: local(dueAt, zone).date }),
    subject: f.id,
    to: f.person,
    dueAt,
    expiresAt: f.editableUntil,
  });
}
