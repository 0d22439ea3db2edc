import type pg from 'pg';
import { Refused, startAgain } from '../../../src/kernel/errors.js';
import type { Dialect } from '../dialect.js';
import { soleLeases } from '../leases.js';
import { type Applied, applyPending, migrationsThatAdd, selectApplied, toApplied } from '../migrate.js';
import { rootCheckKey } from '../root-check.js';
import { bringUpAlarms } from './alarm-schema.js';
import { onConnection, readOnlySql, refusedAs } from './refusals.js';

/**
 * Applies the pending migrations of a PostgreSQL database, which has to be there; answers their names. Alarms are brought
 * up to date as well.
 * @param among the other programs on it, as `migrate` of a dialect; none unless given
 * @throws Refused in a sentence for each way in which it cannot be had (refusals.ts), `not-mentorlog`,
 * `database-half-made`, and those of `applyPending` and `bringUpAlarms`
 */
export function migrate(
  url: string,
  among: Parameters<Dialect['migrate']>[1] = soleLeases,
): Promise<readonly string[]> {
  return onConnection(url, async (client) => {
    const { rows } = await client.query<{ readOnly: boolean }>(readOnlySql);
    if (rows[0]?.readOnly === true) throw refusedAs('25006');
    // Whoever comes while another is at it waits, and finds it done; the lock goes with this connection.
    await client.query(`SET lock_timeout = ${patience}`);
    await client.query('SELECT pg_advisory_lock($1)', [migrating]);
    const made = await tables(client, url, await among.othersGoByTables());
    await bringUpAlarms(client, url);
    // Still under that lock: whoever has it next finds this one among those that go by them.
    await among.goesByTables();
    return made;
  });
}

async function tables(client: pg.Client, url: string, others: boolean): Promise<readonly string[]> {
  try {
    const harmless = await readHarmless(client);
    const done = await applyPending('postgresql', await applied(client), (engine) => engine.postgresqlAt(url), {
      others,
      harmless,
    });
    // What an older one is to know of them, should it be started while the newer runs.
    if (done.length > 0) await noteHarmless(client, [...harmless, ...(await migrationsThatAdd('postgresql'))]);
    return done;
  } catch (error) {
    // The engine says in words, and in the server's language, what it was refused.
    if (error instanceof Refused || (await mayChange(client))) throw error;
    throw refusedAs('42501');
  }
}

/**
 * Which migrations of newer programs only add: a remark on the table of migrations itself, which is made by whoever may
 * apply them, is no row that is copied or put back, and stands there before an older program has any table to look in.
 */
export async function readHarmless(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ remark: string | null }>(
    `SELECT obj_description(to_regclass('_prisma_migrations'), 'pg_class') AS remark`,
  );
  return new Set((rows[0]?.remark ?? '').split(' ').filter((name) => name !== ''));
}

async function noteHarmless(client: pg.Client, names: readonly string[]): Promise<void> {
  const remark = client.escapeLiteral([...new Set(names)].sort().join(' '));
  await client.query(`COMMENT ON TABLE _prisma_migrations IS ${remark}`);
}

/** Whether this role may make tables, and change those that are there. */
async function mayChange(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AND NOT EXISTS (
       SELECT 1 FROM pg_class c WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r'
         AND NOT pg_has_role(c.relowner, 'USAGE')) AS may`,
  );
  return rows[0]?.may === true;
}

/** The name of our lock around migrations: of no meaning but that Prisma's and our others are not it. */
export const migrating = 1_836_412_537;
/** Another start that brings the database up to date is waited for that long (ms): it may go through every row. */
const patience = 10 * 60_000;

/**
 * The migrations that were applied, or begun, in the schema that comes first.
 * @throws Refused `not-mentorlog` where something else’s tables are there, `database-half-made` where a first start
 * was stopped while it made the tables
 */
export async function applied(client: pg.Client): Promise<readonly Applied[]> {
  const tables = await tablesOf(client);
  if (tables.length === 0) return [];
  if (!tables.includes('_prisma_migrations')) throw notOurs();
  const rows = (await client.query({ text: selectApplied, rowMode: 'array' })).rows.map(toApplied);
  // Every version's database has this table, and no other program's database that Prisma made has these names.
  if (!tables.includes('Meta') || (tables.length > 1 && !tables.includes('AuditEntry'))) {
    if (tables.length === 1) throw halfMade();
    throw notOurs();
  }
  // The server goes on making tables after whoever asked for them has died; nobody wrote down that it ended. The first row
  // of a start that came to its end is one of these.
  if (rows.some((row) => !row.finished)) {
    const begun = await client.query('SELECT 1 FROM "Meta" WHERE "key" = $1', [rootCheckKey]);
    if (begun.rows.length === 0) throw halfMade();
  }
  return rows;
}

/** The names of the tables in the schema that comes first. */
export async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')`,
  );
  return rows.map((row) => row.name);
}

const halfMade = (): Refused =>
  new Refused(
    'database-half-made',
    `This database was not made to its end, and holds nothing yet: drop it, make it anew with createdb, and ${startAgain}.`,
  );

const notOurs = (): Refused =>
  new Refused(
    'not-mentorlog',
    'That database has tables of something else in it: make one for Mentorlog alone with createdb, and set DATABASE_URL to it.',
  );
