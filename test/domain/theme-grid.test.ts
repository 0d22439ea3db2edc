import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { citableOf } from '../../src/domain/citable.js';
import { themes } from '../../src/domain/instrument.js';
import type { FactsAnswer, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { areFarApart, gridOf } from '../../src/domain/theme-grid.js';
import type { ThemeMark } from '../../src/domain/triangulation.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';

/** Theme by source, worked out of what may be read (docs/field.md#triangulation). */

const facts = (change: Partial<PortfolioFacts>): PortfolioFacts =>
  ({
    answers: [],
    levels: [],
    attestations: [],
    changes: [],
    marks: [],
    sessions: [],
    mentorships: [],
    ...change,
  }) as unknown as PortfolioFacts;

const mark = (cites: readonly string[]): ThemeMark => ({
  programme: 'p' as ProgrammeId,
  portfolio: 'f' as PortfolioId,
  theme: 'planning',
  mark: 'partial',
  sentence: 'x',
  cites,
  at: 1,
});

const answer: fc.Arbitrary<FactsAnswer> = fc
  .record({
    source: fc.constantFrom('mentee', 'self', 'stakeholder' as const),
    n: fc.integer({ min: 1, max: 3 }),
    theme: fc.constantFrom(...themes),
    rating: fc.option(fc.integer({ min: 1, max: 5 })),
    at: fc.nat(1_000),
    id: fc.uuid(),
  })
  .map(
    ({ source, n, theme, rating, at, id }) =>
      ({
        source,
        mentorship: `m${n}` as MentorshipId,
        by: (source === 'self' ? 'maya' : `${source}${n}`) as PersonId,
        citation: `review:${id}/q`,
        theme,
        question: 'q',
        asked: 'How was it?',
        rating,
        text: rating === null ? 'words' : '',
        at,
        session: null,
        heldAt: null,
        instrument: 'mid',
      }) as unknown as FactsAnswer,
  );

describe('numbers far apart', () => {
  test.each<[string, readonly number[], readonly number[], boolean]>([
    ['the mentor 5, the mentee 2, 2, 3', [5], [2, 2, 3], true],
    ['one step', [4], [3, 3, 3], false],
    ['two steps of one answer each', [5], [3], true],
    ['of two answers each has to be far', [5], [3, 4], false],
    ['from three on the middle one speaks: an odd one out changes nothing', [5], [2, 2, 5], true],
    ['nor does it make a difference', [5], [4, 4, 1], false],
    ['nothing said is not far from anything', [5], [], false],
  ])('%s', (_, one, other, far) => {
    expect(areFarApart(one, other)).toBe(far);
  });

  const numbers = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 9 });
  test('whoever is looked at first, in whatever order it was said', () => {
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        expect(areFarApart(one, other)).toBe(areFarApart(other, one));
        expect(areFarApart([...one].reverse(), other)).toBe(areFarApart(one, other));
        expect(areFarApart(one, one)).toBe(false);
      }),
    );
  });
});

describe('the grid', () => {
  test('has every piece of evidence once, each number with whose it is, and a source is silent where it has none', () => {
    fc.assert(
      fc.property(fc.uniqueArray(answer, { selector: (a) => a.citation, maxLength: 20 }), (answers) => {
        const rows = gridOf(facts({ answers }));
        const cited = rows.flatMap((r) => r.cells.flatMap((c) => c.evidence.map((e) => e.citation)));
        expect([...cited].sort()).toEqual(
          citableOf(facts({ answers }))
            .map((c) => c.citation)
            .sort(),
        );
        for (const { theme, cells } of rows)
          for (const { source, evidence, numbers, silent } of cells) {
            expect(silent).toBe(evidence.length === 0);
            for (const line of numbers)
              expect(line.numbers).toEqual(
                answers
                  .filter(
                    (a) =>
                      a.source === source &&
                      a.theme === theme &&
                      a.by === line.person &&
                      a.mentorship === line.mentorship &&
                      a.rating !== null,
                  )
                  .map((a) => a.rating),
              );
          }
        expect(rows.some((r) => r.theme === 'other')).toBe(answers.some((a) => a.theme === 'other'));
      }),
    );
  });

  test('holds nobody against somebody of another mentorship', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 20 }), (answers) => {
        for (const { farApart } of gridOf(facts({ answers })))
          for (const { one, other } of farApart) {
            expect(one.mentorship).toBe(other.mentorship);
            expect(one.person).not.toBe(other.person);
          }
      }),
    );
  });

  const seen = facts({
    attestations: [
      { id: 'a1', mentorship: null, session: null, body: { words: 'I saw it.' }, givenAt: 5, askedAt: 1 },
    ] as unknown as PortfolioFacts['attestations'],
  });
  const at = (marks: readonly ThemeMark[], theme: string) =>
    gridOf(seen, marks)
      .find((r) => r.theme === theme)
      ?.cells.find((c) => c.source === 'attestation');

  test('what has no theme of its own stands where it is cited, and is silent nowhere', () => {
    expect(at([], 'other')?.evidence).toHaveLength(1);
    expect(at([], 'planning')).toMatchObject({ evidence: [], silent: false });
    const marked = [mark(['attestation:a1/words'])];
    expect(at(marked, 'planning')?.evidence).toHaveLength(1);
    expect(at(marked, 'other')).toBeUndefined();
    expect(gridOf(facts({}))[0]?.cells.every((c) => c.silent)).toBe(true);
  });

  test('a mark stands although all that it cites is gone', () => {
    expect(gridOf(facts({}), [mark(['answer:s/p/q'])]).find((r) => r.theme === 'planning')?.mark).not.toBeNull();
  });
});
