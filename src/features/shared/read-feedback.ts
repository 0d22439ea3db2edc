import type { PortfolioReaders } from '../../domain/allocation.js';
import { type CatalogueRow, questionBody } from '../../domain/catalogue.js';
import { defaultQuestions } from '../../domain/defaults/questions.js';
import { hasAnswers, mayReadAnswers, type Question } from '../../domain/feedback.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Person } from '../../domain/programme.js';
import type { ReadAs } from '../../domain/programme-reading.js';
import type { PersonId } from '../../kernel/ids.js';
import type { PlainForm, Rows } from '../../ports/store.js';

/**
 * The programme's questions of one set as they are worded now, in the order in which they are asked. A set of which the
 * programme has no row has the ones it begins with (`defaultQuestions`): one made before 0.6.0 has the first set alone.
 */
export async function questionsOf(rows: Pick<Rows, 'catalogue'>, instrument: Instrument): Promise<readonly Question[]> {
  const [current, every] = await Promise.all([rows.catalogue.current('question'), rows.catalogue.every('question')]);
  const isOf = (row: CatalogueRow): boolean =>
    (questionBody.parse(row.body).instrument ?? 'after-session') === instrument;
  const own = every.some(isOf) ? current.filter(isOf) : defaultQuestions(instrument);
  return own.map((row) => {
    const older = every.filter((r) => r.key === row.key && r.version !== row.version);
    const { text, kind, theme, turns } = questionBody.parse(row.body);
    return {
      key: row.key,
      wording: row.version,
      text,
      kind,
      instrument,
      ...(theme === undefined ? {} : { theme }),
      ...(turns === undefined ? {} : { turns }),
      ...(older.length === 0
        ? {}
        : { earlier: new Map(older.map((r) => [r.version, questionBody.parse(r.body).text])) }),
    };
  });
}

/**
 * Who reads feedback by their role or their allocation: named to the mentee before the first question
 * (docs/field.md#readers-are-named-first).
 */
export interface FeedbackReaders {
  readonly coordinators: readonly PersonId[];
  /** Who is allocated: they read what is shared with the mentor. */
  readonly allocated: PortfolioReaders;
}

/** Of these people; the mentor concerned reads as the mentor, whatever else they are. */
export function feedbackReaders(
  people: Iterable<Person>,
  mentor: PersonId,
  allocated: PortfolioReaders,
): FeedbackReaders {
  const all = [...people].filter((p) => p.erasedAt === null && p.id !== mentor);
  return {
    coordinators: all.filter((p) => p.roles.includes('coordinator')).map((p) => p.id),
    allocated,
  };
}

/** What each rating is called; the same words in every chat, for a five-point scale of agreement. */
export const ratingWords: readonly string[] = ['Not at all', 'A little', 'Half and half', 'Mostly', 'Yes, fully'];

/** Who reads, and whether a portfolio's mid-point has passed. */
export interface Reading {
  readonly reader: ReadAs;
  readonly passed: boolean;
  /** For who is allocated: whether a reader of their part had been named when this (ms) was answered. */
  readonly named?: (at: number) => boolean;
}

/** Those of the answers that were given under a notice which named such a reader. */
export const namedAnswers = <A extends { readonly at: number }>(
  answers: readonly A[],
  { named }: Reading,
): readonly A[] => (named === undefined ? answers : answers.filter((a) => named(a.at)));

export const readable = (f: Pick<PlainForm, 'share' | 'state' | 'answers'>, reading: Reading): boolean =>
  hasAnswers({ state: f.state, answers: namedAnswers(f.answers, reading) }) &&
  mayReadAnswers(f, reading.reader, reading.passed);
