import pg from 'pg';
import { Refused } from '../../../src/kernel/errors.js';
import { alarmsInDatabase } from '../../../src/ports/jobs.js';
import { quoted } from '../transfer/shape.js';
import { keySchema } from './key-schema.js';
import { refusedAs } from './refusals.js';

/**
 * The schema that graphile-worker keeps its jobs in. It brings that up to date itself; here stands whose it is, and which
 * versions of it fit this one. Nothing in it is copied, moved or backed up: all of it is made anew from the prompts.
 */

const { schema } = alarmsInDatabase;

/** The newest of graphile-worker's own migrations that this version brings (0.17.3, `sql/`). */
export const newestOfAlarms = 19;

interface Found {
  /** The number of its newest migration, and of the newest of them that an older version cannot work with. */
  readonly at: number;
  readonly breaking: number;
}

/** How far it is; nothing where it is not made. */
async function found(client: pg.Client): Promise<Found | undefined> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('${schema}.migrations') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) return undefined;
  const migrated = await client.query<Found>(
    `SELECT COALESCE(MAX(id), 0) AS at, COALESCE(MAX(id) FILTER (WHERE breaking), 0) AS breaking FROM ${schema}.migrations`,
  );
  return migrated.rows[0];
}

/** Whether alarms are as this version has them, still to be brought up to date, or of a newer version that it cannot work with. */
export async function alarmsStand(client: pg.Client): Promise<'fit' | 'lacking' | 'newer'> {
  const there = await found(client);
  if (there === undefined || there.at < newestOfAlarms) return 'lacking';
  return there.breaking > newestOfAlarms ? 'newer' : 'fit';
}

/**
 * Brings it up to date, under whatever lock its caller has. A newer one that says that older versions can work with it is
 * left as it is: during an upgrade two versions run side by side.
 * @throws Refused `database-newer`, `database-rights`
 */
export async function bringUpAlarms(client: pg.Client, url: string): Promise<void> {
  const stand = await alarmsStand(client);
  if (stand === 'newer') throw newerAlarms();
  if (stand === 'lacking') await migrated(url, await ownerOfSchema(client));
  // Its rows can be seen by their owner alone: whoever is not would find none, without an error.
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('${schema}._private_jobs')`,
  );
  if (rows[0]?.owns !== true) throw refusedAs('42501');
}

export const newerAlarms = (): Refused =>
  new Refused(
    'database-newer',
    `The alarms in this database (schema ${schema}) were brought up to date by a newer Mentorlog: install that version again.`,
  );

/** Who owns the schema, which is made where it is not there: whoever has people's keys, the bot, has its alarms too. */
async function ownerOfSchema(client: pg.Client): Promise<string> {
  const owner = async (name: string): Promise<string | undefined> =>
    (
      await client.query<{ owner: string }>(
        'SELECT pg_get_userbyid(nspowner)::text AS owner FROM pg_namespace WHERE nspname = $1',
        [name],
      )
    ).rows[0]?.owner;
  const there = await owner(schema);
  if (there !== undefined) return there;
  const keeper = await owner(keySchema);
  await client.query(`CREATE SCHEMA ${schema} AUTHORIZATION ${keeper === undefined ? 'CURRENT_USER' : quoted(keeper)}`);
  return (await owner(schema)) ?? '';
}

/** Its own migrations, run as `owner`: each is a transaction, so that one which was stopped is gone on with. */
async function migrated(url: string, owner: string): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker');
  // One connection from here to the end: what is said on it goes for all that follows.
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  // One that breaks is told by the statement that it breaks under; unheard it would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  try {
    await pool.query(`SET ROLE ${quoted(owner)}`);
    // As graphile-worker makes it: it would ask for the schema too, and whoever may make none may not say IF NOT EXISTS.
    await pool.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migrations (
         id int PRIMARY KEY, ts timestamptz DEFAULT now() NOT NULL, breaking boolean NOT NULL DEFAULT false)`,
    );
    await runMigrations({ pgPool: pool, schema, logger: new Logger(() => () => undefined) });
  } finally {
    await pool.end();
  }
}
