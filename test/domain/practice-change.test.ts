import { describe, expect, test } from 'vitest';
import {
  asSaid,
  asWill,
  cannotBeSeen,
  firstOf,
  holdsFor,
  isEditable,
  notMeant,
  type PracticeChange,
  type SaidOfChange,
  standingSince,
  toldWith,
  wordInSession,
} from '../../src/domain/practice-change.js';
import type { Session } from '../../src/domain/session.js';

/** What a mentor changes: for which sessions it holds, and what stands of what was said of it. Hours count from 0. */

const hour = 3_600_000;
const change = (more: Partial<PracticeChange> = {}): PracticeChange =>
  ({
    id: 'c1',
    portfolio: 'f',
    mentor: 'maya',
    mentorship: 'm-leo',
    from: 10 * hour,
    fromSession: null,
    madeAt: 5 * hour,
    withdrawnAt: null,
    since: [],
    ...more,
  }) as PracticeChange;
const session = (
  id: string,
  at: number,
  more: Partial<Session> & { readonly with?: readonly string[] } = {},
): Session =>
  ({
    id,
    portfolio: 'f',
    mentor: 'maya',
    state: 'planned',
    startsAt: at * hour,
    startedAt: null,
    attendees: (more.with ?? ['leo']).map((mentee) => ({ mentee, mentorship: `m-${mentee}` })),
    ...more,
  }) as Session;

test.each([
  ['before it begins', change(), session('s', 9), false],
  ['from then on', change(), session('s', 10), true],
  ['with another mentee too', change(), session('s', 12, { with: ['aisha'] }), true],
  ['the session that was chosen, moved to before that', change({ fromSession: 's' as never }), session('s', 8), true],
  ['what began before it was made', change({ from: 0 }), session('s', 4), false],
  ['as it began, and not as it was planned', change(), session('s', 9, { startedAt: 11 * hour }), true],
  ['once it is taken back', change({ withdrawnAt: 11 * hour }), session('s', 12), false],
  ['what was before it was taken back', change({ withdrawnAt: 13 * hour }), session('s', 12), true],
  ['of another portfolio', change(), session('s', 12, { portfolio: 'g' as never }), false],
  ['of the next mentor, who does not inherit it', change(), session('s', 12, { mentor: 'tom' as never }), false],
] as const)('%s', (_, c, s, holds) => {
  expect(holdsFor(c, s)).toBe(holds);
});

describe('the session it begins with', () => {
  const all = [
    session('other', 11, { with: ['aisha'] }),
    session('group', 12, { with: ['leo', 'aisha'] }),
    session('own', 13),
  ];
  test('is the first of anybody’s; its mentee hears of it with the first that is theirs alone', () => {
    expect([firstOf(change(), all)?.id, toldWith(change(), all)?.id]).toEqual(['other', 'own']);
    expect(toldWith(change({ mentorship: null }), all)).toBeUndefined();
  });
  test('is the next one where the one that was chosen is called off', () => {
    const chosen = change({ fromSession: 'own' as never, from: 13 * hour });
    const off = [session('own', 13, { state: 'cancelled' }), session('later', 20)];
    expect(toldWith(chosen, off)?.id).toBe('later');
  });
  test('is until when it can be put differently, with whomever it is', () => {
    expect(isEditable(change(), all, 10 * hour)).toBe(true);
    expect(isEditable(change(), all, 11 * hour)).toBe(false);
    expect(isEditable(change(), [session('s', 11, { state: 'running' })], 10 * hour)).toBe(false);
    expect(isEditable(change({ withdrawnAt: 9 * hour }), all, 10 * hour)).toBe(false);
    expect(isEditable(change(), [], 99 * hour)).toBe(true);
  });
});

describe('what was said of it', () => {
  const said = (n: number, by: string, of: string | null, word: SaidOfChange['word']): SaidOfChange =>
    ({ id: `w${n}`, by, session: of, word, note: '', at: n }) as SaidOfChange;
  const since = [
    said(1, 'maya', 's1', 'not'),
    said(2, 'leo', null, 'not-what-i-meant'),
    said(3, 'maya', 's1', 'done'),
    said(4, 'maya', 's2', 'partly'),
    said(5, 'maya', 's2', 'taken-back'),
  ];
  test('is the newest of each, and what was taken back is as if it had not been said', () => {
    expect(standingSince(since).map((s) => s.id)).toEqual(['w2', 'w3']);
    const c = change({ since });
    expect([wordInSession(c, 's1' as never)?.word, wordInSession(c, 's2' as never)]).toEqual(['done', undefined]);
    expect(notMeant(c)?.id).toBe('w2');
    expect(notMeant({ since: [...since, said(6, 'leo', null, 'taken-back')] })).toBeUndefined();
    expect(standingSince([...since, said(6, 'leo', null, 'taken-back')]).some((s) => s.by === 'leo')).toBe(false);
  });
});

test.each([
  ['Ask before each new step', 'I will ask before each new step'],
  ['I will ask first', 'I will ask first'],
  ['I’ll ask first', 'I’ll ask first'],
  ['to leave the last five minutes to you', 'I will leave the last five minutes to you'],
  ['DVLA forms come last', 'I will DVLA forms come last'],
])('%s is said as “%s”', (typed, said) => {
  expect(asWill(typed)).toBe(said);
});
test.each([
  ['You said that it was too fast', 'It was too fast'],
  ['you said: too fast', 'Too fast'],
  ['Too fast', 'Too fast'],
])('%s is told as “%s”', (typed, said) => {
  expect(asSaid(typed)).toBe(said);
});

describe('a thought for whoever writes it, never a refusal', () => {
  test.each([
    'I will be better',
    'I will do better next time',
    'I will try harder',
    'Improve my listening',
    'I will be more patient',
    'I will listen more',
    'I will be a better listener',
    'I will keep this in mind',
    'Better',
  ])('nobody can see “%s”', (what) => {
    expect(cannotBeSeen(what)).toBe(true);
  });
  test.each([
    'I will ask before each new step',
    'I will leave the last five minutes to you',
    'I will be on time: ready five minutes before',
    'I will listen more: count to ten before I speak',
    'I will bring the form printed out',
    'I will stop after one question and wait',
    '',
  ])('everybody can see “%s”', (what) => {
    expect(cannotBeSeen(what)).toBe(false);
  });
});
