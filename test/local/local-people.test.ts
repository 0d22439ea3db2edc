import { afterEach, expect, test } from 'vitest';
import { localPeople } from '../../src/local/local-people.js';
import { startBot, type TestBot } from '../support/bot.js';

let t: TestBot | undefined;
afterEach(() => t?.stop());

test('the channel is there before and after the digest’s place is chosen by typing in it', async () => {
  const bot = await startBot();
  t = bot;
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme).programme;
    const before = await rows.get();
    const { channel: _, ...digest } = before.settings.digest;
    await rows.save({ ...before, settings: { ...before.settings, digest } });
  });
  const people = localPeople(bot.store, 'Europe/London', bot.clock);
  expect(await people.channels()).toEqual(['mentoring']);
  await bot.as('priya').types('digest', { scope: 'shared' });
  const { settings } = await bot.store.read((tx) => tx.in(bot.programme).programme.get());
  expect(settings.digest.channel?.address).toBe('web:#mentoring');
  expect(await people.channels()).toEqual(['mentoring']);
});
