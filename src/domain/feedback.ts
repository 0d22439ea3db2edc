import type { PersonId, ProgrammeId, SessionId } from '../kernel/ids.js';
import { keyOfRef, questionBody, refOf, versionOfRef } from './catalogue.js';
import { defaultQuestions } from './defaults/questions.js';
import type { Instrument, Theme } from './instrument.js';
import { medianOf, type Way, wayOf } from './small-samples.js';

/**
 * docs/field.md#the-mentee-chooses: who the mentee lets read their answers, chosen per form, before the first question.
 */
export type Share = 'now' | 'midpoint' | 'coordinator';

/**
 * `open` until answered; `not-today` rests until its one reminder; `closed` from its beginning where its mentee had said
 * not to be asked: nothing is asked of it, and to everybody else it is a form like any other that has no answers
 * (docs/field.md#review-readers).
 */
export type FeedbackState = 'open' | 'not-today' | 'done' | 'withdrawn' | 'closed';

export interface FeedbackAnswer {
  /** Catalogue key of the question. */
  readonly question: string;
  /** The wording it answered. */
  readonly wording: number;
  /** 1 to 5 where the question is a rating; null where it was skipped or is a text. */
  readonly rating: number | null;
  readonly text: string;
  readonly skipped: boolean;
  readonly at: number;
}

/** One mentee's feedback on one session. */
export interface Feedback {
  readonly programme: ProgrammeId;
  readonly session: SessionId;
  readonly mentee: PersonId;
  readonly mentor: PersonId;
  readonly state: FeedbackState;
  readonly share: Share | null;
  readonly answers: readonly FeedbackAnswer[];
  readonly askedAt: number;
  readonly firstAnsweredAt: number | null;
  /** Edit or withdraw until then (ms). */
  readonly editableUntil: number;
  readonly reminded: boolean;
  /**
   * Which questions it asks, in which wording (`refOf`), in order: what is added, reworded, retired or takes its turn later
   * changes no form that was opened. Absent of before 0.6.0, when all that there were were asked after every session.
   */
  readonly asked?: readonly string[];
}

/** Days in which an answer can be edited or withdrawn after it was asked for. */
export const editableDays = 14;

/** A question as the catalogue keeps it. */
export interface Question {
  readonly key: string;
  readonly wording: number;
  readonly text: string;
  readonly kind: 'rating' | 'text';
  readonly instrument?: Instrument;
  readonly theme?: Theme;
  readonly turns?: 'leaves' | 'comes';
  /** Not asked any more; what was answered is read by it still. */
  readonly retired?: true;
  /** How it was worded before, by version: what older answers answered. */
  readonly earlier?: ReadonlyMap<number, string>;
}

/** The words of one wording, by its reference (`KEY@VERSION`); undefined where the question never had them. */
export const wordsAt = (q: Question, ref: string): string | undefined => {
  if (ref === refOf({ key: q.key, version: q.wording })) return q.text;
  return [...(q.earlier ?? [])].find(([wording]) => ref === refOf({ key: q.key, version: wording }))?.[1];
};

/** What a form keeps of the questions that it asks. */
export const askedRefs = (questions: readonly Question[]): readonly string[] =>
  questions.map((q) => refOf({ key: q.key, version: q.wording }));

const firstQuestions: ReadonlySet<string> = new Set(
  defaultQuestions('after-session').flatMap((row) => (questionBody.parse(row.body).turns === 'comes' ? [] : [row.key])),
);

/** Whether a form asks this question. Up to 0.5.0 the first four were asked each time. */
export const asksQuestion = (
  f: { readonly asked?: readonly string[]; readonly answers: readonly Pick<FeedbackAnswer, 'question'>[] | null },
  q: Pick<Question, 'key'>,
): boolean =>
  f.asked === undefined
    ? (f.answers?.some((a) => a.question === q.key) ?? false) || firstQuestions.has(q.key)
    : f.asked.some((ref) => keyOfRef(ref) === q.key);

/**
 * The questions of a form, as it was opened with them.
 * @param ever all that were ever asked of the set
 */
export function questionsOfForm(
  ever: readonly Question[],
  f: Pick<Feedback, 'asked' | 'answers'>,
): readonly Question[] {
  if (f.asked === undefined) return ever.filter((q) => q.retired !== true && asksQuestion(f, q));
  return f.asked.flatMap((ref) => {
    const q = ever.find((one) => one.key === keyOfRef(ref));
    if (q === undefined || ref === refOf({ key: q.key, version: q.wording })) return q ?? [];
    const text = wordsAt(q, ref);
    // A wording that is not there any more cannot be: the catalogue takes none out. Then today's words stand.
    return text === undefined ? q : { ...q, text, wording: versionOfRef(ref) };
  });
}

/** The words that an answer answered, where they are not today's. */
export const earlierWords = (q: Question, answer: Pick<FeedbackAnswer, 'wording'>): string | undefined =>
  answer.wording === q.wording ? undefined : q.earlier?.get(answer.wording);

/**
 * What the mentee chose about being asked at all: the two are stopped and begun apart (docs/field.md#stopped-apart).
 */
export interface AskedAtAll {
  readonly feedbackStopped: boolean;
  readonly confirmationStopped: boolean;
}

/** Where the mentee's card about one session stands: everything in it is read from rows, nothing is kept in the card. */
export type AskStep =
  /** `before`: the figure they confirmed, if the mentor changed it since. */
  | { readonly at: 'length'; readonly before: number | null }
  | { readonly at: 'share' }
  | { readonly at: 'question'; readonly question: Question; readonly nth: number; readonly of: number }
  | { readonly at: 'thanks' }
  /** "Not today"; `again` while its one reminder is still to come. */
  | { readonly at: 'resting'; readonly again: boolean }
  | { readonly at: 'did-not-happen' }
  | { readonly at: 'withdrawn' }
  /** They asked not to be asked; what they answered before stays. */
  | { readonly at: 'stopped' }
  /** The length is answered, and that is all there was to ask. */
  | { readonly at: 'length-done' }
  | { readonly at: 'over' };

/**
 * The next thing to ask. `lengthOpen`: the figure shown now has no answer. `feedback` undefined: questions were never
 * asked. `now` in ms.
 */
export function askStep(about: {
  readonly lengthOpen: boolean;
  readonly confirmed: number | null;
  readonly didNotHappen: boolean;
  readonly feedback: Feedback | undefined;
  readonly questions: readonly Question[];
  readonly asked: AskedAtAll;
  readonly now: number;
}): AskStep {
  const { feedback: f, questions, asked, now } = about;
  const over = f !== undefined && isOver(f, now);
  if (f?.state === 'not-today' && !over) return { at: 'resting', again: !f.reminded };
  if (about.lengthOpen && !asked.confirmationStopped) return { at: 'length', before: about.confirmed };
  if (about.didNotHappen) return { at: 'did-not-happen' };
  if (f === undefined || f.state === 'closed')
    return { at: about.lengthOpen && asked.feedbackStopped && asked.confirmationStopped ? 'stopped' : 'length-done' };
  if (f.state === 'withdrawn') return { at: 'withdrawn' };
  const next = f.share === null ? undefined : nextQuestion(questions, f);
  const answeredAll = f.share !== null && next === undefined;
  if (f.state === 'done' || answeredAll) return { at: 'thanks' };
  if (over) return { at: 'over' };
  if (asked.feedbackStopped) return { at: 'stopped' };
  if (f.share === null) return { at: 'share' };
  if (next === undefined) return { at: 'thanks' };
  return { at: 'question', question: next, nth: questions.indexOf(next) + 1, of: questions.length };
}

/** Answers can no longer be given, changed or withdrawn: the stated date has passed. */
export const isOver = (f: Pick<Feedback, 'editableUntil'>, now: number): boolean => now > f.editableUntil;

export const answerTo = (f: Pick<Feedback, 'answers'>, key: string): FeedbackAnswer | undefined =>
  f.answers.find((a) => a.question === key);

/** The first question that has neither an answer nor a skip. */
export const nextQuestion = (questions: readonly Question[], f: Pick<Feedback, 'answers'>): Question | undefined =>
  questions.find((q) => answerTo(f, q.key) === undefined);

/** Whether they said anything at all: a form of nothing but skips is no answer. */
export const hasAnswers = (f: {
  readonly state: FeedbackState;
  readonly answers: readonly Pick<FeedbackAnswer, 'skipped'>[];
}): boolean => f.state !== 'withdrawn' && f.answers.some((a) => !a.skipped);

/** The feedback with one answer given or given anew; done once every question has one. `now` in ms. */
export function withAnswer(f: Feedback, answer: FeedbackAnswer, questions: readonly Question[]): Feedback {
  const answers = [...f.answers.filter((a) => a.question !== answer.question), answer];
  return {
    ...f,
    answers,
    firstAnsweredAt: f.firstAnsweredAt ?? (answer.skipped ? null : answer.at),
    state: nextQuestion(questions, { answers }) === undefined ? 'done' : f.state,
  };
}

/** Low enough for an offer to talk it through (docs/field.md#low-scores), never an alarm. */
export const isLow = (f: Pick<Feedback, 'answers'>): boolean =>
  f.answers.some((a) => a.rating !== null && a.rating <= 2);

/**
 * Whether they may read these answers (docs/field.md#the-mentee-chooses). The mentor: what is shared now, and at the
 * mid-point what is shared then. The coordinator: all that is not withdrawn. Everybody else whose part it is to read
 * feedback stands as the mentor does.
 */
export function mayReadAnswers(
  f: Pick<Feedback, 'share' | 'state'>,
  reader: 'mentor' | 'coordinator',
  midpointPassed: boolean,
): boolean {
  if (f.state === 'withdrawn' || f.share === null) return false;
  if (reader === 'coordinator') return true;
  return f.share === 'now' || (f.share === 'midpoint' && midpointPassed);
}

/** One form that was asked for, as a reader may see it. */
export interface AskedForm {
  readonly mentee: PersonId;
  /** When its session began (ms): what answers are in order by. */
  readonly heldAt: number;
  /** Null where this reader may not see the answers, or there are none: the two look alike, on purpose. */
  readonly answers: readonly FeedbackAnswer[] | null;
  /** `Feedback.asked`. */
  readonly asked?: readonly string[];
}

/** What one mentee answered to one question, session by session. */
export interface QuestionTrend {
  readonly question: Question;
  readonly n: number;
  /** Forms that asked it: one that takes turns is in some of them, and its answers are told of those. */
  readonly asked: number;
  /** Null without ratings. */
  readonly median: number | null;
  /** Ratings, earliest session first. */
  readonly points: readonly { readonly at: number; readonly rating: number }[];
  /** Null of fewer than eight ratings. */
  readonly way: Way | null;
  readonly words: readonly { readonly at: number; readonly text: string }[];
  /** Another wording that some of these answered, and what to; and what to today's. The newest of several. */
  readonly earlier: {
    readonly text: string;
    readonly n: number;
    readonly before: readonly number[];
    readonly after: readonly number[];
  } | null;
}

/**
 * What one mentee's forms say, question by question (docs/field.md#always-with-n).
 * @throws Error where the forms are of two: nobody's answers stand in one line with another's
 */
export function trendsOf(questions: readonly Question[], forms: readonly AskedForm[]): readonly QuestionTrend[] {
  if (new Set(forms.map((f) => f.mentee)).size > 1) throw new Error('answers of two mentees in one line');
  const inOrder = [...forms].sort((a, b) => a.heldAt - b.heldAt);
  return questions.flatMap((question): readonly QuestionTrend[] => {
    const asked = inOrder.filter((form) => asksQuestion(form, question)).length;
    if (asked === 0) return [];
    const given = inOrder.flatMap((form) => {
      const answer = form.answers?.find((a) => a.question === question.key && !a.skipped);
      return answer === undefined ? [] : [{ at: form.heldAt, answer }];
    });
    const points = given.flatMap(({ at, answer }) => (answer.rating === null ? [] : [{ at, rating: answer.rating }]));
    const ratings = points.map((p) => p.rating);
    const trend: QuestionTrend = {
      question,
      n: given.length,
      asked,
      median: medianOf(ratings),
      points,
      way: wayOf(ratings),
      words: given.flatMap(({ at, answer }) => (answer.text === '' ? [] : [{ at, text: answer.text }])),
      earlier: earlierOf(
        question,
        given.map((g) => g.answer),
      ),
    };
    return [trend];
  });
}

/** Answers to other words than today's are told apart: whether the words made the difference nobody can say. */
function earlierOf(question: Question, answers: readonly FeedbackAnswer[]): QuestionTrend['earlier'] {
  const old = answers.filter((a) => earlierWords(question, a) !== undefined);
  const newest = old.reduce<FeedbackAnswer | undefined>(
    (a, b) => (a === undefined || b.wording > a.wording ? b : a),
    undefined,
  );
  const text = newest === undefined ? undefined : earlierWords(question, newest);
  if (text === undefined) return null;
  const ratings = (of: readonly FeedbackAnswer[]): readonly number[] => of.flatMap((a) => a.rating ?? []);
  return { text, n: old.length, before: ratings(old), after: ratings(answers.filter((a) => !old.includes(a))) };
}

/** The arithmetic mean, or null of none. Of the programme's totals alone: never of what a few people answered. */
export const meanOf = (all: readonly number[]): number | null =>
  all.length === 0 ? null : all.reduce((sum, n) => sum + n, 0) / all.length;
