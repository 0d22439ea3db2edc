import { expect, onTestFinished, test } from 'vitest';
import { day, hour } from '../../../src/kernel/clock.js';
import { silentLog } from '../../../src/runtime/log.js';
import { kept, sweep } from '../../../src/runtime/schedule/sweep.js';
import { openTestStore } from '../../support/store.js';

test('what was long since heard goes by and by, some in each turn, once an hour; what is recent stays', async () => {
  const { store, close } = await openTestStore();
  onTestFinished(close);
  let [now, leaseNow] = [kept, 0];
  const sweeper = sweep({ store, clock: { now: () => now }, leaseClock: { now: () => leaseNow }, log: silentLog });
  const heard = async (key: string): Promise<boolean> =>
    (await store.read((tx) => tx.deliveries.outcome(key))) !== undefined;
  await store.write(async (tx) => {
    for (let i = 100; i < 550; i += 1) await tx.deliveries.record(`old-${i}`, 'done', 0);
    await tx.deliveries.record('recent', 'done', day);
  });
  // A month old to the millisecond is not older than a month.
  await sweeper.run();
  expect(await heard('old-100')).toBe(true);
  now += 1;
  // The hour has not passed: nothing is looked for.
  leaseNow = hour - 1;
  await sweeper.run();
  expect(await heard('old-100')).toBe(true);
  // 450 are more than one turn takes, and the next turn follows at once.
  leaseNow = hour;
  await sweeper.run();
  expect([await heard('old-100'), await heard('old-549')]).toEqual([false, true]);
  await sweeper.run();
  await sweeper.run();
  expect([await heard('old-549'), await heard('recent')]).toEqual([false, true]);
});
