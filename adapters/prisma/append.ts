import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { chainStart, leafDigest, leafEntryHash, leafSecretLength } from '../../src/kernel/chain.js';
import { leaseClock } from '../../src/kernel/clock.js';
import type { MentorshipId, ProgrammeId } from '../../src/kernel/ids.js';
import type { AuditEntry } from '../../src/ports/store.js';
import { type Committed, factPath, isReading, type Outline, placeOf, Tags } from './chain-rows.js';
import { insertRows } from './insert.js';
import { type KeyRing, nobody } from './keys.js';
import type { Leaf } from './leaves.js';
import { type Head, ms, type Scope, text } from './scope.js';
import { destroySecrets } from './void-leaves.js';

/** Ids in one statement: one parameter each, of PostgreSQL's 32,767. */
const mostAtOnce = 30_000;

/** An entry to be made, with the leaves that it voids (`SEQ.N`, in the order of both numbers). */
export type NewEntry = AuditEntry & { readonly voids?: readonly string[] };

/** Leaves that can stand in one row: words under one key, practice under one. */
interface Slot {
  readonly leaves: Leaf[];
  keyOf: string | undefined;
  practiceOf: string | undefined;
}

/**
 * Appends entries to their chains, in this order: however many there are, one statement writes them and one their heads.
 * Each takes what was committed to on its chain meanwhile; words under a second key have an entry of their own after it.
 * @throws Error for a chain that is no mentorship's of this programme
 */
export async function append(s: Scope, entries: readonly NewEntry[]): Promise<void> {
  await findHeads(
    s,
    entries.map((entry) => text(entry.chain)),
  );
  if (s.db.sql.others) await lockHeads(s, [...new Set(entries.map((entry) => text(entry.chain)))].sort());
  for (const { chain, at } of entries) await enterVoided(s, chain, at);
  const taken = entries.map((entry) => takeLeaves(s, text(entry.chain)));
  const ring = await s.ring([nobody, ...taken.flat().map((leaf) => leaf.keyOf)]);
  const tags = entries.some((entry) => isReading(entry.what)) ? new Tags(await s.key()) : undefined;
  const rows = entries.flatMap((entry, i) =>
    slotsOf(ring, taken[i] ?? []).map((slot, nth) =>
      rowOf(s, ring, tags, nth === 0 ? entry : rowsKept(entry.chain, entry.at), slot),
    ),
  );
  await write(s, rows);
  s.along.at = Math.max(s.along.at ?? 0, ...entries.map((entry) => entry.at));
}

type EntryColumns = ReturnType<typeof rowOf>;

/** With the heads of their chains. Nearly every act enters one: of that one the statements are plain. */
async function write(s: Scope, rows: readonly EntryColumns[]): Promise<void> {
  const [row] = rows;
  if (row !== undefined && rows.length === 1) {
    const { chain, seq, at, prev, hash, keyOf, words, leaves, voids, outline, practiceOf, practice, tag } = row;
    await s.db.sql.run`
      INSERT INTO "AuditEntry" ("chain", "seq", "programmeId", "at", "what", "subject", "commitments", "prev", "hash",
        "keyOf", "words", "version", "leaves", "voids", "outline", "practiceOf", "practice", "tag")
      VALUES (${chain}, ${seq}, ${s.programme}, ${at}, '', '', '', ${prev}, ${hash},
        ${keyOf}, ${words}, 2, ${leaves}, ${voids}, ${outline}, ${practiceOf}, ${practice}, ${tag})`;
    await s.db.sql.run`
      INSERT INTO "ChainHead" ("chain", "programmeId", "seq", "hash") VALUES (${chain}, ${s.programme}, ${seq}, ${hash})
      ON CONFLICT ("chain") DO UPDATE SET "seq" = excluded."seq", "hash" = excluded."hash"`;
    return;
  }
  await insertRows(s.db, 'AuditEntry', rows);
  const chains = [...new Set(rows.map((one) => one.chain))];
  await insertRows(
    s.db,
    'ChainHead',
    chains.map((chain) => ({ chain, programmeId: s.programme, ...(s.along.heads.get(chain) as Head) })),
    ['chain'],
  );
}

/**
 * Enters what was committed to and no entry has taken: the end of every unit of work, so that whoever writes rows past
 * all features (an import, a test) is committed to them all the same.
 */
export async function enterLeft(s: Scope): Promise<void> {
  const chains = [...new Set([...s.along.leaves, ...s.along.voided].map(({ chain }) => chain))];
  if (chains.length === 0) return;
  // The time of what else was entered with it, which a trial's clock may tell otherwise than the machine's.
  const at = s.along.at ?? leaseClock.now();
  for (const chain of chains) await enterVoided(s, chain, at);
  const left = chains.filter((chain) => s.along.leaves.some((leaf) => leaf.chain === chain));
  if (left.length > 0)
    await append(
      s,
      left.map((chain) => rowsKept(chain, at)),
    );
}

/**
 * Voids what a repository has said is gone from this chain, before anything else is entered there: a leaf of the same
 * name that was committed to meanwhile stands. The entry takes those leaves along.
 */
async function enterVoided(s: Scope, chain: MentorshipId | ProgrammeId, at: number): Promise<void> {
  const names = s.along.voided.filter((leaf) => leaf.chain === chain).map((leaf) => leaf.path);
  if (names.length === 0) return;
  const others = s.along.voided.filter((leaf) => leaf.chain !== chain);
  s.along.voided.splice(0, s.along.voided.length, ...others);
  const voids = await destroySecrets(s, chain, new Set(names));
  if (voids.length > 0)
    await append(s, [{ chain, at, actor: null, what: 'leaf.voided', subject: chain, facts: {}, voids }]);
}

/** The program's own entry about rows. */
const rowsKept = (chain: MentorshipId | ProgrammeId, at: number): NewEntry => ({
  chain,
  at,
  actor: null,
  what: 'rows.kept',
  subject: chain,
  facts: {},
});

/** Makes sure that this transaction knows where these chains end; a mentorship's need not have begun. */
async function findHeads(s: Scope, chains: readonly string[]): Promise<void> {
  const missing = new Set(chains.filter((chain) => !s.along.heads.has(chain)));
  if (missing.delete(s.programme)) {
    const [head] = await s.db.sql.query<Head>`
      SELECT "seq", "hash" FROM "ChainHead" WHERE "chain" = ${s.programme} AND "programmeId" = ${s.programme}`;
    s.along.heads.set(s.programme, head ?? { seq: 0, hash: chainStart });
  }
  const asked = [...missing];
  for (let i = 0; i < asked.length; i += mostAtOnce) {
    const rows = await s.db.sql.query<{ chain: string; seq: number | null; hash: string | null }>`
      SELECT m."id" AS "chain", h."seq", h."hash"
      FROM "Mentorship" m LEFT JOIN "ChainHead" h ON h."chain" = m."id" AND h."programmeId" = m."programmeId"
      WHERE m."id" IN (${Prisma.join(asked.slice(i, i + mostAtOnce))}) AND m."programmeId" = ${s.programme}`;
    for (const { chain, seq, hash } of rows) s.along.heads.set(chain, { seq: seq ?? 0, hash: hash ?? chainStart });
  }
  if (chains.some((chain) => !s.along.heads.has(chain)))
    throw new Error('no mentorship of this programme has that chain');
}

/**
 * Has nobody else append to these chains until this unit of work has ended, and knows where they end now: another process
 * may have appended since they were read. Always in the order of their ids, so that no two wait for each other.
 */
async function lockHeads(s: Scope, chains: readonly string[]): Promise<void> {
  for (let i = 0; i < chains.length; i += mostAtOnce) {
    const rows = await s.db.sql.query<{ chain: string; seq: number; hash: string }>`
      SELECT "chain", "seq", "hash" FROM "ChainHead"
      WHERE "chain" IN (${Prisma.join(chains.slice(i, i + mostAtOnce))}) ORDER BY "chain" FOR UPDATE`;
    for (const { chain, seq, hash } of rows) s.along.heads.set(chain, { seq, hash });
  }
}

/** What was committed to on this chain, in its order; it is not there for the next entry any more. */
function takeLeaves(s: Scope, chain: string): readonly Leaf[] {
  const mine = s.along.leaves.filter((leaf) => leaf.chain === chain);
  if (mine.length > 0) {
    const others = s.along.leaves.filter((leaf) => leaf.chain !== chain);
    s.along.leaves.splice(0, s.along.leaves.length, ...others);
  }
  return mine;
}

/** Whether its secret stands under the programme's key. Once its person was erased, what is added does. */
const isFigure = (ring: KeyRing, leaf: Leaf): boolean => leaf.keyOf === nobody || !ring.has(leaf.keyOf);

function slotsOf(ring: KeyRing, leaves: readonly Leaf[]): readonly Slot[] {
  const slots: Slot[] = [{ leaves: [], keyOf: undefined, practiceOf: undefined }];
  for (const leaf of leaves) {
    const owner = leaf.practice ? 'practiceOf' : 'keyOf';
    const fits = (slot: Slot) => isFigure(ring, leaf) || slot[owner] === undefined || slot[owner] === leaf.keyOf;
    let slot = slots.find(fits);
    if (slot === undefined) {
      slot = { leaves: [], keyOf: undefined, practiceOf: undefined };
      slots.push(slot);
    }
    slot.leaves.push(leaf);
    if (!isFigure(ring, leaf)) slot[owner] = leaf.keyOf;
  }
  return slots;
}

/** The row of an entry that stands next on its chain, which ends with it from here on. */
function rowOf(s: Scope, ring: KeyRing, tags: Tags | undefined, entry: NewEntry, slot: Slot) {
  const chain = text(entry.chain);
  const head = s.along.heads.get(chain) as Head;
  const seq = head.seq + 1;
  const digests: string[] = [];
  const add = (path: string, value: unknown): string => {
    const secret = s.ids.bytes(leafSecretLength);
    digests.push(leafDigest(path, value, secret));
    return Buffer.from(secret).toString('base64');
  };
  const own = ownLeaves(entry).map(([path, value]) => [path, value, add(path, value)] as const);
  const kept: Record<'figures' | 'words' | 'practice', Committed[]> = { figures: [], words: [], practice: [] };
  for (const leaf of slot.leaves) {
    const where = isFigure(ring, leaf) ? 'figures' : leaf.practice ? 'practice' : 'words';
    kept[where].push([digests.length, leaf.path, add(leaf.path, leaf.value)]);
  }
  const body = {
    v: 2,
    chain,
    seq,
    at: entry.at,
    leaves: digests,
    voids: entry.voids ?? [],
    prev: head.hash,
  } as const;
  const hash = leafEntryHash(body);
  s.along.heads.set(chain, { seq, hash });
  const { keyOf = nobody, practiceOf = null } = slot;
  return {
    chain,
    seq,
    programmeId: s.programme,
    at: ms(entry.at),
    actorId: null,
    what: '',
    subject: '',
    commitments: '',
    prev: head.hash,
    hash,
    keyOf,
    words: keyOf === nobody ? new Uint8Array(0) : ring.seal(keyOf, kept.words, placeOf('words', chain, seq)),
    version: 2,
    leaves: JSON.stringify(body.leaves),
    voids: JSON.stringify(body.voids),
    outline: ring.seal(nobody, { own, figures: kept.figures } satisfies Outline, placeOf('outline', chain, seq)),
    practiceOf,
    practice: practiceOf === null ? null : ring.seal(practiceOf, kept.practice, placeOf('practice', chain, seq)),
    tag: tags?.of({ ...entry, ofAll: chain === s.programme }) ?? '',
  };
}

/** What happened, leaf by leaf (docs/record-format.md#an-entrys-own-leaves). */
const ownLeaves = (entry: NewEntry): readonly (readonly [path: string, value: AuditEntry['facts'][string]])[] => [
  ['actor', entry.actor],
  ['what', entry.what],
  ['subject', entry.subject],
  ...Object.entries(entry.facts).map(([name, value]) => [factPath(name), value] as const),
];
