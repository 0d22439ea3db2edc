import type { Ids } from '../../src/kernel/ids.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { Keys } from './keys.js';

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
