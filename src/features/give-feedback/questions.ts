import { button, buttons, type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { answerTo, type Feedback, type FeedbackAnswer, type Question, withAnswer } from '../../domain/feedback.js';
import { mannersOf, mayGoAt, tomorrowAt } from '../../domain/prompt-schedule.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, Presses, PressHandler } from '../feature.js';
import { questionsSwitched } from '../shared/asked-after.js';
import { readQuestionArg } from '../shared/question-arg.js';
import { type Asked, isShare } from './asked.js';
import { changePanel, talkPanel } from './card.js';
import { mine, onward, openFeedback, saveFeedback } from './press.js';
import { askAgainPrompt, wordsSubject } from './subjects.js';

/** The questions: who may read the answers, then one at a time, each saved on tap, each to be skipped. */

/** A reminder comes once, the next day at this time of the mentee's own zone, on a working day. */
const reminderTime = '10:00';

const answeredAlready = (): Reply =>
  replyWith(
    'Already answered',
    'You have answered this already. After the last question, Change my answers changes it.',
  );

/** The question that a press means, as it is worded now. @throws Refused where it is asked no more, or otherwise. */
export function questionMeant(a: Asked, arg: string): { readonly question: Question; readonly rating: number | null } {
  const meant = readQuestionArg(arg);
  const question = a.questions.find((q) => q.key === meant?.key);
  if (meant === undefined || question === undefined || question.wording !== meant.wording)
    throw new Refused(
      'question-changed',
      'This question has been changed since. Type feedback and open your questions again. Nothing has changed.',
    );
  return { question, rating: meant.rating };
}

/** Keeps one answer. */
export async function keepAnswer(
  work: ActorWork,
  a: Asked,
  f: Feedback,
  question: Question,
  given: Pick<FeedbackAnswer, 'rating' | 'text' | 'skipped'>,
): Promise<void> {
  if (f.share === null)
    throw new Refused('share-first', 'Choose first who may read your answers. Nothing has changed.');
  const next = withAnswer(
    { ...f, state: f.state === 'not-today' ? 'open' : f.state },
    { question: question.key, wording: question.wording, ...given, at: work.now },
    a.questions,
  );
  await saveFeedback(work, next);
  // Which question, never which answer: that is a guess away for anybody who reads the chain.
  work.audit(
    'feedback.answered',
    a.session.id,
    { question: question.key, skipped: given.skipped },
    a.attendee.mentorship,
  );
}

const share: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  if (!isShare(press.arg)) throw new Refused('unknown-choice', 'Choose one of the three buttons. Nothing has changed.');
  if (f.share !== null) return answeredAlready();
  await saveFeedback(work, { ...f, share: press.arg });
  work.audit('feedback.share-chosen', a.session.id, { share: press.arg }, a.attendee.mentorship);
  return onward(work, press);
};

const setShare: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  if (!isShare(press.arg)) throw new Refused('unknown-choice', 'Choose one of the three buttons. Nothing has changed.');
  await saveFeedback(work, { ...f, share: press.arg });
  work.audit('feedback.share-chosen', a.session.id, { share: press.arg }, a.attendee.mentorship);
  return panelWith(changePanel(await mine(work, press.subject)));
};

const rate: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  const { question, rating } = questionMeant(a, press.arg);
  if (rating === null || rating === 0 || question.kind !== 'rating')
    throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  if (answerTo(f, question.key) !== undefined) return answeredAlready();
  await keepAnswer(work, a, f, question, { rating, text: '', skipped: false });
  return onward(work, press);
};

const skip: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  const { question } = questionMeant(a, press.arg);
  if (answerTo(f, question.key) !== undefined) return answeredAlready();
  await keepAnswer(work, a, f, question, { rating: null, text: '', skipped: true });
  return onward(work, press);
};

/** From the panel of answers: gives an answer anew; 0 takes it out. */
const set: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  const { question, rating } = questionMeant(a, press.arg);
  if (rating === null || (rating > 0 && question.kind !== 'rating'))
    throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  await keepAnswer(work, a, f, question, { rating: rating === 0 ? null : rating, text: '', skipped: rating === 0 });
  return panelWith(changePanel(await mine(work, press.subject)));
};

const words: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  const { question } = questionMeant(a, press.arg);
  const before = answerTo(f, question.key)?.text ?? '';
  return work.forms.open('ask-words', wordsSubject.write({ session: a.session.id, question: question.key }), {
    values: before === '' ? {} : { words: before },
    rows: {},
  });
};

const notToday: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  if (f.state === 'done') return answeredAlready();
  if (f.state !== 'not-today') {
    await saveFeedback(work, { ...f, state: 'not-today' });
    work.audit('feedback.not-today', a.session.id, {}, a.attendee.mentorship);
  }
  const { zone } = work.actor;
  const dueAt = mayGoAt(tomorrowAt(work.now, reminderTime, zone), zone, mannersOf(work.actor, work.programme), true);
  if (!f.reminded && dueAt < f.editableUntil)
    work.schedule({
      ...askAgainPrompt.prompt({ session: a.session.id, to: work.actor.id }),
      subject: a.session.id,
      to: work.actor.id,
      dueAt,
      expiresAt: Math.min(f.editableUntil, dueAt + 3 * day),
    });
  return onward(work, press);
};

/** Goes on where they left off: from a resting card, a reminder, or the home view. */
const open: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = a.feedback;
  if (f?.state === 'not-today' && a.now <= f.editableUntil) {
    await saveFeedback(work, { ...f, state: 'open' });
    work.cancel(askAgainPrompt.write({ session: a.session.id, to: work.actor.id }));
  }
  return onward(work, press);
};

const stop =
  (stopped: boolean): PressHandler =>
  async (press, work) => {
    const a = await mine(work, press.subject);
    const manners = { ...work.actor.manners, feedbackStopped: stopped };
    await work.rows.people.save({ ...work.actor, manners });
    work.audit(stopped ? 'feedback.stopped' : 'feedback.started', work.actor.id);
    if (stopped) work.cancel(askAgainPrompt.write({ session: a.session.id, to: work.actor.id }));
    work.redraw(a.session.id);
    await questionsSwitched(work);
    if (press.drawn !== undefined) return { kind: 'done' };
    return replyWith(
      stopped ? 'I won’t ask' : 'I will ask again',
      stopped
        ? 'I won’t ask these questions again. Type settings to change that.'
        : 'I will ask a few questions after each session.',
    );
  };

const change: PressHandler = async (press, work) => panelWith(changePanel(await mine(work, press.subject)));

const talk: PressHandler = async (press, work) =>
  panelWith(
    talkPanel(await mine(work, press.subject), work.parts.contactsOf(work.programme).safeguarding, await work.people()),
  );

const withdraw: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openFeedback(a);
  if (press.arg !== 'yes') return panelWith(surely(a));
  await saveFeedback(work, { ...f, state: 'withdrawn', share: null, answers: [], firstAnsweredAt: null });
  // Words begun and not sent go too.
  for (const q of a.questions) {
    const draft = await work.rows.drafts.open(
      work.actor.id,
      'ask-words',
      wordsSubject.write({ session: a.session.id, question: q.key }),
    );
    if (draft !== undefined)
      await work.rows.drafts.save({
        ...draft,
        revision: draft.revision + 1,
        answers: { values: {}, rows: {} },
        doneAt: work.now,
        outcome: 'withdrawn',
      });
  }
  work.cancel(askAgainPrompt.write({ session: a.session.id, to: work.actor.id }));
  work.audit('feedback.withdrawn', a.session.id, {}, a.attendee.mentorship);
  return panelWith(done);
};

const surely = (a: Asked): Card => ({
  title: 'Take your answers back?',
  summary: literal('Take your answers back? They are then deleted for good.'),
  blocks: [
    text(literal('Your answers about this session will be deleted for good.')),
    text(literal('What you said about its length stays.')),
    buttons(
      button('Delete them', 'ask.withdraw', a.session.id, { arg: 'yes', style: 'danger' }),
      button('Keep them', 'ask.change', a.session.id),
    ),
  ],
});
const done: Card = {
  title: 'Answers taken back',
  summary: literal('Your answers are deleted. Nobody can read them.'),
  blocks: [text(literal('Your answers are deleted. Nobody can read them.'))],
};

export const questionPresses = {
  'ask.share': share,
  'ask.set-share': setShare,
  'ask.rate': rate,
  'ask.skip': skip,
  'ask.set': set,
  'ask.words': { opens: words },
  'ask.not-today': notToday,
  'ask.open': open,
  'ask.stop': stop(true),
  'ask.start': stop(false),
  'ask.change': { opens: change },
  'ask.talk': { opens: talk },
  'ask.withdraw': { opens: withdraw },
} satisfies Presses;
