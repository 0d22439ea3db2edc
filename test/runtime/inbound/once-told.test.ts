import { expect, test } from 'vitest';
import type { Answer, Inbound } from '../../../src/chat/inbound.js';
import type { Store, Transaction } from '../../../src/ports/store.js';
import { onceTold } from '../../../src/runtime/inbound/once-told.js';
import { silentLog } from '../../../src/runtime/log.js';
import { readerFor } from '../../adapters/slack/workspace.js';

/** An event that another program heard a moment ago: waited for as long as its answer may take, and no longer. */

const event = {
  kind: 'home',
  deliveryId: 'd1',
  who: { platform: 'slack', tenant: 'T1', user: 'U1' },
  surface: { scope: 'direct', form: false, apart: true },
} as Inbound;
const answer: Answer = { reply: { kind: 'done' }, reader: readerFor('U1'), elsewhere: true };

/** Hears it where a row says so after so many looks; answers whether it was left to the other, and how long that took (ms). */
async function heardBeside(toldAfter: number, several = true): Promise<readonly [again: boolean, waited: number]> {
  let [looks, waited] = [0, 0];
  const deliveries = {
    async outcome() {
      looks += 1;
      return looks > toldAfter ? 'told' : 'heard';
    },
  };
  const store = { read: (fn: (tx: Transaction) => unknown) => fn({ deliveries } as unknown as Transaction) };
  const { hear } = onceTold(
    {
      store: store as unknown as Store,
      clock: { now: () => 0 },
      log: silentLog,
      several: () => several,
      async pause(ms) {
        waited += ms;
      },
    },
    async () => answer,
  );
  return [(await hear(event)).again === true, waited];
}

test('the other comes to tell it: nothing is shown here', async () => {
  const [again, waited] = await heardBeside(3);
  expect(again).toBe(true);
  expect(waited).toBeLessThan(1_000);
});

test('the other never does, for it died: it is shown here, after three seconds', async () => {
  expect(await heardBeside(Number.POSITIVE_INFINITY)).toEqual([false, 3_000]);
});

test('there is no other any more: it is shown at once', async () => {
  expect(await heardBeside(Number.POSITIVE_INFINITY, false)).toEqual([false, 0]);
});
