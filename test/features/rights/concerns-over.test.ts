import { afterEach, expect, test } from 'vitest';
import { secondWay } from '../../../src/domain/second-way.js';
import { day } from '../../../src/kernel/clock.js';
import { said } from '../../support/agree-world.js';
import { startBot, type TestBot } from '../../support/bot.js';

/** That concerns were passed on, once it was kept for its time (docs/field.md#retention). */

const people = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'tom', name: 'Tom Hughes', roles: ['mentor'] },
  { user: 'priya', name: 'Priya Shah', roles: ['coordinator'] },
  { user: 'ben', name: 'Ben Ash', roles: ['coordinator'] },
  { user: 'dana', name: 'Dana Whitlock', roles: ['safeguarding-lead'] },
] as const;

let t: TestBot;
afterEach(() => t.stop());

const alerts = () => t.store.read((tx) => tx.in(t.programme).leadAlerts.before(t.clock.now() + 1));
const trail = async (what: string) =>
  (await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme))).filter((e) => e.what === what);
const code = async () =>
  (await t.store.read((tx) => tx.in(t.programme).kept.get(secondWay, t.as('priya').id)))?.code ?? '';
const asked = (): readonly string[] =>
  t
    .as('priya')
    .sees()
    .filter((s) => s.includes('has been kept for its time. Erase it'));

/** Maya and Tom each passed one on; kept for a year. */
async function begin(): Promise<void> {
  t = await startBot({ people, start: '2026-11-23T12:00:00Z' });
  for (const user of ['maya', 'tom']) {
    await t.as(user).types('concern');
    await t.as(user).presses('concern.tell-lead');
  }
  const priya = t.as('priya');
  await priya.presses('rights.retention', { subject: '-' });
  expect(priya.form().answers.values.concerns).toBe(120);
  const form = JSON.stringify(priya.form());
  expect(form).toContain('of a concern from the day it was passed on.');
  expect(form).toContain('It is ten years where nobody chose otherwise.');
  priya.fills({ concerns: 12 });
  await priya.submits();
  expect(said(priya.last)).toContain('That a concern was passed on: 12 months.');
}

test('the coordinator is asked how many are over, reads of none, and erases them by a second way; the chain stays', async () => {
  await begin();
  const priya = t.as('priya');
  await t.clock.pass(300 * day);
  expect(asked()).toEqual([]);
  await priya.presses('rights.concerns', { subject: '-' });
  expect(said(priya.last)).toContain('Nothing is over');
  await t.clock.pass(100 * day);
  expect(asked().at(-1)).toContain('That 2 concerns were passed on has been kept for its time.');
  await priya.presses('rights.due', { subject: '-' });
  expect(said(priya.last)).toContain('That 2 concerns were passed on: 12 months.');
  await priya.presses('rights.concerns');
  // Of a single alert a coordinator sees neither who nor when.
  expect(said(priya.last)).toContain('that 2 concerns were passed on');
  expect(said(priya.last)).not.toMatch(/Maya|Tom|Dana|2026/);
  const chain = await trail('concern.passed-on');
  await priya.presses('rights.concerns', { subject: '-', arg: 'yes' });
  expect(await alerts()).toHaveLength(2);
  priya.fills({ code: (await code()) === '000000' ? '000001' : '000000' });
  await priya.submits();
  expect(await alerts()).toHaveLength(2);
  priya.fills({ code: await code() });
  await priya.submits();
  expect(said(priya.last)).toContain('Erased: that 2 concerns were passed on.');
  expect(await alerts()).toEqual([]);
  expect(await trail('concern.passed-on')).toEqual(chain);
  expect((await trail('rights.concerns-erased')).map((e) => e.facts)).toEqual([{ count: 2, confirmed: 'coordinator' }]);
  expect(await t.store.read((tx) => tx.in(t.programme).audit.broken(t.programme))).toBeUndefined();
  await t.clock.pass(40 * day);
  expect(asked()).toHaveLength(1);
}, 120_000);

test('whatever names somebody on hold is not among them, and what is over may be kept for a year, by a choice', async () => {
  await begin();
  const priya = t.as('priya');
  await t.clock.pass(300 * day);
  await priya.presses('rights.hold', { subject: t.as('maya').id });
  priya.fills({ reason: 'A complaint is looked into.', told: 'It waits.' });
  await priya.submits();
  await t.clock.pass(100 * day);
  expect(asked().at(-1)).toContain('That 1 concern was passed on has been kept for its time.');
  // A hold that is put on between the first word and the second: the code is for something else.
  await priya.presses('rights.concerns', { subject: '-', arg: 'yes' });
  const form = priya.last;
  const begun = await code();
  await t.as('ben').presses('rights.hold', { subject: t.as('tom').id });
  t.as('ben').fills({ reason: 'The same.', told: 'It waits.' });
  await t.as('ben').submits();
  priya.last = form;
  priya.fills({ code: begun });
  await priya.submits();
  expect(await alerts()).toHaveLength(2);
  const [, second] = (await t.store.read((tx) => tx.in(t.programme).rights.open())).filter((r) => r.kind === 'hold');
  await t.as('ben').presses('rights.hold-lift', { subject: second?.id ?? '' });
  await priya.presses('rights.concerns-keep', { subject: '-' });
  priya.fills({ why: 'policy' });
  await priya.submits();
  await priya.presses('rights.concerns', { subject: '-' });
  expect(said(priya.last)).toContain('Nothing is over');
  expect(await alerts()).toHaveLength(2);
  await t.clock.pass(340 * day);
  const before = asked().length;
  await t.clock.pass(60 * day);
  expect(asked().length).toBeGreaterThan(before);
  expect((await trail('rights.concerns-kept')).map((e) => e.facts)).toEqual([{ why: 'policy' }]);
}, 120_000);

test('set-up leaves alone for how long things are kept', async () => {
  await begin();
  const priya = t.as('priya');
  await priya.types('setup');
  await priya.submits();
  expect(said(priya.last)).toContain('The programme is set');
  const { settings } = await t.store.read((tx) => tx.in(t.programme).programme.get());
  expect(settings.retention).toEqual({ learner: 36, decisions: 36, concerns: 12 });
}, 60_000);
