import pg from 'pg';
import { Refused } from '../../../src/kernel/errors.js';
import { type Applied, applyPending, selectApplied, toApplied } from '../migrate.js';

/**
 * Applies the pending migrations of a PostgreSQL database, which has to be there; answers their names.
 * @throws Refused `database-unusable`, and those of `applyPending`
 */
export async function migrate(url: string): Promise<readonly string[]> {
  return applyPending('postgresql', await applied(url), (engine) => engine.postgresqlAt(url));
}

async function applied(url: string): Promise<readonly Applied[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
    if (table.rows[0]?.there !== true) return [];
    return (await client.query({ text: selectApplied, rowMode: 'array' })).rows.map(toApplied);
  } catch (cause) {
    throw new Refused(
      'database-unusable',
      'The database cannot be reached: see that PostgreSQL runs where DATABASE_URL says, and lets its user in.',
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
