import { sentence } from '../../chat/card.js';
import { type Answers, type Form, type Item, numberOf, type Problem, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import { type Feedback, type FeedbackAnswer, isOver, withAnswer } from '../../domain/feedback.js';
import type { PutRight } from '../../domain/put-right.js';
import { asksMentee } from '../../domain/put-right.js';
import { longestRecorded } from '../../domain/session.js';
import { clean, minutesInWords } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { levelsLeftOut } from '../shared/goal-levels.js';
import { anyMinutes } from '../shared/minutes-field.js';
import { keepWord, promiseWords, wordField, wordIn } from '../shared/put-right.js';
import { ratingWords } from '../shared/read-feedback.js';
import type { ReviewAsked } from '../shared/review-asked.js';
import { canAnswerReview, reviewItems, reviewValues, takeReview } from '../shared/review-step.js';
import { type Asked, isShare } from './asked.js';
import { goalsStep, goalsValues, takeLevels } from './goals.js';
import { confirm, different } from './length.js';
import { mine, saveFeedback, saveWord } from './press.js';
import { lengthSoFar, shareLabels, which, whoAssesses, whoReads } from './words.js';

/**
 * All that a mentee is asked after a session as one plain form: for somebody without an account, on a page or on a lent
 * device. The same answers as by buttons, and every one may be left out.
 */

const lengthOpen = (a: Asked): boolean => a.attendee.settledMinutes === null && !a.absent;
const questionsOpen = (a: Asked): a is Asked & { readonly feedback: Feedback } =>
  a.feedback !== undefined &&
  a.feedback.state !== 'withdrawn' &&
  a.feedback.state !== 'closed' &&
  !isOver(a.feedback, a.now) &&
  a.questions.length > 0;

/** The review that is asked in place of this session's questions, while it can be answered. */
const reviewOpen = (a: Asked): ReviewAsked | undefined =>
  a.review !== undefined && canAnswerReview(a.review) ? a.review : undefined;

function lengthItems(a: Asked): readonly Item[] {
  return [
    { kind: 'note', id: 'which', text: which(a) },
    {
      kind: 'note',
      id: 'figure',
      text: say`${lengthSoFar(a)} Both lengths are kept.`,
    },
    {
      kind: 'choice',
      id: 'length',
      label: 'Is that how long it was?',
      hint: 'You can leave this out.',
      optional: true,
      shown: 'buttons',
      readers: 'both',
      of: [
        { value: 'yes', label: `Yes, ${minutesInWords(a.minutes)}` },
        { value: 'different', label: 'It was different' },
        { value: 'did-not-happen', label: 'It didn’t happen' },
      ],
    },
    {
      ...anyMinutes,
      id: 'minutes',
      max: longestRecorded,
      label: 'If it was different: how long was it?',
      hint: 'In minutes. Your best guess is fine.',
      optional: true,
      readers: 'both',
    },
  ];
}

function questionItems(a: Asked): readonly Item[] {
  const assesses = whoAssesses(a);
  const choices = ['now', 'midpoint', 'coordinator'] as const;
  return [
    {
      kind: 'note',
      id: 'confidential',
      text: literal('Your answers are confidential. They can’t be anonymous, as few people answer.'),
    },
    ...choices.map((c): Item => ({ kind: 'note', id: `reads-${c}`, text: say`${shareLabels[c]}: ${whoReads(a, c)}` })),
    ...(assesses === null ? [] : [{ kind: 'note', id: 'assesses', text: assesses } satisfies Item]),
    {
      kind: 'choice',
      id: 'share',
      label: 'Who may read your answers?',
      optional: true,
      shown: 'buttons',
      readers: 'sharing',
      of: choices.map((value) => ({ value, label: shareLabels[value] })),
    },
    ...a.questions.flatMap((q): readonly Item[] =>
      q.kind === 'rating'
        ? [
            {
              kind: 'choice',
              id: `q-${q.key}`,
              label: q.text,
              hint: 'You can leave this out.',
              optional: true,
              shown: 'buttons',
              readers: 'sharing',
              of: ratingWords.map((word, i) => ({ value: String(i + 1), label: word })),
            },
          ]
        : [
            {
              kind: 'note',
              id: `limits-${q.key}`,
              text: literal('If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.'),
            },
            {
              kind: 'text',
              id: `q-${q.key}`,
              label: q.text,
              hint: 'You can leave this out. A few words are enough.',
              optional: true,
              lines: 'many',
              max: 1000,
              readers: 'sharing',
            },
          ],
    ),
  ];
}

/** What was answered, question by question; what was left out counts as skipped, for this form comes once. */
function givenIn(a: Asked, answers: Answers): readonly FeedbackAnswer[] {
  return a.questions.map((q) => {
    const typed = textOf(answers.values, `q-${q.key}`);
    const rating = q.kind === 'rating' && typed !== '' ? Number(typed) : null;
    const words = q.kind === 'text' ? clean(typed) : '';
    return {
      question: q.key,
      wording: q.wording,
      rating,
      text: words,
      skipped: rating === null && words === '',
      at: a.now,
    };
  });
}

async function takeLength(work: ActorWork, a: Asked, answers: Answers): Promise<void> {
  if (!lengthOpen(a)) return;
  switch (textOf(answers.values, 'length')) {
    case 'yes':
      return confirm(work, a);
    case 'different':
      return different(work, a, Math.round(numberOf(answers.values, 'minutes') ?? a.minutes));
    case 'did-not-happen':
      await saveWord(work, a, { confirmation: 'did-not-happen', confirmedMinutes: null, confirmedAt: work.now });
      work.audit('hours.did-not-happen', a.session.id, { mentorMinutes: a.minutes }, a.attendee.mentorship);
      work.show('hours-dispute', a.session.id, { person: a.session.mentor });
      return;
    default:
      return;
  }
}

async function takeAnswers(work: ActorWork, a: Asked, answers: Answers): Promise<void> {
  const share = textOf(answers.values, 'share');
  if (!questionsOpen(a) || !isShare(share)) return;
  let next: Feedback = { ...a.feedback, share };
  for (const given of givenIn(a, answers)) {
    next = withAnswer(next, given, a.questions);
    work.audit(
      'feedback.answered',
      a.session.id,
      { question: given.question, skipped: given.skipped },
      a.attendee.mentorship,
    );
  }
  await saveFeedback(work, next);
}

/** What they promised to put right, of which this session's plan asked their mentor too. */
const promisesOf = async (work: ActorWork, a: Asked): Promise<readonly PutRight[]> =>
  (await work.rows.putRight.ofMentorship(a.attendee.mentorship))
    .filter((p) => asksMentee(p, a.mentee.id, a.session.id))
    .slice(0, 3);

const promiseItem = (p: PutRight, a: Asked): Item => {
  const words = promiseWords(p, a.mentee.id, a.mentee.id);
  return wordField(
    `right-${p.id}`,
    words === undefined ? 'What you agreed to put right: how did it go?' : `How did it go? You agreed: ${words}`,
    'Say it in your own way. You can skip this.',
  );
};

async function takePromises(work: ActorWork, a: Asked, answers: Answers): Promise<void> {
  for (const p of await promisesOf(work, a)) {
    const word = wordIn(textOf(answers.values, `right-${p.id}`));
    if (word !== undefined) await keepWord(p, { id: p.mentorship, mentee: a.mentee.id }, word, '', work);
  }
}

export const sessionAnswers: FormFeature = {
  called: 'your answers about a session',
  async build({ subject }, work): Promise<Form | ReturnType<typeof sentence>> {
    const a = await mine(work, subject);
    const length = lengthOpen(a);
    const questions = questionsOpen(a);
    const promises = await promisesOf(work, a);
    const review = reviewOpen(a);
    if (!length && !questions && review === undefined && promises.length === 0 && a.rated === undefined)
      return sentence('After your session', 'There is nothing more to answer. Thank you.');
    return {
      id: 'session-answers',
      title: 'After your session',
      submit: 'Send my answers',
      concern: 'mentee',
      steps: [
        ...(length ? [{ id: 'length', title: 'How long it was', items: lengthItems(a) }] : []),
        ...(questions ? [{ id: 'questions', title: 'How it was for you', items: questionItems(a) }] : []),
        ...(review === undefined ? [] : [{ id: 'review', title: 'All in all', items: reviewItems(review) }]),
        ...(promises.length === 0
          ? []
          : [{ id: 'right', title: 'Putting it right', items: promises.map((p) => promiseItem(p, a)) }]),
        ...goalsStep(a),
      ],
    };
  },
  async problems({ subject, answers }, work) {
    const a = await mine(work, subject);
    const problems: Problem[] = [];
    if (textOf(answers.values, 'length') === 'different' && numberOf(answers.values, 'minutes') === undefined)
      problems.push({ at: 'minutes', say: 'Write how many minutes it was.' });
    const said = questionsOpen(a) && givenIn(a, answers).some((g) => !g.skipped);
    if (said && !isShare(textOf(answers.values, 'share')))
      problems.push({ at: 'share', say: 'Choose who may read your answers.' });
    if (a.rated !== undefined) problems.push(...levelsLeftOut(a.rated, answers));
    return problems;
  },
  async submit({ subject, answers }, work) {
    await takeLength(work, await mine(work, subject), answers);
    // Read again: the length was just kept, and a session is saved over the revision it was read at.
    await takeAnswers(work, await mine(work, subject), answers);
    const review = reviewOpen(await mine(work, subject));
    if (review !== undefined) await takeReview(work, review, answers);
    await takePromises(work, await mine(work, subject), answers);
    await takeLevels(work, await mine(work, subject), answers);
    return closeWith('Thank you', 'Your answers are saved.');
  },
};

/** Opens it; what was answered before stands in it. */
export const openWholeForm: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  const said = a.attendee.confirmation;
  return work.forms.open('session-answers', a.session.id, {
    values: {
      ...(said === 'open' ? {} : { length: said === 'confirmed' ? 'yes' : said }),
      ...(said === 'different' && a.attendee.confirmedMinutes !== null ? { minutes: a.attendee.confirmedMinutes } : {}),
      ...(a.feedback?.share == null ? {} : { share: a.feedback.share }),
      ...goalsValues(a),
      ...(a.review === undefined ? {} : reviewValues(a.review)),
    },
    rows: {},
  });
};
