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
  const form = (heldAt: number, rating: number | null, text = ''): AskedForm => ({
    heldAt,
    answers: [
      answer('agreed', rating, { skipped: rating === null }),
      answer('words', null, { text, skipped: text === '' }),
    ],
  });
  const one = (forms: readonly AskedForm[]) => trendsOf(questions, forms)[0];

  it('give n and the response rate beside the mean; skips and the unread count as asked', () => {
    expect(one([form(2, 4), form(1, 5), form(3, null), { heldAt: 4, answers: null }])).toMatchObject({
      n: 2,
      rate: 0.5,
      mean: 4.5,
      points: [
        { at: 1, rating: 5 },
        { at: 2, rating: 4 },
      ],
    });
  });
  it('of nothing are nothing', () => {
    expect(one([])).toMatchObject({ n: 0, rate: 0, mean: null, way: null, words: [] });
  });
  it.each([
    [[3, 3, 3], null],
    [[2, 2, 4, 4], 'up'],
    [[5, 5, 4, 4], 'down'],
    [[4, 4, 4, 4], 'steady'],
    [[4, 5, 4, 5, 4], 'steady'],
  ] as const)('%j go %s', (ratings, way) => {
    expect(one(ratings.map((r, i) => form(i, r)))?.way).toBe(way);
  });
  it('keep the words with their session', () => {
    expect(trendsOf(questions, [form(7, 3, 'Slower')])[2]?.words).toEqual([{ at: 7, text: 'Slower' }]);
  });
});
