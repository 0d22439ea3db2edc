import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import {
  type Hours,
  type Recipient,
  returnCodes,
  type Store,
  updateInLine,
  waitsForHours,
  waitsForReturn,
} from '../../src/ports/store.js';
import { aDraft, aPrompt, type Begun, begin, channel, fresh, type OpenStore } from './store-rows.js';

const ids = randomIds();

export function storeQueueContract(name: string, open: OpenStore): void {
  describe(`${name}: the queue`, () => {
    const ready = async (): Promise<{ store: Store; f: Begun; add: ReturnType<typeof adder> }> => {
      const store = await fresh(open);
      const f = await store.write((tx) => begin(tx, ids));
      return { store, f, add: adder(store, f) };
    };
    const adder =
      (store: Store, f: Begun) =>
      (
        face: string,
        to: Recipient,
        more: { at?: number; sensitive?: boolean; expiresAt?: number; waitsFor?: Hours } = {},
      ) =>
        store.write((tx) =>
          tx.in(f.programme.id).outbox.add({ face, subject: 's', to, at: 0, sensitive: false, ...more }),
        );
    const faces = (rows: readonly { readonly face: string }[]): string[] => rows.map((row) => row.face);

    test('due prompts, oldest first, each leased to one', async () => {
      const { store, f } = await ready();
      await store.write(async (tx) => {
        const { prompts } = tx.in(f.programme.id);
        for (const [occurrence, dueAt] of [
          ['c', 30],
          ['a', 10],
          ['b', 20],
        ] as const)
          await prompts.set(aPrompt(f.programme.id, { occurrence, dueAt }));
      });
      expect(await store.queue.nextAt(9, 0)).toEqual({ prompt: 10, lease: undefined });
      expect(await store.queue.nextAt(10, 0)).toEqual({ prompt: 20, lease: undefined });
      expect(await store.queue.claimPrompts(9, 0, 100, 9)).toEqual([]);
      expect(await store.queue.counts(9)).toMatchObject({ promptsDue: 0, oldestDueAt: null });
      expect(await store.queue.counts(20)).toEqual({
        promptsDue: 2,
        oldestDueAt: 10,
        outboxOpen: 0,
        outboxFailed: 0,
        outboxAmbiguous: 0,
      });
      const [first, ...none] = await store.queue.claimPrompts(20, 0, 100, 1);
      expect(first).toEqual(aPrompt(f.programme.id, { occurrence: 'a', dueAt: 10 }));
      expect(none).toEqual([]);
      expect((await store.queue.claimPrompts(30, 0, 100, 9)).map((p) => p.occurrence)).toEqual(['b', 'c']);
      expect(await store.queue.claimPrompts(30, 99, 200, 9)).toEqual([]);
      // Whoever has them may be dead: then it is their turn when the lease ends.
      expect(await store.queue.nextAt(30, 99)).toEqual({ prompt: undefined, lease: 100 });
      // Its lease has run out, and nobody has settled it.
      await store.write((tx) => tx.in(f.programme.id).prompts.settle(['b'], 'fired', 30));
      expect((await store.queue.claimPrompts(30, 100, 200, 9)).map((p) => p.occurrence)).toEqual(['a', 'c']);
      // One that is moved is not leased any more.
      await store.write((tx) =>
        tx.in(f.programme.id).prompts.set(aPrompt(f.programme.id, { occurrence: 'a', dueAt: 25 })),
      );
      expect((await store.queue.claimPrompts(30, 101, 200, 9)).map((p) => p.occurrence)).toEqual(['a']);
    });

    test('thousands of prompts are set at once, as when somebody with many sessions moves their reminders', async () => {
      const { store, f } = await ready();
      const [first, ...more] = Array.from({ length: 5_000 }, (_, i) =>
        aPrompt(f.programme.id, { occurrence: `remind:${i}`, dueAt: 10 }),
      );
      if (first !== undefined) await store.write((tx) => tx.in(f.programme.id).prompts.set(first, ...more));
      expect((await store.queue.counts(10)).promptsDue).toBe(5_000);
    });

    test('as many prompts as there are may be taken back at once; one that is set twice is set as it was last', async () => {
      const { store, f } = await ready();
      const occurrences = Array.from({ length: 1_100 }, (_, i) => `remind:${i}`);
      const prompts = occurrences.map((occurrence) => aPrompt(f.programme.id, { occurrence, dueAt: 10 }));
      const change = (changes: { cancel: string[]; cancelAll: string[] }, set: typeof prompts) =>
        store.write((tx) => tx.in(f.programme.id).prompts.change({ ...changes, set }));
      await change({ cancel: [], cancelAll: [] }, prompts);
      const moved = [aPrompt(f.programme.id, { occurrence: 'remind:5', dueAt: 11 }), ...prompts.slice(0, 1)];
      const again = aPrompt(f.programme.id, { occurrence: 'remind:5', dueAt: 12 });
      await change({ cancel: occurrences.slice(0, 550), cancelAll: occurrences.slice(550) }, [...moved, again]);
      const due = await store.queue.claimPrompts(20, 0, 100, 2_000);
      expect(due.map((p) => [p.occurrence, p.dueAt])).toEqual([
        ['remind:0', 10],
        ['remind:5', 12],
      ]);
    });

    test('as much as there is may be shown at once, and folds into what waits of it', async () => {
      const { store, f } = await ready();
      const to = { person: f.mentee.id };
      const show = (sensitive: boolean) =>
        store.write((tx) =>
          tx.in(f.programme.id).outbox.ask({
            at: 0,
            shown: Array.from({ length: 2_000 }, (_, i) => ({ face: 'plan', subject: `s${i}`, to, sensitive })),
            redrawn: { subjects: [], sameTime: [], expiresAt: 0 },
          }),
        );
      for (const sensitive of [false, true]) {
        await show(sensitive);
        expect((await store.queue.counts(0)).outboxOpen).toBe(2_000);
      }
      expect(await store.queue.claimOutbox(5, 10, 9)).toMatchObject([{ subject: 's0', sensitive: true }]);
    });

    test('what waits folds into one; what is being sent does not', async () => {
      const { store, f, add } = await ready();
      const to = { person: f.mentee.id };
      await add('plan', to, { expiresAt: 50 });
      await add('plan', to, { sensitive: true, expiresAt: 90, at: 7 });
      await add('plan', to, { expiresAt: 60 });
      const [row, ...rest] = await store.queue.claimOutbox(5, 10, 9);
      expect(rest).toEqual([]);
      expect(row).toMatchObject({
        programme: f.programme.id,
        face: 'plan',
        subject: 's',
        to,
        state: 'sending',
        sensitive: true,
        expiresAt: 90,
        attempts: 0,
        fence: 1,
        leasedUntil: 10,
        attemptedAt: null,
        address: null,
        code: '',
      });
      await add('plan', to);
      await add('plan', to);
      expect((await store.queue.counts(0)).outboxOpen).toBe(2);
      expect(await store.queue.claimOutbox(6, 10, 9)).toEqual([]);
      await store.queue.settle(row!.id, row!.fence, { state: 'delivered', at: 6 });
      const [next] = await store.queue.claimOutbox(6, 10, 9);
      expect(next).toMatchObject({ face: 'plan', expiresAt: null, sensitive: false });
      expect(next?.key).not.toBe(row?.key);
      // 160 unguessable bits.
      expect(row?.key).toMatch(/^[0-9a-z]{32}$/);
      expect(next?.id).not.toBe(row?.id);
    });

    test('folding in one that never expires makes the row never expire', async () => {
      const { store, f, add } = await ready();
      await add('plan', { person: f.mentee.id }, { expiresAt: 50 });
      await add('plan', { person: f.mentee.id });
      await add('plan', { person: f.mentee.id }, { expiresAt: 70 });
      expect((await store.queue.claimOutbox(5, 10, 9)).map((r) => r.expiresAt)).toEqual([null]);
    });

    test('one at a time in each conversation, in the order asked; conversations side by side', async () => {
      const { store, f, add } = await ready();
      const [ann, ben] = [{ person: f.mentee.id }, { person: f.other.id }];
      for (const face of ['a1', 'a2', 'a3']) await add(face, ann);
      await add('b1', ben);
      await add('c1', { channel });
      const first = await store.queue.claimOutbox(1, 50, 9);
      expect(faces(first)).toEqual(['a1', 'b1', 'c1']);
      expect(first[2]?.to).toEqual({ channel });
      // One that is to be tried again later holds up those behind it.
      await store.queue.settle(first[0]!.id, 1, { state: 'waiting', nextAt: 50, notDelivered: true, at: 2 });
      expect(await store.queue.claimOutbox(49, 99, 9)).toEqual([]);
      const second = await store.queue.claimOutbox(50, 99, 9);
      expect(faces(second)).toEqual(['a1', 'b1', 'c1']);
      expect(second.map((r) => r.fence)).toEqual([2, 2, 2]);
      await store.queue.settle(second[0]!.id, 2, { state: 'failed', at: 2 });
      expect(faces(await store.queue.claimOutbox(51, 99, 9))).toEqual(['a2']);
      expect(await store.queue.claimOutbox(50, 99, 9)).toEqual([]);
    });

    test('what somebody in need waits for goes past all that waits and is under way, but for itself', async () => {
      const { store, f, add } = await ready();
      const [ann, ben] = [{ person: f.mentee.id }, { person: f.other.id }];
      for (const face of ['a1', 'a2', 'need', 'need-too']) await add(face, ann);
      await add('b1', ben);
      const claim = (now: number, limit: number) => store.queue.claimOutbox(now, now + 50, limit, ['need', 'need-too']);
      // Room for none else, and the first of its conversation waits.
      const first = await claim(1, 0);
      expect(faces(first)).toEqual(['need', 'need-too']);
      expect(faces(await claim(1, 9))).toEqual(['b1']);
      await add('need', ann);
      expect(faces(await claim(2, 9))).toEqual([]);
      for (const row of first) await store.queue.settle(row.id, row.fence, { state: 'delivered', at: 2 });
      expect(faces(await claim(3, 9))).toEqual(['need', 'a1']);
    });

    test('an update in line is passed by until its turn has come, and is then first', async () => {
      const { store, f, add } = await ready();
      const to = { person: f.mentee.id };
      for (const face of ['standing', 'new', 'newer', 'newest']) await add(face, to);
      const put = (row: { readonly id: string; readonly fence: number } | undefined, nextAt: number, code: string) =>
        store.queue.settle(row!.id, row!.fence, { state: 'waiting', nextAt, code, at: 1 });
      const [standing] = await store.queue.claimOutbox(1, 90, 9);
      await put(standing, 50, updateInLine);
      const [fresh, ...none] = await store.queue.claimOutbox(2, 90, 9);
      expect(fresh?.face).toBe('new');
      expect(none).toEqual([]);
      // One at a time all the same.
      expect(await store.queue.claimOutbox(3, 90, 9)).toEqual([]);
      await store.queue.settle(fresh!.id, fresh!.fence, { state: 'delivered', at: 3 });
      // What waits for anything else holds up what is behind it.
      const [newer] = await store.queue.claimOutbox(4, 90, 9);
      expect(newer?.face).toBe('newer');
      await put(newer, 60, 'in-line');
      expect(await store.queue.claimOutbox(49, 90, 9)).toEqual([]);
      expect(faces(await store.queue.claimOutbox(50, 90, 9))).toEqual(['standing']);
    });

    test.each([waitsForHours, waitsForReturn('slack|T1')])(
      'what waits with the code %s is passed by until its time has come, and is then first',
      async (code) => {
        const { store, f, add } = await ready();
        const to = { person: f.mentee.id };
        await add('held', to);
        const [held] = await store.queue.claimOutbox(1, 100, 9);
        await store.queue.settle(held!.id, held!.fence, { state: 'waiting', code, nextAt: 50, at: 1 });
        await add('new', to);
        const [fresh] = await store.queue.claimOutbox(2, 100, 9);
        expect(fresh?.face).toBe('new');
        await store.queue.settle(fresh!.id, fresh!.fence, { state: 'waiting', nextAt: 0, at: 2 });
        expect(faces(await store.queue.claimOutbox(50, 100, 9))).toEqual(['held']);
      },
    );

    test('what waits for a platform’s return is woken by its code: that which waits longest first', async () => {
      const { store, f, add } = await ready();
      const codes = ['slack|T1', 'slack|T1', 'slack|T2'].map(waitsForReturn);
      for (const [i, who] of [f.mentee.id, f.mentor.id, f.other.id].entries()) {
        await add(`m${i}`, { person: who });
        const [row] = await store.queue.claimOutbox(1, 100, 9);
        await store.queue.settle(row!.id, row!.fence, { state: 'waiting', code: codes[i]!, nextAt: 1_000 - i, at: 1 });
      }
      expect([...(await store.queue.waitingWith(returnCodes))].sort()).toEqual([...new Set(codes)].sort());
      expect(await store.queue.claimOutbox(10, 100, 9)).toEqual([]);
      expect(await store.queue.wake(codes[0]!, 10, 1)).toBe(1);
      expect(faces(await store.queue.claimOutbox(10, 100, 9))).toEqual(['m1']);
      expect(await store.queue.wake(codes[0]!, 10, 9)).toBe(1);
      expect(await store.queue.wake(codes[0]!, 10, 9)).toBe(0);
      expect(faces(await store.queue.claimOutbox(10, 100, 9))).toEqual(['m0']);
      expect(await store.queue.waitingWith(returnCodes)).toEqual([codes[2]]);
    });

    test('folded, a row keeps to the hours of the less patient of the two', async () => {
      const { store, f, add } = await ready();
      const to = { person: f.mentee.id };
      for (const [waitsFor, then] of [
        ['working-days', 'working-days'],
        ['quiet-hours', 'quiet-hours'],
        ['working-days', 'quiet-hours'],
        [undefined, 'nothing'],
        ['quiet-hours', 'nothing'],
      ] as const) {
        await add('a', to, waitsFor === undefined ? {} : { waitsFor });
        const [row] = await store.queue.claimOutbox(1, 100, 9);
        expect(row?.waitsFor).toBe(then);
        await store.queue.settle(row!.id, row!.fence, { state: 'waiting', nextAt: 0, at: 1 });
      }
    });

    test('counters: kept as they were changed, nobody counts between, and only what is given back is written', async () => {
      const { store } = await ready();
      const one = (key: string): Promise<number> =>
        store.queue.count([key, 'other'], (kept) => {
          const free = (kept.get(key)?.free ?? 0) + 1;
          return [new Map([[key, { free, line: 2 ** 45 }]]), free];
        });
      expect((await Promise.all(Array.from({ length: 20 }, () => one("slack|T'1")))).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
      expect(await one('another')).toBe(1);
      const kept = await store.queue.count(["slack|T'1", 'other', 'another'], (k) => [new Map(), [...k].sort()]);
      expect(kept).toEqual([
        ['another', { free: 1, line: 2 ** 45 }],
        ["slack|T'1", { free: 20, line: 2 ** 45 }],
      ]);
    });

    test('the limit is kept', async () => {
      const { store, f, add } = await ready();
      await add('a', { person: f.mentee.id });
      await add('b', { person: f.other.id });
      expect(faces(await store.queue.claimOutbox(1, 10, 1))).toEqual(['a']);
      expect(faces(await store.queue.claimOutbox(1, 10, 1))).toEqual(['b']);
    });

    test('not before its time', async () => {
      const { store, f, add } = await ready();
      await add('a', { person: f.mentee.id }, { at: 100 });
      expect(await store.queue.claimOutbox(99, 200, 9)).toEqual([]);
      expect(faces(await store.queue.claimOutbox(100, 200, 9))).toEqual(['a']);
    });

    test('a lost lease ends nothing: every write with the old fence is refused', async () => {
      const { store, f, add } = await ready();
      await add('a', { person: f.mentee.id });
      const [old] = await store.queue.claimOutbox(1, 10, 9);
      expect(await store.queue.attempting(old!.id, old!.fence, 5, channel)).toBe(true);
      const [mine] = await store.queue.claimOutbox(10, 20, 9);
      expect(mine).toMatchObject({
        id: old!.id,
        key: old!.key,
        fence: 2,
        attempts: 1,
        attemptedAt: 5,
        address: channel,
      });
      const posted = { ref: 'r' as never, drawn: 1 };
      expect(await store.queue.attempting(old!.id, old!.fence, 11, channel)).toBe(false);
      expect(await store.queue.settle(old!.id, old!.fence, { state: 'delivered', posted, at: 11 })).toBe(false);
      expect(await store.queue.settle(old!.id, old!.fence, { state: 'failed', at: 11 })).toBe(false);
      const stands = () => store.read((tx) => tx.in(f.programme.id).posted.get('a', 's', { person: f.mentee.id }));
      expect(await stands()).toBeUndefined();
      expect(await store.queue.settle(mine!.id, mine!.fence, { state: 'delivered', posted, at: 12 })).toBe(true);
      expect(await store.queue.settle(mine!.id, mine!.fence, { state: 'failed', at: 13 })).toBe(false);
      expect(await stands()).toMatchObject({ ref: 'r' });
    });

    test('a lease that has run out allows no attempt, though nobody else has it yet', async () => {
      const { store, f, add } = await ready();
      await add('a', { person: f.mentee.id });
      const [row] = await store.queue.claimOutbox(1, 10, 9);
      expect(await store.queue.attempting(row!.id, row!.fence, 10, channel)).toBe(false);
      expect(await store.queue.attempting(row!.id, row!.fence, 9, channel)).toBe(true);
    });

    test('attempts of several begin and end at once, each by its own fence', async () => {
      const { store, f, add } = await ready();
      for (const face of ['a', 'b', 'c', 'd', 'e']) await add(face, { channel: `web:T:${face}` as never });
      const rows = await store.queue.claimOutbox(1, 10, 9);
      const [a, b, c, d, e] = rows.map((row) => row.id) as [string, string, string, string, string];
      const { queue } = store;
      expect(
        await Promise.all([
          queue.attempting(a, 1, 9, channel),
          // Its lease is over by then.
          queue.attempting(b, 1, 10, channel),
          // Another has it.
          queue.attempting(c, 2, 9, channel),
          queue.attempting(d, 1, 9, null),
          queue.attempting('nobody', 1, 9, channel),
          queue.attempting(a, 0, 9, channel),
        ]),
      ).toEqual([true, false, false, true, false, false]);
      const ref = 'r1' as never;
      expect(
        await Promise.all([
          queue.settle(a, 0, { state: 'failed', code: 'late', at: 5 }),
          queue.settle(a, 1, { state: 'delivered', posted: { ref, drawn: 3 }, at: 5 }),
          queue.settle(b, 1, { state: 'waiting', nextAt: 20, code: 'refused', notDelivered: true, at: 6 }),
          queue.settle(c, 2, { state: 'delivered', posted: { ref, drawn: 9 }, at: 6 }),
          queue.settle(d, 1, { state: 'waiting', nextAt: 20, uncounted: true, at: 7 }),
          queue.settle(e, 1, { state: 'failed', code: 'why', at: 8 }),
        ]),
      ).toEqual([false, true, true, false, true, true]);
      // What has ended ends once.
      expect(await queue.settle(a, 1, { state: 'failed', at: 9 })).toBe(false);
      const { posted, outbox } = await store.read(async (tx) => tx.in(f.programme.id));
      const places = rows.map(({ face, subject, to }) => ({ face, subject, to }));
      expect(await posted.among(places)).toEqual([{ ...places[0], ref: 'r1', key: rows[0]?.key, drawn: 3 }]);
      expect(await posted.among([])).toEqual([]);
      expect(await outbox.undelivered(9)).toMatchObject([{ id: e, state: 'failed', code: 'why', attempts: 0 }]);
      expect(await queue.claimOutbox(20, 30, 9)).toMatchObject([
        { id: b, attempts: 0, attemptedAt: null, address: null, code: 'refused' },
        { id: c, attempts: 0, attemptedAt: null, fence: 2 },
        { id: d, attempts: 0, attemptedAt: null, address: null },
      ]);
    });

    test('several prompts are taken, and settled where they wait', async () => {
      const { store, f } = await ready();
      const three = ['a', 'b', 'c'].map((occurrence) => aPrompt(f.programme.id, { occurrence }));
      await store.write(async (tx) => {
        const { prompts } = tx.in(f.programme.id);
        await prompts.change({ set: three, cancel: [], cancelAll: [] });
        await prompts.cancel('b');
        const taken = await prompts.take(['c', 'b', 'a', 'x']);
        expect(taken.map((row) => `${row.occurrence} ${row.state}`).sort()).toEqual([
          'a waiting',
          'b cancelled',
          'c waiting',
        ]);
        expect(await prompts.take([])).toEqual([]);
        await prompts.settle(['a', 'b', 'x'], 'fired', 1);
        await prompts.settle([], 'fired', 1);
        const states = await Promise.all(['a', 'b', 'c'].map(async (one) => (await prompts.get(one))?.state));
        expect(states).toEqual(['fired', 'cancelled', 'waiting']);
      });
    });

    test('an attempt that may have arrived is remembered until it is known, and not folded into', async () => {
      const { store, f, add } = await ready();
      const to = { person: f.mentee.id };
      await add('a', to);
      const [row] = await store.queue.claimOutbox(1, 10, 9);
      await store.queue.attempting(row!.id, 1, 5, channel);
      await store.queue.settle(row!.id, 1, { state: 'waiting', nextAt: 20, code: 'ambiguous', at: 6 });
      await add('a', to);
      expect(await store.queue.counts(0)).toMatchObject({ outboxOpen: 2, outboxAmbiguous: 1 });
      const [again] = await store.queue.claimOutbox(20, 30, 9);
      expect(again).toMatchObject({ id: row!.id, attemptedAt: 5, attempts: 1, code: 'ambiguous' });
      await store.queue.attempting(row!.id, 2, 21, channel);
      await store.queue.settle(row!.id, 2, {
        state: 'waiting',
        nextAt: 40,
        code: 'refused',
        notDelivered: true,
        at: 6,
      });
      expect(await store.queue.counts(0)).toMatchObject({ outboxOpen: 2, outboxAmbiguous: 0 });
      expect((await store.queue.claimOutbox(40, 50, 9))[0]).toMatchObject({ attemptedAt: null, attempts: 2 });
      await store.queue.attempting(row!.id, 3, 41, channel);
      await store.queue.settle(row!.id, 3, { state: 'waiting', nextAt: 60, uncounted: true, at: 7 });
      expect((await store.queue.claimOutbox(60, 70, 9))[0]).toMatchObject({ attemptedAt: 41, attempts: 2 });
      // One that is given up may still be on its way: it counts from then.
      await store.queue.attempting(row!.id, 4, 61, channel);
      await store.queue.settle(row!.id, 4, { state: 'waiting', nextAt: 80, mayArrive: true, at: 68 });
      expect((await store.queue.claimOutbox(80, 90, 9))[0]).toMatchObject({ attemptedAt: 68 });
    });

    test('where a face stands: made, then redrawn there; its key stays the first one’s', async () => {
      const { store, f, add } = await ready();
      const to = { person: f.mentee.id };
      const deliver = async (ref: string, drawn: number): Promise<string> => {
        await add('plan', to);
        const [row] = await store.queue.claimOutbox(1, 10, 9);
        await store.queue.settle(row!.id, row!.fence, {
          state: 'delivered',
          posted: { ref: ref as never, drawn },
          at: 1,
        });
        return row!.key;
      };
      const key = await deliver('r1', 1);
      const stands = { face: 'plan', subject: 's', to, key };
      const { posted } = await store.read(async (tx) => tx.in(f.programme.id));
      expect(await posted.get('plan', 's', to)).toEqual({ ...stands, ref: 'r1', drawn: 1 });
      await deliver('r2', 2);
      expect(await posted.get('plan', 's', to)).toEqual({ ...stands, ref: 'r2', drawn: 2 });
      expect(await posted.anyTo(to, 'r')).toBe('r2');
      expect(await posted.anyTo(to, 'x')).toBeUndefined();
      expect(await posted.anyTo({ person: f.mentor.id }, 'r')).toBeUndefined();
      expect(await posted.find('r2' as never)).toEqual({ ...stands, ref: 'r2', drawn: 2 });
      expect(await posted.find('r1' as never)).toBeUndefined();
      expect(await posted.get('plan', 's', { channel })).toBeUndefined();
    });

    test('undelivered, newest first, and sent again on request', async () => {
      const { store, f, add } = await ready();
      const ends = ['failed', 'unknown', 'expired', 'not-reachable', 'nothing-to-say', 'delivered'] as const;
      for (const [i, state] of ends.entries()) {
        await add(state, { person: f.mentee.id }, { expiresAt: 9 });
        const [row] = await store.queue.claimOutbox(1, 10, 9);
        await store.queue.attempting(row!.id, 1, 5, channel);
        await store.queue.settle(row!.id, 1, { state, code: `why-${state}`, at: i });
      }
      const list = () => store.read((tx) => tx.in(f.programme.id).outbox.undelivered(9));
      expect(faces(await list())).toEqual(['not-reachable', 'expired', 'unknown', 'failed']);
      expect((await list())[3]).toMatchObject({ state: 'failed', code: 'why-failed' });
      expect((await store.queue.counts(0)).outboxFailed).toBe(4);
      const { outbox } = await store.read(async (tx) => tx.in(f.programme.id));
      expect(faces(await outbox.undelivered(1))).toEqual(['not-reachable']);
      expect(faces(await outbox.undelivered(2, 1))).toEqual(['expired', 'unknown']);
      expect(await outbox.countUndelivered()).toBe(4);

      const unknown = (await list())[2]!;
      await add('later', { person: f.mentee.id }, { at: 1 });
      const [sending] = await store.queue.claimOutbox(100, 200, 9);
      expect(sending?.face).toBe('later');
      await store.write((tx) => tx.in(f.programme.id).outbox.again(unknown.id, 500));
      // It stands before the one being sent, and still waits for it.
      expect(await store.queue.claimOutbox(100, 200, 9)).toEqual([]);
      await store.queue.settle(sending!.id, sending!.fence, { state: 'delivered', at: 100 });
      expect(await store.queue.claimOutbox(100, 200, 9)).toMatchObject([
        { id: unknown.id, key: unknown.key, expiresAt: 500, attempts: 0, attemptedAt: null, fence: 2 },
      ]);
      expect(faces(await list())).toEqual(['not-reachable', 'expired', 'failed']);
    });

    test('a row taken up again and one whose lease ran out do not wait for each other', async () => {
      const { store, f, add } = await ready();
      await add('a', { person: f.mentee.id });
      const [first] = await store.queue.claimOutbox(1, 10, 9);
      await store.queue.settle(first!.id, 1, { state: 'failed', at: 1 });
      await add('b', { person: f.mentee.id });
      const [second] = await store.queue.claimOutbox(1, 10, 9);
      await store.write((tx) => tx.in(f.programme.id).outbox.again(first!.id, 1));
      expect((await store.queue.claimOutbox(10, 20, 9)).map((r) => r.id)).toEqual([second!.id]);
    });

    test('what has done its work goes, a few at a time; what waits, was not delivered or is unfinished stays', async () => {
      const { store, f, add } = await ready();
      const person = { person: f.mentee.id };
      for (const [face, state, at] of [
        ['old', 'delivered', 10],
        ['silent', 'nothing-to-say', 11],
        ['new', 'delivered', 20],
        ['lost', 'failed', 10],
      ] as const) {
        await add(face, person);
        const [row] = await store.queue.claimOutbox(1, 10, 9);
        await store.queue.settle(row!.id, 1, { state, at });
      }
      await add('waits', person);
      const drafts = [aDraft(ids, f.mentee.id, { doneAt: 5 }), aDraft(ids, f.mentee.id, { doneAt: 9 })];
      const open = aDraft(ids, f.mentee.id, { openedAt: 1, doneAt: null });
      await store.write(async (tx) => {
        for (const draft of [...drafts, open]) await tx.in(f.programme.id).drafts.save(draft);
        for (const [key, at] of [
          ['k1', 5],
          ['k2', 6],
          ['k3', 9],
        ] as const)
          await tx.deliveries.record(key, 'done', at);
      });
      const old = { heardBefore: 9, sentBefore: 20, now: 20 };
      await store.queue.count(['paid'], () => [
        new Map([
          ['paid', { free: 19, line: 0 }],
          ['ahead', { free: 19, line: 20 }],
        ]),
        null,
      ]);
      // One of each kind, then what is left, then nothing.
      expect(await store.queue.sweep(old, 1)).toBe(4);
      expect(await store.queue.sweep(old, 9)).toBe(2);
      expect(await store.queue.sweep(old, 9)).toBe(0);
      expect(await store.queue.count(['paid', 'ahead'], (kept) => [new Map(), [...kept.keys()]])).toEqual(['ahead']);
      await store.read(async (tx) => {
        const rows = tx.in(f.programme.id);
        expect(await Promise.all(['k1', 'k2', 'k3'].map((k) => tx.deliveries.outcome(k)))).toEqual([
          undefined,
          undefined,
          'done',
        ]);
        expect(await Promise.all(drafts.map((d) => rows.drafts.get(d.id)))).toEqual([undefined, drafts[1]]);
        expect(await rows.drafts.get(open.id)).toEqual(open);
        expect(faces(await rows.outbox.undelivered(9))).toEqual(['lost']);
      });
      expect(faces(await store.queue.claimOutbox(30, 40, 9))).toEqual(['waits']);
    });
  });
}
