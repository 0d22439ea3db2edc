import { type AskedForm, mayReadAnswers, type Question, type QuestionTrend, trendsOf } from '../../domain/feedback.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import type { CountedForms, PlainForm, Rows, WordsOf } from '../../ports/store.js';
import { latestShown } from '../shared/answers-in-words.js';
import { namedAnswers, type Reading, readable } from '../shared/read-feedback.js';

/** Forms as a reader may see them, by plain figures; the words of an answer are opened where they are shown. */

/** How many forms of those that were asked for there are to read. */
export interface Response {
  readonly read: number;
  readonly asked: number;
}

/** What one mentee's forms say. */
export interface Trends {
  readonly response: Response;
  readonly of: readonly QuestionTrend[];
}

/** Whether these forms, alike as they are, are there to read. */
export const countedReadable = (f: CountedForms, { reader, passed }: Reading): boolean =>
  f.answered && mayReadAnswers(f, reader, passed);

/** Until they are opened, the words of an answer are said by whose they are: what stands in `QuestionTrend.words`. */
const separator = '\n';
const unopened = (f: PlainForm, question: string): string => [f.session, f.mentee, question].join(separator);
function wordsAt(text: string): WordsOf {
  const [session, mentee, question = ''] = text.split(separator);
  return { session: session as SessionId, mentee: mentee as PersonId, question };
}

/** The forms, in their order, as this reader may see them: each is taken apart once, whoever's trends it goes into. */
export const seenIn = (forms: readonly PlainForm[], reading: Reading): readonly AskedForm[] =>
  forms.map((f) => ({
    mentee: f.mentee,
    heldAt: f.heldAt,
    ...(f.asked === undefined ? {} : { asked: f.asked }),
    // What they may not read looks like what was not answered.
    answers: readable(f, reading)
      ? namedAnswers(f.answers, reading).map((a) => ({ ...a, text: a.hasText ? unopened(f, a.question) : '' }))
      : null,
  }));

/** What these forms say, question by question; the words are still to be opened. */
export const trendsIn = (questions: readonly Question[], seen: readonly AskedForm[]): Trends => ({
  response: { read: seen.filter((f) => f.answers !== null).length, asked: seen.length },
  of: trendsOf(questions, seen),
});

/** Opens the words that are shown of each of these: answers what finds them by what stands in their place. */
export async function openWords(
  rows: Pick<Rows, 'feedback'>,
  groups: readonly Trends[],
): Promise<(unopened: string) => string> {
  const shown = [
    ...new Set(groups.flatMap((g) => g.of.flatMap((t) => t.words.slice(-latestShown).map((w) => w.text)))),
  ];
  const words = await rows.feedback.wordsOf(shown.map(wordsAt));
  const opened = new Map(shown.map((text, i) => [text, words[i] ?? '']));
  return (text) => opened.get(text) ?? '';
}

/** The forms of each portfolio. */
export function byPortfolio(forms: readonly PlainForm[]): ReadonlyMap<Portfolio['id'], readonly PlainForm[]> {
  const found = new Map<Portfolio['id'], PlainForm[]>();
  for (const form of forms) {
    const theirs = found.get(form.portfolio) ?? [];
    found.set(form.portfolio, theirs);
    theirs.push(form);
  }
  return found;
}
