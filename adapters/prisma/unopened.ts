import type { Unopened, UnopenedEntry, UnopenedHead, UnopenedProgramme } from '../../src/ports/unopened.js';
import { openSqlite, type SqliteConnection } from './driver.js';
import { isAt } from './is-at.js';
import { type Sql, sqlOn } from './sql.js';

/**
 * Lends what is in an SQLite file; not a byte of it changes.
 * @throws what SQLite refuses
 */
export async function unopened<T>(file: string, use: (all: Unopened) => Promise<T>): Promise<T> {
  const connection = await openSqlite(`file:${file}`, { keepStatements: true });
  try {
    await connection.executeScript('PRAGMA query_only=ON');
    return await use(
      await allOf(
        sqlOn(() => connection),
        (await hasTables(connection, ['SignedHead']))
          ? 'signs'
          : (await hasLeaves(connection))
            ? 'has leaves'
            : 'first',
      ),
    );
  } finally {
    await connection.dispose();
  }
}

/** How old a file is: since 0.8.0 it signs, and since 0.5.0 its entries commit to leaves. */
type Age = 'signs' | 'has leaves' | 'first';

async function allOf(sql: Sql, age: Age): Promise<Unopened> {
  const ids = await sql.query<{ id: string }>`
    SELECT "id" AS "id" FROM "Programme" UNION SELECT "programmeId" AS "id" FROM "AuditEntry"
    UNION SELECT "programmeId" AS "id" FROM "ChainHead" ORDER BY 1`;
  const keys =
    age === 'signs'
      ? await sql.query<{ print: string; publicKey: string }>`SELECT "print", "publicKey" FROM "SigningKey"`
      : [];
  const programmes: UnopenedProgramme[] = [];
  for (const { id } of ids) programmes.push(await programmeOf(sql, id, age));
  return { programmes, keys: new Map(keys.map((k) => [k.print, k.publicKey])) };
}

async function programmeOf(sql: Sql, id: string, age: Age): Promise<UnopenedProgramme> {
  const ends = await sql.query<{ chain: string; seq: number; hash: string }>`
    SELECT "chain", "seq", "hash" FROM "ChainHead" WHERE "programmeId" = ${id}`;
  const named = await sql.query<{ chain: string }>`
    SELECT DISTINCT "chain" AS "chain" FROM "AuditEntry" WHERE "programmeId" = ${id}`;
  const heads =
    age === 'signs'
      ? await sql.query<UnopenedHead>`
        SELECT "seq", "at", "moved", "root", "prev", "hash", "keyPrint", "signature" FROM "SignedHead"
        WHERE "programmeId" = ${id} ORDER BY "seq"`
      : [];
  const erased = await sql.query<{ id: string }>`
    SELECT "id" AS "id" FROM "Person" WHERE "programmeId" = ${id} AND "erasedAt" IS NOT NULL AND LENGTH("profile") = 0
    ORDER BY "id"`;
  const endOf = new Map(ends.map(({ chain, seq, hash }) => [chain, { seq, hash }]));
  const chains = [...new Set([...endOf.keys(), ...named.map((row) => row.chain)])].sort();
  return {
    id,
    chains: chains.map((chain) => ({ chain, end: endOf.get(chain) })),
    heads,
    // Whose accounts are somebody else's by now has a profile still, and is not erased.
    erased: erased.map((row) => row.id),
    entries: (chain) =>
      age === 'first'
        ? ofFirst(sql, id, chain)
        : sql.query<UnopenedEntry>`
      SELECT "seq", "version", "at", "prev", "hash", "leaves", "voids", "keyOf", "practiceOf" FROM "AuditEntry"
      WHERE "chain" = ${chain} AND "programmeId" = ${id} ORDER BY "seq"`,
  };
}

/** Entries of before there were leaves: what they are hashed over is looked at once the file is brought up to date. */
const ofFirst = (sql: Sql, programme: string, chain: string): Promise<UnopenedEntry[]> =>
  sql.query<UnopenedEntry>`
    SELECT "seq", 1 AS "version", "at", '' AS "prev", '' AS "hash", '[]' AS "leaves", '[]' AS "voids",
      '' AS "keyOf", NULL AS "practiceOf"
    FROM "AuditEntry" WHERE "chain" = ${chain} AND "programmeId" = ${programme} ORDER BY "seq"`;

async function hasLeaves(connection: SqliteConnection): Promise<boolean> {
  const sql = `SELECT 1 FROM pragma_table_info('AuditEntry') WHERE name = 'leaves'`;
  return (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows.length > 0;
}

/** Whether there is a database file, and is one of Mentorlog's. @throws what SQLite refuses of a file that is none */
export async function isMentorlog(file: string): Promise<boolean> {
  if (!isAt(file)) return false;
  const connection = await openSqlite(`file:${file}`);
  try {
    return await hasTables(connection, ['Programme', 'AuditEntry', 'ChainHead']);
  } finally {
    await connection.dispose();
  }
}

/** Asked of SQLite itself: a database of an earlier version has not every table. */
async function hasTables(connection: SqliteConnection, names: readonly string[]): Promise<boolean> {
  const { rows } = await connection.queryRaw({
    sql: `SELECT name FROM sqlite_master WHERE type = 'table'`,
    args: [],
    argTypes: [],
  });
  const there = new Set(rows.map(([name]) => name));
  return names.every((name) => there.has(name));
}
