import { type Block, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, say } from '../../chat/text.js';
import { type AskedForm, type QuestionTrend, trendsOf } from '../../domain/feedback.js';
import { midpointPassed } from '../../domain/hours.js';
import type { Person } from '../../domain/programme.js';
import { shareInWords } from '../../domain/small-samples.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { Drawing } from '../feature.js';
import { asLabel, ratingDots, ratingsInWords } from '../shared/answers-in-words.js';
import { everAsked, readable } from '../shared/read-feedback.js';
import type { PortfolioHours } from '../shared/read-hours.js';

/**
 * What mentees share with their mentor, in the mentor's own week (docs/field.md#always-with-n): one mentee after
 * another, never two in one line. A message has only how many forms there are to read, for answers stand in none.
 */

const title = 'What is shared with you';
/** Mentees who are told of; all of them are under *See the feedback*. */
const mostMentees = 8;

/** What one mentee shares. */
export interface SharedBy {
  readonly mentee: PersonId;
  readonly trends: readonly QuestionTrend[];
  readonly read: number;
  readonly asked: number;
}

/**
 * No word of an answer is opened for it: only ratings are told. Whoever was erased is told of no more.
 * @param people those who are here
 */
export async function sharedWith(
  rows: Drawing['rows'],
  all: readonly PortfolioHours[],
  people: ReadonlyMap<PersonId, Person>,
): Promise<readonly SharedBy[]> {
  const questions = (await everAsked(rows, 'after-session')).filter((q) => q.kind === 'rating');
  const passed = new Map(
    all.map(({ portfolio, totals }) => [portfolio.id, midpointPassed(totals, portfolio.targetMinutes)]),
  );
  const seen = new Map<PersonId, AskedForm[]>();
  for (const form of await rows.feedback.plainOf([...passed.keys()])) {
    if (!people.has(form.mentee)) continue;
    // What they may not read looks like what was not answered.
    const answers = readable(form, { reader: 'mentor', passed: passed.get(form.portfolio) === true })
      ? form.answers.map((answer) => ({ ...answer, text: '' }))
      : null;
    const theirs = seen.get(form.mentee) ?? [];
    seen.set(form.mentee, theirs);
    theirs.push({
      mentee: form.mentee,
      heldAt: form.heldAt,
      answers,
      ...(form.asked === undefined ? {} : { asked: form.asked }),
    });
  }
  return [...seen].map(([mentee, forms]) => ({
    mentee,
    trends: trendsOf(questions, forms),
    read: forms.filter((f) => f.answers !== null).length,
    asked: forms.length,
  }));
}

const more = (all: readonly SharedBy[]): readonly Block[] =>
  all.length > mostMentees ? [muted(literal(`… and ${count(all.length - mostMentees, 'mentee')} more.`))] : [];

/** In a message: counts. */
export const sharedInMessage = (all: readonly SharedBy[]): readonly Block[] =>
  all.length === 0
    ? []
    : [
        heading(literal(title)),
        list(
          all
            .slice(0, mostMentees)
            .map((s) => say`${mention(s.mentee)}: ${shareInWords(s.read, s.asked, 'form')} to read.`),
        ),
        ...more(all),
      ];

/** In a panel: the answers of each in order, and their middle; as dots where a page has room. */
export function sharedInPanel(all: readonly SharedBy[], page: boolean): readonly Block[] {
  if (all.length === 0) return [];
  const of = (s: SharedBy): readonly Block[] => {
    const dots = page ? ratingDots(s.trends) : [];
    const left = dots.length === 0 ? s.trends : s.trends.filter((t) => t.points.length === 0);
    const rows = left.map((t) => [asLabel(t.question), literal(ratingsInWords(t))] as const);
    return [text(say`${mention(s.mentee)}:`), ...dots, ...(rows.length === 0 ? [] : [facts(...rows)])];
  };
  return [heading(literal(title)), ...all.slice(0, mostMentees).flatMap(of), ...more(all)];
}
