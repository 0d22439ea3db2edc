import type { AttestationId } from '../../domain/attestation.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { type ReviewForm, type ReviewFormId, reviewStep } from '../../domain/review.js';
import { reviewAskPrompt, reviewDuePrompt, reviewSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { local, placeAnyway } from '../../kernel/zoned.js';
import type { PromptRow } from '../../ports/store.js';
import type { Prompt, Work } from '../feature.js';
import { takeToday } from '../shared/once-a-day.js';
import { askOn, lookForReview, openReview, standingOfReviews } from '../shared/open-review.js';
import { conversationAskPrompt, notedSubject, reviewAgainPrompt } from './subjects.js';

/** A look whether a review opens: it opens one, or sets the next look. */
const due: Prompt<'review-due'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'nobody',
  occurrence: reviewDuePrompt,
  async fire(prompt, work) {
    const m = await work.rows.mentorships.get(prompt.subject as MentorshipId);
    const standing = m === undefined ? undefined : await standingOfReviews(m, work);
    if (m === undefined || standing === undefined) return;
    const step = reviewStep(standing);
    if ('open' in step) await openReview(m, step.open, step.why, work);
    // Whatever comes next for it: of the one that was opened now, its end.
    const next = 'open' in step ? reviewStep({ ...standing, opened: [...standing.opened, step.open] }) : step;
    if ('lookAt' in next && next.lookAt !== null) lookForReview(m, `at-${next.lookAt}`, work, next.lookAt);
  },
};

interface ToAsk {
  readonly form: ReviewForm;
  readonly mentee: Person;
  readonly mentorship: Mentorship;
}

/** What there is to ask for by this prompt; undefined where nothing is, for good. */
async function toAsk(prompt: PromptRow, work: Work): Promise<ToAsk | undefined> {
  const form = await work.rows.reviews.form(prompt.subject as ReviewFormId);
  const mentee = form === undefined ? undefined : await work.rows.people.get(form.person);
  const mentorship = form === undefined ? undefined : await work.rows.mentorships.get(form.mentorship);
  if (form === undefined || mentee === undefined || mentorship === undefined) return undefined;
  if (mentee.erasedAt !== null || mentee.roles.length === 0 || mentee.manners.feedbackStopped === true)
    return undefined;
  return form.editableUntil > work.now ? { form, mentee, mentorship } : undefined;
}

/** The day is taken by a session, whose card asks for the review or asks its own questions: so it is not this one's. */
async function takenBySession(mentee: Person, work: Work): Promise<boolean> {
  const { date } = local(work.now, mentee.zone);
  const [from, to] = [placeAnyway(date, '00:00', mentee.zone), placeAnyway(date, '23:59', mentee.zone)];
  const ahead = await work.rows.sessions.openOfMentee(mentee.id, from, to);
  if (ahead.length > 0) return true;
  const waiting = await work.rows.prompts.waitingFor(mentee.id);
  if (waiting.some((p) => p.kind === 'ask' && p.dueAt <= to)) return true;
  return (await work.rows.feedback.latestOf(mentee.id, 4, 0)).forms.some((f) => f.askedAt >= from);
}

/** At noon nobody is woken, and most days something else has come by then. */
const laterAt = '12:00';
/** A day of theirs with no session comes; who has one every day is asked all the same after so long (ms). */
const longestWait = 7 * day;

const ask: Prompt<'review-ask'> = {
  waitsFor: 'quiet-hours',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: reviewAskPrompt,
  async fire(prompt, work) {
    const found = await toAsk(prompt, work);
    if (found === undefined || found.form.state !== 'open') return;
    const { form, mentee, mentorship } = found;
    const later = (at: number): void => askOn(form, at, mentee.zone, work);
    if (mentorship.state === 'paused') return later(tomorrowAt(work.now, laterAt, mentee.zone));
    if (work.now < form.askedAt + longestWait && (await takenBySession(mentee, work)))
      return later(tomorrowAt(work.now, laterAt, mentee.zone));
    const taken = await takeToday(work, mentee, 'review-asked');
    if (taken !== undefined) return later(taken);
    work.show(
      'review-asked',
      reviewSubject.write({ mentorship: form.mentorship, form: form.id }),
      { person: mentee.id },
      { sensitive: true, expiresAt: form.editableUntil },
    );
    work.audit('review.asked', form.mentorship, { moment: form.moment }, form.mentorship);
  },
};

/** The one reminder, after "not today" (docs/field.md#asked-once-more). */
const again: Prompt<'review-again'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: reviewAgainPrompt,
  async fire(prompt, work) {
    const found = await toAsk(prompt, work);
    if (found === undefined || found.form.state !== 'not-today' || found.form.reminded) return;
    const { form, mentee, mentorship } = found;
    const busy = mentorship.state === 'paused' || (await takenBySession(mentee, work));
    const later = busy ? tomorrowAt(work.now, laterAt, mentee.zone) : await takeToday(work, mentee, 'review-again');
    if (later !== undefined) return remindOn(form, later, mentee.zone, work);
    await work.rows.reviews.saveForm({ ...form, state: 'open', reminded: true });
    const subject = reviewSubject.write({ mentorship: form.mentorship, form: form.id });
    work.show('review-again', subject, { person: mentee.id }, { sensitive: true, expiresAt: form.editableUntil });
    work.redraw(subject);
  },
};

/** Sets the one reminder for a moment (ms), if there is still time for it. */
export function remindOn(f: ReviewForm, dueAt: number, zone: string, work: Work): void {
  if (dueAt >= f.editableUntil) return;
  work.schedule({
    ...reviewAgainPrompt.prompt({ form: f.id, date: local(dueAt, zone).date }),
    subject: f.id,
    to: f.person,
    dueAt,
    expiresAt: f.editableUntil,
  });
}

/** How long (ms) it is worth asking whether what was noted was said so. */
const askedFor = 14 * day;

const conversation: Prompt<'conversation-ask'> = {
  waitsFor: 'quiet-hours',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: conversationAskPrompt,
  async fire(prompt, work) {
    const note = await work.rows.attestations.get(prompt.subject as AttestationId);
    if (note === undefined || note.mentorship === null || note.state !== 'asked') return;
    const mentee = await work.rows.people.get(note.by);
    if (mentee === undefined || mentee.erasedAt !== null || mentee.roles.length === 0) return;
    if (mentee.manners.feedbackStopped === true) return;
    const later = await takeToday(work, mentee, 'conversation-noted');
    if (later !== undefined) return askAboutNote(note.id, note.by, note.askedAt + askedFor, later, mentee.zone, work);
    work.show(
      'conversation-noted',
      notedSubject.write({ mentorship: note.mentorship, note: note.id }),
      { person: mentee.id },
      { expiresAt: work.now + askedFor },
    );
  },
};

/** Sets the prompt that asks a mentee whether a note is right, on one day of theirs. */
export function askAboutNote(
  note: AttestationId,
  to: Person['id'],
  expiresAt: number,
  dueAt: number,
  zone: string,
  work: Work,
): void {
  work.schedule({
    ...conversationAskPrompt.prompt({ note, date: local(dueAt, zone).date }),
    subject: note,
    to,
    dueAt,
    expiresAt,
  });
}

export const noteAskedFor = askedFor;

export const prompts = {
  'review-due': due,
  'review-ask': ask,
  'review-again': again,
  'conversation-ask': conversation,
};
