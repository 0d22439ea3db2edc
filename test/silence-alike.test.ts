import { beforeAll, describe, expect, test } from 'vitest';
import type { AllocatedAs, AllocationId } from '../src/domain/allocation.js';
import type { ReviewForm } from '../src/domain/review.js';
import type { StakeholderAsk } from '../src/domain/stakeholder.js';
import { day, minute } from '../src/kernel/clock.js';
import { allInSight, type Sight } from './support/all-in-sight.js';
import { type FeedbackWorld, feedbackWorld } from './support/feedback-world.js';
import { fakePackMaker } from './support/pack-maker.js';
import { reviewed } from './support/said-world.js';

/**
 * What somebody skipped, refused, took back or did not answer looks the same to everybody else (docs/field.md#review-readers).
 * The same weeks are lived several times, and each time Leo is silent in another way; then everybody else looks at all
 * that there is to see.
 */

const above = ['priya', 'sue', 'ada', 'ian', 'grace', 'maya'] as const;
type Above = (typeof above)[number];

/** Verbs, each with its argument, pressed on the card that asks; what is not there any more is left out. */
type Presses = readonly (readonly [verb: string, arg?: string])[];
async function leoPresses(w: FeedbackWorld, presses: Presses): Promise<void> {
  const leo = w.as('leo');
  leo.last = undefined;
  for (const [verb, arg] of presses)
    await leo.presses(verb, arg === undefined ? {} : { arg }).catch((error: Error) => {
      if (!error.message.includes('sees no button')) throw error;
    });
}

const low: Presses = [['ask.rate', 'agreed.1.1'], ['ask.rate', 'listened.1.2'], ['ask.skip'], ['ask.skip']];
type Seen = Readonly<Record<Above, readonly Sight[]>>;

/** A review half-way, and somebody proposed to be asked: as the rows stand after each way of saying nothing. */
interface Whole {
  readonly form?: Partial<ReviewForm>;
  readonly ask?: Partial<StakeholderAsk>;
  /** The stakeholder's own form; none where they were never asked. */
  readonly asked?: Partial<ReviewForm>;
}
const skippedAll = ['mid-trust', 'mid-goals', 'mid-change'].map((question) => ({
  question,
  wording: 1,
  rating: null,
  text: '',
  skipped: true,
  at: 1,
}));
const gaveNothing: Partial<ReviewForm> = { state: 'open', share: 'coordinator', answers: [], firstAnsweredAt: null };
/** What he does with the one look at what his mentor hands in: none of it lets a word of his stand. */
const lookings = {
  'left all out': [{ how: 'nothing' }],
  'chose, and left each out': [{ how: 'choose' }],
  'let all stand, and took it back': [{ how: 'all' }, { how: 'nothing' }],
  'opened it, and stopped': [],
} as const;
type Look = keyof typeof lookings;

async function leoLooksAtPack(w: FeedbackWorld, look: Look): Promise<void> {
  const leo = w.as('leo');
  const open = () => leo.presses('pack.look', { subject: w.mentorship('leo') });
  if (lookings[look].length === 0) await open();
  for (const values of lookings[look]) {
    await open();
    leo.fills(values);
    for (let i = 0; i < 20 && leo.last?.kind === 'form'; i += 1) {
      const { form, step } = leo.form();
      for (const item of form.steps.find((s) => s.id === step)?.items ?? [])
        if (item.kind === 'choice' && item.of.some((o) => o.value === 'out')) leo.fills({ [item.id]: ['out'] });
      await (form.steps.at(-1)?.id === step ? leo.submits() : leo.next());
    }
    expect(leo.last?.kind).toBe('close');
  }
}

async function mayaAsksForPack(w: FeedbackWorld): Promise<void> {
  await w.as('maya').presses('pack.open', { subject: 'portfolio-maya' });
  await w.as('maya').presses('pack.ask');
  await w.as('maya').next();
  await w.as('maya').next();
  await w.as('maya').submits();
}

interface Life {
  /** What Leo does with the questions after each session; he confirms the length every time. */
  readonly presses: Presses;
  readonly whole: Whole;
  readonly look?: Look;
}
const silent: Life = { presses: [], whole: {} };
/** Each says nothing in another way: after sessions, in a review, and about who else would be asked. */
const ways: Readonly<Record<string, Life>> = {
  'said stop, and no to who would be asked': {
    look: 'left all out',
    presses: [['ask.stop']],
    whole: { form: { state: 'closed' }, ask: { word: 'no', wordAt: 1 } },
  },
  'skipped every question; who was asked did not answer': {
    look: 'chose, and left each out',
    presses: [['ask.share', 'now'], ['ask.skip'], ['ask.skip'], ['ask.skip'], ['ask.skip']],
    whole: {
      form: { state: 'done', share: 'mentor', answers: skippedAll },
      ask: { word: 'yes', wordAt: 1 },
      asked: {},
    },
  },
  'took it back; who was asked would rather not': {
    look: 'let all stand, and took it back',
    presses: [['ask.share', 'now'], ...low, ['ask.withdraw'], ['ask.withdraw', 'yes']],
    whole: {
      form: { state: 'withdrawn', share: 'coordinator' },
      ask: { word: 'yes', wordAt: 1 },
      asked: { state: 'declined' },
    },
  },
  'said not today, twice; said yes to who would be asked, and took that back': {
    look: 'opened it, and stopped',
    presses: [['ask.not-today']],
    whole: {
      form: { state: 'not-today', reminded: true },
      // As a yes that was taken back stands, and what was asked by it.
      ask: { word: 'no', wordAt: 2 },
      asked: { state: 'closed' },
    },
  },
  'chose who reads it, and no more': { presses: [['ask.share', 'now']], whole: {} },
};
/** What the mentor, and whoever reads with them, may not read yet or at all. */
const keptFromMentor: Readonly<Record<string, Life>> = {
  'let the coordinator alone read it': {
    presses: [['ask.share', 'coordinator'], ...low],
    whole: {
      form: { state: 'done', answers: [{ ...skippedAll[0], rating: 2, skipped: false }] } as Partial<ReviewForm>,
    },
  },
  'let it be read from the mid-point on': { presses: [['ask.share', 'midpoint'], ...low], whole: {} },
};

async function inTheWhole(w: FeedbackWorld, { form = {}, ask, asked }: Whole): Promise<void> {
  await reviewed(w, 'leo', 'leo', 'mentee', {}, { ...gaveNothing, ...form });
  await w.change((rows) =>
    rows.stakeholderAsks.save({
      id: 'ask-grace' as StakeholderAsk['id'],
      programme: w.programme,
      mentorship: w.mentorship('leo'),
      person: w.id('grace'),
      as: 'line-manager',
      reason: '',
      proposedBy: w.id('maya'),
      proposedAt: w.clock.now(),
      word: 'asked',
      wordAt: null,
      endedAt: null,
      ...ask,
    }),
  );
  if (asked !== undefined)
    await reviewed(w, 'leo', 'grace', 'stakeholder', {}, { ...gaveNothing, share: 'mentor', ...asked });
}

async function lived({ presses, whole, look }: Life): Promise<Seen> {
  const w = await feedbackWorld(
    [
      { user: 'sue', name: 'Sue Hart', roles: ['supervisor'] },
      { user: 'ada', name: 'Ada Cole', roles: ['assessor'] },
      { user: 'ian', name: 'Ian Marsh', roles: ['iqa'] },
    ],
    undefined,
    { packs: fakePackMaker() },
  );
  try {
    const allocated: readonly (readonly [string, AllocatedAs])[] = [
      ['sue', 'supervisor'],
      ['ada', 'assessor'],
      ['ian', 'iqa'],
    ];
    for (const [user, as] of allocated)
      await w.change((rows) =>
        rows.allocations.add({
          id: `allocation-${user}` as AllocationId,
          programme: w.programme,
          portfolio: null,
          person: w.id(user),
          as,
          from: 0,
          until: null,
          madeBy: w.id('priya'),
          madeAt: 0,
        }),
      );
    const began = w.clock.now();
    let early: Partial<Seen> = {};
    for (const n of [0, 1, 2]) {
      const at = began + n * day + 60 * minute;
      await w.held({ at: new Date(at).toISOString() });
      await w.clock.to(new Date(at + 80 * minute).toISOString());
      await leoPresses(w, [['hours.confirm'], ...presses]);
      if (n === 1) {
        await inTheWhole(w, whole);
        await mayaAsksForPack(w);
        if (look !== undefined) await leoLooksAtPack(w, look);
      }
      // They look while it can still be answered, changed and taken back.
      if (n === 1) early = await looks(w, ['priya', 'ada', 'maya']);
    }
    // A reminder came meanwhile, and the time for answers is over.
    await w.clock.pass(day);
    await leoPresses(w, presses);
    for (let n = 0; n < 16; n += 1) await w.clock.pass(day);
    const late = await looks(w);
    return Object.fromEntries(
      above.map((user) => [user, [...(early[user] ?? []), ...(late[user] ?? [])]]),
    ) as unknown as Seen;
  } finally {
    await w.stop();
  }
}

async function looks(w: FeedbackWorld, who: readonly Above[] = above): Promise<Partial<Seen>> {
  const names = new Map([...w.people].map(([user, id]) => [id as string, user]));
  const seen: Partial<Record<Above, readonly Sight[]>> = {};
  const from = w.clock.now();
  for (const [i, user] of who.entries()) {
    w.clock.set(from + i * 60 * minute);
    seen[user] = await allInSight(w, user, names);
  }
  return seen;
}

/** Where two of them see something else, each with its first line that differs. */
function differing(one: readonly Sight[], other: readonly Sight[]): readonly string[] {
  const all = new Map([...one, ...other].map((s) => [s.way, [] as string[]]));
  for (const s of one) all.get(s.way)?.push(s.seen);
  const found: string[] = [];
  for (const [way] of all) {
    const [a, b] = [one, other].map((sights) => sights.filter((s) => s.way === way).map((s) => s.seen));
    const [left = [], right = []] = [a, b].map((s) => (s ?? []).join('\n').split('\n'));
    const at = left.findIndex((line, i) => line !== right[i]);
    if (at >= 0 || left.length !== right.length) found.push(`${way}: ${left[at]} | ${right[at]}`);
  }
  return found;
}

let quiet: Seen;
beforeAll(async () => {
  quiet = await lived(silent);
}, 120_000);

test('there is much to see, for each of them', () => {
  for (const user of above) expect(quiet[user].length, user).toBeGreaterThan(30);
  const ways = quiet.maya.map((s) => s.way);
  expect(ways.filter((way) => way.endsWith(' > What is kept about me')).length).toBeGreaterThan(0);
  expect(ways).toContain('page > compare > Open');
  expect(quiet.maya.map((s) => s.seen).join('\n')).toMatch(/Each mentee has until.*It is ready/s);
});

// Somebody who is asked sees that they are: what Grace has of her own is hers.
const whoTells = (life: Life) => above.filter((user) => user !== 'grace' || life.whole.ask === undefined);

describe('nobody can tell', () => {
  test.each(Object.entries(ways))('that he %s', { timeout: 120_000 }, async (_, life) => {
    const seen = await lived(life);
    for (const user of whoTells(life)) expect.soft(differing(quiet[user], seen[user]), user).toEqual([]);
  });
  test.each(Object.entries(keptFromMentor))(
    'but the coordinator, that he %s',
    { timeout: 120_000 },
    async (_, life) => {
      const seen = await lived(life);
      for (const user of whoTells(life).filter((u) => u !== 'priya'))
        expect.soft(differing(quiet[user], seen[user]), user).toEqual([]);
      expect(differing(quiet.priya, seen.priya)).not.toEqual([]);
    },
  );
});
