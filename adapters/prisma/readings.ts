import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { ReadingSpan } from '../../src/domain/programme-reading.js';
import type { MentorshipId, PersonId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { Reading } from '../../src/ports/store.js';
import { type EntryRow, Tags, toldBy } from './chain-rows.js';
import { nobody } from './keys.js';
import { ms, type Scope, text } from './scope.js';

/** Who read what (docs/field.md#reading-is-noted): actor and name are sealed, so readings are found and counted by tags. */

/** Entries opened before others have their turn of the loop: some milliseconds. */
const openedAtOnce = 500;

/** How often, of the entry opened. */
type Counted = EntryRow & { readonly times: number; readonly last: number };

/** On mentorships' chains. One statement, and one entry opened for each chain, reader and thing, however many there are. */
export async function readingsOn(s: Scope, chains: readonly MentorshipId[]): Promise<readonly Reading[]> {
  if (chains.length === 0) return [];
  const rows = await s.db.sql.query<Counted>`
    SELECT e.*, g."times", g."last" FROM (
      SELECT "chain", "tag", COUNT(*) AS "times", MAX("at") AS "last", MAX("seq") AS "seq" FROM "AuditEntry"
      WHERE "programmeId" = ${s.programme} AND "chain" IN (${Prisma.join(chains.map(text))}) AND "tag" > ''
      GROUP BY "chain", "tag") g
    JOIN "AuditEntry" e ON e."chain" = g."chain" AND e."seq" = g."seq"`;
  return together(
    (await toldOf(s, rows)).map(({ row, what, actor }) => ({
      what,
      actor,
      times: Number(row.times),
      last: ms(row.last),
    })),
  );
}

/**
 * On the programme's own chain, each entry once that stands in one of these spans. What is asked for is every reading of
 * these names there has been, and each is opened, in some ten microseconds: a look a day by each of three people makes
 * three thousand in three years. Spans go by subject and number, which no tag could tell without telling more than it may.
 */
export async function readingsOfAll(s: Scope, spans: readonly ReadingSpan[]): Promise<readonly Reading[]> {
  const told = await everyOne(s, [...new Set(spans.map((span) => span.what))]);
  return together(
    told.flatMap(({ row, what, actor, subject }) =>
      spans.some((span) => isIn(span, { ...row, what, actor, subject }))
        ? [{ what, actor, times: 1, last: ms(row.at) }]
        : [],
    ),
  );
}

/** On the programme's own chain: readings of that name whose subject holds one of these texts. Opened as above. */
export async function mentioning(
  s: Scope,
  what: string,
  texts: readonly string[],
): Promise<readonly { readonly seq: number; readonly subject: string }[]> {
  if (texts.length === 0) return [];
  const told = await everyOne(s, [what]);
  return told.flatMap(({ row, subject }) =>
    texts.some((one) => subject.includes(one)) ? [{ seq: row.seq, subject }] : [],
  );
}

interface Told<R> {
  readonly row: R;
  readonly what: string;
  readonly actor: PersonId;
  readonly subject: string;
}

/** Every reading of these names on the programme's chain, in their order. */
async function everyOne(s: Scope, names: readonly string[]): Promise<readonly Told<EntryRow>[]> {
  if (names.length === 0) return [];
  const tags = new Tags(await s.key());
  const found = names.map((what) => {
    const beginning = tags.beginning(what);
    // Hexadecimal digits and a `g`: they are in this order however a database sorts texts.
    return Prisma.sql`SELECT * FROM "AuditEntry" WHERE "programmeId" = ${s.programme} AND "chain" = ${s.programme}
      AND "tag" > ${beginning} AND "tag" < ${`${beginning}g`}`;
  });
  const rows = await s.db.sql.query<EntryRow>`${Prisma.join(found, ' UNION ALL ')}`;
  return toldOf(
    s,
    [...rows].sort((a, b) => a.seq - b.seq),
  );
}

async function toldOf<R extends EntryRow>(s: Scope, rows: readonly R[]): Promise<readonly Told<R>[]> {
  const ring = await s.ring([nobody]);
  const told: Told<R>[] = [];
  for (const row of rows) {
    const { what, actor, subject } = toldBy(ring, row);
    if (actor !== null) told.push({ row, what, actor, subject });
    if (told.length % openedAtOnce === 0) await nextTurn();
  }
  return told;
}

/** One for each reader and thing. */
function together(readings: readonly Reading[]): readonly Reading[] {
  const found = new Map<string, Reading>();
  for (const one of readings) {
    const key = `${one.what} ${one.actor}`;
    const before = found.get(key);
    found.set(key, { ...one, times: one.times + (before?.times ?? 0), last: Math.max(one.last, before?.last ?? 0) });
  }
  return [...found.values()];
}

const isIn = (
  span: ReadingSpan,
  entry: {
    readonly seq: number;
    readonly at: number;
    readonly what: string;
    readonly actor: PersonId;
    readonly subject: string;
  },
): boolean =>
  entry.what === span.what &&
  entry.subject.startsWith(span.subject) &&
  !span.notBy.includes(entry.actor) &&
  (span.at === undefined || ms(entry.at) >= span.at) &&
  (span.from === undefined || entry.seq >= span.from) &&
  (span.until === undefined || entry.seq < span.until);
