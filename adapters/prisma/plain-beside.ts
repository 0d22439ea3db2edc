import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { plannedEnd, wasMovedLate } from '../../src/domain/session.js';
import { minute } from '../../src/kernel/clock.js';
import { SealBroken } from '../../src/kernel/seal.js';
import { readPlanWords } from './bodies/session.js';
import { longEnough } from './counted.js';
import { groupedBy, type Scope } from './scope.js';
import { planAt } from './session-rows.js';

/**
 * Plain columns beside a session and its plans that others of its rows come to, compared with those: when it ends, whether
 * it was moved at the last minute, which goals its plans serve, and whether it may share minutes.
 */

interface SessionRow {
  readonly id: string;
  readonly startsAt: number;
  readonly minutes: number;
  readonly endsAt: number;
  readonly movedLate: boolean | number;
}
interface PlanRow {
  readonly id: string;
  readonly version: number;
  readonly startsAt: number;
  readonly savedAt: number;
  readonly keyOf: string;
  readonly words: Uint8Array;
  readonly goals: string | null;
}

/** What is to stand there; absent where it does. */
interface Right {
  readonly session: string;
  readonly endsAt?: number;
  readonly movedLate?: boolean;
  readonly sharesTime?: true;
  readonly goals: readonly { readonly version: number; readonly is: string }[];
}

async function amissIn(s: Scope, ids: readonly string[]): Promise<readonly Right[]> {
  if (ids.length === 0) return [];
  const sessions = await s.db.sql.query<SessionRow>`
    SELECT "id", "startsAt", "minutes", "endsAt", "movedLate" FROM "Session"
    WHERE "id" IN (${Prisma.join([...ids])}) AND "programmeId" = ${s.programme}`;
  const plans = await s.db.sql.query<PlanRow>`
    SELECT "sessionId" AS "id", "version", "startsAt", "savedAt", "keyOf", "words", "goals" FROM "Plan"
    WHERE "sessionId" IN (${Prisma.join([...ids])}) AND "programmeId" = ${s.programme} ORDER BY "sessionId", "version"`;
  const plansOf = groupedBy(plans, (row) => row.id);
  const ring = await s.ring(plans.map((row) => row.keyOf));
  const shares = new Set(await sharingUnmarked(s, ids));
  return sessions.flatMap((row): readonly Right[] => {
    const its = plansOf.get(row.id) ?? [];
    const [endsAt, movedLate] = [plannedEnd(row), wasMovedLate(its)];
    const goals = its.flatMap((plan) => {
      // What does not open is looked at with its chain.
      const is = ring.has(plan.keyOf) ? goalsIn(() => ring.open(plan.keyOf, plan.words, planOf(plan))) : undefined;
      return is === undefined || is === plan.goals ? [] : [{ version: plan.version, is }];
    });
    const right: Right = {
      session: row.id,
      ...(endsAt === row.endsAt ? {} : { endsAt }),
      ...(movedLate === Boolean(row.movedLate) ? {} : { movedLate }),
      ...(shares.has(row.id) ? { sharesTime: true } : {}),
      goals,
    };
    return Object.keys(right).length > 2 || goals.length > 0 ? [right] : [];
  });
}

const planOf = ({ id, version }: Pick<PlanRow, 'id' | 'version'>): string => planAt(id, version);

function goalsIn(open: () => unknown): string | undefined {
  try {
    return JSON.stringify(readPlanWords(open()).body.goals);
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Sessions that claim a minute which another of their portfolio claims, and are not marked so: totals would have it twice.
 * What claims nothing shares nothing, wherever it lies.
 */
async function sharingUnmarked(s: Scope, ids: readonly string[]): Promise<readonly string[]> {
  const held = (of: Prisma.Sql, column: string) => Prisma.sql`${of}.${Prisma.raw(`"${column}"`)} * ${minute}`;
  const [e, o] = [Prisma.raw('e'), Prisma.raw('o')];
  const longest = Prisma.sql`CASE WHEN e."countedMinutes" >= e."countedDisputed" AND e."countedMinutes" >= e."countedRecorded"
      THEN e."countedMinutes" WHEN e."countedDisputed" >= e."countedRecorded" THEN e."countedDisputed"
      ELSE e."countedRecorded" END`;
  const rows = await s.db.sql.query<{ id: string }>`
    SELECT e."id" AS "id" FROM "Session" e
    WHERE e."id" IN (${Prisma.join([...ids])}) AND e."programmeId" = ${s.programme} AND e."sharesTime" = FALSE AND (
      e."countedPlanned" > 0 AND EXISTS (
        SELECT 1 FROM "Session" o WHERE o."portfolioId" = e."portfolioId" AND o."id" <> e."id"
        AND o."startsAt" > e."startsAt" - ${longEnough} AND o."startsAt" < e."startsAt" + ${held(e, 'countedPlanned')}
        AND o."countedPlanned" > 0 AND o."startsAt" + ${held(o, 'countedPlanned')} > e."startsAt")
      OR ${longest} > 0 AND EXISTS (
        SELECT 1 FROM "Session" o
        WHERE o."programmeId" = e."programmeId" AND o."portfolioId" = e."portfolioId" AND o."id" <> e."id"
        AND o."countedFrom" > e."countedFrom" - ${longEnough} AND o."countedFrom" < e."countedFrom" + ${longest} * ${minute}
        AND (o."countedFrom" + ${held(o, 'countedMinutes')} > e."countedFrom"
          OR o."countedFrom" + ${held(o, 'countedDisputed')} > e."countedFrom"
          OR o."countedFrom" + ${held(o, 'countedRecorded')} > e."countedFrom")))`;
  return rows.map((row) => row.id);
}

/** Those of these sessions of which they say something else. */
export const plainAmiss = async (s: Scope, sessions: readonly string[]): Promise<readonly string[]> =>
  (await amissIn(s, sessions)).map((one) => one.session);

/** The same, and puts it right. */
export async function putPlainRight(s: Scope, sessions: readonly string[]): Promise<readonly string[]> {
  const amiss = await amissIn(s, sessions);
  for (const { session, endsAt, movedLate, sharesTime, goals } of amiss) {
    const set = [
      ...(endsAt === undefined ? [] : [Prisma.sql`"endsAt" = ${endsAt}`]),
      ...(movedLate === undefined ? [] : [Prisma.sql`"movedLate" = ${movedLate}`]),
      ...(sharesTime === undefined ? [] : [Prisma.sql`"sharesTime" = TRUE`]),
    ];
    if (set.length > 0)
      await s.db.sql.run`
        UPDATE "Session" SET ${Prisma.join(set, ', ')} WHERE "id" = ${session} AND "programmeId" = ${s.programme}`;
    for (const { version, is } of goals)
      await s.db.sql.run`
        UPDATE "Plan" SET "goals" = ${is}
        WHERE "sessionId" = ${session} AND "version" = ${version} AND "programmeId" = ${s.programme}`;
  }
  return amiss.map((one) => one.session);
}
