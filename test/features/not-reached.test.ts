import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../src/chat/inbound.js';
import { startBot, type TestBot } from '../fakes/bot.js';
import { directOf } from '../fakes/chat.js';
import { agreed, planned } from '../fakes/steps.js';

/** Whoever cannot be reached is nobody's secret: the mentor and the coordinator are told, and it can be sent again. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot();
});
afterEach(() => t.stop());
const words = (reply: Reply | undefined): string => JSON.stringify(reply);

test.each([
  ['has blocked the bot', 'blocked'],
  ['left, or never installed it', 'left'],
] as const)(
  'a mentee who %s: the mentor sees it, the coordinator’s board counts it, and it goes again',
  async (_, why) => {
    await agreed(t, 'maya', 'leo');
    const { send } = t.chat;
    t.chat.send = async (to, message) => (to === directOf('leo') ? { kind: 'gone', why } : send(to, message));
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const told = t.as('maya').sees().join('\n');
    expect(told).toContain('Not reached');
    expect(told).toContain('Tell them another way');
    const priya = t.as('priya');
    expect(priya.sees().join('\n')).toContain('Not reached');
    await priya.types('people');
    expect(words(priya.last)).toContain('Not delivered: ');
    await priya.presses('delivery.list');
    expect(words(priya.last)).toContain('they cannot be reached');
    // What it was about is none of the coordinator's.
    expect(words(priya.last)).not.toContain('Phone calls');
    t.chat.send = send;
    expect(t.as('leo').sees().join('\n')).not.toContain('Phone calls');
    await priya.presses('delivery.again');
    expect(t.as('leo').sees().join('\n')).toContain('Phone calls');
    await priya.types('people');
    expect(words(priya.last)).not.toContain('Not delivered: ');
  },
);

test('a mentee is never told that their mentor cannot be reached', async () => {
  await agreed(t, 'maya', 'leo');
  const { send } = t.chat;
  t.chat.send = async (to, message) => (to === directOf('maya') ? { kind: 'gone', why: 'left' } : send(to, message));
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.as('leo').presses('plan.accept');
  expect(t.as('leo').sees().join('\n')).not.toContain('Not reached');
  expect(t.as('priya').sees().join('\n')).toContain('Not reached');
});
