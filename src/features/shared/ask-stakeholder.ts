import { isOver } from '../../domain/feedback.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { type Review, type ReviewForm, saidInReview } from '../../domain/review.js';
import { mayBeAsked, type StakeholderAsk } from '../../domain/stakeholder.js';
import { stakeholderAskPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { local, type WallTime } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';

/** Stakeholders as a review asks them (docs/field.md#stakeholders): whoever the mentee said yes to, and nobody else. */

/** What opens within a day goes out together, early on the next: one message and one link, however many mentors. */
const askedAt: WallTime = '09:30';

/**
 * Makes the forms that an open review lacks of whom the mentee said yes to, and has each of them asked with all else that
 * opened that day. It changes nothing where that is done already, so whoever opens a review calls it, and so does a yes
 * that comes while one is open.
 */
export async function askStakeholders(review: Review, work: Work): Promise<void> {
  if (review.closesAt <= work.now) return;
  // The one that opened since closed this one: nobody is asked about the half of what has ended.
  const all = await work.rows.reviews.ofMentorships([review.mentorship]);
  if (all.some((r) => r.moment === 'end') && review.moment !== 'end') return;
  const asks = (await work.rows.stakeholderAsks.ofMentorships([review.mentorship])).filter(mayBeAsked);
  if (asks.length === 0) return;
  const before = (await work.rows.reviews.formsOf([review.mentorship])).filter(
    (f) => f.review === review.id && f.audience === 'stakeholder',
  );
  const people = await work.people();
  const declined = await declinedBy(review.mentorship, work.rows);
  for (const { person } of asks) {
    if (declined.has(person)) continue;
    const who = people.get(person);
    if (who === undefined || who.erasedAt !== null) continue;
    const form = before.find((f) => f.person === person);
    if (form === undefined) await work.rows.reviews.saveForm(newForm(review, person, work));
    // Closed with a yes that was taken back, and given anew.
    else if (form.state === 'closed') await work.rows.reviews.saveForm({ ...form, state: 'open' });
    else if (form.state !== 'open' || form.askedAt < work.now) continue;
    const dueAt = tomorrowAt(work.now, askedAt, who.zone);
    work.schedule({
      ...stakeholderAskPrompt.prompt({ person, date: local(dueAt, who.zone).date }),
      subject: person,
      to: person,
      dueAt,
      expiresAt: dueAt + 14 * day,
    });
  }
}

/** Who would rather not say anything about this mentorship: they are not asked about it again. */
async function declinedBy(
  mentorship: Review['mentorship'],
  rows: Pick<Work['rows'], 'reviews'>,
): Promise<ReadonlySet<PersonId>> {
  const forms = await rows.reviews.formsOf([mentorship]);
  return new Set(forms.filter((f) => f.state === 'declined').map((f) => f.person));
}

const newForm = (review: Review, person: PersonId, work: Work): ReviewForm => ({
  id: work.ids.next('review-form'),
  programme: work.programme.id,
  review: review.id,
  mentorship: review.mentorship,
  moment: review.moment,
  audience: 'stakeholder',
  person,
  state: 'open',
  share: 'mentor',
  answers: [],
  askedAt: work.now,
  firstAnsweredAt: null,
  editableUntil: review.closesAt,
  reminded: false,
});

/** The yes is taken back: nobody is asked any more, and what was not answered yet is over. What was said stays. */
export async function stopAsking(ask: Pick<StakeholderAsk, 'mentorship' | 'person'>, work: Work): Promise<void> {
  for (const form of await work.rows.reviews.formsOf([ask.mentorship]))
    if (form.audience === 'stakeholder' && form.person === ask.person && isUnanswered(form))
      await work.rows.reviews.saveForm({ ...form, state: 'closed', answers: [] });
  work.redraw(ask.person);
}

const isUnanswered = (form: ReviewForm): boolean =>
  (form.state === 'open' || form.state === 'not-today' || form.state === 'done') && !saidInReview(form);

/** What somebody is asked about one mentorship. */
export interface ToAnswer {
  readonly form: ReviewForm;
  readonly mentorship: Mentorship;
  /** It may be answered now, or changed; else only taken back. */
  readonly open: boolean;
}

/**
 * All that this stakeholder may answer, change or take back now, in the order in which it was asked. What is over, what
 * the mentee took back their yes to and what was about somebody who is erased is not among it, and looks the same.
 */
export async function toAnswer(
  person: PersonId,
  { rows, now }: Pick<Work, 'rows' | 'now'>,
): Promise<readonly ToAnswer[]> {
  const forms = (await rows.reviews.formsOfPerson(person)).filter(
    (f) => f.audience === 'stakeholder' && !isOver(f, now) && f.state !== 'withdrawn',
  );
  if (forms.length === 0) return [];
  const asks = await rows.stakeholderAsks.ofPerson(person);
  const reviews = await rows.reviews.ofMentorships(forms.map((f) => f.mentorship));
  const found: ToAnswer[] = [];
  for (const form of forms) {
    const mentorship = await rows.mentorships.get(form.mentorship);
    const review = reviews.find((r) => r.id === form.review);
    if (mentorship === undefined || review === undefined) continue;
    const there = (await rows.people.get(mentorship.mentor))?.erasedAt === null;
    const said = asks.some((a) => a.mentorship === form.mentorship && mayBeAsked(a));
    const open = there && said && form.state !== 'closed' && review.closesAt > now;
    if (open || saidInReview(form)) found.push({ form, mentorship, open });
  }
  return found;
}

/** Whether they have neither answered nor said that they would rather not. */
export const waitsForAnswer = ({ form, open }: ToAnswer): boolean =>
  open && (form.state === 'open' || form.state === 'not-today') && !saidInReview(form);
