import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AllocatedAs } from '../src/domain/allocation.js';
import { day, minute } from '../src/kernel/clock.js';
import { type PersonId, type PortfolioId, randomIds } from '../src/kernel/ids.js';
import type { Rows } from '../src/ports/store.js';
import { addAllocation } from './support/allocate.js';
import { isTurnedAway, type PermissionsWorld, permissionsWorld } from './support/permissions-world.js';

/**
 * The permission table with allocation, cell by cell: who has a part by their role, how they are allocated, and what of
 * Maya's portfolio opens to them by it (docs/field.md#allocated-readers). Sue supervises, Ada assesses, Ian assures the
 * quality, of the whole programme; each state changes that, and is undone.
 */

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

const person = (user: string): PersonId => w.t.people.get(user) as PersonId;

/** All that is set ends long ago, as if it had never been. */
async function none(rows: Rows): Promise<void> {
  for (const a of await rows.allocations.all()) await rows.allocations.end(a.id, 0);
}
async function portfolioOf(rows: Rows, user: string): Promise<PortfolioId> {
  const [theirs] = await rows.portfolios.ofMentor(person(user));
  if (theirs !== undefined) return theirs.id;
  const id = randomIds().next<'portfolio'>('portfolio');
  await rows.portfolios.save({ id, programme: w.t.programme, mentor: person(user), targetMinutes: 360, startedAt: 1 });
  return id;
}
const partOf: Readonly<Record<string, AllocatedAs>> = { sue: 'supervisor', ada: 'assessor', ian: 'iqa' };
const again = async (
  rows: Rows,
  user: string,
  set: { portfolio?: PortfolioId; from?: number; until?: number } = {},
  as = partOf[user] ?? 'supervisor',
): Promise<void> => {
  await addAllocation(rows, w.t.programme, person(user), as, set);
};

const states = {
  'of the programme': async () => {},
  'of nothing': none,
  'until a minute ago': async (rows: Rows, user: string) => {
    await none(rows);
    await again(rows, user, { until: w.t.clock.now() - minute });
  },
  'from tomorrow': async (rows: Rows, user: string) => {
    await none(rows);
    await again(rows, user, { from: w.t.clock.now() + day });
  },
  'of this portfolio': async (rows: Rows, user: string) => {
    await none(rows);
    await again(rows, user, { portfolio: await portfolioOf(rows, 'maya') });
  },
  'of another portfolio': async (rows: Rows, user: string) => {
    await none(rows);
    await again(rows, user, { portfolio: await portfolioOf(rows, 'tom') });
  },
  'of the programme, with somebody else for this one': async (rows: Rows, user: string) => {
    await again(rows, 'grace', { portfolio: await portfolioOf(rows, 'maya') }, partOf[user]);
  },
  'as assessor and to assure the quality': async (rows: Rows, user: string) => {
    await none(rows);
    await again(rows, user, {}, 'assessor');
    await again(rows, user, {}, 'iqa');
  },
} as const;
type State = keyof typeof states;

const presses: Readonly<Record<string, string>> = {
  'mentorship.open': '$M',
  'agreement.read': '$M',
  'plan.read': '$S',
  'record.read': '$E',
  'data.records': '$M',
  'hours.read': '$M',
  'feedback.read': '$maya',
};
const all = 'mentorship.open agreement.read plan.read record.read data.records hours.read feedback.read';

const table: readonly (readonly [user: string, state: State, opens: string])[] = [
  ['sue', 'of the programme', 'plan.read hours.read'],
  ['sue', 'of nothing', ''],
  ['sue', 'until a minute ago', ''],
  ['sue', 'from tomorrow', ''],
  ['sue', 'of this portfolio', 'plan.read hours.read'],
  ['sue', 'of another portfolio', ''],
  ['sue', 'of the programme, with somebody else for this one', ''],
  ['ada', 'of the programme', all],
  ['ada', 'of nothing', ''],
  ['ada', 'until a minute ago', ''],
  ['ada', 'from tomorrow', ''],
  ['ada', 'of this portfolio', all],
  ['ada', 'of another portfolio', ''],
  ['ada', 'of the programme, with somebody else for this one', ''],
  ['ada', 'as assessor and to assure the quality', all],
  ['ian', 'of the programme', all],
  ['ian', 'of nothing', ''],
  ['ian', 'until a minute ago', ''],
  ['ian', 'from tomorrow', ''],
  ['ian', 'of this portfolio', all],
  ['ian', 'of another portfolio', ''],
  ['ian', 'of the programme, with somebody else for this one', ''],
  ['ian', 'as assessor and to assure the quality', all],
  // The coordinator reads what a coordinator reads, whoever is allocated.
  ['priya', 'of nothing', all],
];

const press = (user: string, verb: string, state: State) =>
  w.tries(user, { kind: 'press', press: { verb, subject: w.filled(presses[verb] ?? '') } }, async (tx, programme) =>
    states[state](tx.in(programme), user),
  );
const types = (user: string, text: string, state: State) =>
  w.tries(user, { kind: 'command', text, mentions: [] }, async (tx, programme) =>
    states[state](tx.in(programme), user),
  );

describe('what opens, to whom, allocated how', () => {
  test.each(table)('%s, allocated %s: %s', async (user, state, opens) => {
    const found: string[] = [];
    for (const verb of Object.keys(presses)) if (!isTurnedAway(await press(user, verb, state))) found.push(verb);
    expect(found.join(' ')).toBe(opens);
  });

  test.each(table)('%s, allocated %s: the programme’s hours and feedback have no more', async (user, state, opens) => {
    for (const [word, verb] of [
      ['hours', 'hours.read'],
      ['feedback', 'feedback.read'],
    ] as const) {
      const said = JSON.stringify((await types(user, word, state)).answer.reply);
      expect(said.includes(person('maya')), word).toBe(opens.split(' ').includes(verb));
      // Neither may a page of it be turned to.
      const page = await w.tries(
        user,
        { kind: 'press', press: { verb, subject: '-', arg: '0' } },
        async (tx, programme) => states[state](tx.in(programme), user),
      );
      expect(JSON.stringify(page.answer.reply).includes(person('maya')), `a page of ${word}`).toBe(
        opens.split(' ').includes(verb),
      );
    }
  });

  test.each(['sue', 'ada', 'ian'])('%s, allocated nothing, is told what to do', async (user) => {
    for (const word of user === 'sue' ? ['hours'] : ['hours', 'feedback'])
      expect(JSON.stringify((await types(user, word, 'of nothing')).answer.reply)).toContain(
        'Nobody has been allocated to you yet: ask your coordinator.',
      );
  });

  test('an allocation that ends while a card stands open: the next press is refused, kindly', async () => {
    expect(isTurnedAway(await press('ada', 'record.read', 'of the programme'))).toBe(false);
    const next = await press('ada', 'record.read', 'until a minute ago');
    expect(next.refused).toBe('not-allowed');
    expect(JSON.stringify(next.answer.reply)).toContain(
      'You can read what is allocated to you, and this is not, or no longer. Ask your coordinator if it should be.',
    );
  });
});

describe('who takes part in it reads it as that, whatever was set', () => {
  const record = async (user: string, as: AllocatedAs) =>
    JSON.stringify(
      (
        await w.tries(
          user,
          { kind: 'press', press: { verb: 'record.read', subject: w.filled('$E') } },
          async (tx, programme) => {
            await addAllocation(tx.in(programme), programme, person(user), as);
          },
        )
      ).answer.reply,
    );
  test.each(['supervisor', 'assessor', 'iqa'] as const)('a mentee allocated as %s reads their own part', async (as) => {
    expect(await record('leo', as)).toContain('Your part of the record');
  });
  test.each(['supervisor', 'assessor', 'iqa'] as const)('a mentor allocated as %s changes it', async (as) => {
    expect(await record('maya', as)).toContain('Change it');
  });
  test.each(Object.keys(presses))('a mentee of the same mentor, allocated to assess, opens no %s', async (verb) => {
    const tried = await w.tries(
      'aisha',
      { kind: 'press', press: { verb, subject: w.filled(presses[verb] ?? '') } },
      async (tx, programme) => {
        const rows = tx.in(programme);
        const [m] = await rows.mentorships.all();
        if (m === undefined) throw new Error('no mentorship');
        const id = randomIds().next<'mentorship'>('mentorship');
        await rows.mentorships.save({ ...m, id, mentee: person('aisha'), goals: [] });
        await addAllocation(rows, programme, person('aisha'), 'assessor');
      },
    );
    expect(isTurnedAway(tried)).toBe(true);
  });
});
