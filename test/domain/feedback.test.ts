import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AskedForm,
  askStep,
  type Feedback,
  type FeedbackAnswer,
  hasAnswers,
  isLow,
  mayReadAnswers,
  nextQuestion,
  type Question,
  type Share,
  trendsOf,
  withAnswer,
} from '../../src/domain/feedback.js';
import { day } from '../../src/kernel/clock.js';
import type { PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';

const questions: readonly Question[] = [
  { key: 'agreed', wording: 1, text: 'We worked on what we agreed.', kind: 'rating' },
  { key: 'pace', wording: 2, text: 'The pace was right for me.', kind: 'rating' },
  { key: 'words', wording: 1, text: 'One thing?', kind: 'text' },
];
const answer = (question: string, rating: number | null, more: Partial<FeedbackAnswer> = {}): FeedbackAnswer => ({
  question,
  wording: 1,
  rating,
  text: '',
  skipped: false,
  at: 1_000,
  ...more,
});
const feedback = (more: Partial<Feedback> = {}): Feedback => ({
  programme: 'p' as ProgrammeId,
  session: 's' as SessionId,
  mentee: 'leo' as PersonId,
  mentor: 'maya' as PersonId,
  state: 'open',
  share: null,
  answers: [],
  askedAt: 0,
  firstAnsweredAt: null,
  editableUntil: 14 * day,
  reminded: false,
  ...more,
});

describe('what is asked next', () => {
  const base = {
    lengthOpen: false,
    confirmed: null,
    didNotHappen: false,
    feedback: feedback() as Feedback | undefined,
    questions,
    asked: { feedbackStopped: false, confirmationStopped: false },
    now: day,
  };
  const all = [answer('agreed', 5), answer('pace', 4), answer('words', null, { text: 'x' })];
  const cases: [string, Partial<typeof base>, string][] = [
    ['the length first', { lengthOpen: true }, 'length'],
    ['the length although no questions were asked', { lengthOpen: true, feedback: undefined }, 'length'],
    ['the length even when the time for answers is over', { lengthOpen: true, now: 15 * day }, 'length'],
    [
      'not the length once they stopped that',
      { lengthOpen: true, asked: { feedbackStopped: false, confirmationStopped: true } },
      'share',
    ],
    ['then who may read', {}, 'share'],
    ['then the first question', { feedback: feedback({ share: 'now' }) }, 'question'],
    ['nothing of a session that did not happen', { didNotHappen: true }, 'did-not-happen'],
    ['nothing more where only the length was asked', { feedback: undefined }, 'length-done'],
    [
      'nothing at all where both are stopped',
      { lengthOpen: true, feedback: undefined, asked: { feedbackStopped: true, confirmationStopped: true } },
      'stopped',
    ],
    [
      'nothing more of a length that is answered, whatever they stopped since',
      { feedback: undefined, asked: { feedbackStopped: true, confirmationStopped: true } },
      'length-done',
    ],
    ['thanks at the end', { feedback: feedback({ share: 'now', answers: all, state: 'done' }) }, 'thanks'],
    [
      'thanks, although a question was added since',
      { feedback: feedback({ share: 'now', answers: [], state: 'done' }) },
      'thanks',
    ],
    ['rest on "not today"', { lengthOpen: true, feedback: feedback({ state: 'not-today' }) }, 'resting'],
    ['no more rest once it is over', { feedback: feedback({ state: 'not-today' }), now: 15 * day }, 'over'],
    ['gone when taken back', { feedback: feedback({ state: 'withdrawn' }) }, 'withdrawn'],
    ['stopped when they asked for that', { asked: { feedbackStopped: true, confirmationStopped: false } }, 'stopped'],
    ['over after the stated date', { now: 14 * day + 1 }, 'over'],
    ['still open on the stated date', { now: 14 * day }, 'share'],
  ];
  it.each(cases)('%s', (_what, more, at) => {
    expect(askStep({ ...base, ...more }).at).toBe(at);
  });
  it('counts the questions, and keeps the figure they confirmed before', () => {
    const f = feedback({ share: 'now', answers: [answer('agreed', 5)] });
    expect(askStep({ ...base, feedback: f })).toMatchObject({ question: { key: 'pace' }, nth: 2, of: 3 });
    expect(askStep({ ...base, lengthOpen: true, confirmed: 45 })).toEqual({ at: 'length', before: 45 });
  });
});

describe('keeping answers', () => {
  it('a skip is no answer, and a form of skips was not answered', () => {
    const skipped = questions.reduce(
      (f, q) => withAnswer(f, answer(q.key, null, { skipped: true }), questions),
      feedback({ share: 'now' }),
    );
    expect(skipped).toMatchObject({ state: 'done', firstAnsweredAt: null });
    expect(hasAnswers(skipped)).toBe(false);
  });
  it('the first answer’s time stays; an answer given anew takes the old one’s place', () => {
    const once = withAnswer(feedback({ share: 'now' }), answer('agreed', 2), questions);
    const twice = withAnswer(once, answer('agreed', 5, { at: 9_000 }), questions);
    expect(twice.firstAnsweredAt).toBe(1_000);
    expect(twice.answers).toHaveLength(1);
    expect(isLow(once)).toBe(true);
    expect(isLow(twice)).toBe(false);
    expect(isLow({ answers: [answer('agreed', 3)] })).toBe(false);
  });
  it('any order of answers ends the same', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...questions], { minLength: 3 }), (order) => {
        const done = order.reduce((f, q) => withAnswer(f, answer(q.key, 4), questions), feedback({ share: 'now' }));
        expect(done.state).toBe('done');
        expect(nextQuestion(questions, done)).toBeUndefined();
      }),
    );
  });
});

describe('who may read', () => {
  const rows: [Share | null, 'mentor' | 'coordinator', boolean, boolean][] = [
    ['now', 'mentor', false, true],
    ['now', 'coordinator', false, true],
    ['midpoint', 'mentor', false, false],
    ['midpoint', 'mentor', true, true],
    ['midpoint', 'coordinator', false, true],
    ['coordinator', 'mentor', true, false],
    ['coordinator', 'coordinator', false, true],
    [null, 'mentor', true, false],
    [null, 'coordinator', true, false],
  ];
  it.each(rows)('%s, %s, mid-point passed: %s → %s', (share, reader, passed, may) => {
    expect(mayReadAnswers({ share, state: 'done' }, reader, passed)).toBe(may);
    expect(mayReadAnswers({ share, state: 'withdrawn' }, reader, passed)).toBe(false);
  });
});

describe('trends', () => {
  const leo = 'leo' as PersonId;
  const form = (heldAt: number, rating: number | null, text = ''): AskedForm => ({
    mentee: leo,
    heldAt,
    answers: [
      answer('agreed', rating, { skipped: rating === null }),
      answer('words', null, { text, skipped: text === '' }),
    ],
  });
  const one = (forms: readonly AskedForm[]) => trendsOf(questions, forms)[0];

  it('give n, every answer in order and the middle one; skips and the unread are none', () => {
    const unread = { mentee: leo, heldAt: 4, answers: null };
    expect(one([form(2, 4), form(1, 5), form(3, null), unread])).toMatchObject({
      n: 2,
      median: 4.5,
      way: null,
      points: [
        { at: 1, rating: 5 },
        { at: 2, rating: 4 },
      ],
    });
  });
  it('of nothing are nothing', () => {
    expect(trendsOf(questions, [])).toEqual([]);
    const unread = { mentee: leo, heldAt: 4, answers: null };
    expect(one([unread])).toMatchObject({ n: 0, asked: 1, median: null, way: null, words: [], earlier: null });
  });
  it('are never of two mentees', () => {
    expect(() => one([form(1, 4), { ...form(2, 5), mentee: 'aisha' as PersonId }])).toThrow('two mentees');
  });
  it('say no way below eight answers', () => {
    expect(one([1, 1, 1, 5, 5, 5, 5].map((r, i) => form(i, r)))?.way).toBeNull();
    expect(one([1, 1, 1, 1, 5, 5, 5, 5].map((r, i) => form(i, r)))?.way).toBe('up');
  });
  it('tell answers to other words apart, before and after', () => {
    const old = (at: number, rating: number): AskedForm => ({
      mentee: leo,
      heldAt: at,
      answers: [answer('pace', rating, { wording: 1 })],
    });
    const now = (at: number, rating: number): AskedForm => ({
      mentee: leo,
      heldAt: at,
      answers: [answer('pace', rating, { wording: 2 })],
    });
    const reworded = questions.map((q) => (q.key === 'pace' ? { ...q, earlier: new Map([[1, 'Not too fast?']]) } : q));
    expect(trendsOf(reworded, [old(1, 2), now(3, 4), old(2, 3)])[1]?.earlier).toEqual({
      text: 'Not too fast?',
      n: 2,
      before: [2, 3],
      after: [4],
    });
  });
  it('keep the words with their session', () => {
    expect(trendsOf(questions, [form(7, 3, 'Slower')])[2]?.words).toEqual([{ at: 7, text: 'Slower' }]);
  });
});
