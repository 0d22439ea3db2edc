import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import { anything } from '../support/kept.js';
import { begin, fresh, type OpenStore } from './store-rows.js';

const ids = randomIds();

/** A promise, and the function that keeps it. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

export function storeGateContract(name: string, open: OpenStore): void {
  describe(`${name}: the gate`, () => {
    test('a write beside a transaction that rolls back survives it', async () => {
      const store = await fresh(open);
      const f = await store.write((tx) => begin(tx, ids));
      const [begun, end] = [signal(), signal()];
      const doomed = store.write(async (tx) => {
        await tx.in(f.programme.id).kept.put(anything, 'a', 'doomed');
        begun.give();
        await end.given;
        throw new Error('rolled back');
      });
      await begun.given;
      const beside = [
        store.meta.put('m', 'kept'),
        store.book.put('b', 'kept'),
        store.localMessages.post({ address: 'x' as never, key: 'k', drawn: 1, card: {} as never, postedAt: 1 }),
        store.queue.claimOutbox(1, 2, 1),
        store.write((tx) => tx.in(f.programme.id).kept.put(anything, 'c', 'kept')),
      ];
      // Reads do not wait, and see nothing of what is not committed.
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'a'))).toBeUndefined();
      end.give();
      await expect(doomed).rejects.toThrow('rolled back');
      await Promise.all(beside);
      expect(await store.meta.get('m')).toBe('kept');
      expect(await store.book.get('b')).toBe('kept');
      expect(await store.localMessages.find('x' as never, 'k')).toBeDefined();
      expect((await store.queue.claimOutbox(1, 2, 1)).length).toBe(0);
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'c'))).toBe('kept');
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'a'))).toBeUndefined();
    });

    test('a write inside a write is refused at once, whatever kind it is', async () => {
      const store = await fresh(open);
      await store.write(async () => {
        await expect(store.write(async () => undefined)).rejects.toThrow('nested write');
        await expect(store.meta.put('a', 'b')).rejects.toThrow('nested write');
        await expect(store.book.put('a', 'b')).rejects.toThrow('nested write');
      });
      expect(await store.meta.get('a')).toBeUndefined();
    });

    test('what was begun inside a write may write once that is over', async () => {
      const store = await fresh(open);
      const over = signal();
      let later: Promise<void> = Promise.resolve();
      await store.write(async () => {
        later = over.given.then(() => store.meta.put('later', 'yes'));
      });
      over.give();
      await later;
      expect(await store.meta.get('later')).toBe('yes');
    });

    test('fifty writes at once happen one after the other, in the order asked', async () => {
      const store = await fresh(open);
      const f = await store.write((tx) => begin(tx, ids));
      let inside = 0;
      await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          store.write(async (tx) => {
            inside += 1;
            expect(inside).toBe(1);
            const { kept } = tx.in(f.programme.id);
            const list = ((await kept.get(anything, 'order')) ?? []) as readonly number[];
            await kept.put(anything, 'order', [...list, n]);
            inside -= 1;
          }),
        ),
      );
      const order = await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'order'));
      expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
    });

    test('a failed write leaves the gate open', async () => {
      const store = await fresh(open);
      await expect(store.write(() => Promise.reject(new Error('a')))).rejects.toThrow('a');
      await expect(
        store.write(() => {
          throw new Error('b');
        }),
      ).rejects.toThrow('b');
      await store.meta.put('c', 'd');
      expect(await store.meta.get('c')).toBe('d');
    });

    test('reading cannot write', async () => {
      const store = await fresh(open);
      const f = await store.write((tx) => begin(tx, ids));
      await expect(store.read((tx) => tx.in(f.programme.id).kept.put(anything, 'a', 1))).rejects.toThrow();
      await expect(store.read((tx) => tx.in(f.programme.id).prompts.cancelAll(''))).rejects.toThrow();
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'a'))).toBeUndefined();
    });

    test('closing waits for what was asked, and takes no more', async () => {
      const opened = await open();
      const asked = opened.store.meta.put('a', 'b');
      const closed = opened.close();
      await expect(opened.store.meta.put('c', 'd')).rejects.toMatchObject({ code: 'store-closed' });
      await asked;
      await closed;
    });
  });
}
