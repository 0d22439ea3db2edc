import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Caution, ledgerOf } from '../../src/domain/change-ledger.js';
import type { FactsAnswer, FactsSession, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import type { PracticeChange, SaidOfChange } from '../../src/domain/practice-change.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';

/** The ledger over the facts of one portfolio: days count from 0, one session of Leo's a day. */

const day = 86_400_000;
const [maya, leo, aisha] = ['maya', 'leo', 'aisha'] as unknown as readonly [PersonId, PersonId, PersonId];
const pair = (mentee: PersonId, which = ''): MentorshipId => `m-${mentee}${which}` as MentorshipId;
const sessionId = (n: number, mentee = leo): SessionId => `s-${mentee}-${n}` as SessionId;

const session = (n: number, mentee = leo, more: Partial<FactsSession> = {}): FactsSession =>
  ({
    id: sessionId(n, mentee),
    state: 'ended',
    beganAt: n * day,
    mentees: [mentee],
    mentorships: [pair(mentee)],
    attended: [mentee],
    ...more,
  }) as FactsSession;

const cite = (n: number, mentee = leo, question = 'pace'): string =>
  `answer:${sessionId(n, mentee)}/${mentee}/${question}`;
const answer = (n: number, rating: number | null, more: Partial<FactsAnswer> = {}): FactsAnswer => {
  const by = more.by ?? leo;
  const question = more.question ?? 'pace';
  return {
    source: 'mentee',
    mentorship: pair(by),
    by,
    citation: cite(n, by, question),
    instrument: 'after-session',
    theme: 'planning',
    question,
    asked: 'The pace was right for me.',
    rating,
    text: '',
    at: n * day + 3_600_000,
    session: sessionId(n, by),
    heldAt: n * day,
    ...more,
  };
};

const change = (more: Partial<PracticeChange> = {}): PracticeChange => ({
  id: 'c1' as PracticeChange['id'],
  programme: 'p' as ProgrammeId,
  portfolio: 'f' as PortfolioId,
  mentor: maya,
  mentorship: pair(leo),
  said: 'Too fast',
  what: 'I will ask before each step',
  cites: [cite(3)],
  from: 4 * day,
  fromSession: null,
  madeAt: 3 * day + 7_200_000,
  withdrawnAt: null,
  since: [],
  ...more,
});
const word = (n: number, is: SaidOfChange['word'], by = maya): SaidOfChange => ({
  id: `w${n}` as SaidOfChange['id'],
  by,
  session: by === maya ? sessionId(n) : null,
  word: is,
  note: '',
  at: n * day,
});

const factsOf = (
  answers: readonly FactsAnswer[],
  changes: readonly PracticeChange[] = [change()],
  sessions: readonly FactsSession[] = [1, 2, 3, 4, 5, 6].map((n) => session(n)),
): PortfolioFacts =>
  ({
    mentorships: [leo, aisha].map((mentee) => ({ id: pair(mentee), mentee })),
    sessions,
    answers,
    changes,
  }) as unknown as PortfolioFacts;

const ratings = (...all: readonly (number | null)[]): readonly FactsAnswer[] =>
  all.flatMap((rating, i) => (rating === null ? [] : [answer(i + 1, rating)]));
const numbers = (facts: PortfolioFacts) =>
  ledgerOf(facts).map((l) => l.followed?.map((f) => [f.before.map((g) => g.rating), f.after.map((g) => g.rating)]));

describe('what followed', () => {
  test('is the same question by the same mentee before and after, as the answers are, with when', () => {
    const [line] = ledgerOf(
      factsOf([
        ...ratings(2, 2, 3, 4, 4, 5),
        answer(2, 1, { by: aisha }),
        answer(5, 1, { question: 'listened', citation: cite(5, leo, 'listened') }),
        answer(5, 1, { source: 'self', citation: 'review:x/pace' }),
      ]),
    );
    expect(line?.followed).toMatchObject([
      {
        by: leo,
        before: [
          { at: day, rating: 2 },
          { at: 2 * day, rating: 2 },
          { at: 3 * day, rating: 3 },
        ],
        after: [{ rating: 4 }, { rating: 4 }, { at: 6 * day, rating: 5 }],
        reworded: false,
      },
    ]);
    expect(line?.cautions).toEqual([]);
  });

  test('waits for two sessions with them, and counts none that was called off or that nobody came to', () => {
    const few = [session(1), session(2), session(3), session(4)];
    const off = [session(5, leo, { state: 'cancelled' }), session(6, leo, { attended: [] }), session(7, aisha)];
    const [line] = ledgerOf(factsOf(ratings(2, 2, 3, 4), [change()], [...few, ...off]));
    expect([line?.sessions.length, line?.followed, line?.cautions]).toEqual([1, null, ['too-soon']]);
    // Where none is to come any more, nobody is told to wait for it.
    const stopped = factsOf(ratings(2, 2, 3, 4), [change({ withdrawnAt: 5 * day })], few);
    const alone = { ...factsOf(ratings(2, 2, 3, 4), [change()], few) };
    const ended = { ...alone, mentorships: alone.mentorships.map((m) => ({ ...m, state: 'ended' as const })) };
    for (const facts of [stopped, ended]) expect(ledgerOf(facts)[0]?.cautions).toEqual(['over']);
  });

  test('begins with the session that was chosen, wherever that was moved to, and ends where it was taken back', () => {
    const chosen = change({ from: 6 * day, fromSession: sessionId(5) });
    const ended = change({ withdrawnAt: 5 * day + 1 });
    const before = [2, 2, 3];
    expect(numbers(factsOf(ratings(2, 2, 3, 4, 4, 5), [chosen]))).toEqual([
      [
        [
          [...before, 4],
          [4, 5],
        ],
      ],
    ]);
    expect(numbers(factsOf(ratings(2, 2, 3, 4, 4, 5), [ended]))).toEqual([[[before, [4, 4]]]]);
  });

  test('says in each session whether it was done, by its mentor’s newest word', () => {
    const since = [word(4, 'not'), word(5, 'partly'), { ...word(4, 'done'), id: 'w9' as SaidOfChange['id'] }];
    const [line] = ledgerOf(factsOf(ratings(2, 2, 3, 4, 4, 5), [change({ since })]));
    expect(line?.sessions.map((s) => s.word)).toEqual(['done', 'partly', null]);
  });
});

const cautions: readonly (readonly [Caution, PortfolioFacts])[] = [
  ['too-few', factsOf(ratings(2, 2, 3, 4, 4))],
  ['nothing-to-read', factsOf(ratings(2, 2, 3))],
  ['same', factsOf(ratings(4, 4, 4, 4, 4, 4))],
  ['reworded', factsOf([...ratings(2, 2, 3, 4, 4), answer(6, 5, { asked: 'We went at my pace.' })])],
  ['another-change', factsOf(ratings(2, 2, 3, 4, 4, 5), [change(), change({ id: 'c2' as never, from: 5 * day })])],
  ['another-change', factsOf(ratings(2, 2, 3, 4, 4, 5), [change(), change({ id: 'c2' as never, mentorship: null })])],
  [
    'nothing-asked',
    factsOf(ratings(2, 2, 3, 4, 4, 5), [change({ cites: ['record:s-leo-3@1/change'], mentorship: null })]),
  ],
  ['not-done', factsOf(ratings(2, 2, 3, 4, 4, 5), [change({ since: [word(4, 'not'), word(5, 'not')] })])],
];
test.each(cautions)('where it says nothing there is an honest sentence: %s', (caution, facts) => {
  expect(ledgerOf(facts).find((l) => l.change === 'c1')?.cautions).toContain(caution);
});

test('one that began long before is no reason to doubt a later one', () => {
  const earlier = change({ id: 'c0' as never, from: day, madeAt: 0 });
  expect(ledgerOf(factsOf(ratings(2, 2, 3, 4, 4, 5), [earlier, change()])).at(0)?.cautions).toEqual([]);
});

const someRatings = fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }), { minLength: 3, maxLength: 12 });
const manySessions = Array.from({ length: 12 }, (_, i) => session(i + 1));

test('property: the order of the facts changes nothing, and equal facts make an equal ledger', () => {
  fc.assert(
    fc.property(someRatings, fc.infiniteStream(fc.nat()), (all, order) => {
      const facts = factsOf(ratings(...all), [change()], manySessions);
      const shuffled = [...facts.answers].sort(() => (order.next().value % 3) - 1);
      expect(ledgerOf({ ...facts, answers: shuffled, sessions: [...facts.sessions].reverse() })).toEqual(
        ledgerOf(structuredClone(facts)),
      );
    }),
  );
});

test('property: an answer that is not there any more is in no number, no count and no word', () => {
  fc.assert(
    fc.property(someRatings, fc.nat({ max: 11 }), (all, gone) => {
      const without = all.map((rating, i) => (i === gone ? null : rating));
      const skipped = factsOf(ratings(...without), [change()], manySessions);
      const withdrawn = factsOf(
        ratings(...all).filter((a) => a.citation !== cite(gone + 1)),
        [change()],
        manySessions,
      );
      expect(ledgerOf(withdrawn)).toEqual(ledgerOf(skipped));
      for (const line of ledgerOf(withdrawn))
        for (const f of line.followed ?? [])
          expect([...f.before, ...f.after].map((g) => g.at)).not.toContain((gone + 1) * day);
    }),
  );
});

test('property: before and after never overlap, and hold each answer once', () => {
  fc.assert(
    fc.property(someRatings, fc.integer({ min: 0, max: 13 }), (all, from) => {
      const facts = factsOf(
        ratings(3, ...all),
        [change({ from: from * day, madeAt: 0, cites: [cite(1)] })],
        manySessions,
      );
      for (const line of ledgerOf(facts)) {
        const begins = line.sessions[0]?.at ?? Number.POSITIVE_INFINITY;
        for (const f of line.followed ?? []) {
          expect(f.before.every((g) => g.at < begins) && f.after.every((g) => g.at >= begins)).toBe(true);
          expect(f.before.length + f.after.length).toBe(facts.answers.length);
        }
      }
    }),
  );
});

test('property: no line has two mentees in it, nor two mentorships of one, whatever it cites', () => {
  const one = fc.record({
    n: fc.integer({ min: 1, max: 12 }),
    by: fc.constantFrom(leo, aisha),
    mentorship: fc.constantFrom(pair(leo), pair(aisha), pair(leo, 'before')),
    rating: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), fc.constantFrom(pair(leo), pair(aisha), null), (all, mentorship) => {
      // Each at a time of its own, by which it is known again.
      const answers = all.map((a, i) =>
        answer(a.n, a.rating, { ...a, citation: `answer:x${i}`, session: null, heldAt: a.n * day + i * 60_000 }),
      );
      const facts = factsOf(
        answers,
        [change({ mentorship, cites: answers.map((a) => a.citation) })],
        [...manySessions, ...manySessions.map((_, i) => session(i + 1, aisha))],
      );
      for (const { followed } of ledgerOf(facts)) {
        const whose = (followed ?? []).map(({ before, after }) => {
          const times = new Set([...before, ...after].map((g) => g.at));
          return answers.filter((a) => times.has(a.heldAt ?? a.at));
        });
        for (const of of whose) {
          expect(new Set(of.map((a) => a.by)).size).toBe(1);
          expect(new Set(of.map((a) => a.mentorship))).toEqual(new Set([mentorship]));
        }
        expect(mentorship === null ? whose : []).toEqual([]);
      }
    }),
  );
});
