import { hasAnswers, mayReadAnswers, type Question } from '../../domain/feedback.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Person } from '../../domain/programme.js';
import type { ReadAs } from '../../domain/programme-reading.js';
import { askedNowIn, everAskedIn } from '../../domain/question-sets.js';
import type { PersonId } from '../../kernel/ids.js';
import type { PlainForm, Rows } from '../../ports/store.js';
import type { NamedReaders } from './who-reads.js';

/** The programme's questions of one set as they are worded now, in the order in which they are asked. */
export const questionsOf = async (
  rows: Pick<Rows, 'catalogue'>,
  instrument: Instrument,
): Promise<readonly Question[]> => askedNowIn(await rows.catalogue.every('question'), instrument);

/** The same with those that are retired: what answers are read by, which are of the questions of their day. */
export const everAsked = async (rows: Pick<Rows, 'catalogue'>, instrument: Instrument): Promise<readonly Question[]> =>
  everAskedIn(await rows.catalogue.every('question'), instrument);

/**
 * Who reads feedback by their role or their allocation: named to the mentee before the first question
 * (docs/field.md#readers-are-named-first).
 */
export interface FeedbackReaders {
  readonly coordinators: readonly PersonId[];
  /** Who is allocated: they read what is shared with the mentor. */
  readonly allocated: NamedReaders;
}

/** Of these people; the mentor concerned reads as the mentor, whatever else they are. */
export function feedbackReaders(people: Iterable<Person>, mentor: PersonId, allocated: NamedReaders): FeedbackReaders {
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
