import { openDatabase } from '../../adapters/prisma/sqlite.js';
import { chainStart, leafEntryHash } from '../../src/kernel/chain.js';
import { type ChainEnd, rootOfEnds, type SignedHead, type Signer } from '../../src/kernel/signed-head.js';

/** What somebody with a database's file in hand does to it, by statements of their own; and heads over it, as they are kept. */

export interface File {
  run(sql: string, ...values: unknown[]): number;
  /** Whole numbers as numbers. */
  rows<Row>(sql: string, ...values: unknown[]): Row[];
}

/** @throws as SQLite does */
export function inFile<T>(file: string, act: (db: File) => T): T {
  const database = openDatabase(file, 5_000);
  try {
    // What holds rows together is the program's to ask for, connection by connection.
    database.exec('PRAGMA foreign_keys=OFF');
    return act({
      run: (sql, ...values) => database.prepare(sql).run(values),
      rows<Row>(sql: string, ...values: unknown[]) {
        const statement = database.prepare(sql);
        return statement
          .all(values)
          .map(
            (row) =>
              Object.fromEntries(
                statement.columns.map(({ name }, i) => [name, typeof row[i] === 'bigint' ? Number(row[i]) : row[i]]),
              ) as Row,
          );
      },
    });
  } finally {
    database.close();
  }
}

interface EntryRow {
  readonly seq: number;
  readonly at: number;
  readonly leaves: string;
  readonly voids: string;
}

/** Makes the hashes of a chain fit whatever stands in its entries now: it takes no key. */
export function rechained(db: File, chain: string): void {
  let [prev, last] = [chainStart, 0];
  for (const { seq, at, leaves, voids } of db.rows<EntryRow>(
    'SELECT "seq", "at", "leaves", "voids" FROM "AuditEntry" WHERE "chain" = ? ORDER BY "seq"',
    chain,
  )) {
    const hash = leafEntryHash({ v: 2, chain, seq, at, leaves: JSON.parse(leaves), voids: JSON.parse(voids), prev });
    db.run('UPDATE "AuditEntry" SET "prev" = ?, "hash" = ? WHERE "chain" = ? AND "seq" = ?', prev, hash, chain, seq);
    [prev, last] = [hash, seq];
  }
  db.run('UPDATE "ChainHead" SET "seq" = ?, "hash" = ? WHERE "chain" = ?', last, prev, chain);
}

interface HeadRow {
  readonly seq: number;
  readonly moved: string;
  readonly hash: string;
}

/** Signs where all chains end now, as the program does. Answers the head. */
export function signs(db: File, programme: string, at: number, by: Signer): SignedHead {
  const before = db.rows<HeadRow>(
    'SELECT "seq", "moved", "hash" FROM "SignedHead" WHERE "programmeId" = ? ORDER BY "seq"',
    programme,
  );
  const known = new Map<string, string>();
  for (const { moved } of before)
    for (const [chain, , hash] of JSON.parse(moved) as [string, number, string][]) known.set(chain, hash);
  const ends = db.rows<ChainEnd>(
    'SELECT "chain", "seq", "hash" FROM "ChainHead" WHERE "programmeId" = ? ORDER BY "chain"',
    programme,
  );
  const last = before.at(-1);
  const head = by.sign({
    v: 1,
    programme,
    seq: (last?.seq ?? 0) + 1,
    at,
    size: ends.length,
    root: rootOfEnds(ends),
    prev: last?.hash ?? chainStart,
  });
  const moved = ends.filter((e) => known.get(e.chain) !== e.hash).map((e) => [e.chain, e.seq, e.hash]);
  db.run(
    'INSERT INTO "SignedHead" ("programmeId", "seq", "at", "moved", "root", "prev", "hash", "keyPrint", "signature") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[programme, head.seq, at, JSON.stringify(moved), head.root, head.prev, head.hash, head.key, head.signature],
  );
  db.run(
    'INSERT OR IGNORE INTO "SigningKey" ("print", "publicKey", "since") VALUES (?, ?, ?)',
    by.print,
    by.publicKey,
    at,
  );
  return head;
}

/** All heads signed anew over what stands there now, by whoever has the key. Answers them. */
export function signedAnew(db: File, programme: string, by: Signer): readonly SignedHead[] {
  const times = db.rows<{ at: number }>(
    'SELECT "at" FROM "SignedHead" WHERE "programmeId" = ? ORDER BY "seq"',
    programme,
  );
  db.run('DELETE FROM "SignedHead" WHERE "programmeId" = ?', programme);
  db.run('DELETE FROM "SigningKey"');
  return times.map(({ at }) => signs(db, programme, at, by));
}
