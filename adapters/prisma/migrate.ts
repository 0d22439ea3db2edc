import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Refused } from '../../src/kernel/errors.js';
import { openSqlite } from './driver.js';

/** A database as the engine wants it. */
type EngineDatabase = { readonly provider: string };

/** `prisma/engine.mjs`, which runs without being compiled. */
interface Engine {
  readMigrations(folder: string): Promise<{
    readonly names: readonly string[];
    readonly checksums: readonly string[];
    /** Whether each only adds what an older program leaves as it is. */
    readonly adds: readonly boolean[];
    /** Which of SQLite's each of PostgreSQL's comes up to. */
    readonly asSqlite: readonly (string | undefined)[];
  }>;
  sqliteAt(open: typeof openSqlite, url: string): EngineDatabase;
  postgresqlAt(url: string): EngineDatabase;
  applyMigrations(
    database: EngineDatabase,
    schemaFile: string,
    folder: string,
    upTo?: string,
  ): Promise<readonly string[]>;
}

/** The package's folder, whether this runs compiled (from `dist/`) or from source. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'prisma', 'schema.prisma'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('prisma/schema.prisma is not beside the program');
    folder = parent;
  }
  return folder;
}

/** Reads Prisma's own table of migrations, and a row of it. */
export const selectApplied =
  'SELECT migration_name, checksum, finished_at IS NOT NULL FROM _prisma_migrations WHERE rolled_back_at IS NULL';
export const toApplied = ([name, checksum, finished]: readonly unknown[]): Applied => ({
  name: String(name),
  checksum: String(checksum),
  finished: Boolean(finished),
});

/** A migration that has been applied, or begun. */
export interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** The migrations of this version, and what applies them. */
async function ours(folder: 'sqlite' | 'postgresql') {
  const prisma = path.join(packageRoot(), 'prisma');
  const migrations = path.join(prisma, 'migrations', folder);
  const engine = (await import(pathToFileURL(path.join(prisma, 'engine.mjs')).href)) as Engine;
  return { prisma, migrations, engine, known: await engine.readMigrations(migrations) };
}

/** The names of this version's migrations of a kind of database, in order. */
export const knownMigrations = async (folder: 'sqlite' | 'postgresql'): Promise<readonly string[]> =>
  (await ours(folder)).known.names;

/** Those of them that only add what an older program leaves as it is. */
export async function migrationsThatAdd(folder: 'sqlite' | 'postgresql'): Promise<readonly string[]> {
  const { known } = await ours(folder);
  return known.names.filter((_, i) => known.adds[i] === true);
}

/** Other programs on the same database. */
export interface Beside {
  /** Whether one runs. */
  readonly others: boolean;
  /** Migrations of newer programs that only add. */
  readonly harmless: ReadonlySet<string>;
}

/**
 * Which of this version's migrations are not among those `applied`.
 * @param harmless migrations of newer programs that only add
 * @throws Refused `database-newer`, `migration-changed`, `migration-failed`
 */
export async function pendingIn(
  folder: 'sqlite' | 'postgresql',
  applied: readonly Applied[],
  harmless: ReadonlySet<string>,
): Promise<readonly string[]> {
  return pendingOf((await ours(folder)).known, applied, harmless);
}

function pendingOf(
  known: Awaited<ReturnType<Engine['readMigrations']>>,
  applied: readonly Applied[],
  harmless: ReadonlySet<string>,
): readonly string[] {
  const pending = known.names.filter((name) => !applied.some((row) => row.name === name));
  for (const row of applied) {
    const index = known.names.indexOf(row.name);
    // A newer program has been here, and has only added what this one leaves as it is.
    if (index < 0 && row.finished && pending.length === 0 && harmless.has(row.name)) continue;
    if (index < 0)
      throw new Refused(
        'database-newer',
        'This database was written by a newer Mentorlog: install that version again.',
      );
    if (!row.finished)
      throw new Refused('migration-failed', 'The last upgrade of the database did not finish: restore a backup of it.');
    if (known.checksums[index] !== row.checksum)
      throw new Refused('migration-changed', 'A migration that ran already was changed: restore prisma/migrations.');
  }
  return pending;
}

/**
 * Applies the migrations in `prisma/migrations/FOLDER` that are not among those `applied`; answers their names. Prisma's
 * engine (10 MB) is loaded only if something is pending.
 * @param beside what others on this database have to do with it; on a file there are none
 * @throws Refused `database-newer`, `migration-changed`, `migration-failed`, and `not-alone` where another program runs
 * that could not go on with what is changed
 */
export async function applyPending(
  folder: 'sqlite' | 'postgresql',
  applied: readonly Applied[],
  database: (engine: Engine) => EngineDatabase,
  beside: Beside = { others: false, harmless: new Set() },
): Promise<readonly string[]> {
  const { prisma, migrations, engine, known } = await ours(folder);
  const pending = pendingOf(known, applied, beside.harmless);
  if (pending.length === 0) return [];
  if (beside.others && applied.length > 0 && pending.some((name) => known.adds[known.names.indexOf(name)] === false))
    throw new Refused(
      'not-alone',
      'This version changes what the Mentorlog that runs on this database goes by: stop that one, and start this one again.',
    );
  return engine.applyMigrations(database(engine), path.join(prisma, 'schema.prisma'), migrations);
}

/**
 * Applies the pending migrations of an SQLite database, making its file and folder if there are none; answers their
 * names.
 * @throws Refused `no-sqlite`, `database-unusable`, and those of `applyPending`
 */
export async function migrate(url: string): Promise<readonly string[]> {
  return applyPending('sqlite', await whatIsThere(url), (engine) => engine.sqliteAt(openSqlite, url));
}

/**
 * Makes an SQLite file with the tables that a PostgreSQL database has, of this version or an earlier one.
 * @param applied the names of the migrations that were applied there
 * @throws Refused `database-newer` where this version does not know one of them
 */
export async function makeFileLike(url: string, applied: readonly string[]): Promise<void> {
  const theirs = await ours('postgresql');
  if (applied.some((name) => !theirs.known.names.includes(name)))
    throw new Refused('database-newer', 'This database was written by a newer Mentorlog: install that version again.');
  const upTo = theirs.known.asSqlite[theirs.known.names.indexOf([...applied].sort().at(-1) ?? '')];
  if (upTo === undefined) throw new Error('a migration of PostgreSQL does not say which of SQLite’s it comes up to');
  await makeFile(fileOf(url));
  const { prisma, engine, migrations } = await ours('sqlite');
  await engine.applyMigrations(engine.sqliteAt(openSqlite, url), path.join(prisma, 'schema.prisma'), migrations, upTo);
}

const fileOf = (url: string): string => url.replace(/^file:/, '');

async function whatIsThere(url: string): Promise<readonly Applied[]> {
  try {
    await makeFile(fileOf(url));
    return await appliedMigrations(url);
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw new Refused(
      'database-unusable',
      'The database cannot be opened: see that DATABASE_URL names a Mentorlog database, or a folder to make it in, and that you may write there.',
      { cause },
    );
  }
}

/** A new database can be read by its owner only: ratings and times in it are not sealed. */
async function makeFile(file: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await (await open(file, 'a', 0o600)).close();
}

async function appliedMigrations(url: string): Promise<readonly Applied[]> {
  const adapter = await openSqlite(url);
  const query = async (sql: string): Promise<readonly (readonly unknown[])[]> =>
    (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
  try {
    const table = await query(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'`);
    if (table.length === 0) return [];
    return (await query(selectApplied)).map(toApplied);
  } finally {
    await adapter.dispose();
  }
}
