import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../../src/features/index.js';
import type { View } from './person.js';
import { type Whole, wholeBot } from './whole.js';
import { asEvent, type SignedPost, team } from './workspace.js';

/**
 * What Slack delivers again is answered once: the same event, the same message under other ids, all of them at the same
 * time, and after a restart. The answers are messages of their own, so a second one would stand there.
 */

let t: Whole;
let direct = '';
beforeAll(async () => {
  t = await wholeBot();
  direct = (await t.w.chat.openDirect({ platform: 'slack', tenant: team, user: t.mentor.id })).split(':')[2] ?? '';
});
afterAll(() => t.stop());

let said = 0;
const ts = (): string => {
  said += 1;
  return `1764000000.${String(said).padStart(6, '0')}`;
};
const dm = (text: string, at: string): SignedPost =>
  asEvent({ type: 'message', channel: direct, channel_type: 'im', user: t.mentor.id, text, ts: at, client_msg_id: at });
const mention = (text: string, at: string, channel = t.w.slack.general): SignedPost =>
  asEvent({ type: 'app_mention', channel, user: t.mentor.id, text: `<@U0MENTOR1> ${text}`, ts: at });

/** How often something was shown since the last time it was asked; no more is under way. */
async function shown(): Promise<number> {
  // Stopping waits for all that is under way.
  await t.restart();
  const n = t.w.slack.front.calls.filter((c) => /^(chat\.post|views\.(open|push)$)/.test(c.method)).length;
  t.w.slack.front.calls.length = 0;
  return n;
}

const words = [...new Set([...features.flatMap((f) => Object.keys(f.commands ?? {})), 'nonsense', 'digest now'])];

describe.each(['a direct message', 'a mention'] as const)('%s, delivered again', (how) => {
  test.each(words)('“%s”', async (word) => {
    const event = how === 'a mention' ? mention(word, ts()) : dm(word, ts());
    await t.w.post(event);
    const once = await shown();
    await t.w.post(event);
    expect(await shown(), 'after a restart').toBe(0);
    const at = ts();
    const [one, ...others] = [1, 2, 3].map(() => (how === 'a mention' ? mention(word, at) : dm(word, at)));
    if (one === undefined) throw new Error('nothing to post');
    await Promise.all([one, one, ...others].map((e) => t.w.post(e)));
    await t.w.post(one);
    expect(await shown(), 'at once, and under other ids').toBeLessThanOrEqual(Math.max(once, 1));
  });
});

test('one direct message that comes as a message and as a mention is answered once', async () => {
  const at = ts();
  await Promise.all([t.w.post(dm('<@U0MENTOR1> help', at)), t.w.post(mention('help', at, direct))]);
  expect(await shown()).toBe(1);
});

test('“concern” too; it asks nothing of the database, so a restart forgets that it was answered', async () => {
  const event = dm('concern', ts());
  for (let i = 0; i < 3; i += 1) await t.w.post(event);
  expect(await shown()).toBe(1);
});

test('two messages with the same words are two', async () => {
  await t.w.post(dm('help', ts()));
  await t.w.post(dm('help', ts()));
  expect(await shown()).toBe(2);
});

test('a button whose answer is a message of its own', async () => {
  const home = await t.shown('views.open', t.mentor.types('home'));
  t.w.slack.front.calls.length = 0;
  await t.shown('views.push', t.mentor.pressesOn(home as View, 'Goals and more'));
  await t.mentor.again();
  expect(await shown()).toBe(1);
  await t.mentor.again();
  expect(await shown()).toBe(0);
});
