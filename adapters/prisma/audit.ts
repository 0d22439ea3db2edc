import type { Portfolio as PortfolioRow } from '../../prisma/generated/sqlite/client.js';
import { chainStart, leafAt, leafDigest } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { SealBroken } from '../../src/kernel/seal.js';
import { givingWay, nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { DisclosedLeaf } from '../../src/ports/packs.js';
import type { ChainLeaf, ChainVerdict, ProvenEntry } from '../../src/ports/store/audit.js';
import type { Rows } from '../../src/ports/store.js';
import { append, enterLeft } from './append.js';
import { brokenAt, ChainWalk, voidedIn } from './chain-check.js';
import {
  type Committed,
  type EntryRow,
  hashedOf,
  listOf,
  type Outline,
  outlineOf,
  ownersOf,
  practiceIn,
  type SealedLeaves,
  Tags,
  toldBy,
  wordsIn,
} from './chain-rows.js';
import { Fitting, thingOf } from './fits-leaves.js';
import type { KeyRing } from './keys.js';
import { portfolioLeaf, portfoliosUnfit } from './portfolio-leaves.js';
import { mentioning, readingsOfAll, readingsOn } from './readings.js';
import type { Repository } from './repository.js';
import { pagesOfChain, saidOnChain } from './rows-of-chain.js';
import { groupedBy, type Head, ms, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';
import { destroySecrets } from './void-leaves.js';

function auditRows(s: Scope): Rows['audit'] {
  /** Entries are appended one after the other, though a handler may ask for several at once. */
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = tail.then(act);
    tail = turn.catch(() => undefined);
    return turn;
  };

  const headOf = async (chain: string): Promise<Head> => {
    const [head] = await s.db.sql.query<Head>`
      SELECT "seq", "hash" FROM "ChainHead" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme}`;
    return head ?? { seq: 0, hash: chainStart };
  };
  const entriesOf = (chain: string): Promise<EntryRow[]> =>
    s.db.sql.query<EntryRow>`
      SELECT * FROM "AuditEntry" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme} ORDER BY "seq"`;
  const pageOf = (chain: string, after: number): Promise<EntryRow[]> =>
    s.db.sql.query<EntryRow>`
      SELECT * FROM "AuditEntry" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme} AND "seq" > ${after}
      ORDER BY "seq" LIMIT ${rowsAtOnce}`;
  const wholeOf = async (chain: string) => {
    // The head first: should an entry be added between the two reads, it is looked at again and is right by then.
    let head = await headOf(chain);
    const rows = await entriesOf(chain);
    if ((rows.at(-1)?.seq ?? 0) > head.seq) head = await headOf(chain);
    return { chain, head, rows, ring: await s.ring(ownersOf(rows)) };
  };

  return {
    add: (...entries) => inTurn(async () => (entries.length === 0 ? undefined : append(s, entries))),

    async of(chain) {
      const rows = await entriesOf(text(chain));
      const ring = await s.ring(ownersOf(rows));
      return rows.map((row) => ({
        chain: row.chain as MentorshipId | ProgrammeId,
        at: ms(row.at),
        ...toldBy(ring, row),
        seq: row.seq,
        hash: hashedOf(ring, row).hash,
      }));
    },

    readingsOn: (chains) => readingsOn(s, chains),
    readingsOfAll: (spans) => readingsOfAll(s, spans),
    mentioning: (what, texts) => mentioning(s, what, texts),

    async broken(id) {
      const { ring, ...whole } = await wholeOf(text(id));
      if (whole.rows.length === 0) return whole.head.seq === 0 ? undefined : 1;
      return brokenAt(ring, new Tags(await s.key()), whole);
    },

    check: (id) => checkChain(s, text(id), { headOf, pageOf }),
    async walk(id) {
      const { brokenAt, moving } = await checkChain(s, text(id), { headOf, pageOf }, false);
      return moving === true ? undefined : brokenAt;
    },

    async leaves(id) {
      const rows = await entriesOf(text(id));
      return leavesIn(await s.ring(ownersOf(rows)), rows);
    },

    async proof(id) {
      const { ring, rows, head } = await wholeOf(text(id));
      return { chain: id, head, entries: rows.map((row) => provenOf(ring, row)), leaves: leavesIn(ring, rows) };
    },

    async portfolios() {
      const said = await s.db.sql.query<Plain<PortfolioRow>>`
        SELECT * FROM "Portfolio" WHERE "programmeId" = ${s.programme} ORDER BY "id"`;
      const rows = await entriesOf(text(s.programme));
      return portfoliosUnfit(leavesIn(await s.ring(ownersOf(rows)), rows), said.map(portfolioLeaf));
    },

    head: (id) => headOf(text(id)),

    async disclosed(id) {
      const chain = text(id);
      let head = await headOf(chain);
      const said = new Map<string, unknown>();
      const inTurns = turnsEvery(leavesAtOnce);
      for (const { path, value } of (await saidOnChain(s, chain, fewRows, nextTurn)).leaves) {
        await inTurns();
        said.set(thingOf(path), value);
      }
      const newest = new Map<string, ChainLeaf & { readonly path: string; readonly at: number }>();
      const voided = new Set<string>();
      let last = 0;
      const giveWay = givingWay();
      for (let full = true; full; ) {
        await nextTurn();
        const rows = await pageOf(chain, last);
        const ring = await s.ring(ownersOf(rows));
        for (const row of rows) {
          await giveWay();
          for (const leaf of leavesIn(ring, [row], voidedIn([row]))) {
            const { path, value } = leaf;
            // Of a row's leaves the newest is what holds; an entry's own say who did what.
            if (path !== null && value === undefined) newest.set(thingOf(path), { ...leaf, path, at: ms(row.at) });
          }
        }
        for (const name of voidedIn(rows)) voided.add(name);
        full = rows.length === rowsAtOnce;
        last = rows.at(-1)?.seq ?? last;
      }
      // Should an entry have been added meanwhile.
      if (last > head.seq) head = await headOf(chain);
      const leaves: DisclosedLeaf[] = [];
      for (const [thing, { seq, n, path, secret, digest, at }] of newest) {
        await inTurns();
        const value = said.get(thing);
        if (value === undefined || secret === null || voided.has(leafAt(seq, n))) continue;
        if (leafDigest(path, value, secret) !== digest) continue;
        leaves.push({ path, value, secret: base64(secret), digest, at });
      }
      return { chain: id, head, leaves, seal: null };
    },

    seal: (id, { at, subject, seal }) =>
      inTurn(async () => {
        await enterLeft(s);
        await append(s, [{ chain: id, at, actor: null, what: 'pack.sealed', subject, facts: { seal } }]);
        const { seq } = s.along.heads.get(text(id)) as Head;
        const [row] = await s.db.sql.query<EntryRow>`
          SELECT * FROM "AuditEntry" WHERE "chain" = ${text(id)} AND "programmeId" = ${s.programme} AND "seq" = ${seq}`;
        if (row === undefined) throw new Error('what was just entered is not there');
        const ring = await s.ring(ownersOf([row]));
        const entry = provenOf(ring, row);
        if (entry.v !== 2) throw new Error('what was just entered is of another format');
        const opened = leavesIn(ring, [row]).flatMap(({ n, path, value, secret }) =>
          path === null || secret === null ? [] : [{ n, path, value, secret: base64(secret) }],
        );
        return { entry, opened };
      }),

    void: (voiding) =>
      inTurn(async () => {
        await enterLeft(s);
        const chain = text(voiding.chain);
        const voids = await destroySecrets(s, chain, new Set(voiding.paths));
        const { at, actor, subject } = voiding;
        if (voids.length > 0)
          await append(s, [{ chain: voiding.chain, at, actor, what: 'leaf.voided', subject, facts: {}, voids }]);
        return voids;
      }),
  };
}

interface Reads {
  headOf(chain: string): Promise<Head>;
  pageOf(chain: string, after: number): Promise<EntryRow[]>;
}

/** A chain that others go on writing to is read so often: what was read then is not of one moment. */
const mostTries = 5;

/** @param rows whether what its rows say is compared with it too */
async function checkChain(s: Scope, chain: string, { headOf, pageOf }: Reads, rows = true): Promise<ChainVerdict> {
  const giveWay = givingWay();
  for (let tries = 1; ; tries += 1) {
    const head = await headOf(chain);
    const walk = new ChainWalk(new Tags(await s.key()), chain, head);
    const fitting = new Fitting(walk.voided);
    let taken = 0;
    for (let last = 0, full = true; full; ) {
      const page = await pageOf(chain, last);
      const ring = await s.ring(ownersOf(page));
      for (const row of page) {
        await giveWay();
        walk.take(ring, row);
        if (rows && walk.holds) for (const leaf of leavesIn(ring, [row], nothingVoided)) fitting.commits(leaf);
      }
      taken += page.length;
      full = page.length === rowsAtOnce;
      last = page.at(-1)?.seq ?? last;
      await nextTurn();
    }
    const broken = taken === 0 && head.seq > 0 ? 1 : walk.end();
    if (rows && broken === undefined)
      for await (const said of pagesOfChain(s, chain, rowsAtOnce)) {
        await nextTurn();
        for (const { leaves, left } of said) {
          await giveWay();
          for (const one of leaves) fitting.says(one, true);
          for (const one of left) fitting.says(one, false);
        }
      }
    await nextTurn();
    // Rows that were written meanwhile stand beside entries that were not read: looked at again.
    if ((await headOf(chain)).hash === head.hash)
      return broken === undefined ? { head, misfits: fitting.end() } : { head, brokenAt: broken, misfits: [] };
    if (tries === mostTries) return { head, moving: true, misfits: [] };
  }
}
const nothingVoided: ReadonlySet<string> = new Set();

/** So many rows are opened before anything else has its turn. */
const rowsAtOnce = 50;
/** The same of rows that each have a record's words. */
const fewRows = 20;
const leavesAtOnce = 250;
/** Gives way once in so many times that it is awaited. */
function turnsEvery(times: number): () => Promise<void> | undefined {
  let done = 0;
  return () => {
    done += 1;
    return done % times === 0 ? nextTurn() : undefined;
  };
}

const base64 = (secret: Uint8Array): string => Buffer.from(secret).toString('base64');

function provenOf(ring: KeyRing, row: EntryRow): ProvenEntry {
  const hashed = hashedOf(ring, row);
  if ('v' in hashed) {
    const { v, seq, at, leaves, voids, prev, hash } = hashed;
    return { v, seq, at, leaves, voids, prev, hash };
  }
  const { seq, at, actor, what, subject, commitments, prev, hash } = hashed;
  return { v: 1, seq, at, actor: actor as PersonId | null, what, subject, commitments, prev, hash };
}

/** @param voided what the whole chain voids, where these are not all of its rows */
function leavesIn(
  ring: KeyRing,
  rows: readonly EntryRow[],
  voided: ReadonlySet<string> = voidedIn(rows),
): readonly ChainLeaf[] {
  return rows.flatMap((row): readonly ChainLeaf[] => {
    if (row.version === 1) return [];
    const { own, figures } = outlineOf(ring, row) as Outline;
    const known = new Map<number, Pick<ChainLeaf, 'path' | 'secret' | 'value'>>();
    for (const [n, [path, value, secret]] of own.entries()) known.set(n, { path, value, secret: bytes(secret) });
    for (const [n, path, secret] of [...figures, ...wordsIn(ring, row), ...practiceIn(ring, row)])
      known.set(n, { path, secret: secret === null ? null : bytes(secret) });
    return listOf(row.leaves).map((digest, n) => ({
      seq: row.seq,
      n,
      path: null,
      secret: null,
      ...known.get(n),
      digest,
      voided: voided.has(leafAt(row.seq, n)),
    }));
  });
}
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/**
 * Enters on each chain that has leaves under this person's key which they are, so that they are known to have gone by the
 * rules; they go with the key, and what was sealed under it is overwritten.
 */
async function eraseLeaves(s: Scope, person: string, at: number): Promise<void> {
  // What this transaction wrote under the key before it goes has to be in the list too.
  await enterLeft(s);
  const rows = await s.db.sql.query<SealedLeaves>`
    SELECT "chain", "seq", "keyOf", "words", "practiceOf", "practice" FROM "AuditEntry"
    WHERE "programmeId" = ${s.programme} AND "version" = 2 AND ("keyOf" = ${person} OR "practiceOf" = ${person})
    ORDER BY "chain", "seq"`;
  const ring = await s.ring([person]);
  const entries = [];
  for (const [chain, its] of groupedBy(rows, (row) => row.chain)) {
    const voids = ring.has(person)
      ? its.flatMap((row) => standingIn(ring, row).map((n) => leafAt(row.seq, n)))
      : await hiddenIn(s, chain, its);
    if (voids.length === 0) continue;
    const of = chain as MentorshipId | ProgrammeId;
    entries.push({ chain: of, at, actor: null, what: 'person.erased', subject: person, facts: {}, voids });
  }
  if (entries.length > 0) await append(s, entries);
  const nothing = new Uint8Array(0);
  await s.db.sql.run`
    UPDATE "AuditEntry" SET "words" = ${nothing}
    WHERE "programmeId" = ${s.programme} AND "version" = 2 AND "keyOf" = ${person}`;
  await s.db.sql.run`
    UPDATE "AuditEntry" SET "practice" = ${nothing}
    WHERE "programmeId" = ${s.programme} AND "version" = 2 AND "practiceOf" = ${person}`;
}

/** Numbers of the leaves in an entry whose secrets are there, under the keys of the ring. */
function standingIn(ring: KeyRing, row: SealedLeaves): readonly number[] {
  return wordsAndPractice(ring, row)
    .flatMap(([n, , secret]) => (secret === null ? [] : [n]))
    .sort((a, b) => a - b);
}

/**
 * The same where the key went before the rows did: these are older than the erasure (keys-and-rows.ts). What is in an
 * entry and in nothing that opens, and was not void before, is theirs.
 */
async function hiddenIn(s: Scope, chain: string, its: readonly SealedLeaves[]): Promise<readonly string[]> {
  const rows = await s.db.sql.query<EntryRow>`
    SELECT * FROM "AuditEntry" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme} ORDER BY "seq"`;
  const ring = await s.ring(ownersOf(rows));
  const voided = voidedIn(rows);
  const theirs = new Set(its.filter((row) => row.words.length + (row.practice?.length ?? 0) > 0).map((row) => row.seq));
  return rows
    .filter((row) => theirs.has(row.seq))
    .flatMap((row) => {
      const { own, figures } = outlineOf(ring, row) as Outline;
      const opens = new Set([...figures.map(([n]) => n), ...wordsAndPractice(ring, row).map(([n]) => n)]);
      return listOf(row.leaves)
        .map((_, n) => n)
        .filter((n) => n >= own.length && !opens.has(n) && !voided.has(leafAt(row.seq, n)))
        .map((n) => leafAt(row.seq, n));
    });
}

/** As far as their keys are there, and they are whole. */
function wordsAndPractice(ring: KeyRing, row: SealedLeaves): readonly Committed[] {
  try {
    return [...wordsIn(ring, row), ...practiceIn(ring, row)];
  } catch (error) {
    // Damaged before: its chain is broken there, and nobody is kept from being erased by it.
    if (error instanceof SealBroken) return [];
    throw error;
  }
}

export const audit: Repository<'audit'> = {
  rows: auditRows,
  tables: {
    AuditEntry: {
      added:
        'What they voided is entered on each chain, so that it still holds; the secrets under their key are emptied.',
    },
    ChainHead: { overwritten: 'It says where a chain ends, so that none of it can be cut off: at that entry.' },
  },
  erase: eraseLeaves,
};
