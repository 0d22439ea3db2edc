import type pg from 'pg';
import { Refused, startAgain } from '../../../src/kernel/errors.js';
import { pendingIn } from '../migrate.js';
import { movingKey, rootCheckKey, rotationKey } from '../root-check.js';
import { alarmsStand, newerAlarms } from './alarm-schema.js';
import { applied, migrating, readHarmless } from './migrate.js';

/** Whether a program that was cut off from its database may go on with what it finds when it is back. */

/**
 * What tells a database from another in its place, or from itself under another data key: nobody writes the row that says
 * under which it is anew but who restores, moves or gives it another. What of that has not ended counts too. Undefined
 * before a first start has come to that row.
 */
export async function markOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ key: string; value: string; xmin: string }>(
    'SELECT "key", "value", xmin::text FROM "Meta" WHERE "key" = ANY($1) ORDER BY "key"',
    [[rootCheckKey, rotationKey, movingKey]],
  );
  return rows.length === 0 ? undefined : JSON.stringify(rows);
}

/**
 * Others may have changed the tables meanwhile, or put another database in this one's place. Not as migrations go: what one
 * that still has them in hand will do cannot be seen yet, so that this fails then, and is asked again.
 * @param before its mark as it was
 * @param goesBy from here on nobody changes the tables beside this program
 * @returns why it cannot go on: `database-newer`, `database-older`, `database-replaced`, and those of `applied`
 */
export async function stillFit(
  client: pg.Client,
  before: string | undefined,
  goesBy: () => Promise<unknown>,
): Promise<Refused | undefined> {
  const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS has', [migrating]);
  if (rows[0]?.has !== true) throw new Error('the database is being brought up to date');
  try {
    const pending = await pendingIn('postgresql', await applied(client), await readHarmless(client));
    const alarms = await alarmsStand(client);
    if (alarms === 'newer') return newerAlarms();
    if (pending.length > 0 || alarms === 'lacking') return older();
    if (before !== undefined && before !== (await markOf(client))) return replaced();
    await goesBy();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  } finally {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [migrating]);
  }
}

const older = (): Refused =>
  new Refused(
    'database-older',
    `The connection to the database was lost, and an older one stands in its place now: see that it is the one that is meant, then ${startAgain}, which brings it up to date.`,
  );

const replaced = (): Refused =>
  new Refused(
    'database-replaced',
    `The connection to the database was lost, and it was restored, moved or put under another key meanwhile: ${startAgain}.`,
  );
