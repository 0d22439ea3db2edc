import { beforeAll, describe, expect, test } from 'vitest';
import type { AllocatedAs, AllocationId } from '../src/domain/allocation.js';
import { day, minute } from '../src/kernel/clock.js';
import { allInSight, type Sight } from './support/all-in-sight.js';
import { type FeedbackWorld, feedbackWorld } from './support/feedback-world.js';

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
/** What he does with the questions after each session; he confirms the length every time. */
const ways = {
  'did nothing': [],
  'said stop': [['ask.stop']],
  'skipped every question': [['ask.share', 'now'], ['ask.skip'], ['ask.skip'], ['ask.skip'], ['ask.skip']],
  'said not today, twice': [['ask.not-today']],
  'chose who reads it, and no more': [['ask.share', 'now']],
  'took it back': [['ask.share', 'now'], ...low, ['ask.withdraw'], ['ask.withdraw', 'yes']],
} as const satisfies Record<string, Presses>;
/** What the mentor, and whoever reads with them, may not read yet or at all. */
const keptFromMentor = {
  'let the coordinator alone read it': [['ask.share', 'coordinator'], ...low],
  'let it be read from the mid-point on': [['ask.share', 'midpoint'], ...low],
} as const satisfies Record<string, Presses>;

type Seen = Readonly<Record<Above, readonly Sight[]>>;

async function lived(presses: Presses): Promise<Seen> {
  const w = await feedbackWorld([
    { user: 'sue', name: 'Sue Hart', roles: ['supervisor'] },
    { user: 'ada', name: 'Ada Cole', roles: ['assessor'] },
    { user: 'ian', name: 'Ian Marsh', roles: ['iqa'] },
  ]);
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
    for (const n of [0, 1, 2]) {
      const at = began + n * day + 60 * minute;
      await w.held({ at: new Date(at).toISOString() });
      await w.clock.to(new Date(at + 80 * minute).toISOString());
      await leoPresses(w, [['hours.confirm'], ...presses]);
      // They look while it can still be answered, changed and taken back.
      if (n === 1) await looks(w);
    }
    // A reminder came meanwhile, and the time for answers is over.
    await w.clock.pass(day);
    await leoPresses(w, presses);
    for (let n = 0; n < 16; n += 1) await w.clock.pass(day);
    return await looks(w);
  } finally {
    await w.stop();
  }
}

async function looks(w: FeedbackWorld): Promise<Seen> {
  const names = new Map([...w.people].map(([user, id]) => [id as string, user]));
  const seen: Partial<Record<Above, readonly Sight[]>> = {};
  const from = w.clock.now();
  for (const [i, user] of above.entries()) {
    w.clock.set(from + i * 60 * minute);
    seen[user] = await allInSight(w, user, names);
  }
  return seen as Seen;
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

let silent: Seen;
beforeAll(async () => {
  silent = await lived(ways['did nothing']);
}, 60_000);

test('there is much to see, for each of them', () => {
  const counts = Object.fromEntries(above.map((user) => [user, silent[user].length]));
  for (const user of above) expect(counts[user], user).toBeGreaterThan(20);
  expect(silent.maya.map((s) => s.way)).toContain('page > settings > What is kept about me');
});

describe('nobody can tell', () => {
  test.each(Object.entries(ways).slice(1))('that he %s', { timeout: 60_000 }, async (_, presses) => {
    const seen = await lived(presses);
    for (const user of above) expect.soft(differing(silent[user], seen[user]), user).toEqual([]);
  });
  test.each(Object.entries(keptFromMentor))(
    'but the coordinator, that he %s',
    { timeout: 60_000 },
    async (_, presses) => {
      const seen = await lived(presses);
      for (const user of above.filter((u) => u !== 'priya'))
        expect.soft(differing(silent[user], seen[user]), user).toEqual([]);
      expect(differing(silent.priya, seen.priya)).not.toEqual([]);
    },
  );
});
