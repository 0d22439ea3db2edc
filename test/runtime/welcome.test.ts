import { afterEach, expect, test } from 'vitest';
import type { Inbound, Reply } from '../../src/chat/inbound.js';
import { localTenant } from '../../src/sample.js';
import { startBot, type TestBot } from '../fakes/bot.js';
import { directOf } from '../fakes/chat.js';

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
