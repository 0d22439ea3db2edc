import { chainStart, leafDigest, leafEntryHash, leafSecretLength } from '../../../src/kernel/chain.js';
import { leaseClock } from '../../../src/kernel/clock.js';
import { deriveKey, mac, seal } from '../../../src/kernel/seal.js';
import type { DataStep, StepWork } from './step.js';

/**
 * Step 3 (0.5.0): seals under the programme's key what entries of chains had in the clear (who, what, about what, and the
 * hashes that could be guessed from these), and begins each chain anew in format 2 with an entry that commits to what stood
 * before (docs/record-format.md#what-stood-before). The database's file is written anew at its end, so that nothing of it
 * stands where rows stood.
 */

interface Cursor {
  readonly table: 'entries' | 'chains';
  /** The last that was done: a chain; of entries its number after a blank. */
  readonly after: string;
}
const begin: Cursor = { table: 'entries', after: '' };

/** @param rowsAtOnce how many entries or chains a batch does at most */
export function sealedChains(rowsAtOnce = 200): DataStep {
  return {
    number: 3,
    name: 'sealed-chains',
    rewrites: true,
    async batch(work, kept) {
      let { table, after } = kept === undefined ? begin : (JSON.parse(kept) as Cursor);
      if (table === 'entries') {
        const last = await sealEntries(work, after, rowsAtOnce);
        if (last !== undefined) return JSON.stringify({ table, after: last } satisfies Cursor);
        table = 'chains';
        after = '';
      }
      const last = await beginAnew(work, after, rowsAtOnce);
      return last === undefined ? undefined : JSON.stringify({ table, after: last } satisfies Cursor);
    },
  };
}

interface Entry {
  readonly chain: string;
  readonly seq: number;
  readonly of: string;
  readonly actorId: string | null;
  readonly what: string;
  readonly subject: string;
  readonly commitments: string;
  readonly prev: string;
  readonly hash: string;
}

/** Answers which it did last; undefined where there was none. */
async function sealEntries(work: StepWork, after: string, room: number): Promise<string | undefined> {
  const { sql } = work.db;
  const [chain = '', seq = '0'] = after.split(' ');
  const rows = await sql.query<Entry>`
    SELECT "chain", "seq", "programmeId" AS "of", "actorId", "what", "subject", "commitments", "prev", "hash"
    FROM "AuditEntry"
    WHERE "version" = 1 AND "outline" IS NULL AND ("chain", "seq") > (${chain}, ${Number(seq)})
    ORDER BY "chain", "seq" LIMIT ${room}`;
  const keys = new Map<string, Uint8Array | undefined>();
  for (const row of rows) {
    const key = await keyOf(work, keys, row.of);
    // Of no programme that is here: nobody reads it, then as now.
    if (key === undefined) continue;
    const { actorId: actor, what, subject, commitments, prev, hash } = row;
    const outline = sealed(key, { actor, what, subject, commitments, prev, hash }, row.chain, row.seq);
    await sql.run`
      UPDATE "AuditEntry" SET "outline" = ${outline}, "tag" = ${tagOf(key, row)}, "actorId" = NULL, "what" = '',
        "subject" = '', "commitments" = '', "prev" = '', "hash" = ''
      WHERE "chain" = ${row.chain} AND "seq" = ${row.seq}`;
  }
  const last = rows.at(-1);
  return last === undefined ? undefined : `${last.chain} ${last.seq}`;
}

async function beginAnew(work: StepWork, after: string, room: number): Promise<string | undefined> {
  const { sql } = work.db;
  const heads = await sql.query<{ chain: string; of: string; seq: number; hash: string }>`
    SELECT "chain", "programmeId" AS "of", "seq", "hash" FROM "ChainHead"
    WHERE "chain" > ${after} AND NOT EXISTS (
      SELECT 1 FROM "AuditEntry" e WHERE e."chain" = "ChainHead"."chain" AND e."version" = 2)
    ORDER BY "chain" LIMIT ${room}`;
  const keys = new Map<string, Uint8Array | undefined>();
  for (const head of heads) {
    const key = await keyOf(work, keys, head.of);
    if (key === undefined) continue;
    const { chain } = head;
    const seq = head.seq + 1;
    const leaves: string[] = [];
    const own = (
      [
        ['actor', null],
        ['what', 'chain.carried-over'],
        ['subject', chain],
        ['format-1/entries', head.seq],
        ['format-1/head', head.hash],
      ] as const
    ).map(([path, value]) => {
      const secret = work.ids.bytes(leafSecretLength);
      leaves.push(leafDigest(path, value, secret));
      return [path, value, Buffer.from(secret).toString('base64')];
    });
    const at = leaseClock.now();
    const hash = leafEntryHash({ v: 2, chain, seq, at, leaves, voids: [], prev: chainStart });
    await sql.run`
      INSERT INTO "AuditEntry" ("chain", "seq", "programmeId", "at", "what", "subject", "commitments", "prev", "hash",
        "keyOf", "words", "version", "leaves", "voids", "outline")
      VALUES (${chain}, ${seq}, ${head.of}, ${at}, '', '', '', ${chainStart}, ${hash}, '', ${new Uint8Array(0)}, 2,
        ${JSON.stringify(leaves)}, '[]', ${sealed(key, { own, figures: [] }, chain, seq)})`;
    await sql.run`UPDATE "ChainHead" SET "seq" = ${seq}, "hash" = ${hash} WHERE "chain" = ${chain}`;
  }
  return heads.at(-1)?.chain;
}

/** As 0.5.0 seals an outline, and tags a reading; written out here, for a step is never changed. */
const sealed = (key: Uint8Array, outline: object, chain: string, seq: number): Uint8Array<ArrayBuffer> =>
  seal(key, new TextEncoder().encode(JSON.stringify(outline)), `audit/${chain}/${seq}/outline`);

function tagOf(key: Uint8Array, { chain, of, what, actorId, subject }: Entry): string {
  if (actorId === null || !what.endsWith('.read')) return '';
  const tags = deriveKey(key, 'readings');
  const [head = '', more] = chain === of ? subject.split(':') : [];
  const digits = (length: number, ...parts: readonly string[]) => mac(tags, JSON.stringify(parts)).slice(0, length);
  return `${digits(16, what)}${digits(16, what, head)}${digits(31, what, head, actorId)}${more === undefined ? 0 : 1}`;
}

async function keyOf(
  { db, keys }: StepWork,
  known: Map<string, Uint8Array | undefined>,
  programme: string,
): Promise<Uint8Array | undefined> {
  if (!known.has(programme)) {
    const [row] = await db.sql.query<{ dataKey: Uint8Array | null }>`
      SELECT "dataKey" FROM "Programme" WHERE "id" = ${programme}`;
    known.set(programme, row?.dataKey ? keys.unwrapProgramme(programme, row.dataKey) : undefined);
  }
  return known.get(programme);
}
