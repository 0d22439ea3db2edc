import { statSync } from 'node:fs';
import { Refused } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { rootCheck } from './index.js';
import { isAt } from './is-at.js';
import { Keys } from './keys.js';
import { knownMigrations, selectApplied, toApplied } from './migrate.js';
import { dataSteps } from './steps/index.js';
import { personKeys } from './steps/person-keys.js';

/** What an SQLite file is, without opening it as a store: nothing in it is brought up to date, and not a byte of it changes. */

/** What of an upgrade a database still lacks. */
export interface Lacks {
  /** Names of migrations, oldest first. */
  readonly migrations: readonly string[];
  /** Names of data steps, in order. */
  readonly steps: readonly string[];
}

export interface LookedAt {
  readonly lacks: Lacks;
  /** Whether a newer Mentorlog has been here. */
  readonly newer: boolean;
  readonly counts: {
    readonly programmes: number;
    readonly people: number;
    readonly sessions: number;
    readonly entries: number;
  };
}

/** Whether people's keys are in the rows of it, as they all were up to 0.7.0. */
export const keysInRows = ({ lacks }: LookedAt): boolean => lacks.steps.includes(personKeys().name);

/** Rows of these are counted, by what a person calls them. */
const counted = { programmes: 'Programme', people: 'Person', sessions: 'Session', entries: 'AuditEntry' } as const;

/**
 * @param check how thoroughly the file is read: all of it and every index (`whole`), all of it (`quick`), or what is said here alone
 * @param key where its data key is to be tried
 * @param called what it is a copy of, for whoever knows that file only
 * @throws Refused `no-such-file`, `not-a-database`, `database-damaged`, `not-mentorlog`, `wrong-data-key`
 */
export async function lookAtFile(
  file: string,
  check: 'whole' | 'quick' | 'none',
  key?: TriedKey,
  called = file,
): Promise<LookedAt> {
  if (!isAt(file)) throw new Refused('no-such-file', `There is no file ${file}. Look for it, and name it again.`);
  if (statSync(file).isDirectory()) throw new Refused('no-such-file', `${file} is a folder. Name a file.`);
  let at: SqliteConnection | undefined;
  try {
    at = await openSqlite(`file:${file}`);
    await at.executeScript('PRAGMA query_only=ON');
    const query = rowsOf(at);
    if (check !== 'none') {
      const [said] = await query(check === 'whole' ? 'PRAGMA integrity_check(1)' : 'PRAGMA quick_check(1)');
      if (said?.[0] !== 'ok')
        throw new Refused('database-damaged', `${called} is damaged: restore a backup that is whole.`);
    }
    return await factsOf(called, query, key);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw unreadable(called, error);
  } finally {
    await at?.dispose();
  }
}

/** Runs a statement that both databases take; rows as lists. */
export type Query = (sql: string) => Promise<readonly (readonly unknown[])[]>;
const rowsOf =
  (at: SqliteConnection): Query =>
  async (sql) =>
    (await at.queryRaw({ sql, args: [], argTypes: [] })).rows;

/** What DATA_KEY is to be tried on. */
type TriedKey = { readonly rootKey: Uint8Array; readonly ids: Ids };

async function factsOf(file: string, query: Query, key: TriedKey | undefined): Promise<LookedAt> {
  const tables = new Set(
    (await query(`SELECT name FROM sqlite_master WHERE type = 'table'`)).map(([name]) => String(name)),
  );
  if (!tables.has('_prisma_migrations') || !tables.has('Meta'))
    throw new Refused('not-mentorlog', `${file} is no database of Mentorlog. Name another file.`);
  return factsIn(tables, query, await knownMigrations('sqlite'), key);
}

/**
 * The same of either kind of database, by its own rows.
 * @param known the names of this version's migrations of that kind
 * @throws Refused `wrong-data-key`
 */
export async function factsIn(
  tables: ReadonlySet<string>,
  query: Query,
  known: readonly string[],
  key?: TriedKey,
): Promise<LookedAt> {
  const applied = (await query(selectApplied)).map(toApplied).map(({ name }) => name);
  const steps = tables.has('DataStep')
    ? (await query('SELECT "number", "finishedAt" IS NOT NULL FROM "DataStep"')).map(([n, over]) => [
        Number(n),
        Number(over),
      ])
    : [];
  const finished = new Set(steps.filter(([, over]) => over === 1).map(([n]) => n));
  const counts: Record<string, number> = {};
  for (const [name, table] of Object.entries(counted))
    counts[name] = tables.has(table) ? Number((await query(`SELECT COUNT(*) FROM "${table}"`))[0]?.[0]) : 0;
  if (key !== undefined) {
    const [said] = await query(`SELECT "value" FROM "Meta" WHERE "key" = '${rootCheck}'`);
    // A database that no start has finished making has none yet, and nothing that is sealed either.
    if (said !== undefined) new Keys(key.rootKey, key.ids).verify(String(said[0]));
  }
  return {
    lacks: {
      migrations: known.filter((name) => !applied.includes(name)),
      steps: dataSteps.filter(({ number }) => !finished.has(number)).map(({ name }) => name),
    },
    newer:
      applied.some((name) => !known.includes(name)) ||
      steps.some(([n]) => !dataSteps.some(({ number }) => number === n)),
    counts: counts as unknown as LookedAt['counts'],
  };
}

/** SQLite's own words say what it found; what is told is what to do. */
function unreadable(file: string, cause: unknown): Refused {
  const said = JSON.stringify((cause as { cause?: unknown } | null)?.cause ?? String(cause));
  if (/not a database/i.test(said))
    return new Refused('not-a-database', `${file} is no database, or its first page is damaged. Name another file.`, {
      cause,
    });
  if (/malformed|corrupt/i.test(said))
    return new Refused('database-damaged', `${file} is damaged: restore a backup that is whole.`, { cause });
  return new Refused(
    'unreadable',
    `${file} cannot be read by you. See who owns it and its folder, and whether that can be written to.`,
    {
      cause,
    },
  );
}

/** Whether a database stands there, and what of an upgrade it lacks. */
export async function upgradeOfFile(url: string, check: 'quick' | 'none' = 'none'): Promise<LookedAt | undefined> {
  const file = url.replace(/^file:(\/\/)?/, '');
  // An empty file is a database that is still to be made.
  if (!isAt(file) || statSync(file).size === 0) return undefined;
  try {
    return await lookAtFile(file, check);
  } catch (error) {
    // Made and not yet filled: there is nothing in it to keep.
    if (error instanceof Refused && error.code === 'not-mentorlog') return undefined;
    throw error;
  }
}
