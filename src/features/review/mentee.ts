import type { Block } from '../../chat/card.js';
import { button, buttons, type Card, heading, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import { answerTo, earlierWords, type FeedbackAnswer, type Question } from '../../domain/feedback.js';
import { mannersOf, mayGoAt, tomorrowAt } from '../../domain/prompt-schedule.js';
import { isReviewOver, type ReviewForm, saidInReview, withdrawnReview, withReviewAnswer } from '../../domain/review.js';
import { reviewSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, Presses, PressHandler } from '../feature.js';
import { questionsSwitched } from '../shared/asked-after.js';
import { demand } from '../shared/guards.js';
import { questionArg, readQuestionArg } from '../shared/question-arg.js';
import { ratingWords } from '../shared/read-feedback.js';
import { type ReviewAsked, redrawReview, reviewAskedOf } from '../shared/review-asked.js';
import { ratings, readersOfReview, reviewAbout, reviewCard, shareButton } from '../shared/review-card.js';
import { isReviewShare, noteReviewChange, saveReview } from '../shared/review-step.js';
import { remindOn } from './prompts.js';
import { reviewAgainPrompt, wordsSubject } from './subjects.js';

/** What a mentee answers in a review: one thing at a time, each saved on tap, each to be skipped. */

/** @throws Refused unless it is the actor's own */
export async function mine(work: ActorWork, id: string): Promise<ReviewAsked> {
  const a = await reviewAskedOf(work, id);
  if (a === undefined) throw new Refused('no-such-review', 'That is no longer here. Type review to see what is.');
  demand('review.give', work, { owner: a.form.person });
  return a;
}

/** The form while it can be answered or changed. @throws Refused where it was taken back, or is over */
export function openForm(a: ReviewAsked): ReviewForm {
  if (a.form.state === 'withdrawn')
    throw new Refused('withdrawn', 'You took these answers back, and they are deleted. Nothing has changed.');
  if (isReviewOver(a.form, a.now))
    throw new Refused(
      'over',
      `The time to answer or change this ended on ${showMoment(a.form.editableUntil, a.mentee.zone, a.mentee.locale, 'date')}. Nothing has changed.`,
    );
  return a.form;
}

/** Keeps one answer. */
export async function keepAnswer(
  work: ActorWork,
  a: ReviewAsked,
  question: Question,
  given: Pick<FeedbackAnswer, 'rating' | 'text' | 'skipped'>,
): Promise<void> {
  const f = openForm(a);
  const answer = { question: question.key, wording: question.wording, ...given, at: work.now };
  await saveReview(work, withReviewAnswer(f, answer, a.questions));
  noteReviewChange(work, f);
}

/** A press on a posted card is answered by the card's redrawing; one in a panel by the card as a panel. */
async function onward(work: ActorWork, press: { readonly subject: string; readonly drawn?: number }): Promise<Reply> {
  if (press.drawn !== undefined) return { kind: 'done' };
  return panelWith(reviewCard(await mine(work, press.subject)));
}

const answeredAlready = (): Reply =>
  replyWith(
    'Already answered',
    'You have answered this already. After the last question, Change my answers changes it.',
  );

/** The question that a press means, as it is worded now. @throws Refused where it is asked no more, or otherwise. */
function questionMeant(a: ReviewAsked, arg: string): { readonly question: Question; readonly rating: number | null } {
  const meant = readQuestionArg(arg);
  const question = a.questions.find((q) => q.key === meant?.key);
  if (meant === undefined || question === undefined || question.wording !== meant.wording)
    throw new Refused(
      'question-changed',
      'This question has been changed since. Type review and open your questions again. Nothing has changed.',
    );
  return { question, rating: meant.rating };
}

const rate: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openForm(a);
  const { question, rating } = questionMeant(a, press.arg);
  if (rating === null || rating === 0 || question.kind !== 'rating')
    throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  if (answerTo(f, question.key) !== undefined) return answeredAlready();
  await keepAnswer(work, a, question, { rating, text: '', skipped: false });
  return onward(work, press);
};

const skip: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openForm(a);
  const { question } = questionMeant(a, press.arg);
  if (answerTo(f, question.key) !== undefined) return answeredAlready();
  await keepAnswer(work, a, question, { rating: null, text: '', skipped: true });
  return onward(work, press);
};

/** From the panel of answers: gives an answer anew; 0 takes it out. */
const set: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const { question, rating } = questionMeant(a, press.arg);
  if (rating === null || (rating > 0 && question.kind !== 'rating'))
    throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  await keepAnswer(work, a, question, { rating: rating === 0 ? null : rating, text: '', skipped: rating === 0 });
  return panelWith(changePanel(await mine(work, press.subject)));
};

const words: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openForm(a);
  const { question } = questionMeant(a, press.arg);
  const before = answerTo(f, question.key)?.text ?? '';
  return work.forms.open('review-words', wordsSubject.write({ form: f.id, question: question.key }), {
    values: before === '' ? {} : { words: before },
    rows: {},
  });
};

/** The reminder comes once, the next day at this time of the mentee's own zone, on a working day. */
const reminderTime = '10:00';

const notToday: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openForm(a);
  if (f.state === 'done') return answeredAlready();
  if (f.state !== 'not-today') await saveReview(work, { ...f, state: 'not-today' });
  const { zone } = work.actor;
  if (!f.reminded)
    remindOn(
      f,
      mayGoAt(tomorrowAt(work.now, reminderTime, zone), zone, mannersOf(work.actor, work.programme), true),
      zone,
      work,
    );
  return onward(work, press);
};

/** Goes on where they left off: from a resting card, a reminder, `review` or their own page. */
const open: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = a.form;
  if (f.state === 'not-today' && !isReviewOver(f, a.now)) {
    await saveReview(work, { ...f, state: 'open' });
    work.cancelAll(reviewAgainPrompt.begin({ form: f.id }));
  }
  return onward(work, press);
};

const stop =
  (stopped: boolean): PressHandler =>
  async (press, work) => {
    const { form: f } = await mine(work, press.subject);
    await work.rows.people.save({ ...work.actor, manners: { ...work.actor.manners, feedbackStopped: stopped } });
    work.audit(stopped ? 'feedback.stopped' : 'feedback.started', work.actor.id);
    if (stopped) work.cancelAll(reviewAgainPrompt.begin({ form: f.id }));
    await redrawReview(f, work);
    await questionsSwitched(work);
    if (press.drawn !== undefined) return { kind: 'done' };
    return stopped
      ? replyWith('I won’t ask', 'I won’t ask these questions again. Type settings to change that.')
      : replyWith('I will ask again', 'I will ask a few questions after each session, and half-way and at the end.');
  };

const change: PressHandler = async (press, work) => panelWith(changePanel(await mine(work, press.subject)));

/** Who reads it, as often as they like and for as long as it is there. */
const share: PressHandler = async (press, work) => {
  const { form: f } = await mine(work, press.subject);
  const [arg = '', from] = press.arg.split('.');
  if (!isReviewShare(arg)) throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  if (f.state === 'withdrawn')
    throw new Refused('withdrawn', 'You took these answers back, and they are deleted. Nothing has changed.');
  if (f.share !== arg) {
    await saveReview(work, { ...f, share: arg });
    noteReviewChange(work, f);
  }
  return from === 'c' ? panelWith(changePanel(await mine(work, press.subject))) : onward(work, press);
};

const withdraw: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const f = openForm(a);
  if (press.arg !== 'yes') return panelWith(surely(a));
  await saveReview(work, withdrawnReview(f));
  await dropDrafts(work, a);
  work.cancelAll(reviewAgainPrompt.begin({ form: f.id }));
  noteReviewChange(work, f);
  return panelWith(sentence('Answers taken back', 'Your answers are deleted. Nobody can read them.'));
};

/** Words begun and not sent go too. */
async function dropDrafts(work: ActorWork, { form, questions }: ReviewAsked): Promise<void> {
  const about = [
    ['review-answers', reviewSubject.write({ mentorship: form.mentorship, form: form.id })] as const,
    ...questions.map((q) => ['review-words', wordsSubject.write({ form: form.id, question: q.key })] as const),
  ];
  for (const [name, subject] of about) {
    const draft = await work.rows.drafts.open(work.actor.id, name, subject);
    if (draft !== undefined)
      await work.rows.drafts.save({
        ...draft,
        revision: draft.revision + 1,
        answers: { values: {}, rows: {} },
        doneAt: work.now,
        outcome: 'withdrawn',
      });
  }
}

const surely = (a: ReviewAsked): Card => ({
  title: 'Take your answers back?',
  summary: literal('Take your answers back? They are then deleted for good.'),
  blocks: [
    text(say`${reviewAbout(a)} What you said about it will be deleted for good.`),
    buttons(
      button('Delete them', 'review.withdraw', a.form.id, { arg: 'yes', style: 'danger' }),
      button('Keep them', 'review.change', a.form.id),
    ),
  ],
});

/** What they answered, to read and change: a panel, for answers stand in no message. */
export function changePanel(a: ReviewAsked): Card {
  const over = isReviewOver(a.form, a.now);
  const gone = a.form.state === 'withdrawn';
  return {
    title: 'Your answers',
    summary: literal('What you answered, and buttons to change it.'),
    blocks: gone
      ? [text(literal('You took these answers back. They are deleted, and nobody can read them.'))]
      : [
          text(reviewAbout(a)),
          text(
            over
              ? say`The time to change answers ended on ${moment(a.form.editableUntil, 'date')}.`
              : say`Change what you like, until ${moment(a.form.editableUntil, 'date')}. Each tap is saved.`,
          ),
          ...readersOfReview(a),
          ...(saidInReview(a.form) ? [buttons(shareButton(a, true))] : []),
          ...a.questions.flatMap((q): readonly Block[] => [
            heading(literal(q.text)),
            text(answerWords(answerTo(a.form, q.key), q)),
            ...(over ? [] : [changeButtons(a, q)]),
          ]),
          ...(over
            ? [muted(literal('You can still ask for all that is kept about you to be deleted.'))]
            : [buttons(button('Take them back', 'review.withdraw', a.form.id, { style: 'danger' }))]),
        ],
  };
}

function changeButtons(a: ReviewAsked, q: Question): Block {
  const said = answerTo(a.form, q.key)?.skipped === false;
  return q.kind === 'rating'
    ? ratings(a, q, 'review.set')
    : buttons(
        button(said ? 'Write it again' : 'Write a few words', 'review.words', a.form.id, { arg: questionArg(q) }),
        said ? button('Take it out', 'review.set', a.form.id, { arg: questionArg(q, 0) }) : null,
      );
}

function answerWords(answer: FeedbackAnswer | undefined, q: Question): Text {
  if (answer === undefined) return literal('Not answered yet.');
  if (answer.skipped) return literal('You skipped this.');
  const asked = earlierWords(q, answer);
  const said =
    answer.rating !== null
      ? literal(`You said: ${answer.rating}, ${ratingWords[answer.rating - 1] ?? ''}.`)
      : say`You wrote: “${answer.text}”`;
  return asked === undefined ? said : say`The question was “${asked}” then. ${said}`;
}

export const menteePresses = {
  'review.rate': rate,
  'review.skip': skip,
  'review.words': { opens: words },
  'review.set': set,
  'review.change': { opens: change },
  'review.not-today': notToday,
  'review.open': open,
  'review.stop': stop(true),
  'review.start': stop(false),
  'review.share': share,
  'review.withdraw': { opens: withdraw },
} satisfies Presses;
