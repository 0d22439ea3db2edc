import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/domain/feedback.js';
import {
  mayReadReview,
  type ReviewForm,
  type ReviewMoment,
  type ReviewStanding,
  reviewCardStep,
  reviewStep,
  saidInReview,
  withdrawnReview,
  withReviewAnswer,
} from '../../src/domain/review.js';
import { day } from '../../src/kernel/clock.js';
import type { CivilDate } from '../../src/kernel/zoned.js';

/** When a review opens, and what its answers come to (docs/field.md#reviews). */

const from = Date.parse('2026-01-01T00:00:00Z');
const standing = (change: Partial<ReviewStanding> = {}): ReviewStanding => ({
  state: 'active',
  endedAt: null,
  meant: { minutes: 180, from, until: from + 100 * day, lastDay: '2026-04-11', signed: { minutes: true, until: true } },
  delivered: 45,
  met: true,
  opened: [],
  now: from + 10 * day,
  ...change,
});
const unsigned = { ...standing().meant, signed: { minutes: false, until: false } };
const at = (days: number): number => from + days * day;

test.each<[string, Partial<ReviewStanding>, ReturnType<typeof reviewStep>]>([
  ['before its half', {}, { lookAt: at(50) }],
  ['at half of its minutes', { delivered: 90 }, { open: 'mid', why: 'minutes' }],
  ['a minute short of them', { delivered: 89 }, { lookAt: at(50) }],
  ['at half of minutes that nobody signed', { delivered: 90, meant: unsigned }, { open: 'mid', why: 'minutes' }],
  [
    'at half of minutes that nobody signed, after one meeting',
    { delivered: 89, meant: { ...unsigned, minutes: 60 } },
    { lookAt: at(50) },
  ],
  ['at half of its time', { now: at(50) }, { open: 'mid', why: 'time' }],
  ['at half of its time, never met', { now: at(50), met: false, delivered: 0 }, { lookAt: at(57) }],
  ['never met, shortly before its last day', { now: at(97), met: false, delivered: 0 }, { lookAt: at(100) + 1 }],
  ['half-way, looked at again', { now: at(60), opened: ['mid'] }, { lookAt: at(100) + 1 }],
  ['on its last day, to the last minute', { now: at(100), opened: ['mid'] }, { lookAt: at(100) + 1 }],
  ['past its last day', { now: at(101), opened: ['mid'] }, { open: 'end', why: 'end' }],
  ['past its last day without a half', { now: at(101) }, { open: 'end', why: 'end' }],
  ['past a day that nobody signed', { now: at(101), meant: unsigned, opened: ['mid'] }, { lookAt: null }],
  ['past a day that nobody signed, not half-way yet', { now: at(101), meant: unsigned }, { open: 'mid', why: 'time' }],
  ['ended before its half', { state: 'ended', endedAt: at(9) }, { open: 'end', why: 'end' }],
  ['ended half-way', { state: 'ended', endedAt: at(9), opened: ['mid'] }, { open: 'end', why: 'end' }],
  ['ended, after its end was looked back on', { state: 'ended', endedAt: at(9), opened: ['end'] }, { lookAt: null }],
  ['ended and never met', { state: 'ended', endedAt: at(9), met: false }, { lookAt: null }],
  ['ended long ago', { state: 'ended', endedAt: at(9), now: at(30) }, { lookAt: null }],
  ['paused past its half', { state: 'paused', delivered: 170, now: at(60) }, { lookAt: null }],
  ['not signed yet', { state: 'proposed', delivered: 170 }, { lookAt: null }],
  ['declined', { state: 'declined', delivered: 170 }, { lookAt: null }],
  ['goes on after its end', { now: at(200), delivered: 900, opened: ['end'] }, { lookAt: null }],
])('%s', (_, change, step) => expect(reviewStep(standing(change))).toEqual(step));

const anyStanding = fc.record<ReviewStanding>({
  state: fc.constantFrom('proposed', 'active', 'paused', 'ended', 'declined'),
  endedAt: fc.option(fc.integer({ min: 0, max: 200 }).map(at)),
  meant: fc.record({
    minutes: fc.integer({ min: 1, max: 2000 }),
    from: fc.constant(from),
    until: fc.integer({ min: 0, max: 300 }).map(at),
    lastDay: fc.constant<CivilDate>('2026-04-11'),
    signed: fc.record({ minutes: fc.boolean(), until: fc.boolean() }),
  }),
  delivered: fc.integer({ min: 0, max: 3000 }),
  met: fc.boolean(),
  opened: fc.subarray<ReviewMoment>(['mid', 'end']),
  now: fc.integer({ min: 0, max: 400 }).map(at),
});

describe('whatever it is', () => {
  test('a moment opens once, the half never after the end, and the next look lies ahead', () => {
    fc.assert(
      fc.property(anyStanding, (s) => {
        const step = reviewStep(s);
        if ('open' in step) {
          expect(s.opened).not.toContain(step.open);
          expect(s.opened).not.toContain('end');
          expect(s.met || s.delivered > 0).toBe(true);
          expect(['active', 'ended']).toContain(s.state);
        } else if (step.lookAt !== null) expect(step.lookAt).toBeGreaterThan(s.now);
      }),
    );
  });

  test('looked at whenever it asks to be, one that goes on comes to rest within two reviews', () => {
    fc.assert(
      fc.property(anyStanding, (first) => {
        let s: ReviewStanding = { ...first, state: 'active', endedAt: null, met: true, opened: [] };
        for (let i = 0; i < 8; i += 1) {
          const step = reviewStep(s);
          if ('open' in step) s = { ...s, opened: [...s.opened, step.open] };
          else if (step.lookAt === null) break;
          else s = { ...s, now: step.lookAt };
        }
        expect(reviewStep(s)).toEqual({ lookAt: null });
        expect(s.opened.length).toBeGreaterThan(0);
        expect(s.opened.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

const questions: readonly Question[] = ['a', 'b', 'c'].map((key) => ({ key, wording: 1, text: key, kind: 'rating' }));
const blank = {
  audience: 'mentee',
  state: 'open',
  share: 'coordinator',
  answers: [],
  firstAnsweredAt: null,
  editableUntil: at(21),
  reminded: false,
} as unknown as ReviewForm;
type Act = { readonly q: number; readonly rating: number | null } | 'not-today' | 'withdraw' | 'share';
const act = (f: ReviewForm, a: Act): ReviewForm => {
  if (f.state === 'withdrawn') return f;
  if (a === 'not-today') return f.state === 'done' ? f : { ...f, state: 'not-today' };
  if (a === 'withdraw') return withdrawnReview(f);
  if (a === 'share') return { ...f, share: 'mentor' };
  const question = questions[a.q]?.key ?? 'a';
  return withReviewAnswer(
    f,
    { question, wording: 1, rating: a.rating, text: '', skipped: a.rating === null, at: from },
    questions,
  );
};
const acts = fc.array(
  fc.oneof(
    fc.record({ q: fc.nat(2), rating: fc.option(fc.integer({ min: 1, max: 5 })) }),
    fc.constantFrom('not-today' as const, 'withdraw' as const, 'share' as const),
  ),
);

test('whatever a mentee does, what nobody may read and what nothing was said in are one and the same to others', () => {
  fc.assert(
    fc.property(acts, (all) => {
      const f = all.reduce<ReviewForm>(act, blank);
      const seen = (reader: 'mentor' | 'coordinator') => saidInReview(f) && mayReadReview(f, reader);
      if (f.answers.every((a) => a.skipped)) expect([seen('mentor'), seen('coordinator')]).toEqual([false, false]);
      if (f.share !== 'mentor') expect(seen('mentor')).toBe(false);
      expect(mayReadReview(f, 'mentee')).toBe(false);
      const step = reviewCardStep(f, questions, false, from);
      // Every question answered or skipped, or taken back: nothing is asked any more.
      if (f.state === 'done') expect(step.at).toBe('thanks');
      if (f.state === 'withdrawn') expect(step.at).toBe('withdrawn');
      if (step.at === 'question') expect(f.answers.some((a) => a.question === step.question.key)).toBe(false);
    }),
  );
});
