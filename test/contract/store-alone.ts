import { afterEach, describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { seedPair } from '../support/pair.js';

/** Several programs on one database. `open` opens a store on the database of that name, which stays when it is closed. */
export function storeAloneContract(
  name: string,
  open: (database: string) => Promise<{ readonly store: Store; close(): Promise<void> }>,
): void {
  describe(`${name}: who is alone`, () => {
    const running = new Map<Store, () => Promise<void>>();
    afterEach(async () => {
      for (const store of running.keys()) await dies(store);
    });
    async function program(): Promise<Store> {
      const { store, close } = await open('alone');
      running.set(store, close);
      return store;
    }
    async function dies(store: Store): Promise<void> {
      await running.get(store)?.();
      running.delete(store);
    }

    test('the leases of one that died end at once where nobody else runs, and only there', async () => {
      const first = await program();
      expect(await first.queue.endLeasesOfTheDead(1_000)).toBe(0);
      const now = 2_000_000;
      await seedPair(first, { ids: randomIds(), now, tenant: 'T1', mentor: 'a', mentee: 'b' });
      const [row] = await first.queue.claimOutbox(now, now + 60_000, 9);
      expect(await first.queue.attempting(row?.id ?? '', row?.fence ?? 0, now + 5, 'slack:T1:D1' as never)).toBe(true);
      await first.queue.claimPrompts(now * 1_000, now, now + 60_000, 9);

      // Another program beside it ends nothing, and whoever starts beside that one does not either.
      const second = await program();
      expect(await second.queue.endLeasesOfTheDead(now + 10)).toBe(0);
      await dies(first);
      const third = await program();
      expect(await third.queue.endLeasesOfTheDead(now + 20)).toBe(0);
      expect(await third.queue.claimOutbox(now + 20, now + 60_020, 9)).toEqual([]);
      await dies(second);
      await dies(third);

      const alone = await program();
      expect(await alone.queue.endLeasesOfTheDead(now + 30)).toBeGreaterThan(1);
      // What was under way is known to be so: it has to be looked up.
      expect(await alone.queue.claimOutbox(now + 30, now + 60_030, 9)).toMatchObject([
        { id: row?.id, attemptedAt: now + 5, attempts: 1 },
      ]);
      expect((await alone.queue.claimPrompts(now * 1_000, now + 30, now + 60_030, 9)).length).toBeGreaterThan(0);
    });
  });
}
