import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Block, Card } from '../../../src/chat/card.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { buttonsOf } from '../../support/chat.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What is coming: a list in a chat; where a page has room the next one whole, and a table of what comes after it. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
  for (const [day, title] of [
    ['tomorrow', 'First'],
    ['in 3 days', 'Second'],
    ['in 5 days', 'Third'],
  ] as const)
    await planned(t, 'maya', `plan @leo ${day} 3pm 45m ${title}`);
});
afterEach(async () => t.stop());

const card = (user: string): Card => {
  const { last } = t.as(user);
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return last.card;
};
const names: ReadonlyMap<string, string> = new Map([
  ['maya', 'Maya Okafor'],
  ['leo', 'Leo Brandt'],
]);
const aloud = (c: Card): string =>
  cardText(c, {
    person: null,
    platform: 'web',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: (id) => ({ name: names.get([...t.people].find(([, p]) => p === id)?.[0] ?? '') ?? 'someone' }),
  });
const tables = (c: Card): readonly Extract<Block, { kind: 'table' }>[] =>
  c.blocks.flatMap((b) => (b.kind === 'table' ? [b] : []));

test.each([
  ['maya', 'Not answered'],
  ['leo', 'Not answered'],
] as const)('%s reads the rest as a table on a page, and as a list in a chat', async (user, answer) => {
  const me = t.as(user);
  await me.types('sessions', { page: true });
  const [later, ...more] = tables(card(user));
  expect(more).toEqual([]);
  expect(later?.rows.map((r) => [r.button?.label, r.button?.press.verb])).toEqual([
    ['See the plan', 'plan.read'],
    ['See the plan', 'plan.read'],
  ]);
  const words = aloud(card(user));
  expect(words).toContain('3 sessions are coming.');
  expect(words.indexOf('First')).toBeLessThan(words.indexOf('After that'));
  const other = user === 'maya' ? 'Leo Brandt' : 'Maya Okafor';
  expect(words).toContain(`Thu 26 Nov 2026, 15:00 | Second | ${other} | 45 min | ${answer} | [See the plan]`);
  // A message has no room for a table.
  const { last } = me;
  expect(last?.kind === 'panel' && last.inMessage !== undefined && tables(last.inMessage)).toEqual([]);

  await me.types('sessions');
  expect(tables(card(user))).toEqual([]);
  expect(aloud(card(user)).match(/With: /g)?.length).toBe(3);
});

test('what the list offers with a session stands beside its plan', async () => {
  for (const user of ['maya', 'leo']) {
    const me = t.as(user);
    await me.types('sessions');
    const offered = buttonsOf(card(user)).filter((b) => b.press.verb !== 'plan.read');
    for (const subject of new Set(offered.map((b) => b.press.subject))) {
      await me.presses('plan.read', { subject });
      const verbs = (some: readonly { readonly press: { readonly verb: string } }[]) => some.map((b) => b.press.verb);
      expect(verbs(buttonsOf(card(user)))).toEqual(verbs(offered.filter((b) => b.press.subject === subject)));
    }
    expect(offered.length).toBeGreaterThan(5);
  }
});

test('an answer stands in the table', async () => {
  const leo = t.as('leo');
  await leo.types('sessions');
  const last = buttonsOf(card('leo')).findLast((b) => b.press.verb === 'plan.accept');
  await leo.presses('plan.accept', { subject: last?.press.subject ?? '' });
  await t.as('maya').types('sessions', { page: true });
  expect(aloud(card('maya'))).toContain('| Third | Leo Brandt | 45 min | Yes |');
});

test('two are no table: the second is as near as the first', async () => {
  await t.clock.to('2026-11-26T14:00:00Z');
  await t.as('leo').types('sessions', { page: true });
  expect(tables(card('leo'))).toEqual([]);
});
