import { afterEach, expect, test } from 'vitest';
import type { PlanVersion, Session } from '../../../src/domain/session.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned, toTheEnd } from '../../support/steps.js';

/** Every way in which a plan is made gives its objectives and activities keys of their own (src/domain/plan-keys.ts). */

let t: TestBot;
afterEach(async () => t.stop());

const onePlanned: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
};
const sessions = (): Promise<readonly Session[]> => t.store.read((tx) => tx.in(t.programme).sessions.all());
const plans = async (): Promise<readonly PlanVersion[]> => {
  const all = await sessions();
  const by = await t.store.read((tx) => tx.in(t.programme).sessions.plansOf(all.map((s) => s.id)));
  return all.flatMap((s) => by.get(s.id) ?? []);
};
const keysOf = (plan: PlanVersion | undefined): readonly string[] =>
  [...(plan?.body.objectives ?? []), ...(plan?.body.activities ?? [])].map((row) => row.key);
const newest = async (title: string): Promise<PlanVersion | undefined> =>
  (await plans()).filter((p) => p.title === title).at(-1);

/** No key in two sessions, none that a form gives to its blank rows. */
async function allTheirOwn(): Promise<void> {
  const keys = (await sessions()).map(async (s) => keysOf((await plans()).filter((p) => p.session === s.id).at(-1)));
  const flat = (await Promise.all(keys)).flat();
  expect(flat.length).toBeGreaterThan(0);
  expect(new Set(flat).size).toBe(flat.length);
  expect(flat.filter((key) => /^blank|[:@/]/.test(key))).toEqual([]);
}

test('a plan that is written anew', async () => {
  t = await startAfter(onePlanned);
  expect(keysOf(await newest('Phone calls')).length).toBeGreaterThan(1);
  await allTheirOwn();
});

test('a plan that is changed keeps them, and gives one to what is added', async () => {
  t = await startAfter(onePlanned);
  const before = await newest('Phone calls');
  const maya = t.as('maya');
  await maya.presses('plan.change');
  await maya.next();
  maya.fills({ 'objectives.0.what': 'Make three calls to the college' });
  await toTheEnd(maya);
  const after = await newest('Phone calls');
  expect(after?.version).toBe(2);
  expect(after?.body.objectives[0]?.what).toBe('Make three calls to the college');
  expect(keysOf(after)).toEqual(keysOf(before));
  await allTheirOwn();
});

test('a plan that is a copy of another session’s', async () => {
  t = await startAfter(onePlanned);
  const maya = t.as('maya');
  const [first] = await sessions();
  await maya.types('plan @leo Friday 3pm 45m');
  maya.fills({ template: `session:${first?.id}`, title: 'Calls again' });
  await toTheEnd(maya);
  expect(await newest('Calls again')).toMatchObject({ copiedFrom: `session:${first?.id}`, unchanged: true });
  await allTheirOwn();
});

test('a template’s plan for now, and one that is made from a template by the form', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const maya = t.as('maya');
  await maya.types('plan @leo now');
  await maya.presses('plan.template');
  const [now] = await plans();
  expect(now?.copiedFrom).toMatch(/^template:/);
  await maya.types('plan @leo Friday 3pm 45m');
  maya.fills({ template: (now?.copiedFrom ?? '').replace('template:', ''), title: 'From a template' });
  await toTheEnd(maya);
  expect(await newest('From a template')).toMatchObject({ copiedFrom: now?.copiedFrom });
  await allTheirOwn();
});

test('each plan of a series', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const maya = t.as('maya');
  await maya.types('plan @leo every Tuesday 3pm for 3 sessions 45m Phone calls');
  for (let i = 0; i < 3 && maya.form().step !== 'objectives'; i += 1) await maya.next();
  const goals = maya
    .form()
    .form.steps.flatMap((s) => s.items)
    .find((i) => i.id === 'goals');
  maya.fills({
    'objectives.0.what': 'Make two calls alone',
    'objectives.0.measure': 'Two calls are made',
    ...(goals?.kind === 'choice' ? { goals: [goals.of[0]?.value ?? ''] } : {}),
  });
  await toTheEnd(maya);
  expect(await sessions()).toHaveLength(3);
  await allTheirOwn();
});

test('another time that is taken changes no key', async () => {
  t = await startAfter(onePlanned);
  const before = await newest('Phone calls');
  const maya = t.as('maya');
  await maya.presses('plan.change');
  maya.fills({ time: '16:00' });
  await toTheEnd(maya);
  expect(keysOf(await newest('Phone calls'))).toEqual(keysOf(before));
});
