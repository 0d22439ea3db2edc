import { type Block, button, buttons, type Card, divider, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import {
  answerTo,
  earlierWords,
  type Feedback,
  isOver,
  type Question,
  type QuestionTrend,
  questionsOfForm,
} from '../../domain/feedback.js';
import { heldAt, type Session } from '../../domain/session.js';
import { beforeAndAfter, shareInWords } from '../../domain/small-samples.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { asLabel, latestShown, ratingDots, ratingsInWords } from '../shared/answers-in-words.js';
import { ratingWords } from '../shared/read-feedback.js';
import type { Response, Trends } from './forms.js';

/** What mentees say, as its reader may see it: panels only, for answers stand in no message. */

/** How many forms there are to read of those that were asked for. */
export const responseOf = ({ read, asked }: Response): string =>
  asked === 0 ? 'no forms asked for yet' : shareInWords(read, asked, 'form');

/**
 * One mentee's: each question with its answers in order, their middle and n, then the words.
 * @param opened the words of an answer by what stands in their place (forms.ts)
 * @param page whether there is room for a picture, which then says the figures
 */
export function trendBlocks(
  { response, of: trends }: Trends,
  opened: (unopened: string) => string,
  page: boolean,
): readonly Block[] {
  if (response.asked === 0)
    return [muted(literal('Nobody has been asked yet. Questions go out half an hour after a session.'))];
  const rated = trends.filter((t) => t.question.kind === 'rating');
  const dots = page ? ratingDots(rated) : [];
  const inWords = dots.length === 0 ? rated : rated.filter((t) => t.points.length === 0);
  return [
    facts(
      ['To read', literal(responseOf(response))],
      ...inWords.map((t) => [asLabel(t.question), literal(ratingsInWords(t))] as const),
    ),
    ...dots,
    ...rated.flatMap(earlierBlocks),
    ...trends.filter((t) => t.words.length > 0).flatMap((t) => wordBlocks(t, opened)),
  ];
}

/** Which answers answered other words than today's, and what they were before and after. */
const earlierBlocks = ({ question, n, earlier }: QuestionTrend): readonly Block[] =>
  earlier === null
    ? []
    : [
        muted(
          say`${earlier.n} of ${n} answers to “${question.text}” answered an earlier wording: “${earlier.text}”${
            question.kind === 'rating' ? ` (${beforeAndAfter(earlier.before, earlier.after)})` : ''
          }`,
        ),
      ];

function wordBlocks(t: QuestionTrend, opened: (unopened: string) => string): readonly Block[] {
  const latest = [...t.words].reverse();
  return [
    heading(literal(t.question.text)),
    list(latest.slice(0, latestShown).map((w): Text => say`${moment(w.at, 'date')}: ${opened(w.text)}`)),
    ...(latest.length > latestShown
      ? [muted(literal(`… and ${count(latest.length - latestShown, 'earlier answer')}.`))]
      : []),
    ...earlierBlocks(t),
  ];
}

export const about = (person: PersonId, prefix = ''): Block => heading(say`${prefix}${mention(person)}`);

/** One form that was asked for, with its session. */
interface GivenForm {
  readonly session: Session;
  readonly mentee: PersonId;
  readonly feedback: Feedback;
}

/** What a mentee answered: all of it, to read, change or take back. `forms`: those of a page, the newest first. */
export function ownBlocks(questions: readonly Question[], forms: readonly GivenForm[], now: number): readonly Block[] {
  if (forms.length === 0) return [text(literal('You have not been asked yet. Questions come after a session.'))];
  return forms.flatMap((form, i): readonly Block[] => {
    const f = form.feedback;
    const open = !isOver(f, now) && f.state !== 'withdrawn' && f.state !== 'closed';
    return [
      ...(i === 0 ? [] : [divider]),
      heading(
        say`${form.session.title}, ${moment(heldAt(form.session), 'date')}, with ${mention(form.session.mentor)}`,
      ),
      f.state === 'withdrawn'
        ? text(literal('You took these answers back. They are deleted.'))
        : f.state === 'closed'
          ? text(literal('You were not asked about this one.'))
          : list(questionsOfForm(questions, f).map((q) => say`${askedAs(f, q)} ${answerLine(f, q)}`)),
      ...(open
        ? [
            muted(say`You can change or take them back until ${moment(f.editableUntil, 'date')}.`),
            buttons(
              f.share === null
                ? button('Answer', 'ask.open', form.session.id)
                : button('Change my answers', 'ask.change', form.session.id),
              f.answers.length === 0
                ? null
                : button('Take them back', 'ask.withdraw', form.session.id, { style: 'danger' }),
            ),
          ]
        : []),
    ];
  });
}

/** The question in the words that were answered. */
function askedAs(f: GivenForm['feedback'], q: Question): string {
  const answer = answerTo(f, q.key);
  return (answer === undefined ? undefined : earlierWords(q, answer)) ?? q.text;
}

function answerLine(f: GivenForm['feedback'], q: Question): string {
  const answer = answerTo(f, q.key);
  if (answer === undefined) return 'Not answered.';
  if (answer.skipped) return 'Skipped.';
  return answer.rating === null ? `“${answer.text}”` : `${answer.rating}, ${ratingWords[answer.rating - 1] ?? ''}.`;
}

export const feedbackPanel = (summary: string, blocks: readonly Block[]): Card => ({
  title: 'Feedback',
  summary: literal(summary),
  blocks,
});
