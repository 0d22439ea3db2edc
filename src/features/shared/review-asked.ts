import { z } from 'zod';
import type { Question } from '../../domain/feedback.js';
import { keptValue, listOf, ofPerson } from '../../domain/kept.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person, Programme } from '../../domain/programme.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { type ReviewCardStep, type ReviewForm, type ReviewFormId, reviewCardStep } from '../../domain/review.js';
import { reviewAskPrompt, reviewSubject } from '../../domain/subjects.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { Work } from '../feature.js';
import { askOn } from './open-review.js';
import { type FeedbackReaders, feedbackReaders } from './read-feedback.js';
import { questionsInReview } from './review-questions.js';
import { namedReaders } from './who-reads.js';

/** All that a mentee's form of a review is drawn from, and all that a press on it is judged by. */
export interface ReviewAsked {
  readonly form: ReviewForm;
  readonly mentorship: Mentorship;
  readonly mentee: Person;
  readonly questions: readonly Question[];
  readonly readers: FeedbackReaders;
  readonly step: ReviewCardStep;
  readonly now: number;
}

interface Around {
  readonly rows: Rows;
  readonly now: number;
  readonly programme: Programme;
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/** Reads it; undefined where there is no such form, it is no mentee's, or somebody in it is gone. */
export async function reviewAskedOf(around: Around, id: string): Promise<ReviewAsked | undefined> {
  const form = await around.rows.reviews.form(id as ReviewFormId);
  if (form === undefined || form.audience !== 'mentee') return undefined;
  const mentorship = await around.rows.mentorships.get(form.mentorship);
  const people = await around.people();
  const mentee = people.get(form.person);
  if (mentorship === undefined || mentee === undefined || mentee.erasedAt !== null) return undefined;
  const questions = await questionsInReview(form, around.rows);
  const { mentor, portfolio } = mentorship;
  return {
    form,
    mentorship,
    mentee,
    questions,
    readers: feedbackReaders(people.values(), mentor, await namedReaders(around, { id: portfolio, mentor })),
    step: reviewCardStep(form, questions, mentee.manners.feedbackStopped === true, around.now),
    now: around.now,
  };
}

/** With which session's card a review was asked for, in place of that session's questions. */
export const reviewBeside = keptValue({
  name: 'review-beside',
  per: [ofPerson],
  schema: listOf(z.object({ form: z.string(), session: z.string() })),
  erasure: { of: 'person', does: 'forget' },
});

/** Cards about reviews of this mentee are drawn from so many of them at most; a mentorship has two. */
const mostBeside = 20;

/** The form that this session's card asks for besides, if it does. */
export async function formBeside(
  rows: Pick<Rows, 'kept'>,
  mentee: PersonId,
  session: SessionId,
): Promise<string | undefined> {
  return (await rows.kept.get(reviewBeside, mentee))?.find((one) => one.session === session)?.form;
}

export async function askBeside(f: ReviewForm, session: SessionId, work: Pick<Work, 'rows'>): Promise<void> {
  const before = ((await work.rows.kept.get(reviewBeside, f.person)) ?? []).filter((one) => one.form !== f.id);
  await work.rows.kept.put(reviewBeside, f.person, [...before, { form: f.id, session }].slice(-mostBeside));
}

/**
 * A session that did not happen for them is no moment to ask how it all is: what its card was to ask for besides, and of
 * which nothing is answered yet, is asked for on another day.
 */
export async function askAnotherDay(
  mentee: Pick<Person, 'id' | 'zone'>,
  session: SessionId,
  work: Work,
): Promise<void> {
  const all = (await work.rows.kept.get(reviewBeside, mentee.id)) ?? [];
  const id = all.find((one) => one.session === session)?.form;
  const form = id === undefined ? undefined : await work.rows.reviews.form(id as ReviewFormId);
  if (form === undefined || form.state !== 'open' || form.answers.length > 0) return;
  await work.rows.kept.put(
    reviewBeside,
    mentee.id,
    all.filter((one) => one.form !== form.id),
  );
  askOn(form, tomorrowAt(work.now, laterAt, mentee.zone), mentee.zone, work);
}

/** At noon nobody is woken, and most days something else has come by then. */
const laterAt = '12:00';

/** Draws every card anew that asks for this form: one of its own, or a session's. */
export async function redrawReview(
  f: Pick<ReviewForm, 'id' | 'person' | 'mentorship'>,
  work: Pick<Work, 'rows' | 'redraw'>,
): Promise<void> {
  work.redraw(reviewSubject.write({ mentorship: f.mentorship, form: f.id }));
  const beside = (await work.rows.kept.get(reviewBeside, f.person))?.find((one) => one.form === f.id);
  if (beside !== undefined) work.redraw(beside.session);
}

/**
 * The form of this mentorship's review that its mentee has yet to be asked for, which a session's card may ask for in
 * place of the session's questions (docs/field.md#reviews); with what takes its own prompt back.
 */
export async function reviewToAsk(
  mentee: PersonId,
  mentorship: Mentorship['id'],
  work: Work,
): Promise<ReviewForm | undefined> {
  const waiting = (await work.rows.prompts.waitingFor(mentee)).filter((p) => p.kind === 'review-ask');
  for (const { subject } of waiting) {
    const f = await work.rows.reviews.form(subject as ReviewFormId);
    if (f !== undefined && f.mentorship === mentorship && f.state === 'open' && f.editableUntil > work.now) return f;
  }
  return undefined;
}

/** It is asked for now: not by its own prompt any more. */
export const askedFor = (f: Pick<ReviewForm, 'id'>, work: Pick<Work, 'cancelAll'>): void =>
  work.cancelAll(reviewAskPrompt.begin({ form: f.id }));

/** Their forms that can be answered or changed still, as their cards have to say what changed around them. */
export async function openReviewForms(
  person: PersonId,
  work: Pick<Work, 'rows' | 'now'>,
): Promise<readonly ReviewForm[]> {
  return (await work.rows.reviews.formsOfPerson(person)).filter(
    (f) => f.audience === 'mentee' && f.editableUntil > work.now && f.state !== 'withdrawn',
  );
}
