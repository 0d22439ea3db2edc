import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { ReadingSpan } from '../../src/domain/programme-reading.js';
import type { MentorshipId, PersonId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { Reading } from '../../src/ports/store.js';
import { type EntryRow, Tags, toldBy } from './chain-rows.js';
import { nobody } from './keys.js';
import { groupedBy, ms, type Scope, text } from './scope.js';

/** Who read what (docs/field.md#reading-is-noted): actor and name are sealed, so readings are found and counted by tags. */

/** Entries opened before others have their turn of the loop: some milliseconds. */
const openedAtOnce = 500;

/** How often, of the entry opened. */
type Counted = EntryRow & { readonly times: number; readonly last: number };

/** On mentorships' chains. One statement, and one entry opened for each chain, reader and thing, however many there are. */
export async function readingsOn(s: Scope, chains: readonly MentorshipId[]): Promise<readonly Reading[]> {
  if (chains.length === 0) return [];
  return countedOf(
    s,
    Prisma.sql`
      SELECT "chain", "tag", COUNT(*) AS "times", MAX("at") AS "last", MAX("seq") AS "seq" FROM "AuditEntry"
      WHERE "programmeId" = ${s.programme} AND "chain" IN (${Prisma.join(chains.map(text))}) AND "tag" > ''
      GROUP BY "chain", "tag"`,
  );
}

/** On the programme's own chain, each entry once that stands in one of these spans. Counted and opened as above. */
export async function readingsOfAll(s: Scope, spans: readonly ReadingSpan[]): Promise<readonly Reading[]> {
  if (spans.length === 0) return [];
  const tags = new Tags(await s.key());
  const counted = [...groupedBy(spans, (span) => span.what)].map(
    ([what, its]) => Prisma.sql`
      SELECT "chain", "tag", COUNT(*) AS "times", MAX("at") AS "last", MAX("seq") AS "seq" FROM "AuditEntry"
      WHERE "programmeId" = ${s.programme} AND "chain" = ${s.programme} AND ${tagged(tags.beginning(what))}
        AND (${Prisma.join(
          its.map((span) => inSpan(tags, span)),
          ' OR ',
        )})
      GROUP BY "chain", "tag"`,
  );
  return countedOf(s, Prisma.join(counted, ' UNION ALL '));
}

/** On the programme's own chain: readings of that name whose subject holds, from its colon on, one of these texts. */
export async function mentioning(
  s: Scope,
  what: string,
  texts: readonly string[],
): Promise<readonly { readonly seq: number; readonly subject: string }[]> {
  if (texts.length === 0) return [];
  // Of those that say something after a colon, which are as many as there were changes, each is opened.
  const rows = await s.db.sql.query<EntryRow>`
    SELECT * FROM "AuditEntry"
    WHERE "programmeId" = ${s.programme} AND "chain" = ${s.programme}
      AND ${tagged(new Tags(await s.key()).beginning(what))} AND "tag" LIKE '%1'
    ORDER BY "seq" + 0`;
  return (await toldOf(s, rows)).flatMap(({ row, subject }) => {
    const marks = subject.slice(subject.indexOf(':'));
    return texts.some((one) => marks.includes(one)) ? [{ seq: row.seq, subject }] : [];
  });
}

/** Hexadecimal digits and a `g`: they are in this order however a database sorts texts. */
const tagged = (beginning: string): Prisma.Sql => Prisma.sql`"tag" > ${beginning} AND "tag" < ${`${beginning}g`}`;

/** Whether a row that has the tag of what the span is of stands in it. */
function inSpan(tags: Tags, { what, subject, at, from, until, notBy }: ReadingSpan): Prisma.Sql {
  const theirs = notBy.flatMap((actor) =>
    ['', ':'].map((more) => tags.of({ ofAll: true, what, actor, subject: `${subject}${more}` })),
  );
  const bounds = [
    Prisma.sql`substr("tag", 1, 32) = ${tags.beginningOf(what, subject)}`,
    ...(theirs.length === 0 ? [] : [Prisma.sql`"tag" NOT IN (${Prisma.join(theirs)})`]),
    ...(at === undefined ? [] : [Prisma.sql`"at" >= ${at}`]),
    // Without the `+ 0` SQLite would rather go through all of the chain by its numbers.
    ...(from === undefined ? [] : [Prisma.sql`"seq" + 0 >= ${from}`]),
    ...(until === undefined ? [] : [Prisma.sql`"seq" + 0 < ${until}`]),
  ];
  return Prisma.sql`(${Prisma.join(bounds, ' AND ')})`;
}

/** The readings that were counted so by chain and tag: of each the last is opened. */
async function countedOf(s: Scope, counted: Prisma.Sql): Promise<readonly Reading[]> {
  const rows = await s.db.sql.query<Counted>`
    SELECT e.*, g."times", g."last" FROM (${counted}) g
    JOIN "AuditEntry" e ON e."chain" = g."chain" AND e."seq" = g."seq"`;
  const told = await toldOf(s, rows);
  return together(told.map(({ row, what, actor }) => ({ what, actor, times: Number(row.times), last: ms(row.last) })));
}

interface Told<R> {
  readonly row: R;
  readonly what: string;
  readonly actor: PersonId;
  readonly subject: string;
}

async function toldOf<R extends EntryRow>(s: Scope, rows: readonly R[]): Promise<readonly Told<R>[]> {
  const ring = await s.ring([nobody]);
  const told: Told<R>[] = [];
  for (const [i, row] of rows.entries()) {
    const { what, actor, subject } = toldBy(ring, row);
    if (actor !== null) told.push({ row, what, actor, subject });
    if ((i + 1) % openedAtOnce === 0) await nextTurn();
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
