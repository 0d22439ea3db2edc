import { askedRefs, editableDays, isOver } from '../../domain/feedback.js';
import { isUnanswered } from '../../domain/hours.js';
import { questionsOfSession } from '../../domain/instrument.js';
import { nextWeekly } from '../../domain/prompt-schedule.js';
import type { ReviewForm } from '../../domain/review.js';
import { askLengthPrompt, askPrompt } from '../../domain/subjects.js';
import { day, hour } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { local } from '../../kernel/zoned.js';
import type { PromptRow } from '../../ports/store.js';
import type { Prompt, Work } from '../feature.js';
import { rememberSeveral, unansweredOf } from '../shared/asked-after.js';
import { questionsOf } from '../shared/read-feedback.js';
import { askBeside, askedFor, reviewToAsk } from '../shared/review-asked.js';
import { type Asked, askedAtAll, askedOf } from './asked.js';
import { askAgainPrompt, severalPrompt, severalSubject } from './subjects.js';
import { placeOfSession } from './turns.js';

/** When a card of several comes: Friday at noon of the mentee's own zone. */
const severalDay = 5;
const severalTime = '12:00';

/** What the prompt is about, unless there is nothing to ask: not held, not there, or the mentorship rests. */
async function worthAsking(prompt: PromptRow, work: Work): Promise<Asked | undefined> {
  if (prompt.to === null) return undefined;
  const a = await askedOf(work, prompt.subject, prompt.to);
  if (a === undefined || a.session.state !== 'ended' || a.absent) return undefined;
  const mentorship = await work.rows.mentorships.get(a.attendee.mentorship);
  return mentorship?.state === 'active' || mentorship?.state === 'proposed' ? a : undefined;
}

/**
 * Half an hour after the end: the length, then the questions. The record is not waited for
 * (docs/field.md#the-mentee-confirms).
 */
const ask: Prompt<'ask'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: 'after',
  asks: 'mentee',
  occurrence: askPrompt,
  async fire(prompt, work) {
    const a = await worthAsking(prompt, work);
    if (a === undefined) return;
    const stopped = askedAtAll(a.mentee);
    const lengthWanted = !stopped.confirmationStopped && isUnanswered(a.attendee, a.minutes);
    const forAnswers = a.questions.length > 0 && a.attendee.confirmation !== 'did-not-happen';
    const questionsWanted = forAnswers && !stopped.feedbackStopped;
    const review = questionsWanted ? await reviewInstead(a, work) : undefined;
    // There is a form of every session, asked for or not: of how many there are answers would tell who said stop.
    if (forAnswers && a.feedback === undefined) {
      const nth = await placeOfSession(work.rows, a);
      await work.rows.feedback.save({
        programme: work.programme.id,
        session: a.session.id,
        mentee: a.mentee.id,
        mentor: a.session.mentor,
        state: questionsWanted && review === undefined ? 'open' : 'closed',
        share: null,
        answers: [],
        askedAt: work.now,
        firstAnsweredAt: null,
        editableUntil: work.now + editableDays * day,
        reminded: false,
        asked: askedRefs(questionsOfSession(await questionsOf(work.rows, 'after-session'), nth)),
      });
    }
    if (lengthWanted) scheduleSeveral(a, work);
    if (!lengthWanted && !questionsWanted) return;
    const until = work.now + editableDays * day;
    work.show('after-session', a.session.id, { person: a.mentee.id }, { sensitive: true, expiresAt: until });
    work.audit(
      'feedback.asked',
      a.session.id,
      { length: lengthWanted, questions: questionsWanted && review === undefined },
      a.attendee.mentorship,
    );
  },
};

/**
 * On its day a review takes the place of a session's questions, in the session's own card (docs/field.md#reviews): one
 * message, and never in place of the length.
 */
async function reviewInstead(a: Asked, work: Work): Promise<ReviewForm | undefined> {
  if (a.feedback !== undefined) return undefined;
  const form = await reviewToAsk(a.mentee.id, a.attendee.mentorship, work);
  if (form === undefined) return undefined;
  askedFor(form, work);
  await askBeside(form, a.session.id, work);
  work.audit('review.asked', form.mentorship, { moment: form.moment }, form.mentorship);
  return form;
}

/** One card at the end of the week. Only a newly asked session brings one: nobody is asked weekly about old ones. */
function scheduleSeveral(a: Asked, work: Work): void {
  // A day's grace, for the session's own card is fresh until then.
  const dueAt = nextWeekly(work.now + day, severalDay, severalTime, a.mentee.zone);
  const { date } = local(dueAt, a.mentee.zone);
  work.schedule({
    ...severalPrompt.prompt({ mentee: a.mentee.id, date }),
    subject: severalSubject.write({ mentee: a.mentee.id, date }),
    to: a.mentee.id,
    dueAt,
    expiresAt: dueAt + 5 * day,
  });
}

/** The one reminder, after "not today" (docs/field.md#asked-once-more). */
const askAgain: Prompt<'ask-again'> = {
  waitsFor: 'quiet-hours',
  folds: true,
  session: 'after',
  asks: 'mentee',
  occurrence: askAgainPrompt,
  async fire(prompt, work) {
    const a = await worthAsking(prompt, work);
    const f = a?.feedback;
    if (a === undefined || f === undefined || f.state !== 'not-today' || f.reminded || isOver(f, work.now)) return;
    if (a.mentee.manners.feedbackStopped === true) return;
    await work.rows.feedback.save({ ...f, state: 'open', reminded: true });
    work.show('ask-again', a.session.id, { person: a.mentee.id }, { sensitive: true, expiresAt: f.editableUntil });
    work.redraw(a.session.id);
    work.audit('feedback.reminded', a.session.id, {}, a.attendee.mentorship);
  },
};

/** The mentor changed a length that was confirmed already: asked again, and only then. */
const askLength: Prompt<'ask-length'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: 'amended',
  asks: 'mentee',
  occurrence: askLengthPrompt,
  async fire(prompt, work) {
    const a = await worthAsking(prompt, work);
    if (a === undefined || a.mentee.manners.confirmationStopped === true) return;
    if (!isUnanswered(a.attendee, a.minutes)) return;
    work.show('hours-changed', a.session.id, { person: a.mentee.id }, { expiresAt: work.now + editableDays * day });
    work.redraw(a.session.id);
  },
};

const confirmSeveral: Prompt<'confirm-several'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: severalPrompt,
  async fire(prompt, work) {
    const mentee = prompt.to as PersonId | null;
    const person = mentee === null ? undefined : await work.rows.people.get(mentee);
    if (person === undefined || person.manners.confirmationStopped === true) return;
    const open = await unansweredOf(work.rows, person.id);
    if (open.length < 2) return;
    await rememberSeveral(work, person.id, prompt.subject);
    work.show('confirm-several', prompt.subject, { person: person.id }, { expiresAt: work.now + 6 * 24 * hour });
  },
};

export const prompts = {
  ask,
  'ask-again': askAgain,
  'ask-length': askLength,
  'confirm-several': confirmSeveral,
};
