import { holidaysOf, regionOf } from '../../../src/domain/holidays.js';
import { authorOf, lagClass } from '../../../src/domain/record.js';
import { wasMovedLate } from '../../../src/domain/session.js';
import { minute } from '../../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../../src/kernel/ids.js';
import { open, SealBroken } from '../../../src/kernel/seal.js';
import { recount } from '../counted.js';
import { people } from '../people.js';
import { programme } from '../programmes.js';
import { groupedBy, type Scope } from '../scope.js';
import { scopeOf } from './rows-of-step.js';
import type { DataStep, StepWork } from './step.js';

/**
 * Step 2 (0.4.0): puts beside each record what it says of time and of who was there, beside each session whether it was
 * moved at the last minute, and counts every session and every mentee's part of it.
 *
 * What stood sealed is read here by what earlier versions wrote, written out. What is counted of it is the program's own
 * to count, by the rule that it has when this runs (`counted.ts`, `lagClass`): whoever changes that rule writes a step
 * that counts anew, and then no database holds another rule's figures, wherever it came from.
 */

interface Cursor {
  readonly table: 'records' | 'plans' | 'sessions';
  /** The last session that was done; of plans its version after a blank. */
  readonly after: string;
}

const begin: Cursor = { table: 'records', after: '' };

/** Each does as many rows of a table as there is room for, and answers which. */
const does: Readonly<
  Record<Cursor['table'], (work: StepWork, after: string, room: number) => Promise<readonly string[]>>
> = { records: readRecords, plans: readPlans, sessions: countSessions };

/** @param rowsAtOnce how many records, plans or sessions a batch does at most */
export function countedParts(rowsAtOnce = 200): DataStep {
  return {
    number: 2,
    name: 'counted-parts',
    async batch(work, kept) {
      let { table, after } = kept === undefined ? begin : (JSON.parse(kept) as Cursor);
      let room = rowsAtOnce;
      for (;;) {
        const done = await does[table](work, after, room);
        if (done.length === room) return JSON.stringify({ table, after: done.at(-1) ?? after } satisfies Cursor);
        if (table === 'sessions') return undefined;
        room -= done.length;
        table = table === 'records' ? 'plans' : 'sessions';
        after = '';
      }
    },
  };
}

interface RecordRow {
  readonly id: string;
  readonly of: ProgrammeId;
  readonly version: number;
  readonly keyOf: string;
  readonly sealed: Uint8Array;
  readonly firstSavedAt: number;
  readonly mentor: PersonId;
  readonly startsAt: number;
  readonly minutes: number;
  readonly endedAt: number | null;
}

/** Where 0.1.0 to 0.3.0 sealed a record's version. */
const recordAt = (session: string, version: number): string => `record/${session}/${version}/words`;

async function readRecords(work: StepWork, after: string, room: number): Promise<readonly string[]> {
  const { sql } = work.db;
  const rows = await sql.query<RecordRow>`
    SELECT h."sessionId" AS "id", h."programmeId" AS "of", v."version" AS "version", v."keyOf" AS "keyOf",
      v."words" AS "sealed", h."firstSavedAt" AS "firstSavedAt", o."mentorId" AS "mentor", o."startsAt" AS "startsAt",
      o."minutes" AS "minutes", o."endedAt" AS "endedAt"
    FROM "RecordHead" h JOIN "RecordVersion" v ON v."sessionId" = h."sessionId" AND v."version" = h."version"
      JOIN "Session" o ON o."id" = h."sessionId"
    WHERE h."sessionId" > ${after} ORDER BY h."sessionId" LIMIT ${room}`;
  for (const [of, those] of groupedBy(rows, (row) => row.of)) {
    const s = scopeOf(work, of);
    const keys = await keysOf(
      s,
      those.map((row) => row.keyOf),
    );
    const lagOf = await lags(s);
    for (const row of those) {
      const body = bodyOf<RecordBody>(keys.get(row.keyOf), row.sealed, recordAt(row.id, row.version));
      // Of an erased person, or damaged: it could not be read before, and counts nothing.
      if (body === undefined) continue;
      await sql.run`
        UPDATE "RecordHead" SET "startedAt" = ${body.startedAt}, "minutes" = ${body.minutes},
          "attended" = ${JSON.stringify(body.attended)}, "skills" = ${JSON.stringify(skillsOf(body))},
          "actions" = ${JSON.stringify((body.actions ?? []).map((a) => a.key))}, "lag" = ${await lagOf(row)}
        WHERE "sessionId" = ${row.id}`;
    }
  }
  return rows.map((row) => row.id);
}

/** Keys by their owner's id; nobody's is the programme's. */
async function keysOf(s: Scope, owners: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>([['', await s.key()]]);
  for (const owner of new Set(owners)) {
    const [row] = await s.db.sql.query<{ dataKey: Uint8Array | null }>`
      SELECT "dataKey" FROM "Person" WHERE "id" = ${owner} AND "programmeId" = ${s.programme}`;
    const key = row === undefined ? undefined : s.keys.unwrap(owner, row.dataKey);
    if (key !== undefined) keys.set(owner, key);
  }
  return keys;
}

/** Of a record's body what is wanted here, as 0.1.0 to 0.3.0 wrote it. An erased person's may lack the lists. */
interface RecordBody {
  readonly startedAt: number;
  readonly minutes: number;
  readonly attended: readonly string[];
  readonly skills?: readonly { readonly skill: string }[];
  readonly actions?: readonly { readonly key: string }[];
}

/** A skill was named by its key, or by its key and the version of its wording (`KEY@2`). */
const skillsOf = (body: RecordBody): readonly string[] => [
  ...new Set((body.skills ?? []).map(({ skill }) => skill.replace(/@\d+$/, ''))),
];

/** The body of what stands sealed; undefined where it does not open. */
function bodyOf<Body>(key: Uint8Array | undefined, sealed: Uint8Array, at: string): Body | undefined {
  if (key === undefined) return undefined;
  try {
    return (JSON.parse(new TextDecoder().decode(open(key, sealed, at))) as { readonly body: Body }).body;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

interface PlanRow {
  readonly id: string;
  readonly version: number;
  readonly of: ProgrammeId;
  readonly keyOf: string;
  readonly sealed: Uint8Array;
}

/** Where 0.1.0 to 0.3.0 sealed a plan's version. */
const planAt = (session: string, version: number): string => `plan/${session}/${version}/words`;

async function readPlans(work: StepWork, after: string, room: number): Promise<readonly string[]> {
  const { sql } = work.db;
  const [session = '', version = '0'] = after.split(' ');
  const rows = await sql.query<PlanRow>`
    SELECT "sessionId" AS "id", "version", "programmeId" AS "of", "keyOf", "words" AS "sealed" FROM "Plan"
    WHERE ("sessionId", "version") > (${session}, ${Number(version)}) ORDER BY "sessionId", "version" LIMIT ${room}`;
  for (const [of, those] of groupedBy(rows, (row) => row.of)) {
    const keys = await keysOf(
      scopeOf(work, of),
      those.map((row) => row.keyOf),
    );
    for (const row of those) {
      const at = planAt(row.id, row.version);
      const body = bodyOf<{ readonly goals?: readonly string[] }>(keys.get(row.keyOf), row.sealed, at);
      if (body !== undefined)
        await sql.run`
          UPDATE "Plan" SET "goals" = ${JSON.stringify(body.goals ?? [])}
          WHERE "sessionId" = ${row.id} AND "version" = ${row.version}`;
    }
  }
  return rows.map((row) => `${row.id} ${row.version}`);
}

/** The class of each record of one programme. */
async function lags(s: Scope): Promise<(row: RecordRow) => Promise<string>> {
  const about = await programme.rows(s).get();
  const holidays = await holidaysOf(regionOf(about));
  const authors = new Map<PersonId, ReturnType<typeof authorOf>>();
  return async (row) => {
    const author = authors.get(row.mentor) ?? authorOf(await people.rows(s).get(row.mentor), about, holidays);
    authors.set(row.mentor, author);
    return lagClass(row.endedAt ?? row.startsAt + row.minutes * minute, row.firstSavedAt, author);
  };
}

async function countSessions(work: StepWork, after: string, room: number): Promise<readonly string[]> {
  const { sql } = work.db;
  const rows = await sql.query<{ id: string; of: ProgrammeId; planVersion: number }>`
    SELECT "id", "programmeId" AS "of", "planVersion" FROM "Session"
    WHERE "id" > ${after} ORDER BY "id" LIMIT ${room}`;
  for (const row of rows.filter((one) => one.planVersion > 1)) {
    const plans = await sql.query<{ startsAt: number; savedAt: number }>`
      SELECT "startsAt", "savedAt" FROM "Plan" WHERE "sessionId" = ${row.id} ORDER BY "version"`;
    if (wasMovedLate(plans)) await sql.run`UPDATE "Session" SET "movedLate" = TRUE WHERE "id" = ${row.id}`;
  }
  for (const [of, those] of groupedBy(rows, (row) => row.of))
    await recount(
      scopeOf(work, of),
      those.map((row) => row.id),
    );
  return rows.map((row) => row.id);
}
