import { Prisma } from '../../../prisma/generated/sqlite/client.js';
import { open, SealBroken, seal } from '../../../src/kernel/seal.js';
import type { DataStep, StepWork } from './step.js';

/**
 * Step 1 (0.2.0): gives each programme a key of its own, made at random, and seals under it what stood under the key that
 * was derived from DATA_KEY: settings, what is remembered, the programme's own chain, and what was left of erased people.
 * What is sealed under a person's key is not touched, whether that key is there still or not.
 */

/** A primary key, as a cursor keeps it. */
type Key = readonly (string | number)[];

/** Where something stands under a programme's key. */
interface Place {
  readonly table: string;
  readonly key: readonly string[];
  readonly column: string;
  /** Which of its rows: those under nobody's key, or all. */
  readonly only: Prisma.Sql;
  /** Where `seal` takes it to belong. */
  at(key: Key): string;
}

/** Rows that stand under no person's key. */
const ofNobody = Prisma.sql`"keyOf" = ''`;

/** Written out here as 0.1.0 had them: the rest of the program may come to name them otherwise, and this step may not. */
const settingsAt = (programme: string): string => `programme/${programme}/settings`;
const versioned = (table: string, id: string, kind: string): Place => ({
  table,
  key: [id, 'version'],
  column: 'words',
  only: ofNobody,
  at: ([of, version]) => `${kind}/${of}/${version}/words`,
});
/** In the order that a cursor counts them in. */
const places: readonly Place[] = [
  versioned('Agreement', 'mentorshipId', 'agreement'),
  versioned('Plan', 'sessionId', 'plan'),
  versioned('RecordVersion', 'sessionId', 'record'),
  { table: 'Goal', key: ['id'], column: 'words', only: ofNobody, at: ([id]) => `goal/${id}/words` },
  { table: 'InformalContact', key: ['id'], column: 'note', only: ofNobody, at: ([id]) => `contact/${id}/note` },
  {
    table: 'AuditEntry',
    key: ['chain', 'seq'],
    column: 'words',
    only: ofNobody,
    at: ([chain, seq]) => `audit/${chain}/${seq}/words`,
  },
  {
    table: 'Memory',
    key: ['programmeId', 'key'],
    column: 'value',
    only: Prisma.sql`1 = 1`,
    at: ([programme, key]) => `memory/${programme}/${key}`,
  },
];

/** Where the next batch begins: `table` an index into `places`, -1 while programmes get their keys. */
interface Cursor {
  readonly table: number;
  readonly after: Key | null;
}

/** @param rowsAtOnce how many rows a batch seals anew at most */
export function programmeKeys(rowsAtOnce = 200): DataStep {
  return {
    number: 1,
    name: 'programme-keys',
    async batch(work, kept) {
      let { table, after } = kept === undefined ? { table: -1, after: null } : (JSON.parse(kept) as Cursor);
      for (let room = rowsAtOnce; room > 0; ) {
        const done = table < 0 ? await giveKeys(work, room) : await sealAnew(work, places[table] as Place, after, room);
        after = done.last;
        if (done.rows === room) break;
        room -= done.rows;
        table += 1;
        after = null;
        // Before the first programme there is nothing, wherever one looks.
        if (table === places.length || (table === 0 && kept === undefined && done.rows === 0)) return undefined;
      }
      return JSON.stringify({ table, after } satisfies Cursor);
    },
  };
}

interface Done {
  readonly rows: number;
  readonly last: Key | null;
}

/** Those that have no key yet; so it needs no place to begin at. */
async function giveKeys({ db, keys }: StepWork, room: number): Promise<Done> {
  const rows = await db.sql.query<{ id: string; settings: Uint8Array }>`
    SELECT "id", "settings" FROM "Programme" WHERE "dataKey" IS NULL ORDER BY "id" LIMIT ${room}`;
  for (const { id, settings } of rows) {
    const { key, wrapped } = keys.makeProgramme(id);
    // Settings that do not open stop the step: without them their programme would not start either.
    const at = settingsAt(id);
    const sealed = seal(key, open(keys.derivedProgramme(id), settings, at), at);
    await db.sql.run`UPDATE "Programme" SET "dataKey" = ${wrapped}, "settings" = ${sealed} WHERE "id" = ${id}`;
  }
  return { rows: rows.length, last: null };
}

async function sealAnew(work: StepWork, place: Place, after: Key | null, room: number): Promise<Done> {
  const { db } = work;
  const name = (column: string): Prisma.Sql => Prisma.raw(`"${column}"`);
  const key = Prisma.join(place.key.map(name));
  const table = name(place.table);
  const column = name(place.column);
  const from = after === null ? Prisma.empty : Prisma.sql`AND (${key}) > (${Prisma.join([...after])})`;
  const rows = await db.sql.query<Record<string, unknown>>`
    SELECT ${key}, "programmeId" AS "of", ${column} AS "sealed" FROM ${table}
    WHERE ${place.only} ${from} ORDER BY ${key} LIMIT ${room}`;
  const ofProgramme = new Map<string, Pair | undefined>();
  let last: Key | null = after;
  for (const row of rows) {
    const its = place.key.map((c) => (typeof row[c] === 'string' ? row[c] : Number(row[c])));
    last = its;
    const programme = String(row.of);
    if (!ofProgramme.has(programme)) ofProgramme.set(programme, await keysOf(work, programme));
    const both = ofProgramme.get(programme);
    // Of no programme that is here: nobody reads it, then as now.
    if (both === undefined) continue;
    const sealed = again(row.sealed as Uint8Array, both, place.at(its));
    if (sealed === undefined) continue;
    await db.sql.run`UPDATE ${table} SET ${column} = ${sealed} WHERE (${key}) = (${Prisma.join(its)})`;
  }
  return { rows: rows.length, last };
}

/** What a programme's rows stand under, and what they are to stand under. */
interface Pair {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

async function keysOf({ db, keys }: StepWork, programme: string): Promise<Pair | undefined> {
  const [row] = await db.sql.query<{ dataKey: Uint8Array | null }>`
    SELECT "dataKey" FROM "Programme" WHERE "id" = ${programme}`;
  if (row === undefined || row.dataKey === null) return undefined;
  return { from: keys.derivedProgramme(programme), to: keys.unwrapProgramme(programme, row.dataKey) };
}

/**
 * The same words under the new key; undefined where they do not open under the old one. They are left as they stand: they
 * were sealed anew already, or damaged before, and one row that is unreadable either way must not keep all from starting.
 */
function again(sealed: Uint8Array, { from, to }: Pair, at: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return seal(to, open(from, sealed, at), at);
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
