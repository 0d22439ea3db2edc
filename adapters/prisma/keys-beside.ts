import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { refusedBySqlite } from './driver-errors.js';
import { Keys } from './keys.js';
import { keysOlder } from './keys-and-rows.js';

/** What two key stores in files say of each other, without opening either as a store. */

async function opened<T>(file: string, act: (at: SqliteConnection) => Promise<T>): Promise<T> {
  const at = await openSqlite(`file:${file}`);
  try {
    return await act(at);
  } finally {
    await at.dispose();
  }
}

const idsIn = (file: string, where: string): Promise<readonly string[]> =>
  opened(file, async (at) => {
    const sql = `SELECT "person" FROM "PersonKey" WHERE ${where}`;
    return (await at.queryRaw({ sql, args: [], argTypes: [] })).rows.map(([person]) => String(person));
  });

/**
 * Reads a key store whole, before it is put where another one is.
 * @param andNow what to do where it is not
 * @throws Refused `keys-damaged`, which names it
 */
export async function mustBeWhole(file: string, andNow: string): Promise<void> {
  try {
    await opened(file, async (at) => {
      const ask = async (sql: string) => (await at.queryRaw({ sql, args: [], argTypes: [] })).rows[0]?.[0];
      if ((await ask('PRAGMA integrity_check(1)')) !== 'ok') throw new Error('damaged');
      await ask('SELECT COUNT(*) FROM "PersonKey"');
    });
  } catch (cause) {
    const kind = refusedBySqlite(cause)?.kind;
    // Not damaged, but not to be had: 3 SQLITE_PERM, 8 SQLITE_READONLY, 14 SQLITE_CANTOPEN.
    if (kind !== undefined && [3, 8, 14].includes(kind)) throw cause;
    throw new Refused('keys-damaged', `People’s keys in ${file} are damaged, or are none. ${andNow}`, { cause });
  }
}

/** Whether everybody in a database's rows is known to a key store. Nothing in either changes. */
export async function knowsAll(keys: string, database: string): Promise<boolean> {
  const known = new Set(await idsIn(keys, '1 = 1'));
  return opened(database, async (at) => {
    await at.executeScript('PRAGMA query_only=ON');
    const sql = 'SELECT "id" FROM "Person" WHERE "erasedAt" IS NULL';
    return (await at.queryRaw({ sql, args: [], argTypes: [] })).rows.every(([id]) => known.has(String(id)));
  });
}

/**
 * A database with people's keys beside it, of this version of them: whole, of this data key, and of everybody.
 * @throws Refused `keys-damaged`, `keys-of-another-key`, `keys-older`
 */
export async function mustFit(
  database: string,
  tried: { readonly rootKey: Uint8Array; readonly ids: Ids },
): Promise<void> {
  const keys = `${database}-keys`;
  const andNow = 'Put the newest copy of them in their place.';
  await mustBeWhole(keys, andNow);
  if (!(await areUnder(keys, tried)))
    throw new Refused('keys-of-another-key', `People’s keys in ${keys} are under another data key. ${andNow}`);
  if (!(await knowsAll(keys, database))) throw keysOlder();
}

/** How many people have a key in the older file whose key was destroyed in the newer one. */
export async function comeBack(older: string, newer: string): Promise<number> {
  const destroyed = new Set(await idsIn(newer, '"wrapped" IS NULL'));
  return (await idsIn(older, '"wrapped" IS NOT NULL')).filter((person) => destroyed.has(person)).length;
}

/** Undoes what was stopped half way, by the journal beside the file; nobody else may have it open. */
export const settle = (file: string): Promise<unknown> => idsIn(file, '1 = 0');

/** Whether the keys in a file are under this data key. */
export const areUnder = (file: string, { rootKey, ids }: { readonly rootKey: Uint8Array; readonly ids: Ids }) =>
  opened(file, async (at): Promise<boolean> => {
    const sql = 'SELECT "person", "wrapped" FROM "PersonKey" WHERE "wrapped" IS NOT NULL LIMIT 1';
    const [row] = (await at.queryRaw({ sql, args: [], argTypes: [] })).rows;
    if (row === undefined) return true;
    try {
      new Keys(rootKey, ids).unwrap(String(row[0]), Uint8Array.from(row[1] as Uint8Array));
      return true;
    } catch {
      return false;
    }
  });
