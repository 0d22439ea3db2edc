import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import type { Someone } from '../../support/someone.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** How a mentee arrives and leaves, asked with what comes anyway (docs/field.md#how-it-starts-and-ends). */

let t: TestBot;
let maya: Someone;
let leo: Someone;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
  [maya, leo] = [t.as('maya'), t.as('leo')];
});
afterEach(() => t.stop());

const text = (reply: Reply | undefined): string => {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named };
  return card === undefined ? '' : cardText(card, reader as never);
};
const chooses = async (value: string): Promise<void> => {
  await leo.presses('settings.change', { subject: '-' });
  await leo.fills({ 'check-in': value }).submits();
  expect(leo.last?.kind).toBe('close');
};
const asksOf = (): readonly string[] => leo.sees().filter((c) => /How are you as you (?:arrive|leave)\?/.test(c));

/** One session with Leo, from its plan to the asking after it. */
async function session(): Promise<SessionId> {
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await leo.presses('plan.accept');
  await t.clock.to('2026-11-24T14:05:00Z');
  return t.store.read(async (tx) => (await tx.in(t.programme).sessions.all())[0]?.id as SessionId);
}
async function ends(): Promise<void> {
  await t.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await t.clock.to('2026-11-24T15:45:00Z');
  await t.clock.to('2026-11-24T16:16:00Z');
}
const kept = (id: SessionId) => t.store.read((tx) => tx.in(t.programme).checkIns.ofSession(id));
async function records(): Promise<void> {
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  await maya
    .fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': 'I waited.', happened: 'Two calls.' })
    .submits();
}

test('it is off until it is switched on, and asks nobody', async () => {
  const id = await session();
  await ends();
  expect(asksOf()).toEqual([]);
  expect(text(await leo.presses('check.give', { subject: id, arg: 'out.4' }))).toContain('switched this off');
  expect(await kept(id)).toEqual([]);
});

test.each(['off', 'me', 'mentor'])('a session costs as many messages with it set to %s', async (value) => {
  await chooses(value);
  const before = leo.sees().length;
  await session();
  if (value !== 'off') await leo.presses('check.give', { arg: 'in.1' });
  await ends();
  if (value !== 'off') await leo.presses('check.give', { arg: 'out.2' });
  await t.clock.to('2026-11-25T12:00:00Z');
  // As many as before there was any of it: the invitation, the reminder an hour before, and the asking after it.
  expect(leo.sees().length - before, JSON.stringify(leo.sees())).toBe(3);
});

test('one tap keeps it, the card thanks without saying what was said, and a word can be added', async () => {
  await chooses('me');
  const id = await session();
  expect(asksOf()).toHaveLength(1);
  const answer = text(await leo.presses('check.give', { arg: 'in.4' }));
  expect(answer).toContain('Thank you. It is saved.');
  expect(answer).toContain('Only you can read it.');
  expect(asksOf()).toEqual([]);
  expect(leo.sees().join()).toContain('You said how you arrive.');
  await leo.presses('check.word');
  await leo.fills({ word: 'wobbly' }).submits();
  expect(await kept(id)).toMatchObject([{ moment: 'in', level: 4, word: 'wobbly', shared: false }]);
  expect(JSON.stringify(t.chat.drawn)).not.toMatch(/wobbly/);
});

test('a low one brings the card and the numbers at once, and tells nobody', async () => {
  await chooses('mentor');
  await leo.presses('hard.change', { subject: '-' });
  await leo.fills({ helps: 'I go outside' }).submits();
  await session();
  const before = t.chat.drawn.length;
  const others = () => ['maya', 'priya', 'grace'].map((user) => t.as(user).sees().join());
  const seen = others();
  const low = text(await leo.presses('check.give', { arg: 'in.1' }));
  expect(low).toContain('Nobody gets a message about it.');
  expect(low).toContain('I go outside');
  expect(low).toContain('0800 1111');
  expect(others()).toEqual(seen);
  expect(t.chat.drawn.slice(before).every((d) => !JSON.stringify(d).includes('Really hard"'))).toBe(true);
  await ends();
  expect(text(await leo.presses('check.give', { arg: 'out.3' }))).not.toContain('0800 1111');
});

test('the mentor reads what was shared, which is noted, and nothing that was not; who stops sharing takes it back', async () => {
  await chooses('me');
  const id = await session();
  await leo.presses('check.give', { arg: 'in.2' });
  await chooses('mentor');
  await ends();
  await leo.presses('check.give', { arg: 'out.4' });
  await records();
  const record = async (user: string): Promise<string> =>
    text(await t.as(user).presses('record.read', { subject: id }));
  const mayas = await record('maya');
  expect(mayas).toContain('leaving: 4 of 5, Good');
  expect(mayas).not.toContain('arriving');
  expect(await record('leo')).toContain('Arriving: 2 of 5');
  expect(await record('priya')).not.toMatch(/of 5/);
  expect(text(await leo.presses('data.open', { subject: '-' }))).toContain('read how you arrived or left');
  await chooses('me');
  expect(await record('maya')).not.toMatch(/of 5/);
});

test('one’s own can be read, taken back one by one, deleted at once, and go with their person', async () => {
  await chooses('me');
  const id = await session();
  await leo.presses('check.give', { arg: 'in.2' });
  expect(text(await leo.presses('check.list', { subject: '-' }))).toMatch(/Arriving, .*: 2 of 5, Not great/);
  await leo.presses('check.give', { subject: id, arg: 'in.3' });
  await leo.presses('check.forget', { subject: id, arg: 'in' });
  expect(await kept(id)).toEqual([]);
  expect(asksOf()).toHaveLength(1);
  await leo.presses('check.give', { arg: 'in.5' });
  await leo.presses('check.forget', { subject: '-' });
  expect(await kept(id)).toEqual([]);
  await leo.presses('check.give', { subject: id, arg: 'in.5' });
  await t.store.write((tx) => tx.in(t.programme).people.erase(leo.id, t.clock.now()));
  expect(await kept(id)).toEqual([]);
});
