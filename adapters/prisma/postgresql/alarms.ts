import { Prisma } from '../../../prisma/generated/sqlite/client.js';
import { alarmsInDatabase } from '../../../src/ports/jobs.js';
import type { Alarms } from '../dialect.js';

/**
 * Alarms of prompts, as jobs of graphile-worker: one for each prompt that waits, set and taken back in the transaction that
 * sets and takes back the prompt. Its key is the programme and the occurrence, and it carries nothing else. The rows are the
 * truth: an alarm only wakes the engine, which looks at them (docs/decisions/postgresql.md).
 *
 * All of it goes by what graphile-worker documents for SQL (worker.graphile.org/docs/sql-add-job and …/admin-functions):
 * `add_jobs`, `complete_jobs`, `remove_job` and the view `jobs`.
 */

const schema = Prisma.raw(alarmsInDatabase.schema);
const task = Prisma.raw(`'${alarmsInDatabase.task}'`);

/** A key may have so many characters (graphile-worker, `jobs_key_check`). A prompt with a longer one has no alarm. */
const longestKey = 512;

/** Compared as graphile-worker's own keys are, or no index of theirs would answer: our texts are sorted by their bytes. */
const key = Prisma.raw(`("programmeId" || '/' || "occurrence") COLLATE "default"`);

/** PostgreSQL's moment, of milliseconds: none is so far off that it has none. */
const latest = Date.UTC(9999, 0);
const moment = Prisma.raw(`to_timestamp(GREATEST(LEAST("dueAt", ${latest}), 0) / 1000.0)`);

/** What is set anew keeps its key; what a process had in hand as it died is tried again by whoever finds it. */
const spec = Prisma.sql`ROW(${task}, '{}'::json, NULL, "at", NULL, "key", NULL, NULL)::${schema}.job_spec`;

/** Always in the same order, so that two units of work wait for each other and do not hold each other up. */
const specs = (from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT array_agg(${spec} ORDER BY "key") AS "specs" FROM ${from}
  WHERE "state" = 'waiting' AND length("key") <= ${longestKey} HAVING COUNT(*) > 0`;

/**
 * How many jobs went that have these keys: of one that rings at this very moment it goes by itself. By a list of them, which
 * the key's index answers, however many jobs there are.
 */
const takenBack = (keys: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT COUNT(*) FROM (SELECT array_agg(j."id") AS "ids" FROM ${schema}.jobs j
                        WHERE j."task_identifier" = ${task} AND j."key" = ANY(ARRAY(${keys})) HAVING COUNT(*) > 0) "gone"
  CROSS JOIN LATERAL ${schema}.complete_jobs("gone"."ids")`;

/** Alarms of so many prompts at once, as a start makes what is lacking. */
const atOnce = 10_000;

export const alarms: Alarms = {
  along: (changing) => Prisma.sql`
    WITH "changed" AS (${changing} RETURNING ${key} AS "key", ${moment} AS "at", "state")
    SELECT (SELECT COUNT(*) FROM (${specs(Prisma.sql`"changed"`)}) "set"
            CROSS JOIN LATERAL ${schema}.add_jobs("set"."specs")) AS "set",
           (${takenBack(Prisma.sql`SELECT "key" FROM "changed" WHERE "state" <> 'waiting'`)}) AS "gone"`,

  // One that rings at this very moment loses its key.
  forget: (programme, person) => Prisma.sql`
    SELECT COUNT(${schema}.remove_job(j."key")) AS "gone" FROM ${schema}.jobs j
    WHERE j."task_identifier" = ${task} AND starts_with(j."key", CAST(${`${programme}/`} AS TEXT))
      AND (position(CAST(${person} AS TEXT) IN j."key") > 0
           OR j."key" IN (SELECT ${key} FROM "Prompt" WHERE "programmeId" = ${programme} AND "toId" = ${person}))`,

  stale: Prisma.sql`
    SELECT COUNT(*) AS "gone" FROM (
      SELECT array_agg(j."id") AS "ids" FROM ${schema}.jobs j
      LEFT JOIN (SELECT ${key} AS "waits" FROM "Prompt" WHERE "state" = 'waiting') p ON p."waits" = j."key"
      WHERE j."task_identifier" = ${task} AND (j."attempts" >= j."max_attempts" OR p."waits" IS NULL)
      HAVING COUNT(*) > 0) "old"
    CROSS JOIN LATERAL ${schema}.complete_jobs("old"."ids")`,

  lacking: (now, after) => Prisma.sql`
    WITH "all" AS (SELECT ${key} AS "key", ${moment} AS "at", "state" FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" > ${now}),
    "lacking" AS (
      SELECT * FROM "all" p
      WHERE p."key" > ${after} AND length(p."key") <= ${longestKey}
        AND NOT EXISTS (SELECT 1 FROM ${schema}.jobs j
                        WHERE j."key" = p."key" AND j."run_at" = p."at" AND j."attempts" < j."max_attempts")
      ORDER BY p."key" LIMIT ${atOnce})
    SELECT (SELECT MAX("key") FROM "lacking") AS "last",
           (SELECT COUNT(*) FROM (${specs(Prisma.sql`"lacking"`)}) "set"
            CROSS JOIN LATERAL ${schema}.add_jobs("set"."specs")) AS "set"`,
};
