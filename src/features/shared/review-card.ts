import {
  answers,
  type Block,
  type Button,
  button,
  buttons,
  type Card,
  foot,
  heading,
  muted,
  text,
} from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Question } from '../../domain/feedback.js';
import { isReviewOver, type ReviewForm, saidInReview } from '../../domain/review.js';
import { count } from '../../kernel/words.js';
import { questionArg } from './question-arg.js';
import { ratingWords } from './read-feedback.js';
import type { ReviewAsked } from './review-asked.js';
import { readsWhatMentorReads, together } from './who-reads.js';

/**
 * The mentee's card about a review, by itself or in a session's: it asks one thing at a time, and holds no answer
 * (docs/field.md#private-words).
 */

interface Body {
  readonly title: string;
  readonly summary: Text;
  readonly blocks: readonly Block[];
}

/** "Half-way with Maya": what it is about, in words that may stand in a message. */
export const reviewAbout = (a: Pick<ReviewAsked, 'form' | 'mentorship'>): Text =>
  a.form.moment === 'mid'
    ? say`You are half-way with ${mention(a.mentorship.mentor)}.`
    : say`Your time with ${mention(a.mentorship.mentor)} has come to its end.`;

export const coordinatorsIn = (a: Pick<ReviewAsked, 'readers'>): Text =>
  together(a.readers.coordinators.map((id) => mention(id))) ?? literal('the coordinator');

/** Who reads what they say, as they have it now: named before the first question. */
export function whoReadsReview(a: Pick<ReviewAsked, 'readers' | 'mentorship'>, share: ReviewForm['share']): Text {
  const mentor = mention(a.mentorship.mentor);
  return share === 'mentor'
    ? say`${coordinatorsIn(a)} and ${mentor} can read what you say.`
    : say`Only ${coordinatorsIn(a)} can read what you say. ${mentor} can’t, unless you let them.`;
}

/** Those who assess read what the mentor may read; nothing is said where nobody does. */
export const whoAssessesReview = (a: Pick<ReviewAsked, 'readers' | 'mentorship'>): Text | null =>
  readsWhatMentorReads(a.readers.allocated, mention(a.mentorship.mentor));

/** All that is said of readers. */
export function readersOfReview(a: ReviewAsked): readonly Block[] {
  const assesses = whoAssessesReview(a);
  return [text(whoReadsReview(a, a.form.share)), ...(assesses === null ? [] : [muted(assesses)])];
}

const stop = (a: ReviewAsked): Button | null =>
  a.mentee.manners.feedbackStopped === true ? null : button('Stop asking me', 'review.stop', a.form.id);
const change = (a: ReviewAsked): Button => button('Change my answers', 'review.change', a.form.id);

const words = (title: string, line: string, ...more: readonly Block[]): Body => ({
  title,
  summary: literal(line),
  blocks: [text(literal(line)), ...more],
});

function questionBody(a: ReviewAsked, q: Question, nth: number, of: number): Body {
  // Until something of it is answered the card says what all of it is, who reads it and until when.
  const first = a.form.answers.length === 0;
  const title = first ? (a.form.moment === 'mid' ? 'Half-way' : 'At the end') : `Question ${nth} of ${of}`;
  return {
    title,
    summary: first ? reviewAbout(a) : say`Question ${nth} of ${of}: ${q.text}`,
    blocks: [
      ...(first
        ? [
            text(
              say`${reviewAbout(a)} ${a.form.moment === 'mid' ? 'How is it' : 'How was it'}, all in all? Here are ${count(of, 'short question')}. You can skip any.`,
            ),
            ...readersOfReview(a),
          ]
        : []),
      heading(literal(q.text)),
      ...(q.kind === 'rating' ? [ratings(a, q, 'review.rate')] : []),
      buttons(
        q.kind === 'text'
          ? button('Write a few words', 'review.words', a.form.id, { arg: questionArg(q), style: 'main' })
          : null,
        button('Skip', 'review.skip', a.form.id, { arg: questionArg(q) }),
      ),
      first
        ? muted(say`You can change or take back what you say until ${moment(a.form.editableUntil, 'date')}.`)
        : muted(say`Each answer is saved as you tap. ${whoReadsReview(a, a.form.share)}`),
      foot(button('Not today', 'review.not-today', a.form.id), stop(a)),
    ],
  };
}

export const ratings = (a: Pick<ReviewAsked, 'form'>, q: Question, verb: 'review.rate' | 'review.set'): Block =>
  answers(...ratingWords.map((word, i) => button(`${i + 1} ${word}`, verb, a.form.id, { arg: questionArg(q, i + 1) })));

/** The choice who reads it: offered at the end, to everybody who said something. */
export const shareButton = (a: Pick<ReviewAsked, 'form'>, own = false): Button =>
  a.form.share === 'mentor'
    ? button('Only the coordinator', 'review.share', a.form.id, { arg: own ? 'coordinator.c' : 'coordinator' })
    : button('Let my mentor read it', 'review.share', a.form.id, { arg: own ? 'mentor.c' : 'mentor' });

function thanksBody(a: ReviewAsked, beside: readonly (Button | null)[]): Body {
  const open = !isReviewOver(a.form, a.now);
  if (!saidInReview(a.form))
    return words('Thank you', 'That’s fine. There is nothing to read.', buttons(...beside, open ? change(a) : null));
  return {
    title: 'Thank you',
    summary: literal('Thank you. Your answers are saved.'),
    blocks: [
      // The title thanks already.
      text(literal('Your answers are saved.')),
      ...readersOfReview(a),
      buttons(
        ...beside,
        shareButton(a),
        open ? change(a) : null,
        open ? button('Take them back', 'review.withdraw', a.form.id, { style: 'danger' }) : null,
      ),
      ...(open ? [muted(say`You can change this until ${moment(a.form.editableUntil, 'date')}.`)] : []),
    ],
  };
}

/**
 * What it asks now, or that it asks nothing more.
 * @param beside what its card offers besides, once all of it is answered
 */
export function reviewBody(a: ReviewAsked, beside: readonly (Button | null)[] = []): Body {
  const { step } = a;
  switch (step.at) {
    case 'question':
      return questionBody(a, step.question, step.nth, step.of);
    case 'thanks':
      return thanksBody(a, beside);
    case 'resting':
      return words(
        'Not today',
        step.again ? 'That’s fine. I will ask once more.' : 'That’s fine. I won’t ask about this again.',
        buttons(button('Answer now', 'review.open', a.form.id)),
        foot(stop(a)),
      );
    case 'withdrawn':
      return words('Answers taken back', 'Your answers are deleted. Nobody can read them.');
    case 'stopped':
      return words(
        'I won’t ask',
        'I won’t ask these questions again. Type settings to change that.',
        buttons(button('Ask me again', 'review.start', a.form.id), a.form.answers.length > 0 ? change(a) : null),
      );
    case 'over':
      return words('All in all', 'The time to answer is over. That’s all right.');
    default:
      return step satisfies never;
  }
}

/** The card by itself. */
export const reviewCard = (a: ReviewAsked, lead?: Text): Card => {
  const { title, summary, blocks } = reviewBody(a);
  return { title, summary, blocks: [...(lead === undefined ? [] : [text(lead)]), ...blocks] };
};
