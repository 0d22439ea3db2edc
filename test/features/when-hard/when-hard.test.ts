import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { buttonsOf } from '../../support/chat.js';
import type { Someone } from '../../support/someone.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** A mentee's own card for hard moments: theirs, and nobody's unless they share it (docs/field.md#when-it-gets-hard). */

let t: TestBot;
let maya: Someone;
let leo: Someone;
let m: string;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
  [maya, leo] = [t.as('maya'), t.as('leo')];
  m = await t.store.read(async (tx) => (await tx.in(t.programme).mentorships.all())[0]?.id ?? '');
});
afterEach(() => t.stop());

const secret = /shaking|breathe|my aunt/;
const text = (reply: Reply | undefined): string => {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named };
  return card === undefined ? '' : cardText(card, reader as never);
};
const verbs = (reply: Reply | undefined): readonly string[] =>
  reply !== undefined && 'card' in reply ? buttonsOf(reply.card).map((b) => b.press.verb) : [];

async function writes(): Promise<void> {
  await leo.types('home');
  await leo.presses('hard.open');
  await leo.presses('hard.change');
  await leo.fills({ notice: 'My hands are shaking', helps: 'I breathe', goTo: 'I ring my aunt' }).submits();
}
const opens = async (): Promise<string> => {
  await leo.types('home');
  return text(await leo.presses('hard.open'));
};
const whoRead = async (): Promise<string> => text(await leo.presses('data.open', { subject: '-' }));

test('it is one tap from a mentee’s home, empty at first, and has the numbers from the start', async () => {
  expect(verbs(await maya.types('home'))).not.toContain('hard.open');
  const empty = await opens();
  expect(empty).toContain('You can write down what helps you.');
  expect(empty).toContain('0800 1111');
  await writes();
  const card = await opens();
  for (const words of [
    'My hands are shaking',
    'I breathe',
    'I ring my aunt',
    'Nobody but you can read it.',
    '0800 1111',
  ])
    expect(card).toContain(words);
});

test('unshared, the mentor is not even told that there is one, and cannot open it', async () => {
  await writes();
  expect(verbs(await maya.presses('mentorship.open', { subject: m }))).not.toContain('hard.read');
  expect(text(await maya.presses('hard.read', { subject: m }))).toContain('do not ask for it');
  expect(await whoRead()).not.toContain('When it gets hard”,');
});

test('shared, the mentor reads it, which is told to its owner; and not once sharing stops', async () => {
  await writes();
  await opens();
  expect(text(await leo.presses('hard.share', { arg: 'share' }))).toContain('maya can read your card now');
  expect(verbs(await maya.presses('mentorship.open', { subject: m }))).toContain('hard.read');
  expect(text(await maya.presses('hard.read'))).toMatch(secret);
  expect(await whoRead()).toContain('read your card “When it gets hard”');
  await opens();
  await leo.presses('hard.share', { arg: 'stop' });
  expect(verbs(await maya.presses('mentorship.open', { subject: m }))).not.toContain('hard.read');
  expect(text(await maya.presses('hard.read', { subject: m }))).not.toMatch(secret);
});

test('sharing ends with the mentorship', async () => {
  await writes();
  await opens();
  await leo.presses('hard.share', { arg: 'share' });
  await leo.presses('mentorship.end', { subject: m, arg: 'yes' });
  expect(text(await maya.presses('hard.read', { subject: m }))).not.toMatch(secret);
});

test('no message, no board, no digest and nobody else has a word of it, shared or not', async () => {
  await writes();
  await opens();
  await leo.presses('hard.share', { arg: 'share' });
  for (const user of ['priya', 'tom', 'aisha', 'grace']) {
    await t.as(user).presses('mentorship.open', { subject: m });
    expect(JSON.stringify(t.as(user).last)).not.toMatch(secret);
    await t.as(user).presses('hard.read', { subject: m });
    expect(JSON.stringify(t.as(user).last)).not.toMatch(secret);
  }
  await t.as('priya').types('people');
  expect(JSON.stringify(t.as('priya').last)).not.toMatch(secret);
  expect(JSON.stringify(t.chat.drawn)).not.toMatch(secret);
  const entries = await t.store.read(async (tx) => [
    ...(await tx.in(t.programme).audit.of(m as never)),
    ...(await tx.in(t.programme).audit.of(t.programme)),
  ]);
  expect(JSON.stringify(entries)).not.toMatch(secret);
});

test('what is kept about somebody says that there is one; emptied it is gone, and so it is with its owner', async () => {
  expect(await whoRead()).not.toContain('My card');
  await writes();
  expect(await whoRead()).toContain('Your card “When it gets hard”: kept');
  await opens();
  await leo.presses('hard.change');
  await leo.fills({ notice: '', helps: ' ', goTo: '' }).submits();
  expect(await whoRead()).not.toContain('Your card “When it gets hard”: kept');
  await writes();
  await t.store.write((tx) => tx.in(t.programme).people.erase(leo.id, t.clock.now()));
  expect(await t.store.read((tx) => tx.in(t.programme).whenHard.get(leo.id))).toBeUndefined();
});
