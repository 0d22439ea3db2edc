import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueRow, QuestionBody } from '../../src/domain/catalogue.js';
import { defaultCatalogue } from '../../src/domain/defaults/catalogue.js';
import { type Feedback, questionsOfForm, withAnswer } from '../../src/domain/feedback.js';
import { instruments, questionsOfSession, themes, turnsFrom } from '../../src/domain/instrument.js';
import { askedNowIn, everAskedIn, rowsOfSet, rowsToWrite } from '../../src/domain/question-sets.js';

/** Sets of questions, and those of one that take turns (docs/field.md#instruments, #questions-take-turns). */

const now060 = defaultCatalogue().filter((row) => row.kind === 'question');
/** As up to 0.5.0: four, with words and kind and nothing else. */
const before060 = now060.map((row): CatalogueRow => {
  const { text, kind } = row.body as QuestionBody;
  return { ...row, body: { text, kind } };
});
const reworded = (rows: readonly CatalogueRow[], key: string, text: string): readonly CatalogueRow[] => {
  const row = rows.findLast((r) => r.key === key);
  return row === undefined
    ? rows
    : [...rows, { ...row, version: row.version + 1, body: { ...(row.body as object), text } }];
};
const keys = (of: readonly { readonly key: string }[]): string => of.map((q) => q.key).join(' ');
const eight = 'agreed listened pace keep-or-change help-fits say-no next-step makes-difference';

describe('a set of questions', () => {
  it.each([
    ['of 0.6.0', now060],
    ['of before', before060],
  ])('after a session has the standard ones that take turns, with themes: %s', (_, rows) => {
    const asked = askedNowIn(rows, 'after-session');
    expect(keys(asked)).toBe(eight);
    expect(asked.map((q) => q.theme)).toEqual(askedNowIn(now060, 'after-session').map((q) => q.theme));
    expect(keys(asked.filter((q) => q.turns === 'leaves'))).toBe('listened pace');
    // Written once, it says all of it itself, and reads the same.
    const written = [...rows, ...rowsToWrite(rows, 'after-session')];
    expect(rowsToWrite(written, 'after-session')).toEqual([]);
    const then = askedNowIn(written, 'after-session');
    expect(keys(then)).toBe(eight);
    // No word changed: what was answered answered these words.
    expect(then.every((q) => q.wording === 1 && q.earlier === undefined)).toBe(true);
    expect(then.map((q) => q.turns)).toEqual(asked.map((q) => q.turns));
  });

  it('with words of a programme’s own stays as it is: nothing takes turns until its coordinator says so', () => {
    const own = reworded(before060, 'agreed', 'We did what we said.');
    const asked = askedNowIn(own, 'after-session');
    expect(keys(asked)).toBe('agreed listened pace keep-or-change');
    expect(asked.map((q) => q.turns)).toEqual([undefined, undefined, undefined, undefined]);
    expect(asked[0]).toMatchObject({
      theme: 'goals',
      wording: 2,
      earlier: new Map([[1, 'We worked on what we agreed.']]),
    });
    for (const nth of [1, 2, 3, 7]) expect(questionsOfSession(asked, nth)).toEqual(asked);
    expect(rowsToWrite(own, 'after-session')).toEqual([]);
  });

  it('without a row is the standard one, and no question of it is in another', () => {
    const all = instruments.flatMap((one) => askedNowIn(before060, one).map((q) => q.key));
    expect(new Set(all).size).toBe(all.length);
    for (const one of instruments) {
      expect(askedNowIn(before060, one).every((q) => q.instrument === one && themes.includes(q.theme ?? 'other'))).toBe(
        true,
      );
      if (one !== 'after-session') expect(rowsToWrite(before060, one)).toEqual(rowsOfSet(before060, one));
    }
  });

  it('keeps what is retired for what was answered', () => {
    const rows = [...now060, ...rowsToWrite(now060, 'after-session')].map((row) =>
      row.key === 'say-no' ? { ...row, retiredAt: 5 } : row,
    );
    expect(keys(askedNowIn(rows, 'after-session'))).not.toContain('say-no');
    expect(everAskedIn(rows, 'after-session').find((q) => q.key === 'say-no')).toMatchObject({ retired: true });
  });
});

const anySet = fc
  .array(fc.constantFrom(undefined, 'leaves' as const, 'comes' as const), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((turns, i) => ({ key: `q${i}`, ...(turns === undefined ? {} : { turns }) })));

describe('questions that take turns', () => {
  it('the standard ones, session by session', () => {
    const asked = askedNowIn(before060, 'after-session');
    expect([1, 2, 3, 4, 5, 6].map((nth) => keys(questionsOfSession(asked, nth)))).toEqual([
      'agreed listened pace keep-or-change',
      'agreed listened pace keep-or-change',
      'agreed help-fits say-no keep-or-change',
      'agreed next-step makes-difference keep-or-change',
      'agreed listened pace keep-or-change',
      'agreed help-fits say-no keep-or-change',
    ]);
  });

  it('of any set: as many each time, none twice, those that always come in their places, and each as often', () => {
    fc.assert(
      fc.property(anySet, (all) => {
        const first = all.filter((q) => q.turns !== 'comes');
        const pool = all.filter((q) => q.turns !== undefined);
        const times = new Map<string, number>();
        for (let nth = 1; nth < turnsFrom + pool.length; nth += 1) {
          const asked = questionsOfSession(all, nth);
          expect(asked).toHaveLength(first.length);
          expect(new Set(asked).size).toBe(asked.length);
          first.forEach((q, i) => {
            if (q.turns === undefined || nth < turnsFrom) expect(asked[i]).toBe(q);
          });
          if (nth >= turnsFrom) for (const q of asked) times.set(q.key, (times.get(q.key) ?? 0) + 1);
        }
        // Over as many sessions as there are in the pool each of it comes as often as there are places.
        const places = pool.filter((q) => q.turns === 'leaves').length;
        if (places > 0) for (const q of pool) expect(times.get(q.key)).toBe(places);
      }),
    );
  });

  it('a form is of the questions and words it was opened with, whatever becomes of them', () => {
    const form = { asked: ['agreed', 'help-fits'], answers: [] };
    let rows: readonly CatalogueRow[] = [...now060, ...rowsToWrite(now060, 'after-session')];
    rows = reworded(rows, 'agreed', 'We did what we said.').map((r) =>
      r.key === 'help-fits' ? { ...r, retiredAt: 1 } : r,
    );
    const questions = questionsOfForm(everAskedIn(rows, 'after-session'), form);
    expect(questions.map((q) => [q.key, q.wording, q.text])).toEqual([
      ['agreed', 1, 'We worked on what we agreed.'],
      ['help-fits', 1, 'The way my mentor helps works for me.'],
    ]);
    const one = { ...form, state: 'open', firstAnsweredAt: null } as unknown as Feedback;
    const answer = { wording: 1, rating: 4, text: '', skipped: false, at: 1 };
    const half = withAnswer(one, { ...answer, question: 'agreed' }, questions);
    expect(half.state).toBe('open');
    expect(withAnswer(half, { ...answer, question: 'help-fits' }, questions).state).toBe('done');
  });

  it('a form of before 0.6.0 is of the four there were', () => {
    expect(keys(questionsOfForm(everAskedIn(before060, 'after-session'), { answers: [] }))).toBe(
      'agreed listened pace keep-or-change',
    );
  });
});
