import { expect, onTestFinished, test, vi } from 'vitest';
import { Statements } from '../../../adapters/prisma/driver.js';
import { mostInGroup } from '../../../adapters/prisma/gate.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { aPerson, begin } from '../../contract/store-rows.js';
import { anything } from '../../support/kept.js';
import { openTestStore } from '../../support/store.js';

/** Several units of work in one COMMIT, and no more than a group of them in one turn of the event loop. */

const ids = randomIds();

/** A store and its first programme. `sent`: the statements that begin or end anything, from now on. */
async function opened() {
  const { store, close } = await openTestStore({ ids });
  onTestFinished(close);
  const f = await store.write((tx) => begin(tx, ids));
  const sent: string[] = [];
  const faults: { readonly sql: string; readonly error: Error }[] = [];
  const real = Statements.prototype.get;
  let writing: Statements | undefined;
  vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    // The key store has a connection and units of its own, in no group.
    if (sql.startsWith('SAVEPOINT')) writing = this;
    if (/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/.test(sql)) sent.push(sql);
    const fault = faults[0]?.sql === sql && (sql !== 'COMMIT' || this === writing) ? faults.shift() : undefined;
    if (fault !== undefined) throw fault.error;
    return real.call(this, sql);
  });
  // However slow the machine is: only how many there are ends a group.
  vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => void vi.restoreAllMocks());
  const put = (name: string) => store.write((tx) => tx.in(f.programme.id).kept.put(anything, name, name));
  const get = (name: string) => store.read((tx) => tx.in(f.programme.id).kept.get(anything, name));
  const undo = (): void => {
    if (writing !== undefined) real.call(writing, 'ROLLBACK').run([]);
  };
  /** How many pages (of 4 kB) the file may have from now on; as many as there are where it asks for fewer. */
  const pages = (most: number): void => {
    if (writing !== undefined) real.call(writing, `PRAGMA max_page_count=${most}`).all([]);
  };
  return { store, f, sent, faults, put, get, undo, pages };
}
const many = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `n${i}`);

test('what comes in one turn of the loop is made to last by one COMMIT, and nobody is answered before it', async () => {
  const { sent, put, get } = await opened();
  const names = many(5);
  const answered: number[] = [];
  await Promise.all(names.map((n) => put(n).then(() => answered.push(sent.filter((s) => s === 'COMMIT').length))));
  expect(sent.filter((s) => s === 'COMMIT')).toHaveLength(1);
  expect(sent.filter((s) => s.startsWith('SAVEPOINT'))).toHaveLength(5);
  expect(answered).toEqual([1, 1, 1, 1, 1]);
  for (const n of names) expect(await get(n)).toBe(n);
});

test('however much waits, the loop has its turn after each group', async () => {
  const { sent, put } = await opened();
  const commits = (): number => sent.filter((s) => s === 'COMMIT').length;
  const answered: string[] = [];
  const perTurn: number[] = [];
  const all = Promise.all(many(5 * mostInGroup).map((n) => put(n).then(() => answered.push(n))));
  let before = 0;
  while (answered.length < 5 * mostInGroup) {
    await new Promise((resolve) => setImmediate(resolve));
    perTurn.push(answered.length - before);
    before = answered.length;
  }
  await all;
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(mostInGroup);
  expect(commits()).toBeGreaterThanOrEqual(5);
});

test('a unit that fails is undone alone; those beside it last', async () => {
  const { store, f, put, get } = await opened();
  const failed = store.write(async (tx) => {
    await tx.in(f.programme.id).kept.put(anything, 'doomed', 'x');
    throw new Error('not this one');
  });
  const [, error] = await Promise.allSettled([put('before'), failed, put('after')]);
  expect(error).toMatchObject({ status: 'rejected', reason: { message: 'not this one' } });
  expect([await get('before'), await get('doomed'), await get('after')]).toEqual(['before', undefined, 'after']);
});

test('where the COMMIT fails all of them fail, nothing of them stays, and nothing of them is remembered', async () => {
  const { store, f, faults, put, get } = await opened();
  faults.push({ sql: 'COMMIT', error: new Error('disk full') });
  const newcomer = aPerson(ids, f.programme.id, 'mentee', { name: 'Nobody yet', accounts: [] });
  const people = () => store.read(async (tx) => (await tx.in(f.programme.id).people.all()).map((p) => p.name));
  const before = await people();
  const ends = await Promise.allSettled([
    put('a'),
    store.write((tx) => tx.in(f.programme.id).people.save(newcomer)),
    // Whoever reads behind it in the same group sees them, and the list is remembered by its number.
    store.write((tx) => tx.in(f.programme.id).people.all()),
  ]);
  expect(ends.map((e) => e.status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await get('a')).toBeUndefined();
  // The number that was undone comes again, for somebody else.
  const another = aPerson(ids, f.programme.id, 'mentee', { name: 'Somebody', accounts: [] });
  await store.write((tx) => tx.in(f.programme.id).people.save(another));
  expect((await people()).sort()).toEqual([...before, 'Somebody'].sort());
  await put('b');
  expect(await get('b')).toBe('b');
});

test('where SQLite itself has undone the group, nobody in it is told that anything was done, and the next goes on', async () => {
  const { store, f, put, get, undo } = await opened();
  const ends = await Promise.allSettled([
    put('a'),
    store.write(async (tx) => {
      await tx.in(f.programme.id).kept.put(anything, 'b', 'b');
      // As it does by itself where its disk is full in the middle of a statement.
      undo();
    }),
    put('c'),
  ]);
  expect(ends.map((e) => e.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect([await get('a'), await get('b'), await get('c')]).toEqual([undefined, undefined, 'c']);
});

test('with the disk full nothing of a unit stays, though it goes on as if nothing had failed', async () => {
  const { store, f, put, get, pages } = await opened();
  await put('before');
  pages(1);
  const large = 'x'.repeat(100_000);
  const ends = await Promise.allSettled([
    put('a'),
    store.write(async (tx) => {
      const { kept } = tx.in(f.programme.id);
      // By our own statements, then by Prisma's.
      await kept.put(anything, 'large', large).catch(() => undefined);
      await Promise.allSettled([kept.put(anything, 'b', 'b'), kept.put(anything, 'c', 'c')]);
      await tx
        .in(f.programme.id)
        .programme.save({ ...f.programme, name: 'another' })
        .catch(() => undefined);
    }),
    put('d'),
  ]);
  expect(ends.map((e) => e.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  for (const [name, value] of Object.entries({ before: 'before', a: undefined, b: undefined, c: undefined, d: 'd' }))
    expect([name, await get(name)]).toEqual([name, value]);
  expect((await store.read((tx) => tx.in(f.programme.id).programme.get())).name).toBe(f.programme.name);
  pages(1_000_000);
  await put('after');
  expect(await get('after')).toBe('after');
});

test('where nothing can be begun, who came first is told so, and the others are tried', async () => {
  const { faults, put, get } = await opened();
  faults.push({ sql: 'BEGIN IMMEDIATE', error: new Error('locked') });
  const ends = await Promise.allSettled([put('a'), put('b')]);
  expect(ends.map((e) => e.status)).toEqual(['rejected', 'fulfilled']);
  expect([await get('a'), await get('b')]).toEqual([undefined, 'b']);
});
