import type { Block } from '../../chat/card.js';
import type { Question, QuestionTrend } from '../../domain/feedback.js';
import { fewestForMiddle, shareInWords } from '../../domain/small-samples.js';
import { dotsPicture } from './dots.js';

/** What one mentee answered, as figures (docs/field.md#always-with-n). In panels alone: answers stand in no message. */

/** Answers of one question that stand on a card in words, and in order: the latest. */
export const latestShown = 8;

/** A question as a label: without the full stop that a colon would follow. */
export const asLabel = (q: Question): string => q.text.replace(/\.$/, '');

/** "3, 4, 4 in order; middle 4 (3 of 4 forms)": of the forms that asked it. */
export function ratingsInWords(t: QuestionTrend): string {
  const response = shareInWords(t.n, t.asked, 'form');
  if (t.median === null) return `no answers to read yet (${response})`;
  const latest = t.points.slice(-latestShown).map((p) => p.rating);
  // One answer is its own middle and its own order.
  if (t.points.length === 1) return `${t.median} of 5 (${response})`;
  const order = t.points.length > latest.length ? `the last ${latest.length} in order` : 'in order';
  const way = t.way === null ? '' : t.way === 'steady' ? '; steady' : `; going ${t.way}`;
  // Of two the middle is neither of them.
  const middle = t.points.length < fewestForMiddle ? ' of 5' : `; middle ${t.median} of 5`;
  return `${order} ${latest.join(', ')}${middle} (${response})${way}`;
}

/** Every answer as a dot, question by question, where a page has room. */
export function ratingDots(trends: readonly QuestionTrend[]): readonly Block[] {
  const rows = trends
    .filter((t) => t.points.length > 0)
    .map((t) => ({
      label: t.question.text,
      points: t.points.map((p) => p.rating),
      target: null,
      words: ratingsInWords(t),
    }));
  return rows.length === 0 ? [] : [dotsPicture('Each answer, from 1 to 5, in order', rows)];
}
