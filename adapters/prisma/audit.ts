import { chainStart, leafAt } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { SealBroken } from '../../src/kernel/seal.js';
import type { ChainLeaf, ProvenEntry } from '../../src/ports/store/audit.js';
import type { Rows } from '../../src/ports/store.js';
import { append, enterLeft } from './append.js';
import { brokenAt, voidedIn } from './chain-check.js';
import {
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
import type { KeyRing } from './keys.js';
import { mentioning, readingsOfAll, readingsOn } from './readings.js';
import type { Repository } from './repository.js';
import { groupedBy, type Head, ms, type Scope, text } from './scope.js';
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

    async leaves(id) {
      const rows = await entriesOf(text(id));
      return leavesIn(await s.ring(ownersOf(rows)), rows);
    },

    async proof(id) {
      const { ring, rows, head } = await wholeOf(text(id));
      return { chain: id, head, entries: rows.map((row) => provenOf(ring, row)), leaves: leavesIn(ring, rows) };
    },

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

function provenOf(ring: KeyRing, row: EntryRow): ProvenEntry {
  const hashed = hashedOf(ring, row);
  if ('v' in hashed) {
    const { v, seq, at, leaves, voids, prev, hash } = hashed;
    return { v, seq, at, leaves, voids, prev, hash };
  }
  const { seq, at, actor, what, subject, commitments, prev, hash } = hashed;
  return { v: 1, seq, at, actor: actor as PersonId | null, what, subject, commitments, prev, hash };
}

function leavesIn(ring: KeyRing, rows: readonly EntryRow[]): readonly ChainLeaf[] {
  const voided = voidedIn(rows);
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
  const entries = [...groupedBy(rows, (row) => row.chain)].flatMap(([chain, its]) => {
    const voids = its.flatMap((row) => standingIn(ring, row).map((n) => leafAt(row.seq, n)));
    if (voids.length === 0) return [];
    const of = chain as MentorshipId | ProgrammeId;
    return [{ chain: of, at, actor: null, what: 'person.erased', subject: person, facts: {}, voids }];
  });
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
  try {
    return [...wordsIn(ring, row), ...practiceIn(ring, row)]
      .flatMap(([n, , secret]) => (secret === null ? [] : [n]))
      .sort((a, b) => a - b);
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
