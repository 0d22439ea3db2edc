import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What a mentee is asked after a session stays true where it stands, whoever changes what it says. */

let t: TestBot;
let asking: number;
const oneHeld: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo today 11:00 45m Phone calls');
  await planned(bot, 'maya', 'plan @leo Thursday 3pm 45m Email');
  await bot.clock.to('2026-11-23T12:30:00Z');
};
beforeEach(async () => {
  t = await startAfter(oneHeld);
  asking = t.as('leo').sees().length - 1;
});
afterEach(() => t.stop());

/** The card that asks, whatever it asks just now: the newest of all before anything is pressed. */
const asks = (): string => t.as('leo').sees()[asking] ?? '';
const invitation = (): string =>
  t
    .as('leo')
    .sees()
    .find((c) => c.includes('Email')) ?? '';
const roles = async (user: string, of: readonly string[]): Promise<void> => {
  const priya = t.as('priya');
  await priya.presses('people.roles', { subject: t.as(user).id });
  await priya.fills({ roles: of }).submits();
};
const wants = async (on: readonly string[]): Promise<void> => {
  const leo = t.as('leo');
  await leo.presses('settings.change', { subject: '-' });
  await leo.fills({ on }).submits();
};
const invited = 'Half an hour after, I’ll ask you four questions';

test('who reads the answers is named anew while they can be changed, and not after', async () => {
  await t.as('leo').presses('hours.confirm');
  expect(asks()).toContain('Priya Nair');
  expect(asks()).not.toContain('Grace Lindqvist');
  await roles('grace', ['coordinator']);
  expect(asks()).toContain('Grace Lindqvist');
  await roles('grace', []);
  expect(asks()).not.toContain('Grace Lindqvist');
  const before = t.chat.drawn.length;
  await roles('grace', ['mentor']);
  expect(t.chat.drawn).toHaveLength(before);
  await t.clock.pass(20 * day);
  const over = t.chat.drawn.length;
  await roles('grace', ['coordinator']);
  expect(asks()).not.toContain('Grace Lindqvist');
  expect(t.chat.drawn).toHaveLength(over);
});

test('questions switched off in the settings: what asks says so, what rests too, and no invitation promises any', async () => {
  await t.as('leo').presses('hours.confirm');
  await t.as('leo').presses('ask.not-today');
  expect(invitation()).toContain(invited);
  await wants(['confirmation']);
  expect(asks()).toContain('I won’t ask these questions');
  expect(invitation()).not.toContain(invited);
  await wants(['confirmation', 'feedback']);
  expect(asks()).toContain('Who may read them?');
  expect(invitation()).toContain(invited);
});

test('the length switched off in the settings: what asks about it asks no more', async () => {
  expect(asks()).toContain('Is that right?');
  await wants(['feedback']);
  expect(asks()).not.toContain('Is that right?');
  await wants(['feedback', 'confirmation']);
  expect(asks()).toContain('Is that right?');
});

test('several lengths on one card: it says what is open whatever becomes of it', async () => {
  const [first, second] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
  await t.clock.to('2026-11-26T17:00:00Z');
  await t.clock.to('2026-11-27T12:00:00Z');
  asking = t.as('leo').sees().length - 1;
  expect(asks()).toMatch(/Phone calls, .*45 min\.\n.*Email, .*45 min\./);
  const maya = t.as('maya');
  await maya.presses('record.open', { subject: first?.id ?? '' });
  const items = maya.form().form.steps[0]?.items ?? [];
  const firstOf = (id: string): string => {
    const item = items.find((f) => f.id === id);
    return item?.kind === 'choice' ? (item.of[0]?.value ?? '') : '';
  };
  maya.fills({
    minutes: 30,
    ...Object.fromEntries(items.filter((f) => /^outcome|^skill$/.test(f.id)).map((f) => [f.id, firstOf(f.id)])),
    'skill-example': 'Asked before telling.',
    happened: 'Two calls.',
    'late-reason': 'Away on Tuesday.',
  });
  await maya.submits();
  expect(maya.last, JSON.stringify(maya.last)).toMatchObject({ kind: 'close' });
  expect(asks()).toMatch(/Phone calls, .*30 min\.\n.*Email, .*45 min\./);
  await maya.presses('session.not-held', { subject: second?.id ?? '', arg: 'mentor' });
  expect(asks()).toMatch(/Phone calls, .*30 min\./);
  expect(asks()).not.toContain('Email');
});

test('whoever leaves is named no more', async () => {
  await roles('grace', ['coordinator']);
  await t.as('leo').presses('hours.confirm');
  expect(asks()).toContain('Grace Lindqvist');
  const grace = t.as('grace');
  await grace.presses('data.leave', { subject: '-', arg: 'yes' });
  expect(asks()).not.toContain('Grace Lindqvist');
});

test('a session that ended while nothing ran for weeks ends all the same, and its record is asked for', async () => {
  const before = t.as('maya').sees().length;
  await t.clock.to('2027-01-11T09:00:00Z');
  const [, email] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
  expect(email).toMatchObject({ state: 'ended', endedAt: Date.parse('2026-11-26T15:45:00Z') });
  const asked = t
    .as('maya')
    .sees()
    .slice(before)
    .filter((c) => c.includes('[Write it now]'));
  expect(asked.join()).toContain('Email');
  // It is too late to ask the mentee anything of it.
  expect(t.as('leo').sees()).toHaveLength(asking + 1);
  expect(invitation()).toContain('is over');
});
