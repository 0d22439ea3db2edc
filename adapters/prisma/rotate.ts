import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import { open, SealBroken, seal } from '../../src/kernel/seal.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import { cardAt, entryAt } from './book.js';
import { clientsFor } from './clients-for.js';
import type { Clients } from './connect.js';
import { openNote, sealNote } from './head-notes.js';
import type { KeyStore } from './key-store.js';
import { type Bytes, Keys } from './keys.js';
import { beginRotation, endRotation, rootCheck } from './root-check.js';

/**
 * Another data key for a database: people's and programmes' keys are wrapped anew, and what is sealed under keys derived
 * from it (the address book, the local chat, the check of the key itself) is sealed anew. What people wrote is not touched.
 *
 * Two stores are not one transaction, so nothing is taken on trust: each value is opened with the new key first, and is left
 * where that opens it. So the whole of it can be done again from its beginning at any time, and a kill loses nothing. Meta
 * says that one is under way, and which key it is to; only once every value opens with that one does one
 * transaction make it the database's. Until then a start is refused (root-check.ts).
 */

export interface Rotation {
  /** As the store's. */
  readonly url: string;
  /** The key that there is, and the one that is to be; the other way round is understood, where one was begun so. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly ids: Ids;
  readonly clients?: Clients;
  /** How many values one transaction seals anew; 100 unless given. */
  readonly atOnce?: number;
  /** Told once it has begun, or goes on. */
  began?(): void;
  /** Runs after whatever was made to last: for tests, which stop here. */
  lasts?(what: string): void;
}

/** What is done to a database: nothing where the new key is its own already. */
export interface Rotated {
  readonly done: boolean;
  /** Values that neither key opens: they were damaged before, and stand as they did. */
  readonly damaged: number;
}

/**
 * How these two keys stand to a database.
 * @throws Refused `wrong-data-key`, `other-new-key`
 */
async function standing(
  { writing }: Pick<Clients, 'writing'>,
  given: Rotation,
): Promise<'new' | 'begun' | 'turned' | 'done'> {
  const [from, to] = [new Keys(given.from, given.ids), new Keys(given.to, given.ids)];
  const { check, unfinished } = await rootCheck(writing);
  if (check === undefined)
    throw new Refused('no-database', 'There is nothing in this database yet. Start the bot once.');
  if (unfinished === undefined) {
    if (from.opens(check)) return 'new';
    if (to.opens(check)) return 'done';
    throw new Refused(
      'wrong-data-key',
      'This database was made with another DATA_KEY than both: set DATA_KEY to that one. Nothing was changed.',
    );
  }
  if (from.opens(check) && to.opens(unfinished)) return 'begun';
  if (to.opens(check) && from.opens(unfinished)) return 'turned';
  const one = [from, to].some((keys) => keys.opens(check) || keys.opens(unfinished));
  throw new Refused(
    one ? 'other-new-key' : 'wrong-data-key',
    one
      ? 'This change of the key was begun with another pair: set DATA_KEY to the old one and DATA_KEY_NEW to the new one that it was begun with. Nothing was changed.'
      : 'This database was made with another DATA_KEY than both: set DATA_KEY to that one. Nothing was changed.',
  );
}

/** Which rows of the database are sealed under what is derived from the data key. */
interface Place {
  readonly what: string;
  readonly table: Prisma.Sql;
  readonly key: Prisma.Sql;
  readonly sealed: Prisma.Sql;
  again(from: Keys, to: Keys, key: string, sealed: Uint8Array): Bytes | 'new' | 'damaged';
}
const reseal =
  (at: (key: string) => string, of: (keys: Keys) => Uint8Array): Place['again'] =>
  (from, to, key, sealed) => {
    const place = at(key);
    if (opened(of(to), sealed, place) !== undefined) return 'new';
    const plain = opened(of(from), sealed, place);
    return plain === undefined ? 'damaged' : seal(of(to), plain, place);
  };
const places: readonly Place[] = [
  {
    what: 'programme',
    table: Prisma.sql`"Programme"`,
    key: Prisma.sql`"id"`,
    sealed: Prisma.sql`"dataKey"`,
    again: (from, to, id, sealed) => {
      if (tried(() => to.unwrapProgramme(id, sealed)) !== undefined) return 'new';
      const key = tried(() => from.unwrapProgramme(id, sealed));
      return key === undefined ? 'damaged' : to.wrapProgramme(id, key);
    },
  },
  {
    what: 'address',
    table: Prisma.sql`"AddressBookEntry"`,
    key: Prisma.sql`"key"`,
    sealed: Prisma.sql`"value"`,
    again: reseal(entryAt, (keys) => keys.addressBook),
  },
  {
    what: 'message',
    table: Prisma.sql`"LocalMessage"`,
    key: Prisma.sql`"ref"`,
    sealed: Prisma.sql`"card"`,
    again: reseal(cardAt, (keys) => keys.localChat),
  },
];

/**
 * Brings the database under the new key, from wherever it stopped before. The database has to be of this version: whoever
 * calls it has opened its store once where none is begun (`isBegun`).
 * @throws Refused `bot-runs`, and those of `standing`
 */
export async function rotate(given: Rotation): Promise<Rotated> {
  return withOpen(given, async (clients, keyStore) => {
    const stands = await standing(clients, given);
    if (stands === 'done') return { done: false, damaged: 0 };
    const [from, to] = (stands === 'turned' ? [given.to, given.from] : [given.from, given.to]).map(
      (key) => new Keys(key, given.ids),
    ) as [Keys, Keys];
    if (stands === 'new') {
      await clients.unit(({ sql }) => beginRotation(sql, to));
      given.lasts?.('begun');
    }
    given.began?.();
    let damaged = await people(keyStore, from, to, given);
    damaged += await notes(keyStore, from, to);
    for (const place of places) damaged += await rows(clients, place, from, to, given);
    // What was wrapped by the old key stands in no free page any more.
    await clients.dialect.rewrite(clients.writer);
    given.lasts?.('rewritten');
    await clients.unit(({ sql }) => endRotation(sql, to));
    given.lasts?.('ended');
    return { done: true, damaged };
  });
}

/** Whether a change of the key was begun on this database and has not ended. */
export async function isBegun(url: string): Promise<boolean> {
  const clients = await clientsFor(url);
  await clients.open(url);
  try {
    return (await rootCheck(clients.writing)).unfinished !== undefined;
  } finally {
    await clients.close();
  }
}

async function withOpen<T>(
  { url, clients: given }: Rotation,
  act: (clients: Clients, keyStore: KeyStore) => Promise<T>,
): Promise<T> {
  const clients = given ?? (await clientsFor(url));
  const keyStore = clients.dialect.keyStore(url);
  const running = clients.dialect.running(url);
  await clients.open(url);
  try {
    const done = await running.ifAlone(async () => {
      await keyStore.open(false);
      return { was: await act(clients, keyStore) };
    });
    if (done === undefined)
      throw new Refused('bot-runs', 'Mentorlog runs on this database. Stop it first, then do this again.');
    return done.was;
  } finally {
    await Promise.allSettled([keyStore.close(), clients.close(), running.close()]);
  }
}

/** Answers how many neither key opens. */
async function people(store: KeyStore, from: Keys, to: Keys, { lasts, atOnce = 100 }: Rotation): Promise<number> {
  let damaged = 0;
  for (let after = ''; ; ) {
    const page = await store.page(after, atOnce);
    const changes: { person: string; was: Bytes; is: Bytes }[] = [];
    for (const { person, wrapped } of page) {
      if (wrapped === null || tried(() => to.unwrap(person, wrapped)) !== undefined) continue;
      const key = tried(() => from.unwrap(person, wrapped));
      if (key === undefined) damaged += 1;
      else changes.push({ person, was: wrapped, is: to.wrap(person, key) });
    }
    if (changes.length > 0) {
      await store.replace(changes);
      lasts?.('people');
    }
    if (page.length < atOnce) return damaged;
    after = page.at(-1)?.person ?? after;
    await nextTurn();
  }
}

/** The same of the program's own notes. */
async function notes(store: KeyStore, from: Keys, to: Keys): Promise<number> {
  let damaged = 0;
  for (const { programme, sealed } of await store.notes()) {
    if (openNote(to, programme, sealed) !== 'unreadable') continue;
    const note = openNote(from, programme, sealed);
    if (note === undefined || note === 'unreadable') damaged += 1;
    else await store.changeNote(programme, async () => sealNote(to, programme, note));
  }
  return damaged;
}

/** The same of rows of the database. */
async function rows(
  clients: Clients,
  place: Place,
  from: Keys,
  to: Keys,
  { lasts, atOnce = 100 }: Rotation,
): Promise<number> {
  const { table, key, sealed } = place;
  let damaged = 0;
  for (let after = ''; ; ) {
    const { last, changed, n } = await clients.unit(async ({ sql }) => {
      const page = await sql.query<{ key: string; sealed: Uint8Array }>`
        SELECT ${key} AS "key", ${sealed} AS "sealed" FROM ${table}
        WHERE ${key} > ${after} AND ${sealed} IS NOT NULL ORDER BY ${key} LIMIT ${atOnce}`;
      let changed = 0;
      for (const row of page) {
        const again = place.again(from, to, row.key, row.sealed);
        if (again === 'damaged') damaged += 1;
        else if (again !== 'new')
          changed += await sql.run`UPDATE ${table} SET ${sealed} = ${again} WHERE ${key} = ${row.key}`;
      }
      return { last: page.at(-1)?.key ?? after, changed, n: page.length };
    });
    if (changed > 0) lasts?.(place.what);
    if (n < atOnce) return damaged;
    after = last;
    await nextTurn();
  }
}

const opened = (key: Uint8Array, sealed: Uint8Array, place: string): Bytes | undefined =>
  tried(() => open(key, sealed, place));

function tried<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
