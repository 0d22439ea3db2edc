import { alarmsInDatabase } from '../../../src/ports/jobs.js';
import { rootCheck } from '../index.js';
import { factsIn, type LookedAt } from '../look-at-file.js';
import { knownMigrations } from '../migrate.js';
import { alarmsStand } from './alarm-schema.js';
import { applied, tablesOf } from './migrate.js';
import { onConnection } from './refusals.js';

/**
 * What a PostgreSQL database is, without opening it as a store: nothing in it changes. Answers nothing where it is there
 * and empty.
 * @throws Refused of a database that cannot be had (refusals.ts), `not-mentorlog`, `wrong-data-key`
 */
export function lookAtDatabase(url: string, key?: Parameters<typeof factsIn>[3]): Promise<LookedAt | undefined> {
  return onConnection(url, async (client) => {
    if ((await applied(client)).length === 0) return undefined;
    // As of one moment: a bot may run.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const tables = new Set(await tablesOf(client));
    const query = async (text: string) =>
      (await client.query({ text, rowMode: 'array' })).rows as readonly (readonly unknown[])[];
    const facts = await factsIn(tables, query, await knownMigrations('postgresql'), key);
    const alarms = await alarmsStand(client);
    if (alarms === 'fit') return facts;
    if (alarms === 'newer') return { ...facts, newer: true };
    return { ...facts, lacks: { ...facts.lacks, migrations: [...facts.lacks.migrations, alarmsInDatabase.schema] } };
  });
}

/** Whether a start has noted by which data key it is to be opened. */
export function isSealed(url: string): Promise<boolean> {
  return onConnection(url, async (client) => {
    if ((await applied(client)).length === 0) return false;
    return (await client.query('SELECT 1 FROM "Meta" WHERE "key" = $1', [rootCheck])).rows.length > 0;
  });
}
