import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Inbound, Reply } from '../src/chat/inbound.js';
import { features } from '../src/features/index.js';
import { localTenant } from '../src/local/sample-people.js';
import type { Transaction } from '../src/ports/store.js';
import { registryOf } from '../src/runtime/registry.js';
import { statementsOf } from './support/asked.js';
import { directOf } from './support/chat.js';
import { type Grown, grown } from './support/grown.js';
import { everybodys, table } from './support/press-table.js';
import { moreIn } from './support/statements.js';

/**
 * How many statements a command or a press takes does not depend on how much there is: each is done in two programmes,
 * of which one has several times as many people and sessions. It is undone after, so that each is done to the same.
 */

const sizes = [
  { people: 60, sessions: 120 },
  { people: 180, sessions: 720 },
] as const;

let worlds: readonly Grown[] = [];
beforeAll(async () => {
  worlds = [await grown(sizes[0]), await grown(sizes[1])];
  // Keys that are read for the first time are remembered.
  for (const world of worlds)
    for (const text of ['people', 'home', 'feedback'])
      await asked(world, 'priya', { kind: 'command', text, mentions: [] });
}, 60_000);
afterAll(async () => {
  for (const world of worlds) await world.t.stop();
});

class Undone extends Error {}
let made = 0;

async function asked(g: Grown, user: string, event: object): Promise<{ said: Reply; statements: readonly string[] }> {
  made += 1;
  g.t.clock.set(g.t.clock.now() + 3_000);
  const { write } = g.t.store;
  const undoing = async <T>(act: (tx: Transaction) => Promise<T>): Promise<T> => {
    let done: { readonly value: T } | undefined;
    await write(async (tx) => {
      done = { value: await act(tx) };
      throw new Undone();
    }).catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
    if (done === undefined) throw new Error('nothing happened');
    return done.value;
  };
  Object.assign(g.t.store, { write: undoing });
  try {
    let said: Reply | undefined;
    const statements = await statementsOf(async () => {
      const answer = await g.t.bot.hear({
        deliveryId: `counted:${made}`,
        who: { platform: 'web', tenant: localTenant, user },
        surface: { scope: 'direct', form: true },
        at: directOf(user),
        ...event,
      } as Inbound);
      said = answer.reply;
    });
    if (said === undefined || JSON.stringify(said).includes('Something went wrong')) throw new Error('it is broken');
    return { said, statements };
  } finally {
    Object.assign(g.t.store, { write });
  }
}

/** Where the smaller one has nothing at all to be read, its parts are not read either. */
const nothingThere = 2;

/** What takes more in the larger programme: the statements that there are more of. Empty where none does. */
async function grows(user: (g: Grown) => string, event: (g: Grown) => object): Promise<readonly string[]> {
  const [small, large] = worlds;
  if (small === undefined || large === undefined) throw new Error('nothing has grown');
  const few = await asked(small, user(small), event(small));
  const many = await asked(large, user(large), event(large));
  expect(many.said.kind).toBe(few.said.kind);
  return many.statements.length > few.statements.length + nothingThere ? moreIn(many.statements, few.statements) : [];
}

/** What takes more statements the more there is, with the reason. */
const unbounded: readonly (readonly [which: RegExp, reason: string])[] = [
  [/^data\.erase$/, 'Every row of somebody erased is written anew, for what it holds is sealed row by row; done once.'],
];
/** Asks that it does not grow, unless it is said above why it does. */
function expectBounded(what: string, more: readonly string[]): void {
  if (!unbounded.some(([which]) => which.test(what))) expect(more).toEqual([]);
}

const roles = ['coordinator', 'mentor', 'mentee', 'assessor', 'supervisor'] as const;
const as = (role: (typeof roles)[number]) => (g: Grown) =>
  ({ coordinator: 'priya', mentor: g.mentor, mentee: g.mentee, assessor: 'ada', supervisor: 'sue' })[role];

const registry = registryOf(features);
/** What may follow a word, beside nothing. */
const more = [
  'start "Grown Mentee1"',
  'plan "Mina Wide" tomorrow 3pm 45m Calls',
  'plan "Grown Mentee1"',
  'plan "Alex Twin" tomorrow 3pm',
  'reschedule "Mina Wide" Friday 10:00',
  'cancel "Mina Wide"',
  'log "Mina Wide"',
  'log "Alex Twin"',
  'past @"Mina Wide"',
  'past @"Wanda Wide"',
  'past Held',
  'past nothing of that kind',
  'hours "Mina Wide"',
  'evidence @"Mina Wide"',
  'evidence @"Wanda Wide"',
  'feedback "Wanda Wide"',
  'digest now',
  'people "Mina Wide"',
  'people "Alex Twin"',
  'people import',
  'people code',
  'setup catalogue',
];
const words = [...registry.commands.keys(), ...more];

describe.each(roles)('typed by a %s', (role) => {
  test.each(words)('%s', async (text) => {
    const more = await grows(as(role), () => ({ kind: 'command', text, mentions: [] }));
    expectBounded(text === 'home' ? `home of a ${role}` : text, more);
  });
});

/** What each button is about, in a programme that has grown; those about anything else have no rows that grow. */
const about = (g: Grown): Readonly<Record<string, string | undefined>> => ({
  '-': '-',
  S: g.session.toCome,
  E: g.session.held,
  M: g.mentorship,
  'M:1': `${g.mentorship}:1`,
  'M:mentorship': `${g.mentorship}:mentorship`,
  leo: g.ids.get(g.mentee),
  maya: g.ids.get(g.mentor),
  skill: 'skill',
  'after-session': 'after-session',
  standard: 'standard',
  notBegun: 'notBegun',
  P: g.portfolio,
  'P:portfolio': `${g.portfolio}:portfolio`,
  'P:o1': `${g.portfolio}:o1`,
  o1: 'o1',
  'P:relationship': `${g.portfolio}:relationship`,
  'P:goals': `${g.portfolio}:goals`,
});
const pressed = [...registry.presses.keys()]
  .map((verb) => ({ verb, ...(table[verb] ?? { about: '-', arg: '' }) }))
  .filter((line) => table[line.verb] !== undefined || everybodys.test(line.verb));

describe.each(['coordinator', 'mentor', 'mentee'] as const)('pressed by a %s', (role) => {
  test.each(pressed)('$verb', async ({ verb, about: what, arg }) => {
    const subject = (g: Grown) => about(g)[what];
    const event = (g: Grown) => ({
      kind: 'press',
      press: { verb, subject: subject(g) ?? '-', ...(arg === '' ? {} : { arg }) },
    });
    expectBounded(verb === 'home.open' ? `home of a ${role}` : verb, await grows(as(role), event));
  });
});

/** Buttons of those who read what others wrote, and of one's own cards: in the table above they are nobody's. */
const theirs: readonly (readonly [role: (typeof roles)[number], verb: string, about: string])[] = [
  ['assessor', 'evidence.open', '-'],
  ['assessor', 'evidence.portfolio', 'P'],
  ['assessor', 'evidence.session', 'E'],
  ['assessor', 'hours.by-skill', 'maya'],
  ['assessor', 'readiness.open', '-'],
  ['assessor', 'readiness.open', 'P'],
  ['assessor', 'readiness.criterion', 'P:o1'],
  ['supervisor', 'readiness.doubts', 'P'],
  ['assessor', 'past.open', '-'],
  ['assessor', 'past.list', 'P:portfolio'],
  ['assessor', 'past.session', 'E'],
  ['supervisor', 'past.open', '-'],
  ['supervisor', 'past.list', 'P:portfolio'],
  ['mentor', 'release.open', 'M'],
  ['mentor', 'compare.open', 'P'],
  ['mentor', 'compare.theme', 'P:goals'],
  ['mentor', 'compare.mark', 'P:relationship'],
  ['assessor', 'compare.open', 'P'],
  ['assessor', 'compare.theme', 'P:goals'],
  ['mentee', 'goals.rate', 'E'],
  ['mentee', 'hard.open', '-'],
  ['mentee', 'check.list', '-'],
];

test.each(theirs)('a %s who presses %s about %s', async (role, verb, what) => {
  const event = (g: Grown) => ({
    kind: 'press',
    press: { verb, subject: about(g)[what] ?? '-' },
  });
  const [small] = worlds;
  // Whoever is turned away is told so, reads nothing, and would take as many statements everywhere.
  expect((await asked(small as Grown, as(role)(small as Grown), event(small as Grown))).said.kind).not.toBe('say');
  expect(await grows(as(role), event)).toEqual([]);
});
