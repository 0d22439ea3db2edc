import type { PortfolioFacts } from './portfolio-facts.js';
import { type ReflectionPiece, readQuestion, type Scaffold, writeQuestion } from './reflection.js';
import {
  isFitting,
  type PlacedQuestion,
  questionsIn,
  type ReflectionSection,
  scaffoldsByName,
  type Topic,
} from './scaffolds.js';

/** How what was written stands in the sections of a scaffold (docs/field.md#reflection). Nothing is lost by another one. */

/** A question as it stands in the scaffold, with its answers, box after box. */
export interface LaidQuestion extends PlacedQuestion {
  /** Its id, for its first box. */
  readonly id: string;
  readonly pieces: readonly ReflectionPiece[];
}

export interface LaidSection {
  readonly section: ReflectionSection;
  readonly questions: readonly LaidQuestion[];
}

/** *Written before*: of another scaffold, and asked nowhere in this one. */
export interface WrittenBefore {
  readonly piece: ReflectionPiece;
  /** The question that it answered; undefined where no scaffold asks it any more. */
  readonly asked: PlacedQuestion | undefined;
}

export interface Laid {
  readonly sections: readonly LaidSection[];
  readonly before: readonly WrittenBefore[];
}

/** The question of this id, in whichever scaffold. */
export function questionOf(id: string): PlacedQuestion | undefined {
  const q = readQuestion(id);
  if (q?.kind !== 'answer') return undefined;
  return questionsIn(q.scaffold).find((p) => p.section.key === q.section && p.question.key === q.key);
}

const boxOf = (id: string): number => {
  const q = readQuestion(id);
  return q?.kind === 'answer' ? q.box : 0;
};

/** Those of the scaffold in hand first, then those of others; each answer's boxes in their order. */
const inOrder =
  (scaffold: Scaffold) =>
  (a: ReflectionPiece, b: ReflectionPiece): number => {
    const [p, q] = [a, b].map((one) => questionOf(one.question)?.scaffold);
    return (
      Number(p !== scaffold) - Number(q !== scaffold) ||
      (p ?? '').localeCompare(q ?? '') ||
      boxOf(a.question) - boxOf(b.question)
    );
  };

/**
 * Every piece that has words, in its place: under the question that it answers, under the one that asks the same in this
 * scaffold, or under *written before*. Future actions are no part of it.
 * @param newest as `newestPieces` answers them
 */
export function laidOut(scaffold: Scaffold, newest: readonly ReflectionPiece[]): Laid {
  const answered = newest.filter((p) => readQuestion(p.question)?.kind !== 'ahead');
  const topicOf = (p: ReflectionPiece): Topic | undefined => questionOf(p.question)?.question.key;
  const here = new Set(questionsIn(scaffold).map((q) => q.question.key));
  const placed = (key: Topic): readonly ReflectionPiece[] =>
    answered.filter((p) => topicOf(p) === key).sort(inOrder(scaffold));
  return {
    sections: scaffoldsByName[scaffold].sections.map((section) => ({
      section,
      questions: section.questions.map((question) => ({
        scaffold,
        section,
        question,
        id: writeQuestion({ kind: 'answer', scaffold, section: section.key, key: question.key, box: 1 }),
        pieces: placed(question.key),
      })),
    })),
    before: answered
      .filter((p) => {
        const topic = topicOf(p);
        return topic === undefined || !here.has(topic);
      })
      .sort(inOrder(scaffold))
      .map((piece) => ({ piece, asked: questionOf(piece.question) })),
  };
}

export const questionsLaid = (laid: Laid): readonly LaidQuestion[] => laid.sections.flatMap((s) => s.questions);

/**
 * The next small question: the first that has no words and has something to be about.
 * @param after the id of one to pass over, with those before it, where another is left
 */
export function nextQuestion(laid: Laid, facts: PortfolioFacts, after?: string): LaidQuestion | undefined {
  const open = questionsLaid(laid).filter((q) => q.pieces.length === 0 && isFitting(q.question.key, facts));
  const at = questionsLaid(laid).findIndex((q) => q.id === after);
  const later = open.find((q) => questionsLaid(laid).indexOf(q) > at);
  return later ?? open[0];
}

/** The id of the box after the last of these, for an answer that goes on. */
export function nextBox(question: LaidQuestion): string | undefined {
  const last = Math.max(
    0,
    ...question.pieces
      .filter((p) => questionOf(p.question)?.scaffold === question.scaffold)
      .map((p) => boxOf(p.question)),
  );
  const q = readQuestion(question.id);
  if (q?.kind !== 'answer') return undefined;
  const next = writeQuestion({ ...q, box: last + 1 });
  return readQuestion(next) === undefined ? undefined : next;
}

export const wordsIn = (pieces: readonly Pick<ReflectionPiece, 'text'>[]): number =>
  pieces.reduce((n, p) => n + p.text.split(/\s+/).filter((w) => w !== '').length, 0);
