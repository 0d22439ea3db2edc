import { Prisma } from '../../../prisma/generated/sqlite/client.js';
import type { AttemptsTogether } from '../dialect.js';

/**
 * Attempts of several messages, begun or ended in one statement. Each row is looked at by its own fence, as it is alone
 * (../attempts.ts), and locked before it is changed; one that another has locked is passed by and not answered, so that
 * nothing waits in here and nobody is waited for. They come as one text of JSON: so many or so few, it is one statement,
 * which stays prepared.
 */
const asked = (all: readonly object[], columns: string): Prisma.Sql =>
  Prisma.sql`json_to_recordset(CAST(${JSON.stringify(all)} AS json)) AS a(${Prisma.raw(columns)})`;

/** Those of them that are being sent under that fence, locked, with the number of their row. */
const had = (from: Prisma.Sql, also: Prisma.Sql = Prisma.empty): Prisma.Sql => Prisma.sql`
  "had" AS MATERIALIZED (
    SELECT o."seq" AS "row", a.* FROM ${from}
    JOIN "Outbox" o ON o."id" = a."id" AND o."fence" = a."fence" AND o."state" = 'sending' ${also}
    FOR UPDATE OF o SKIP LOCKED)`;

export const attempts: AttemptsTogether = {
  begun: (all) => Prisma.sql`
    WITH ${had(
      asked(all, '"id" text, "fence" integer, "at" bigint, "address" text'),
      Prisma.sql`AND o."leasedUntil" > a."at"`,
    )}
    UPDATE "Outbox" o SET "attempts" = o."attempts" + 1,
      "attemptedAt" = CASE WHEN "had"."address" IS NULL THEN o."attemptedAt" ELSE "had"."at" END,
      "address" = COALESCE("had"."address", o."address")
    FROM "had" WHERE o."seq" = "had"."row"
    RETURNING o."id" AS "id"`,

  // Where it stands is written of the very rows that were changed: as alone, the one if and only if the other.
  ended: (all) => Prisma.sql`
    WITH ${had(
      asked(
        all.map(({ posted, ...end }) => ({ ...end, ref: posted?.ref ?? null, drawn: posted?.drawn ?? null })),
        '"id" text, "fence" integer, "state" text, "code" text, "nextAt" bigint, "at" bigint, "settledAt" bigint, "known" boolean, "mayArrive" boolean, "uncounted" boolean, "ref" text, "drawn" integer',
      ),
    )},
    "changed" AS (
      UPDATE "Outbox" o SET "state" = "had"."state", "code" = "had"."code", "leasedUntil" = NULL,
        "attemptedAt" = CASE WHEN "had"."known" OR o."attemptedAt" IS NULL THEN NULL
          WHEN "had"."mayArrive" THEN "had"."at" ELSE o."attemptedAt" END,
        "attempts" = CASE WHEN "had"."uncounted" AND o."attempts" > 0 THEN o."attempts" - 1 ELSE o."attempts" END,
        "nextAt" = "had"."nextAt", "settledAt" = "had"."settledAt"
      FROM "had" WHERE o."seq" = "had"."row"
      RETURNING o."id", o."programmeId", o."face", o."subject", o."recipient", o."key", "had"."ref", "had"."drawn"),
    "stands" AS (
      INSERT INTO "Posted" ("programmeId", "face", "subject", "recipient", "ref", "key", "drawn")
      SELECT "programmeId", "face", "subject", "recipient", "ref", "key", "drawn" FROM "changed" WHERE "ref" IS NOT NULL
      ON CONFLICT ("programmeId", "subject", "face", "recipient")
        DO UPDATE SET "ref" = excluded."ref", "drawn" = excluded."drawn")
    SELECT "id" AS "id" FROM "changed"`,
};
