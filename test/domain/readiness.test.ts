import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceKinds } from '../../src/domain/criteria.js';
import type { FactsSession, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { openInWords, readinessOf } from '../../src/domain/readiness.js';
import type { RecordBody } from '../../src/domain/record.js';
import type { PlanBody } from '../../src/domain/session.js';
import { ruleSetOf, ruleSets, rulesOf } from '../../src/domain/unit-rules.js';
import { day, hour, minute } from '../../src/kernel/clock.js';

/** What follows from a portfolio's facts (docs/field.md#readiness). */

const start = Date.parse('2026-09-01T09:00:00Z');
const [mentor, mentee] = ['maya', 'leo'] as never[];

const planBody: PlanBody = {
  objectives: [{ key: 'o1', what: 'Make two calls', measure: 'Two calls stand in the log' }],
  activities: [{ key: 'a1', what: 'Practice', minutes: 60 }],
  resources: '',
  resourcesWhy: '',
  support: [],
  strategies: '',
  guidance: [],
  goals: [],
  asGiven: [],
};
const recordBody: RecordBody = {
  attended: [mentee as never],
  startedAt: start,
  minutes: 60,
  outcomes: [],
  skills: [],
  happened: 'We rang the college together, and then Leo rang the bank alone while I sat beside him and said nothing.',
  actions: [],
  change: '',
  nextFocus: '',
  restorative: null,
  checkIn: '',
  checkOut: '',
  keptTo: null,
  support: [],
  guidance: [],
};

interface How {
  readonly plan?: Partial<PlanBody>;
  readonly record?: Partial<RecordBody> | null;
  readonly of?: Partial<FactsSession>;
  readonly savedAt?: number;
  readonly copied?: boolean;
}
function session(nth: number, { plan, record, of, savedAt, copied }: How = {}): FactsSession {
  const at = start + nth * 7 * day;
  const id = `s${nth}` as never;
  const body = record === null ? null : { ...recordBody, startedAt: at, ...record };
  const saved = savedAt ?? at + 2 * hour;
  return {
    id,
    kind: 'standard',
    title: 'Calls',
    startsAt: at,
    plannedMinutes: 60,
    plannedAt: at - day,
    plannedAfterwards: false,
    state: 'ended',
    missed: null,
    ending: null,
    beganAt: at,
    endedAt: at + hour,
    mentees: [mentee as never],
    mentorships: ['m1' as never],
    attended: [mentee as never],
    minutes: body === null ? 0 : 60,
    why: null,
    parts: [
      {
        mentee: mentee as never,
        mentorship: 'm1' as never,
        standing: body === null ? 'nothing' : 'confirmed',
        why: null,
        minutes: body === null ? 0 : 60,
        mentorMinutes: 60,
        menteeMinutes: 60,
        askAgain: false,
      },
    ],
    lag: body === null ? null : 'at the time',
    plan: {
      session: id,
      version: 1,
      startsAt: at,
      minutes: 60,
      title: 'Calls',
      place: '',
      kind: 'standard',
      body: { ...planBody, ...plan },
      savedAt: at - day,
      author: mentor as never,
      copiedFrom: copied === true ? 'session:before' : null,
      unchanged: copied === true,
    },
    plans: 1,
    head: body === null ? null : { session: id, version: 1, firstSavedAt: saved, signedAt: saved, botDelayMs: 0 },
    record:
      body === null
        ? null
        : { session: id, version: 1, body, savedAt: saved, author: mentor as never, reason: '', lateReason: '' },
    passages: [],
    ...of,
  };
}

const facts = (change: Partial<PortfolioFacts> = {}): PortfolioFacts => ({
  format: 2,
  reader: 'mentor',
  at: start + 100 * day,
  zone: 'Europe/London',
  portfolio: {
    id: 'p1' as never,
    mentor: mentor as never,
    startedAt: start,
    unit: { title: 'Mentoring', rules: ruleSets.mentoring },
  },
  criteria: [{ key: 'c', code: '1', text: 'All of it', evidence: evidenceKinds }],
  skills: [{ key: 'listening', text: 'Active listening', core: true }],
  called: { leo: 'Leo' } as never,
  mentorships: [
    {
      id: 'm1' as never,
      mentee: mentee as never,
      state: 'active',
      createdAt: start,
      agreedAt: start,
      endedAt: null,
      meant: {
        minutes: 360,
        from: start,
        until: start + 90 * day,
        lastDay: '2026-04-01',
        signed: { minutes: true, until: true },
      },
      agreements: [],
      goals: [],
      reviews: [],
    },
  ],
  sessions: [],
  contacts: [],
  answers: [],
  levels: [],
  attestations: [],
  changes: [],
  marks: [],
  reflection: null,
  readers: [],
  ...change,
});

const six = (how: (i: number) => How = () => ({})): readonly FactsSession[] =>
  [0, 1, 2, 3, 4, 5].map((i) => session(i, how(i)));
const gapsOf = (f: PortfolioFacts): readonly string[] => readinessOf(f).gaps.map((g) => g.say);
const doubtsOf = (f: PortfolioFacts) => readinessOf(f).doubts;

test('the sentence says hours, and in which of them skills are thin', () => {
  const shown = (i: number): How =>
    i < 4 ? { record: { skills: [{ key: 'k', skill: 'listening@2', example: `I waited ${'x'.repeat(i)}` }] } } : {};
  expect(readinessOf(facts({ sessions: six(shown).slice(0, 5) })).sentence).toBe('5 h confirmed of 6 h.');
  expect(
    readinessOf(
      facts({
        sessions: six((i) =>
          i < 4 ? shown(i) : { record: { skills: [{ key: 'k', skill: 'other', example: `e${i}` }] } },
        ),
      }),
    ).sentence,
  ).toBe('6 h confirmed of 6 h; skills thin in hours 5–6.');
  expect(readinessOf(facts()).sentence).toBe('No hours yet of 6 h.');
});

/** Facts, a gap that they have or have not, and where its button leads. */
const gaps: readonly (readonly [what: string, of: Partial<PortfolioFacts>, say: string, mend: string | null])[] = [
  ['no session', {}, 'No session is planned yet.', 'plan m1'],
  [
    'a record missing',
    { sessions: [session(0, { record: null }), session(1, { record: null })] },
    '2 sessions have no record yet.',
    'record s0',
  ],
  ['hours short', { sessions: six().slice(0, 5) }, '1 h is still to be held and recorded.', 'plan m1'],
  [
    'a vague plan to come',
    {
      sessions: [
        session(40, {
          record: null,
          plan: { objectives: [{ key: 'o', what: 'Feel better', measure: 'ok' }] },
          of: { state: 'planned', head: null },
        }),
      ],
    },
    'The next plan has an objective that nobody could see met yet.',
    'plan-change s40',
  ],
  [
    'support without its effect',
    { sessions: [session(0, { plan: { support: [{ key: 'n', need: 'Breaks', strategy: 'Short ones' }] } })] },
    'What the support did is not said yet of 1 session.',
    'record s0',
  ],
  [
    'nobody besides the two',
    { sessions: six() },
    'Nothing yet from anybody besides the two of you: an observation by your supervisor or assessor can stand here.',
    'observation p1',
  ],
  ['no change', { sessions: six() }, 'No change of practice is noted yet.', 'change p1'],
  ['no reflection', { sessions: six() }, 'No reflection is begun yet.', 'reflection p1'],
  [
    'a review not answered by the mentor',
    {
      mentorships: [
        {
          ...(facts().mentorships[0] as PortfolioFacts['mentorships'][number]),
          reviews: [{ moment: 'mid', why: 'minutes', openedAt: start, closesAt: start + 200 * day }],
        },
      ],
    },
    'No review from your own side yet.',
    'self-review m1',
  ],
];

describe('gaps', () => {
  test.each(gaps)('%s', (_, of, say, mend) => {
    const found = readinessOf(facts(of)).gaps.find((g) => g.say === say);
    expect(found?.say ?? gapsOf(facts(of))).toBe(say);
    expect(found?.mend === null || found === undefined ? null : `${found.mend.by} ${found.mend.about}`).toBe(mend);
  });

  test('a review that is closed, and feedback that nobody gave, are none', () => {
    const m = facts().mentorships[0] as PortfolioFacts['mentorships'][number];
    const closed = {
      ...m,
      reviews: [{ moment: 'mid', why: 'minutes', openedAt: start, closesAt: start + day } as const],
    };
    expect(
      gapsOf(facts({ mentorships: [closed], sessions: six() })).filter((say) => /review|feedback|answer/i.test(say)),
    ).toEqual([]);
    expect(readinessOf(facts({ sessions: six() })).found.feedback.standing).toBe('nothing');
  });

  test('what cannot wait stands first', () => {
    const say = gapsOf(facts({ sessions: [...six().slice(0, 2), session(9, { record: null })] }));
    expect(say.slice(0, 2)).toEqual(['1 session has no record yet.', '4 h are still to be held and recorded.']);
  });
});

describe('what an assessor may ask of the mentor’s own work', () => {
  const doubts: readonly (readonly [key: string, of: readonly FactsSession[], sessions: number])[] = [
    ['planned-afterwards', [session(0, { of: { plannedAfterwards: true } }), session(1)], 1],
    ['copied', [session(0), session(1, { copied: true }), session(2, { copied: true })], 2],
    ['not-measurable', [session(0, { plan: { objectives: [{ key: 'o', what: 'Two calls', measure: 'ok' }] } })], 1],
    [
      'repeated-examples',
      [0, 1, 2].map((i) =>
        session(i, {
          record: {
            skills: [
              {
                key: 'k',
                skill: 'listening',
                example: i === 2 ? 'He laughed, so I asked why.' : 'I waited, and said nothing at all!',
              },
            ],
          },
        }),
      ),
      2,
    ],
    ['short-records', [session(0, { record: { happened: 'We talked.' } }), session(1)], 1],
    ['same-activities', six(), 6],
    ['in-one-evening', six(() => ({ savedAt: start + 90 * day })), 6],
  ];
  test.each(doubts)('%s', (key, sessions, n) => {
    const found = doubtsOf(facts({ sessions })).find((d) => d.key === key);
    expect(found?.sessions).toHaveLength(n);
    expect(found?.say).toMatch(new RegExp(`^(?:${n}|All)\\b`));
    expect(found?.next).not.toBe('');
  });

  test('nearly the same example counts as the same, another thing said does not', () => {
    const of = (...examples: readonly string[]) =>
      doubtsOf(
        facts({
          sessions: examples.map((example, i) =>
            session(i, { record: { skills: [{ key: 'k', skill: 'listening', example }] } }),
          ),
        }),
      ).find((d) => d.key === 'repeated-examples')?.sessions.length ?? 0;
    expect(
      of(
        'I asked what came next and then waited for his answer',
        'I asked what came next and then waited for her answer',
      ),
    ).toBe(2);
    expect(of('I asked what came next.', 'She asked me why, and I said so.')).toBe(0);
    expect(of('I WAITED', 'i waited.')).toBe(2);
  });

  test('records of a day each, and sessions of one day, are no evening', () => {
    const none = (sessions: readonly FactsSession[]) =>
      doubtsOf(facts({ sessions })).some((d) => d.key === 'in-one-evening');
    expect(none(six())).toBe(false);
    expect(none([0, 1, 2].map((i) => session(0, { of: { id: `x${i}` as never }, savedAt: start + i * minute })))).toBe(
      false,
    );
  });
});

describe('rules of a unit', () => {
  const withRules = (rules: (typeof ruleSets)[keyof typeof ruleSets], more: Partial<PortfolioFacts> = {}) =>
    readinessOf(facts({ ...more, portfolio: { ...facts().portfolio, unit: { title: '', rules } } }));

  test('each asks for what it asks for, and no more', () => {
    expect(withRules(ruleSets.mentoring).rules).toEqual([]);
    expect(withRules(ruleSets['ilm-award']).rules.map((r) => r.label)).toEqual(['Supervisor']);
    expect(withRules(ruleSets['1st4sport']).rules.map((r) => r.label)).toEqual([
      'Mentees',
      'Months',
      'Supervisor',
      'Observation',
    ]);
  });

  test('months are counted by the calendar, for as long as it went on', () => {
    const sessions = six();
    const at = (now: string) =>
      withRules({ ...ruleSets['1st4sport'], mentees: 1 } as never, { sessions, at: Date.parse(now) }).rules.find(
        (r) => r.label === 'Months',
      )?.standing;
    expect(at('2026-11-30T12:00:00Z')).toBe('missing');
    expect(at('2026-12-01T12:00:00Z')).toBe('shown');
  });

  test('a set is known again by what it asks for', () => {
    for (const name of Object.keys(ruleSets) as (keyof typeof ruleSets)[])
      expect(ruleSetOf(rulesOf(name), ruleSets[name].minutes)).toBe(name);
    expect(ruleSetOf(undefined, 360)).toBe('mentoring');
    expect(ruleSetOf({ mentees: 7, months: 0, supervisor: false, observation: false }, 360)).toBeUndefined();
  });
});

test('without a unit nothing is missing and nothing is asked', () => {
  const of = readinessOf(
    facts({ sessions: six(() => ({ copied: true })), portfolio: { ...facts().portfolio, unit: null } }),
  );
  expect([of.gaps, of.doubts, of.criteria, of.rules]).toEqual([[], [], [], []]);
  expect(of.sentence).toBe('6 h together so far.');
  expect(openInWords(of)).toBe('');
});

/** Words that people wrote, in every place where they may stand. */
const word = fc.constantFrom('', 'QUITTE', 'ok', 'QUITTE waited and asked QUITTE', '=QUITTE()', '💬 QUITTE');
const anySession = fc
  .record({
    nth: fc.nat(500),
    what: word,
    happened: word,
    example: word,
    skill: fc.constantFrom('listening', 'other', ''),
    copied: fc.boolean(),
    recorded: fc.boolean(),
    state: fc.constantFrom('ended', 'planned', 'cancelled', 'not-held', 'running'),
    erased: fc.boolean(),
  })
  .map((s): FactsSession => {
    const of = session(s.nth, {
      copied: s.copied,
      plan: {
        objectives: [{ key: 'o', what: s.what, measure: s.example }],
        support: [{ key: 'n', need: s.what, strategy: s.example }],
        resources: s.what,
      },
      record:
        s.recorded && s.state === 'ended'
          ? { happened: s.happened, change: s.what, skills: [{ key: 'k', skill: s.skill, example: s.example }] }
          : null,
      of: { state: s.state as FactsSession['state'] },
    });
    return s.erased ? { ...of, plan: null, record: null } : of;
  });

test('whatever the facts are: it says something, no word that anybody wrote, and every button leads somewhere', () => {
  fc.assert(
    fc.property(
      fc.array(anySession, { maxLength: 30 }),
      fc.constantFrom(...Object.values(ruleSets)),
      fc.boolean(),
      (sessions, rules, own) => {
        const of = facts({
          reader: own ? 'mentor' : 'assessing',
          sessions,
          portfolio: { ...facts().portfolio, unit: { title: '', rules } },
        });
        const found = readinessOf(of);
        const said = JSON.stringify(found);
        expect(said).not.toContain('QUITTE');
        expect(said).not.toMatch(/undefined|NaN|null minutes|Infinity/);
        const ids = new Set<string>([...sessions.map((s) => s.id), 'm1', 'p1', 'maya', '-']);
        for (const gap of found.gaps) if (gap.mend !== null) expect(ids).toContain(gap.mend.about);
        for (const d of found.doubts) expect(d.sessions.every((id) => ids.has(id))).toBe(true);
        // What an assessor would ask is asked of the mentor.
        const told = said.replace(/"asks":"[^"]*"/g, '');
        if (!own) expect(told).not.toMatch(/\b[Yy]our own\b|two of you/);
        expect(JSON.stringify(readinessOf(JSON.parse(JSON.stringify(of)) as PortfolioFacts))).toBe(said);
      },
    ),
    { numRuns: 60, seed: 20_261_130 },
  );
});

test('five hundred sessions are read at once', () => {
  const sessions = Array.from({ length: 500 }, (_, i) =>
    session(i, {
      record: {
        skills: [
          { key: 'k', skill: 'listening', example: `On day ${i} I asked ${'abcdefgh'.slice(0, i % 8)} and waited` },
        ],
      },
    }),
  );
  const before = performance.now();
  readinessOf(facts({ sessions }));
  expect(performance.now() - before).toBeLessThan(3_000);
});
