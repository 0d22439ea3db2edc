import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnsweredForm,
  bandOf,
  fewestMentees,
  type MenteeAnswers,
  nextFigures,
  type Published,
  responseRate,
  summedForms,
  totalsOf,
  weekKey,
} from '../../src/domain/digest.js';
import type { PersonId } from '../../src/kernel/ids.js';

const q = 'listened';
const week = (n: number): number => n * 7 * 24 * 3_600_000;

/** What one mentee did: each form as the week it was answered in (or null) and the rating it holds. */
type Form = readonly [week: number | null, rating?: number];
type Someone = MenteeAnswers & { readonly forms: readonly AnsweredForm[] };
const person = (name: string, given: readonly Form[], optedIn = true): Someone => {
  const forms = given.map(([at, rating]) => ({
    answeredAt: at === null ? null : week(at),
    ratings: rating === undefined ? {} : { [q]: rating },
  }));
  return { mentee: name as PersonId, optedIn, forms, ...summedForms(forms) };
};
const five = (ratings: readonly number[], at = 1): readonly Someone[] =>
  ratings.map((r, i) => person(`p${i}`, [[at, r]]));
const figures = (before: Published, all: readonly MenteeAnswers[], at: number) =>
  nextFigures(before, all, [q], week(at));
const said = (before: Published, all: readonly MenteeAnswers[], at: number) =>
  figures(before, all, at).say.find((f) => f.key === q);

describe('when averages are said', () => {
  it('not below five mentees who opted in', () => {
    expect(said({}, five([5, 5, 4, 4]), 2)).toBeUndefined();
    expect(said({}, [...five([5, 5, 4, 4]), person('shy', [[1, 5]], false)], 2)).toBeUndefined();
    expect(said({}, five([5, 5, 4, 4, 4]), 2)).toMatchObject({ figure: 4.5, band: '5 to 9' });
  });
  it('opted in, but nothing answered, is no answer', () => {
    expect(said({}, [...five([5, 5, 4, 4]), person('new', [[null]])], 2)).toBeUndefined();
    expect(said({}, [...five([5, 5, 4, 4]), person('words', [[1]])], 2)).toBeUndefined();
  });
  it('whoever did not opt in is not in the figure', () => {
    const all = [...five([5, 5, 5, 5, 5]), person('shy', [[1, 1]], false)];
    expect(said({}, all, 2)?.figure).toBe(5);
  });
  it('the response rate keeps the same rule', () => {
    const rate = (all: readonly MenteeAnswers[]) => figures({}, all, 2).say.find((f) => f.key === responseRate)?.figure;
    expect(rate(five([5, 5, 4, 4]))).toBeUndefined();
    expect(rate([...five([5, 5, 4, 4, 4]), person('quiet', [[null]])])).toBe(0.8);
  });
  it('each mentee weighs the same, however often they answer', () => {
    const often = person(
      'often',
      Array.from({ length: 50 }, () => [1, 1] as const),
    );
    expect(said({}, [...five([5, 5, 5, 5]), often], 2)?.figure).toBe(4);
  });
});

describe('when they change', () => {
  const first = figures({}, five([5, 5, 4, 4, 4]), 2);
  const more = (n: number, rating: number): readonly Someone[] =>
    five([5, 5, 4, 4, 4]).map((m, i) =>
      i < n
        ? person(m.mentee, [
            [1, m.forms[0]?.ratings[q] ?? 0],
            [3, rating],
          ])
        : m,
    );

  it('stay for new answers of four, and change for those of five', () => {
    for (const n of [0, 1, 2, 3, 4])
      expect(figures(first.remember, more(n, 1), 4)).toEqual({ remember: first.remember, say: first.say });
    expect(said(first.remember, more(5, 1), 4)?.figure).toBe(2.5);
  });
  it('say what they were before, while five of those it came from are counted; a first one has nothing before it', () => {
    expect(said({}, five([5, 5, 4, 4, 4]), 2)).not.toHaveProperty('before');
    const next = figures(first.remember, more(5, 1), 4);
    expect(next.say.find((f) => f.key === q)).toMatchObject({ figure: 2.5, before: 4.5 });
    // Six answer anew, one of the first five is gone: the new figure is of five and may be said, the one before it not.
    const six = [...more(5, 1), person('sixth', [[3, 1]])];
    const later = figures(first.remember, six, 4);
    const gone = figures(later.remember, six.slice(1), 5).say.find((f) => f.key === q);
    expect(gone).toMatchObject({ figure: later.remember[q]?.figure });
    expect(gone).not.toHaveProperty('before');
  });
  it('many new answers of one mentee are one mentee’s', () => {
    const busy = five([5, 5, 4, 4, 4]).map((m, i) =>
      i === 0 ? person(m.mentee, [[1, 5], ...Array.from({ length: 9 }, () => [3, 1] as const)]) : m,
    );
    expect(figures(first.remember, busy, 4).say).toEqual(first.say);
  });
  it('stay when somebody opts in who has answered before', () => {
    const joined = [...five([5, 5, 4, 4, 4]), person('joined', [[1, 1]])];
    expect(figures(first.remember, joined, 4).say).toEqual(first.say);
  });
  it('stay when somebody opts out or takes answers back, while five of their people are left', () => {
    const six = five([5, 5, 4, 4, 4, 1]);
    const before = figures({}, six, 2);
    const out = six.map((m, i) => (i === 5 ? { ...m, optedIn: false } : m));
    const taken = six.map((m, i) => (i === 5 ? person(m.mentee, []) : m));
    expect(figures(before.remember, out, 3).say).toEqual(before.say);
    expect(figures(before.remember, taken, 3).say).toEqual(before.say);
  });
  it('are said no more once fewer than five of their people are left, and come back unchanged', () => {
    const all = five([5, 5, 4, 4, 4]);
    const out = all.map((m, i) => (i === 0 ? { ...m, optedIn: false } : m));
    const gone = figures(first.remember, out, 3);
    expect(gone.say.filter((f) => f.key === q)).toEqual([]);
    expect(figures(gone.remember, all, 4).say).toEqual(first.say);
  });
  it('a newcomer in place of who left cannot be told apart by subtraction', () => {
    const all = five([5, 5, 4, 4, 4, 4]);
    const before = figures({}, all, 2);
    const swapped = [...all.slice(1), person('newcomer', [[3, 1]])];
    expect(figures(before.remember, swapped, 4).say).toEqual(before.say);
  });
  it('an edited answer changes nothing until five have new ones', () => {
    expect(figures(first.remember, five([1, 5, 4, 4, 4]), 3).say).toEqual(first.say);
  });
  it('a question that is not asked for a while is remembered', () => {
    const without = nextFigures(first.remember, five([5, 5, 4, 4, 4]), [], week(3));
    expect(without.say.some((f) => f.key === q)).toBe(false);
    expect(figures(without.remember, more(4, 1), 4).say.find((f) => f.key === q)).toEqual(
      first.say.find((f) => f.key === q),
    );
  });
});

// ---- the named test: two consecutive digests and full knowledge of four respondents reveal no fifth

const anyRating = fc.integer({ min: 1, max: 5 });
const anyForm = (from: number, to: number): fc.Arbitrary<Form> =>
  fc.tuple(fc.option(fc.integer({ min: from, max: to }), { freq: 4 }), anyRating).map(([at, r]) => [at, r] as const);
const anyWorld = fc.array(
  fc.record({
    optedIn: fc.boolean(),
    old: fc.array(anyForm(1, 9), { maxLength: 3 }),
    fresh: fc.array(anyForm(11, 19), { maxLength: 2 }),
    turns: fc.boolean(),
    tookBack: fc.boolean(),
  }),
  { minLength: 5, maxLength: 12 },
);
type World = readonly {
  readonly optedIn: boolean;
  readonly old: readonly Form[];
  readonly fresh: readonly Form[];
  readonly turns: boolean;
  readonly tookBack: boolean;
}[];
/** The programme as it stands at the first digest (week 10), and at the second (week 20). */
const atFirst = (w: World): readonly Someone[] => w.map((m, i) => person(`p${i}`, m.old, m.optedIn));
const atSecond = (w: World): readonly Someone[] =>
  w.map((m, i) => person(`p${i}`, m.tookBack ? m.fresh : [...m.old, ...m.fresh], m.optedIn !== m.turns));
const withNewAnswers = (w: readonly Someone[]): number =>
  w.filter((m) => m.optedIn && m.forms.some((f) => f.answeredAt !== null && f.answeredAt > week(10) && f.ratings[q]))
    .length;

describe('two digests in a row and full knowledge of four respondents reveal no fifth', () => {
  it('worlds that differ in one mentee’s new answers have the same next digest, unless five have new answers', () => {
    let told = 0;
    fc.assert(
      fc.property(anyWorld, fc.nat(), fc.array(anyForm(11, 19), { maxLength: 3 }), (world, pick, other) => {
        const who = pick % world.length;
        const twin = world.map((m, i) => (i === who ? { ...m, fresh: other } : m));
        const first = figures({}, atFirst(world), 10);
        // The first digest cannot know of answers that come after it.
        expect(figures({}, atFirst(twin), 10)).toEqual(first);
        const one = figures(first.remember, atSecond(world), 20).say.find((f) => f.key === q);
        const two = figures(first.remember, atSecond(twin), 20).say.find((f) => f.key === q);
        const five = Math.max(withNewAnswers(atSecond(world)), withNewAnswers(atSecond(twin))) >= fewestMentees;
        if (first.remember[q] !== undefined && !five) {
          told += 1;
          // Whether enough of the old figure's people are left may show; no answer does.
          if (one !== undefined && two !== undefined) expect(two).toEqual(one);
          if (one !== undefined) expect(one).toEqual({ ...first.say.find((f) => f.key === q), key: q });
        }
      }),
      { numRuns: 600 },
    );
    expect(told).toBeGreaterThan(20);
  });

  it('no figure is ever said of fewer than five who opted in, nor from anybody else', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const first = figures({}, atFirst(world), 10);
        for (const [state, people] of [
          [first, atFirst(world)],
          [figures(first.remember, atSecond(world), 20), atSecond(world)],
        ] as const)
          for (const f of state.say) {
            const from = state.remember[f.key]?.from ?? [];
            const left = people.filter((m) => m.optedIn && m.forms.length > 0 && from.includes(m.mentee));
            expect(left.length).toBeGreaterThanOrEqual(fewestMentees);
          }
      }),
      { numRuns: 200 },
    );
  });

  it('no series of opting in and out around answers moves a figure by fewer than five mentees’ answers', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.record({ who: fc.nat(8), optedIn: fc.boolean(), answers: fc.option(anyRating) }), {
            maxLength: 4,
          }),
          {
            minLength: 2,
            maxLength: 12,
          },
        ),
        (weeks) => {
          const people = Array.from({ length: 9 }, (_, i) => ({
            name: `p${i}`,
            optedIn: true,
            forms: [[0, 3]] as Form[],
          }));
          const now = () => people.map((p) => person(p.name, p.forms, p.optedIn));
          let state = nextFigures({}, now(), [q], week(0) + 1);
          let since = new Set<string>();
          weeks.forEach((events, i) => {
            for (const e of events) {
              const p = people[e.who];
              if (p === undefined) continue;
              p.optedIn = e.optedIn;
              if (e.answers !== null) {
                p.forms = [...p.forms, [i + 1, e.answers]];
                since.add(p.name);
              }
            }
            const next = nextFigures(state.remember, now(), [q], week(i + 1) + 1);
            if (next.remember[q]?.at !== state.remember[q]?.at) {
              expect(since.size).toBeGreaterThanOrEqual(fewestMentees);
              since = new Set();
            } else expect(next.remember[q]?.figure).toBe(state.remember[q]?.figure);
            state = next;
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('with only a band said of how many answered, four who pool all they know cannot name the fifth’s answer', () => {
    // Every fifth answer beside every four known ones: some other answer of the fifth would have read the same, in a
    // programme in which up to four more may have answered.
    const spread = (n: number, sum: number): number[] =>
      Array.from({ length: n }, (_, i) => 1 + Math.max(0, Math.min(4, sum - n - 4 * i)));
    const others: number[][] = [[]];
    for (let n = 1; n <= 4; n += 1) for (let sum = n; sum <= 5 * n; sum += 1) others.push(spread(n, sum));
    const reads = (ratings: readonly number[]): string => JSON.stringify(said({}, five(ratings), 2));
    for (let known = 4; known <= 20; known += 1) {
      const four = spread(4, known);
      const possible = new Map<string, Set<number>>();
      for (let fifth = 1; fifth <= 5; fifth += 1)
        for (const more of others) {
          const text = reads([...four, fifth, ...more]);
          possible.set(text, (possible.get(text) ?? new Set()).add(fifth));
        }
      for (let fifth = 1; fifth <= 5; fifth += 1)
        expect(possible.get(reads([...four, fifth]))?.size, `known sum ${known}, fifth ${fifth}`).toBeGreaterThan(1);
    }
  });
});

it('says how many answered as a band', () => {
  expect([5, 9, 10, 19, 20, 400].map(bandOf)).toEqual([
    '5 to 9',
    '5 to 9',
    '10 to 19',
    '10 to 19',
    '20 or more',
    '20 or more',
  ]);
});

it('names a week by its Monday, in the programme’s zone', () => {
  expect(weekKey(Date.parse('2026-11-27T16:00:00Z'), 'Europe/London')).toBe('2026-11-23');
  expect(weekKey(Date.parse('2026-11-23T00:00:00Z'), 'Europe/London')).toBe('2026-11-23');
  expect(weekKey(Date.parse('2026-11-22T23:59:00Z'), 'Europe/London')).toBe('2026-11-16');
  expect(weekKey(Date.parse('2026-11-22T23:59:00Z'), 'Europe/Berlin')).toBe('2026-11-23');
});

it('adds portfolios up', () => {
  const one = (minutes: number, sessions: number, recordsAtTheTime: number) => ({
    deliveredMinutes: minutes,
    confirmedMinutes: minutes - 10,
    sessions,
    recordsAtTheTime,
  });
  expect(totalsOf([one(45, 2, 1), one(30, 1, 1)])).toEqual({
    deliveredMinutes: 75,
    confirmedMinutes: 55,
    sessions: 3,
    records: 3,
    recordsAtTheTime: 2,
  });
});
