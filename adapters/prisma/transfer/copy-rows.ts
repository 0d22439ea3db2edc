import { nextTurn } from '../../../src/kernel/turn-of-loop.js';
import { differences, type End, inOrder, keyOf, type Row, type Table, type Value } from './shape.js';

/** Rows from one database to another, of either kind: values as they stand, so that what is sealed stays sealed. */

/** Rows that are read and written at once. */
const usually = 500;

export interface Copying {
  /** Rows at once; 500 unless given. */
  readonly atOnce?: number;
  /** Rows that are not copied and not compared. */
  readonly but?: (table: Table, row: Row) => boolean;
  /** Runs after whatever lasts: for tests, which stop here. */
  readonly lasts?: ((table: string) => void) | undefined;
}

export interface Copied {
  readonly tables: readonly Table[];
  readonly rows: number;
  /** Rows that were there already, from a copy that was stopped. */
  readonly before: number;
  /** What was there was not of this source any more, so all of it was copied anew. */
  readonly anew: boolean;
}

/** @throws Error where the two have not the same tables */
async function tablesOf(from: End, to: End): Promise<readonly Table[]> {
  const [ours, theirs] = [await from.tables(), await to.tables()];
  const differ = differences(ours, theirs);
  if (differ.length > 0) throw new Error(`the two databases have other tables:\n${differ.join('\n')}`);
  return inOrder(ours);
}

/**
 * Brings everything to where nothing is yet, or where a copy of the same was stopped: what is there is compared, and the
 * rest follows. Where it differs the source has changed meanwhile, and all begins anew.
 * @throws Error where the two have not the same tables
 */
export async function copyRows(from: End, to: End, copying: Copying = {}): Promise<Copied> {
  const tables = await tablesOf(from, to);
  try {
    return { tables, anew: false, ...(await all(from, to, tables, copying)) };
  } catch (error) {
    if (!(error instanceof Otherwise)) throw error;
    await to.empty(tables);
    return { tables, anew: true, ...(await all(from, to, tables, copying)) };
  }
}

/** What is there is not what the source has. */
class Otherwise extends Error {}

async function all(from: End, to: End, tables: readonly Table[], copying: Copying) {
  let [rows, before] = [0, 0];
  for (const table of tables) {
    const done = await one(from, to, table, copying);
    rows += done.rows;
    before += done.before;
  }
  await to.filled(tables);
  return { rows, before };
}

async function one(from: End, to: End, table: Table, copying: Copying) {
  const { atOnce = usually, lasts } = copying;
  let [rows, before] = [0, 0];
  // What stands there by now has to be the beginning of what is here.
  const there = rowsOf(to, table, copying);
  let missing: Row[] = [];
  const write = async (): Promise<void> => {
    if (missing.length === 0) return;
    await to.insert(table, missing);
    rows += missing.length;
    missing = [];
    lasts?.(table.name);
  };
  for await (const row of rowsOf(from, table, copying)) {
    const stands = (await there.next()).value;
    if (stands === undefined) missing.push(row);
    else if (rows > 0 || missing.length > 0 || !isSame(row, stands)) throw new Otherwise();
    else before += 1;
    if (missing.length >= atOnce) await write();
  }
  if ((await there.next()).value !== undefined) throw new Otherwise();
  await write();
  return { rows, before };
}

/** The rows of a table in the order of its key; it has ended for good once it came to an end. */
async function* rowsOf(end: End, table: Table, { atOnce = usually, but }: Copying): AsyncGenerator<Row, undefined> {
  for (let after: Row | undefined; ; ) {
    const page = await end.page(table, after, atOnce);
    for (const row of page) if (but?.(table, row) !== true) yield row;
    const last = page.at(-1);
    if (last === undefined || page.length < atOnce) return undefined;
    after = keyOf(table, last);
    await nextTurn();
  }
}

const isSame = (a: Row, b: Row): boolean =>
  a.length === b.length && a.every((value, i) => isSameValue(value, b[i] ?? null));

function isSameValue(a: Value, b: Value): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b;
}

/** Which tables differ in any row, by their names. @throws Error where the two have not the same tables */
export async function differing(from: End, to: End, copying: Copying = {}): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of await tablesOf(from, to)) {
    const theirs = rowsOf(to, table, copying);
    let same = true;
    for await (const row of rowsOf(from, table, copying)) {
      const { value } = await theirs.next();
      same = value !== undefined && isSame(row, value);
      if (!same) break;
    }
    if (!same || (await theirs.next()).value !== undefined) found.push(table.name);
  }
  return found;
}
