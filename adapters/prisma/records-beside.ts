import { Prisma, type RecordHead } from '../../prisma/generated/sqlite/client.js';
import { SealBroken } from '../../src/kernel/seal.js';
import { readRecordWords } from './bodies/record.js';
import { besideWords, recordAt } from './records.js';
import type { Scope } from './scope.js';

/** What stands of records in the clear beside their words, compared with the words: hours are made of it. */

type Beside = Pick<RecordHead, 'minutes' | 'attended' | 'skills' | 'actions'> & { readonly startedAt: number | null };
interface Right {
  readonly session: string;
  readonly is: Beside;
}

async function amissIn(s: Scope, sessions: readonly string[]): Promise<readonly Right[]> {
  if (sessions.length === 0) return [];
  const rows = await s.db.sql.query<Beside & { id: string; version: number; keyOf: string; words: Uint8Array }>`
    SELECT h."sessionId" AS "id", h."startedAt" AS "startedAt", h."minutes" AS "minutes", h."attended" AS "attended",
      h."skills" AS "skills", h."actions" AS "actions", v."version" AS "version", v."keyOf" AS "keyOf", v."words" AS "words"
    FROM "RecordHead" h JOIN "RecordVersion" v ON v."sessionId" = h."sessionId" AND v."version" = h."version"
    WHERE h."sessionId" IN (${Prisma.join([...sessions])}) AND h."programmeId" = ${s.programme}`;
  const ring = await s.ring(rows.map((row) => row.keyOf));
  return rows.flatMap((row): readonly Right[] => {
    // What does not open is looked at with its chain.
    const is = ring.has(row.keyOf)
      ? openedBeside(() => ring.open(row.keyOf, row.words, recordAt(row.id, row.version)))
      : undefined;
    const stands =
      is === undefined || (Object.keys(is) as (keyof Beside)[]).every((column) => row[column] === is[column]);
    return is === undefined || stands ? [] : [{ session: row.id, is }];
  });
}

function openedBeside(open: () => unknown): Beside | undefined {
  try {
    return besideWords(readRecordWords(open()).body);
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Those of these sessions of which it does not say what their records do. */
export const besideAmiss = async (s: Scope, sessions: readonly string[]): Promise<readonly string[]> =>
  (await amissIn(s, sessions)).map((one) => one.session);

/** The same, and puts it right. Whoever asks counts them anew. */
export async function putBesideRight(s: Scope, sessions: readonly string[]): Promise<readonly string[]> {
  const amiss = await amissIn(s, sessions);
  for (const { session, is } of amiss)
    await s.db.sql.run`
      UPDATE "RecordHead" SET "startedAt" = ${is.startedAt}, "minutes" = ${is.minutes}, "attended" = ${is.attended},
        "skills" = ${is.skills}, "actions" = ${is.actions}
      WHERE "sessionId" = ${session} AND "programmeId" = ${s.programme}`;
  return amiss.map((one) => one.session);
}
