import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Citable } from '../../src/domain/citable.js';
import type { FactsAnswer, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import {
  actionsAhead,
  declaredPieces,
  isChangedSince,
  mostBoxes,
  newestPieces,
  type ReflectionPiece,
  readQuestion,
  savedAfter,
  scaffolds,
  writeQuestion,
} from '../../src/domain/reflection.js';
import { checkOf } from '../../src/domain/reflection-check.js';
import {
  laidOut,
  nextBox,
  nextQuestion,
  questionOf,
  questionsLaid,
  wordsIn,
} from '../../src/domain/reflection-layout.js';
import { bearingOn, questionsIn, scaffoldsByName, topics } from '../../src/domain/scaffolds.js';
import type { PortfolioId } from '../../src/kernel/ids.js';

const piece = (question: string, more: Partial<ReflectionPiece> = {}): ReflectionPiece => ({
  portfolio: 'f1' as PortfolioId,
  question,
  version: 1,
  text: `Words of ${question}`,
  cites: [],
  savedAt: 1000,
  ...more,
});

const facts = (more: Partial<PortfolioFacts> = {}): PortfolioFacts =>
  ({
    format: 2,
    reader: 'mentor',
    at: 0,
    zone: 'Europe/London',
    criteria: [],
    skills: [],
    called: {},
    mentorships: [],
    sessions: [],
    contacts: [],
    answers: [],
    levels: [],
    attestations: [],
    changes: [],
    marks: [],
    reflection: null,
    readers: [],
    ...more,
  }) as unknown as PortfolioFacts;

const ids = scaffolds.flatMap((s) =>
  questionsIn(s).flatMap((q) =>
    [1, 2, 3].map((box) =>
      writeQuestion({ kind: 'answer', scaffold: s, section: q.section.key, key: q.question.key, box }),
    ),
  ),
);
/** Those of all scaffolds, one that nobody asks any more, and future actions. */
const anyId = fc.constantFrom(...ids, 'driscoll/what/gone', 'gibbs/nowhere/happened', 'ahead/a1', 'ahead/a2');
const anyPieces = fc
  .array(
    fc.record({ question: anyId, text: fc.constantFrom('', 'some words'), savedAt: fc.integer({ min: 1, max: 99 }) }),
  )
  .map((all) => all.map((p, i) => piece(p.question, { ...p, version: i + 1, text: p.text && `${p.text} ${i}` })));

describe('every scaffold', () => {
  test.each(scaffolds)('%s asks what pushes on to analysis, in questions alone', (s) => {
    const asked = questionsIn(s);
    expect(new Set(asked.map((q) => q.question.key)).size).toBe(asked.length);
    expect(asked.map((q) => q.question.key)).toEqual(
      expect.arrayContaining(['disagrees', 'strategy', 'guidance', 'boundaries', 'restorative', 'mentee', 'followed']),
    );
    for (const { question } of asked) for (const q of [question.ask, ...question.starters]) expect(q).toMatch(/\?$/);
  });

  test('every topic is asked by some scaffold, so no answer is kept for a question that cannot be', () => {
    expect(new Set(scaffolds.flatMap((s) => questionsIn(s).map((q) => q.question.key)))).toEqual(new Set(topics));
  });
});

describe('the id of a question', () => {
  test.each([
    [
      'driscoll/so-what/strategy',
      { kind: 'answer', scaffold: 'driscoll', section: 'so-what', key: 'strategy', box: 1 },
    ],
    ['gibbs/plan/try/12', { kind: 'answer', scaffold: 'gibbs', section: 'plan', key: 'try', box: 12 }],
    ['ahead/a1', { kind: 'ahead', key: 'a1' }],
  ] as const)('%s', (text, about) => {
    expect(readQuestion(text)).toEqual(about);
    expect(writeQuestion(about)).toBe(text);
  });
  test.each([
    '',
    'ahead',
    'ahead/',
    'ahead/a/b',
    'nobody/what/happened',
    'driscoll/what',
    'kolb/a/b/0',
    'kolb/a/b/2/3',
    `kolb/a/b/${mostBoxes + 1}`,
  ])('none: “%s”', (text) => expect(readQuestion(text)).toBeUndefined());
});

describe('laid out', () => {
  test('nothing is lost and nothing stands twice, whichever scaffold it was written under', () => {
    fc.assert(
      fc.property(anyPieces, fc.constantFrom(...scaffolds), (all, scaffold) => {
        const newest = newestPieces(all);
        const laid = laidOut(scaffold, newest);
        const shown = [
          ...questionsLaid(laid).flatMap((q) => q.pieces),
          ...laid.before.map((b) => b.piece),
          ...newest.filter((p) => p.question.startsWith('ahead/')),
        ];
        expect(shown.map((p) => p.question).sort()).toEqual(newest.map((p) => p.question).sort());
      }),
    );
  });

  test('a piece stands under the question that asks the same, and boxes keep their order', () => {
    const laid = laidOut('kolb', [
      piece('driscoll/so-what/strategy/2'),
      piece('driscoll/so-what/strategy'),
      piece('gibbs/evaluation/went'),
    ]);
    const strategy = questionsLaid(laid).find((q) => q.question.key === 'strategy');
    expect(strategy?.pieces.map((p) => p.question)).toEqual([
      'driscoll/so-what/strategy',
      'driscoll/so-what/strategy/2',
    ]);
    expect(laid.before.map((b) => b.piece.question)).toEqual(['gibbs/evaluation/went']);
    expect(laid.before[0]?.asked?.question.ask).toContain('went well');
  });

  test('an answer goes on box after box, and ends where there are enough', () => {
    const strategy = (n: number) => {
      const boxes = Array.from({ length: n }, (_, i) =>
        piece(writeQuestion({ kind: 'answer', scaffold: 'kolb', section: 'concept', key: 'strategy', box: i + 1 })),
      );
      const q = questionsLaid(laidOut('kolb', boxes)).find((one) => one.question.key === 'strategy');
      return q === undefined ? 'none' : nextBox(q);
    };
    expect(strategy(1)).toBe('kolb/concept/strategy/2');
    expect(strategy(mostBoxes)).toBeUndefined();
  });

  test('ten thousand words fit, and are counted', () => {
    const box = Array.from({ length: 400 }, () => 'mentor').join(' ');
    const all = Array.from({ length: 25 }, (_, i) => piece(ids[i] as string, { text: box }));
    expect(wordsIn(questionsLaid(laidOut('driscoll', all)).flatMap((q) => q.pieces))).toBe(10_000);
    expect(box.length).toBeLessThan(3000);
  });
});

describe('the next small question', () => {
  const keys = (f: PortfolioFacts): readonly string[] => {
    const found: string[] = [];
    let all: ReflectionPiece[] = [];
    for (
      let q = nextQuestion(laidOut('driscoll', all), f);
      q !== undefined;
      q = nextQuestion(laidOut('driscoll', all), f)
    ) {
      found.push(q.question.key);
      all = [...all, piece(q.id)];
    }
    return found;
  };
  test('asks nobody what there is nothing of, a mentor with no evidence among them', () => {
    expect(keys(facts())).toEqual([
      'happened',
      'noticed',
      'felt',
      'mentee',
      'boundaries',
      'guidance',
      'learnt',
      'try',
      'needs',
    ]);
  });
  test('asks which answer disagrees once there are two', () => {
    expect(keys(facts({ answers: [answer('mentee', 'goals'), answer('self', 'goals')] }))).toContain('disagrees');
  });
  test('another one is the one after, and the first again after the last', () => {
    const laid = laidOut('driscoll', []);
    expect(nextQuestion(laid, facts(), 'driscoll/what/happened')?.id).toBe('driscoll/what/noticed');
    expect(nextQuestion(laid, facts(), 'driscoll/now-what/needs')?.id).toBe('driscoll/what/happened');
  });
});

describe('declared', () => {
  test('others read what stood then, however much is written afterwards', () => {
    fc.assert(
      fc.property(anyPieces, fc.integer({ min: 1, max: 99 }), (all, at) => {
        const before = all.filter((p) => p.savedAt <= at);
        expect(declaredPieces(all, { at })).toEqual(newestPieces(before));
        expect(isChangedSince(all, { at })).toBe(before.length < all.length);
      }),
    );
    expect(declaredPieces([piece('ahead/a1')], null)).toEqual([]);
  });
  test('a version saved in the moment of the declaration is not in it', () => {
    expect(savedAfter(5, { at: 5 })).toBe(6);
    expect(savedAfter(9, { at: 5 })).toBe(9);
    expect(savedAfter(5, null)).toBe(5);
  });
});

test('actions to come stand before those that are done, each by its day', () => {
  const act = (key: string, due: string | null, doneOn: string | null) =>
    piece(`ahead/${key}`, { action: { owner: 'Me', due, doneOn } });
  const all = [
    act('d', '2026-01-01', '2026-01-01'),
    act('c', null, null),
    act('b', '2026-12-02', null),
    act('a', '2026-12-01', null),
  ];
  expect(actionsAhead(all).map((p) => p.question)).toEqual(['ahead/a', 'ahead/b', 'ahead/c', 'ahead/d']);
});

function answer(source: FactsAnswer['source'], theme: FactsAnswer['theme'], by = 'p1'): FactsAnswer {
  return {
    source,
    mentorship: 'm1',
    by,
    citation: `answer:s1/${by}/q`,
    instrument: 'after-session',
    theme,
    question: 'q',
    asked: 'Q?',
    rating: 4,
    text: '',
    at: 1,
    session: null,
    heldAt: null,
  } as unknown as FactsAnswer;
}

describe('the check', () => {
  const change = (more: object = {}) => ({ id: 'c1', mentor: 'maya', what: 'Shorter calls', since: [], ...more });
  const words = (s: 'driscoll' | 'gibbs' | 'kolb', cites: readonly string[] = ['record:s1/happened']) =>
    scaffoldsByName[s].sections.map((section) =>
      piece(
        writeQuestion({
          kind: 'answer',
          scaffold: s,
          section: section.key,
          key: section.questions[0]?.key ?? '',
          box: 1,
        }),
        { cites },
      ),
    );
  const found = (f: object, newest: readonly ReflectionPiece[], gone: readonly string[] = []) =>
    checkOf(facts(f as Partial<PortfolioFacts>), 'driscoll', newest, (c) => !gone.includes(c)).map((one) =>
      one.kind === 'no-words' || one.kind === 'cites-nothing'
        ? `${one.kind} ${one.section.key}`
        : one.kind === 'no-mark'
          ? `no-mark ${one.theme}`
          : one.kind,
    );
  test.each([
    ['nothing written', {}, [], [], ['no-words what', 'no-words so-what', 'no-words now-what']],
    ['all in order', {}, words('driscoll'), [], []],
    [
      'words without evidence',
      {},
      words('driscoll', []),
      [],
      ['cites-nothing what', 'cites-nothing so-what', 'cites-nothing now-what'],
    ],
    ['one citation in a section is enough', {}, [...words('driscoll'), piece('driscoll/what/felt')], [], []],
    ['written under another scaffold, it counts where it fits', {}, words('kolb'), [], []],
    ['a change without an after', { changes: [change()] }, words('driscoll'), [], ['no-after']],
    [
      'a change whose mentor said what came',
      { changes: [change({ since: [{ by: 'maya', word: 'done' }] })] },
      words('driscoll'),
      [],
      [],
    ],
    [
      'a word of the mentee’s is no after',
      { changes: [change({ since: [{ by: 'leo', word: 'not-what-i-meant' }] })] },
      words('driscoll'),
      [],
      ['no-after'],
    ],
    ['a change that an answer cites', { changes: [change()] }, words('driscoll', ['change:c1/what']), [], []],
    ['one source alone is no theme to judge', { answers: [answer('mentee', 'goals')] }, words('driscoll'), [], []],
    [
      'two mentees are one source',
      { answers: [answer('mentee', 'goals'), answer('mentee', 'goals', 'p2')] },
      words('driscoll'),
      [],
      [],
    ],
    [
      'two sources without a mark',
      { answers: [answer('mentee', 'goals'), answer('self', 'goals')] },
      words('driscoll'),
      [],
      ['no-mark goals'],
    ],
    [
      'with a mark',
      { answers: [answer('mentee', 'goals'), answer('self', 'goals')], marks: [{ theme: 'goals' }] },
      words('driscoll'),
      [],
      [],
    ],
    [
      'levels are a source of their own',
      { answers: [answer('mentee', 'goals')], levels: [{ level: 3 }] },
      words('driscoll'),
      [],
      ['no-mark goals'],
    ],
    ['evidence that is gone', {}, words('driscoll', ['answer:s1/p1/q']), ['answer:s1/p1/q'], ['gone', 'gone', 'gone']],
  ] as const)('%s', (_what, f, newest, gone, expected) => {
    expect(found(f, newest, gone)).toEqual(expected);
  });
  test('every finding leads to a question that can be answered', () => {
    for (const s of scaffolds)
      for (const f of checkOf(
        facts({ changes: [change()] as never, answers: [answer('mentee', 'goals'), answer('self', 'goals')] }),
        s,
        [],
        () => false,
      ))
        expect(questionOf(f.question)).toBeDefined();
  });
});

test('evidence stands beside the question that it bears on', () => {
  const cite = (citation: string, source: Citable['source'], theme: Citable['theme'] = 'other'): Citable => ({
    citation,
    source,
    theme,
    mentorship: null,
    session: null,
    label: 'x',
    at: 1,
  });
  const all = [
    cite('record:s1@1/support/k', 'record', 'support'),
    cite('record:s1@1/guidance', 'record'),
    cite('promise:p1/what', 'record'),
    cite('answer:s1/p1/q', 'mentee', 'support'),
    cite('level:l1@1', 'levels', 'goals'),
  ];
  const beside = (topic: Parameters<typeof bearingOn>[0]) =>
    bearingOn(topic, all).map(
      (c) =>
        c.citation.split(/[:@]/)[0] + (c.citation.split('/')[1] === undefined ? '' : `/${c.citation.split('/')[1]}`),
    );
  expect(beside('strategy')).toEqual(['record/support', 'answer/p1']);
  expect(beside('guidance')).toEqual(['record/guidance']);
  expect(beside('restorative')).toEqual(['promise/what']);
  expect(beside('disagrees')).toEqual(['answer/p1']);
  expect(beside('mentee')).toEqual(['level']);
});
