import { afterEach, expect, test } from 'vitest';
import type { Inbound, Reply } from '../../../src/chat/inbound.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

test('an installation that is told of twice is welcomed once; another one is another', async () => {
  t = await startBot();
  const { bot } = t;
  const installed = async (deliveryId: string): Promise<Reply> => {
    const event: Inbound = {
      kind: 'installed',
      deliveryId,
      who: { platform: 'web', tenant: localTenant, user: 'leo' },
      surface: { scope: 'direct', form: false },
      at: directOf('leo'),
    };
    return (await bot.hear(event)).reply;
  };
  // At once, as Teams does it.
  const replies = await Promise.all([installed('installed:0'), installed('installed:0')]);
  expect(replies.map((r) => r.kind).sort()).toEqual(['done', 'say']);
  expect(replies.find((r) => r.kind === 'say')).toMatchObject({ card: { title: 'What you can type' } });
  expect((await installed('installed:1')).kind).toBe('say');
});

test('whoever was not met before is welcomed by a message, once, whatever they do first', async () => {
  t = await startBot();
  const welcomes = (user: string): number =>
    t?.chat.in(directOf(user)).filter((m) => m.message.card.title === 'Welcome to Mentorlog').length ?? 0;
  const acts = async (user: string, event: object, surface = { scope: 'direct', form: true }): Promise<void> => {
    await t?.bot.hear({
      deliveryId: `${user}:${Math.random()}`,
      who: { platform: 'web', tenant: localTenant, user },
      surface,
      at: directOf(user),
      ...event,
    } as Inbound);
    await t?.settled();
  };
  await acts('nina', { kind: 'home' }, { scope: 'direct', form: false });
  await acts('omar', { kind: 'command', text: 'hours', mentions: [] });
  expect([welcomes('nina'), welcomes('omar')]).toEqual([1, 1]);
  await acts('nina', { kind: 'home' });
  await acts('omar', { kind: 'command', text: 'home', mentions: [] });
  expect([welcomes('nina'), welcomes('omar')]).toEqual([1, 1]);
  // Not who is known already, nor who was answered when they installed it, nor who can have no message yet.
  await acts('leo', { kind: 'home' });
  await acts('pia', { kind: 'installed' });
  await acts('quin', { kind: 'command', text: 'help', mentions: [] }, { scope: 'shared', form: false });
  expect(['leo', 'pia', 'quin'].map(welcomes)).toEqual([0, 0, 0]);
});
