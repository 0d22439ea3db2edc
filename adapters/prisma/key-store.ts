import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { keyBackupDays } from '../../src/domain/kept-for.js';
import { day } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import type { Sql } from './sql.js';

/**
 * People's wrapped keys, apart from the rows that they seal: a file beside an SQLite database, a schema apart on
 * PostgreSQL. Whoever restores older rows has today's keys still, and with them nobody who was erased since
 * (docs/decisions/privacy-and-erasure.md). Programmes' keys stand in their rows, for no programme is forgotten.
 *
 * Two stores are not one transaction. So a key is written, and lasts, before the unit of work that made it commits; and it
 * is destroyed after the unit commits that erased its person. What a kill leaves in between the next start mends
 * (keys-and-rows.ts).
 */
export interface KeyStore {
  /**
   * Opens it. Nothing else may be asked before, and nothing after `close`.
   * @param mayMake whether one may be made where there is none
   * @throws Refused `keys-missing` where there is none and none may be made
   */
  open(mayMake: boolean): Promise<void>;
  close(): Promise<void>;

  /** The keys of these people that are there. */
  these(people: readonly string[]): Promise<readonly WrappedKey[]>;
  /**
   * Writes these keys; they last when it answers. A key that is there is replaced: it was made by a unit of work that was
   * rolled back, for the row that it was for is being made just now.
   * @throws Refused `erased` where a person's key was destroyed
   */
  put(keys: readonly WrappedKey[]): Promise<void>;
  /** The same of keys that stood elsewhere before; of what was destroyed here none is brought back. */
  move(keys: readonly WrappedKey[]): Promise<void>;
  /**
   * Destroys these people's keys, and leaves who they were and when (`at`, ms). Nothing of the keys is left in the
   * store's files. Whoever was destroyed before stays so, at that time.
   */
  destroy(
    people: readonly { readonly person: string; readonly programme: string; readonly at: number }[],
  ): Promise<void>;

  /** Which of these people it knows, and whose keys were destroyed. */
  stateOf(people: readonly string[]): Promise<readonly Pick<KeptKey, 'person' | 'destroyedAt'>[]>;
  /** How many keys are there. */
  count(): Promise<number>;
  /** Everything in it, in the order of the ids: so many after this one; `''` comes before all. */
  page(after: string, limit: number): Promise<readonly KeptKey[]>;
  /** Everybody of a programme. */
  ofProgramme(programme: string): Promise<readonly KeptKey[]>;
  /** Whose keys were destroyed, in the order of the ids. */
  tombstones(after: string, limit: number): Promise<readonly Tombstone[]>;
  /**
   * Puts other bytes in the place of each of these, all of them or none, where it is still what was read (`was`): for
   * whoever wraps all keys anew. Answers how many it was.
   */
  replace(keys: readonly { readonly person: string; readonly was: Bytes; readonly is: Bytes }[]): Promise<number>;

  /**
   * Keeps in mind, from `now` on, which keys have no person in the rows; those that had none for as long as a backup of
   * the store lives go. Not at once: rows of a backup may be put back, and those of today again after them.
   * @param people all of them that are here and have none
   */
  strays(people: readonly string[], now: number): Promise<void>;

  /** The program's own notes of signed heads, sealed (head-notes.ts). */
  notes(): Promise<readonly { readonly programme: string; readonly sealed: Bytes }[]>;
  /**
   * Puts what `next` answers in the place of a programme's note, which it is given as it stands (undefined where there is
   * none); nothing where it answers nothing. Nobody else changes it in between.
   */
  changeNote(programme: string, next: (sealed: Bytes | undefined) => Promise<Bytes | undefined>): Promise<void>;
  /** These, and no other. */
  putNotes(notes: readonly { readonly programme: string; readonly sealed: Bytes }[]): Promise<void>;
}

/** Bytes as Prisma takes and gives them. */
type Bytes = Uint8Array<ArrayBuffer>;

export interface WrappedKey {
  readonly person: string;
  readonly programme: string;
  readonly wrapped: Bytes;
}
export interface KeptKey {
  readonly person: string;
  readonly programme: string;
  /** Null once it has been destroyed. */
  readonly wrapped: Bytes | null;
  /** When that was (ms). */
  readonly destroyedAt: number | null;
  /** Since when (ms) no row of a person stood beside it. */
  readonly strayAt: number | null;
}
export interface Tombstone {
  readonly person: string;
  readonly programme: string;
  readonly destroyedAt: number;
}

/** What is each database's own. */
export interface KeyPlace {
  readonly sql: Sql;
  open(mayMake: boolean): Promise<void>;
  /** All that is run in it lasts when it answers, or none of it is so. */
  together<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Writes the store's files anew, so that they hold nothing but what its rows do. */
  rewrite(): Promise<void>;
  close(): Promise<void>;
}

/** The one table, as every database takes it. Destroyed: no key, and when. */
export const keyTable = (bytes: 'BLOB' | 'BYTEA'): string => `
  CREATE TABLE IF NOT EXISTS "PersonKey" (
    "person" TEXT NOT NULL PRIMARY KEY,
    "programme" TEXT NOT NULL,
    "wrapped" ${bytes},
    "destroyedAt" BIGINT,
    "strayAt" BIGINT,
    CHECK (("wrapped" IS NULL) = ("destroyedAt" IS NOT NULL))
  )`;

/** Beside it, the newest signed head of each programme as the program itself noted it. */
export const noteTable = (bytes: 'BLOB' | 'BYTEA'): string => `
  CREATE TABLE IF NOT EXISTS "HeadNote" ("programme" TEXT NOT NULL PRIMARY KEY, "sealed" ${bytes} NOT NULL)`;

/** Values that one statement may carry are 32,766 (connect.ts): ids have one each, keys three. */
const [idsAtOnce, keysAtOnce] = [30_000, 10_000];

/** A key store in a table of whichever database. */
export class KeyTable implements KeyStore {
  readonly #place: KeyPlace;
  constructor(place: KeyPlace) {
    this.#place = place;
  }

  open(mayMake: boolean): Promise<void> {
    return this.#place.open(mayMake);
  }
  close(): Promise<void> {
    return this.#place.close();
  }

  async these(people: readonly string[]): Promise<readonly WrappedKey[]> {
    const found: WrappedKey[] = [];
    for (const some of parts(people, idsAtOnce))
      found.push(
        ...(await this.#place.sql.query<WrappedKey>`
          SELECT "person", "programme", "wrapped" FROM "PersonKey"
          WHERE "person" IN (${Prisma.join(some)}) AND "wrapped" IS NOT NULL`),
      );
    return found;
  }

  async put(keys: readonly WrappedKey[]): Promise<void> {
    if ((await this.#write(keys)) < keys.length)
      throw new Refused('erased', 'Somebody of this id has been erased, and cannot be made again.');
  }
  async move(keys: readonly WrappedKey[]): Promise<void> {
    await this.#write(keys);
  }

  /** Answers how many: all but those of whoever was destroyed. */
  async #write(keys: readonly WrappedKey[]): Promise<number> {
    if (keys.length === 0) return 0;
    return this.#place.together(async (sql) => {
      let written = 0;
      for (const some of parts(keys, keysAtOnce)) {
        const rows = some.map((key) => Prisma.sql`(${key.person}, ${key.programme}, ${key.wrapped})`);
        written += await sql.run`
          INSERT INTO "PersonKey" ("person", "programme", "wrapped") VALUES ${Prisma.join(rows)}
          ON CONFLICT ("person") DO UPDATE SET "wrapped" = excluded."wrapped", "strayAt" = NULL
          WHERE "PersonKey"."wrapped" IS NOT NULL`;
      }
      return written;
    });
  }

  async destroy(people: Parameters<KeyStore['destroy']>[0]): Promise<void> {
    if (people.length === 0) return;
    let were = 0;
    await this.#place.together(async (sql) => {
      for (const some of parts(people, keysAtOnce)) {
        were += await countOf(sql, Prisma.sql`AND "person" IN (${Prisma.join(some.map((who) => who.person))})`);
        const rows = some.map((who) => Prisma.sql`(${who.person}, ${who.programme}, CAST(${who.at} AS BIGINT))`);
        await sql.run`
          INSERT INTO "PersonKey" ("person", "programme", "destroyedAt") VALUES ${Prisma.join(rows)}
          ON CONFLICT ("person") DO UPDATE SET "wrapped" = NULL, "strayAt" = NULL,
            "destroyedAt" = COALESCE("PersonKey"."destroyedAt", excluded."destroyedAt")`;
      }
    });
    if (were > 0) await this.#place.rewrite();
  }

  async stateOf(people: readonly string[]): Promise<readonly Pick<KeptKey, 'person' | 'destroyedAt'>[]> {
    const found: Pick<KeptKey, 'person' | 'destroyedAt'>[] = [];
    for (const some of parts(people, idsAtOnce))
      found.push(
        ...(await this.#place.sql.query<Pick<KeptKey, 'person' | 'destroyedAt'>>`
          SELECT "person", "destroyedAt" FROM "PersonKey" WHERE "person" IN (${Prisma.join(some)})`),
      );
    return found;
  }
  count(): Promise<number> {
    return countOf(this.#place.sql, Prisma.empty);
  }
  page(after: string, limit: number): Promise<readonly KeptKey[]> {
    return this.#place.sql.query<KeptKey>`
      SELECT * FROM "PersonKey" WHERE "person" > ${after} ORDER BY "person" LIMIT ${limit}`;
  }
  ofProgramme(programme: string): Promise<readonly KeptKey[]> {
    return this.#place.sql.query<KeptKey>`
      SELECT * FROM "PersonKey" WHERE "programme" = ${programme} ORDER BY "person"`;
  }
  tombstones(after: string, limit: number): Promise<readonly Tombstone[]> {
    return this.#place.sql.query<Tombstone>`
      SELECT "person", "programme", "destroyedAt" FROM "PersonKey"
      WHERE "person" > ${after} AND "destroyedAt" IS NOT NULL ORDER BY "person" LIMIT ${limit}`;
  }

  replace(keys: readonly { readonly person: string; readonly was: Bytes; readonly is: Bytes }[]): Promise<number> {
    return this.#place.together(async (sql) => {
      let replaced = 0;
      for (const { person, was, is } of keys)
        replaced += await sql.run`
          UPDATE "PersonKey" SET "wrapped" = ${is} WHERE "person" = ${person} AND "wrapped" = ${was}`;
      return replaced;
    });
  }

  notes(): Promise<readonly { readonly programme: string; readonly sealed: Bytes }[]> {
    return this.#place.sql.query<{ programme: string; sealed: Bytes }>`
      SELECT "programme" AS "programme", "sealed" AS "sealed" FROM "HeadNote" ORDER BY "programme"`;
  }
  async changeNote(programme: string, next: (sealed: Bytes | undefined) => Promise<Bytes | undefined>): Promise<void> {
    await this.#place.together(async (sql) => {
      // Changed to what it is already, the row is nobody else's until this is over; of one that is not there yet the first counts.
      await sql.run`UPDATE "HeadNote" SET "sealed" = "sealed" WHERE "programme" = ${programme}`;
      const [before] = await sql.query<{ sealed: Bytes }>`
        SELECT "sealed" AS "sealed" FROM "HeadNote" WHERE "programme" = ${programme}`;
      const sealed = await next(before?.sealed);
      if (sealed === undefined) return;
      if (before === undefined)
        await sql.run`
          INSERT INTO "HeadNote" ("programme", "sealed") VALUES (${programme}, ${sealed})
          ON CONFLICT ("programme") DO NOTHING`;
      else await sql.run`UPDATE "HeadNote" SET "sealed" = ${sealed} WHERE "programme" = ${programme}`;
    });
  }
  async putNotes(notes: readonly { readonly programme: string; readonly sealed: Bytes }[]): Promise<void> {
    await this.#place.together(async (sql) => {
      await sql.run`DELETE FROM "HeadNote"`;
      for (const { programme, sealed } of notes)
        await sql.run`INSERT INTO "HeadNote" ("programme", "sealed") VALUES (${programme}, ${sealed})`;
    });
  }

  async strays(people: readonly string[], now: number): Promise<void> {
    const known = await this.#place.sql.query<Pick<KeptKey, 'person' | 'strayAt'>>`
      SELECT "person", "strayAt" FROM "PersonKey" WHERE "strayAt" IS NOT NULL`;
    const here = new Set(people);
    const before = new Set(known.map((key) => key.person));
    const found = known.filter((key) => !here.has(key.person)).map((key) => key.person);
    const gone = known.filter((k) => here.has(k.person) && (k.strayAt ?? now) < now - keyBackupDays * day);
    const fresh = people.filter((person) => !before.has(person));
    if (found.length + gone.length + fresh.length === 0) return;
    await this.#place.together(async (sql) => {
      for (const some of parts(found, idsAtOnce))
        await sql.run`UPDATE "PersonKey" SET "strayAt" = NULL WHERE "person" IN (${Prisma.join(some)})`;
      for (const some of parts(fresh, idsAtOnce))
        await sql.run`UPDATE "PersonKey" SET "strayAt" = ${now} WHERE "person" IN (${Prisma.join(some)})`;
      for (const some of parts(gone, idsAtOnce))
        await sql.run`DELETE FROM "PersonKey" WHERE "person" IN (${Prisma.join(some.map((key) => key.person))})`;
    });
    if (gone.length > 0) await this.#place.rewrite();
  }
}

/** What is said where a database has keys, and they are not where they should be. */
export const keysMissing = (putBack: string): Refused =>
  new Refused(
    'keys-missing',
    `The key store of this database is missing, and without it nothing that people wrote can be read. ${putBack}, or the copy of it that was made with the database’s last backup.`,
  );

async function countOf(sql: Sql, also: Prisma.Sql): Promise<number> {
  const [row] = await sql.query<{ n: number }>`
    SELECT COUNT(*) AS "n" FROM "PersonKey" WHERE "wrapped" IS NOT NULL ${also}`;
  return Number(row?.n ?? 0);
}

function* parts<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += most) yield all.slice(from, from + most);
}
