import { questionBody } from '../domain/catalogue.js';
import type { Question } from '../domain/feedback.js';
import type { Person } from '../domain/programme.js';
import type { PersonId } from '../kernel/ids.js';
import type { Rows } from '../ports/store.js';

/** The programme's questions as they are worded now, in the order in which they are asked. */
export async function questionsOf(rows: Rows): Promise<readonly Question[]> {
  const current = await rows.catalogue.current('question');
  return current.map((row) => ({ key: row.key, wording: row.version, ...questionBody.parse(row.body) }));
}

/** Who reads feedback by their role: named to the mentee before the first question (FIELD §3). */
export interface FeedbackReaders {
  readonly coordinators: readonly PersonId[];
  /** They read what is shared with the mentor. */
  readonly assessing: readonly PersonId[];
}

export function feedbackReaders(people: Iterable<Person>): FeedbackReaders {
  const all = [...people].filter((p) => p.erasedAt === null);
  return {
    coordinators: all.filter((p) => p.roles.includes('coordinator')).map((p) => p.id),
    assessing: all.filter((p) => p.roles.includes('assessor') || p.roles.includes('iqa')).map((p) => p.id),
  };
}

/** What each rating is called; the same words in every chat, for a five-point scale of agreement. */
export const ratingWords: readonly string[] = ['Not at all', 'A little', 'Half and half', 'Mostly', 'Yes, fully'];
