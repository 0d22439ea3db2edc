import { type Block, button, buttons, type Card, divider, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import {
  answerTo,
  earlierWords,
  type Feedback,
  isOver,
  type Question,
  type QuestionTrend,
} from '../../domain/feedback.js';
import { heldAt, type Session } from '../../domain/session.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { ratingWords } from '../shared/read-feedback.js';
import { latestShown, type Response, type Trends } from './forms.js';

/** What mentees say, as its reader may see it: panels only, for answers stand in no message. */

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** How many forms there are to read of those that were asked for. */
export const responseOf = ({ read, asked }: Response): string =>
  asked === 0 ? 'no forms asked for yet' : `${read} of ${asked} forms (${percent(read / asked)})`;

/**
 * Each question: n and the response rate beside the mean, then the way it goes and the words.
 * @param opened the words of an answer by what stands in their place (forms.ts)
 */
export function trendBlocks({ response, of: trends }: Trends, opened: (unopened: string) => string): readonly Block[] {
  if (response.asked === 0)
    return [muted(literal('Nobody has been asked yet. Questions go out half an hour after a session.'))];
  const rated = trends.filter((t) => t.question.kind === 'rating');
  return [
    facts(
      ['To read', literal(responseOf(response))],
      ...rated.map((t) => [asLabel(t.question), literal(ratingLine(t, response.asked))] as const),
    ),
    ...rated.flatMap(earlierBlocks),
    ...trends.filter((t) => t.words.length > 0).flatMap((t) => wordBlocks(t, opened)),
  ];
}

/** A question as a label: without the full stop that a colon would follow. */
const asLabel = (q: Question): string => q.text.replace(/\.$/, '');

function ratingLine(t: QuestionTrend, asked: number): string {
  const response = `${t.n} of ${asked} forms, ${percent(t.rate)}`;
  if (t.mean === null) return `no answers to read yet (${response})`;
  const way = t.way === null ? '' : t.way === 'steady' ? '; steady' : `; going ${t.way}`;
  const latest = t.points.slice(-latestShown).map((p) => p.rating);
  // One answer is its own mean and its own order.
  if (latest.length === 1 && t.n === 1) return `${latest[0]} of 5 (${response})`;
  const order = t.points.length > latest.length ? `the last ${latest.length} in order` : 'in order';
  return `mean ${t.mean.toFixed(1)} of 5 (${response}); ${order} ${latest.join(', ')}${way}`;
}

/** Which answers answered other words than today's. */
const earlierBlocks = (t: QuestionTrend): readonly Block[] =>
  t.earlier.map((e) =>
    muted(say`${e.n} of ${t.n} answers to “${t.question.text}” answered an earlier wording: “${e.text}”`),
  );

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
    const open = !isOver(f, now) && f.state !== 'withdrawn';
    return [
      ...(i === 0 ? [] : [divider]),
      heading(
        say`${form.session.title}, ${moment(heldAt(form.session), 'date')}, with ${mention(form.session.mentor)}`,
      ),
      f.state === 'withdrawn'
        ? text(literal('You took these answers back. They are deleted.'))
        : list(questions.map((q) => say`${askedAs(f, q)} ${answerLine(f, q)}`)),
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
