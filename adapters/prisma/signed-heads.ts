import { Prisma, type SignedHead as Row } from '../../prisma/generated/sqlite/client.js';
import { signingKept } from '../../src/domain/signing.js';
import { chainStart } from '../../src/kernel/chain.js';
import {
  type ChainEnd,
  type HeadBody,
  hashOfHead,
  inclusionOf,
  isSignedBy,
  rootOfEnds,
  type SignedHead,
} from '../../src/kernel/signed-head.js';
import { givingWay, nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { HeadsVerdict } from '../../src/ports/store/signed-heads.js';
import type { Rows } from '../../src/ports/store.js';
import { append } from './append.js';
import { DoneAnew } from './done-anew.js';
import { kept } from './kept.js';
import type { Keys } from './keys.js';
import type { Repository } from './repository.js';
import { ms, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** All ends as of one head. */
interface Fold {
  readonly head: SignedHead | undefined;
  readonly ends: ReadonlyMap<string, ChainEnd>;
}

/** As they were read last, by store and programme: each head is read once. What was rolled back since is seen by its hash. */
const folded = new WeakMap<Keys, Map<string, Fold>>();
const pageOfHeads = 200;
const endsAtOnce = 200;

function headRows(s: Scope): Rows['signedHeads'] {
  return {
    async sign(at) {
      const { signer } = s;
      if (signer === undefined) return undefined;
      const before = await foldOf(s);
      const known = (await kept.rows(s).get(signingKept)) ?? { keys: [], newest: null };
      const isNew = !known.keys.includes(signer.print);
      if (isNew) {
        await s.db.sql.run`
          INSERT INTO "SigningKey" ("print", "publicKey", "since") VALUES (${signer.print}, ${signer.publicKey}, ${at})
          ON CONFLICT ("print") DO NOTHING`;
        const facts = { key: signer.print, first: known.keys.length === 0 };
        await append(s, [{ chain: s.programme, at, actor: null, what: 'signing.key', subject: s.programme, facts }]);
      }
      const now = await s.db.sql.query<ChainEnd>`
        SELECT "chain", "seq", "hash" FROM "ChainHead" WHERE "programmeId" = ${s.programme}`;
      const changed = now.filter((end) => before.ends.get(end.chain)?.hash !== end.hash);
      const astray = await rewrittenAmong(
        s,
        changed.flatMap((end) => before.ends.get(end.chain) ?? []),
      );
      const moved = changed.filter((end) => !astray.has(end.chain));
      if (moved.length === 0 && before.head?.key === signer.print) return before.head;
      const ends = new Map([...before.ends, ...moved.map((end) => [end.chain, end] as const)]);
      if (ends.size === 0) return undefined;
      const head = signer.sign({
        v: 1,
        programme: s.programme,
        seq: (before.head?.seq ?? 0) + 1,
        at,
        size: ends.size,
        root: rootOfEnds([...ends.values()]),
        prev: before.head?.hash ?? chainStart,
      });
      const since = JSON.stringify(
        moved.map((end) => [end.chain, end.seq, end.hash]).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
      );
      const stands = await s.db.sql.run`
        INSERT INTO "SignedHead" ("programmeId", "seq", "at", "moved", "root", "prev", "hash", "keyPrint", "signature")
        VALUES (${s.programme}, ${head.seq}, ${at}, ${since}, ${head.root}, ${head.prev}, ${head.hash}, ${head.key},
          ${head.signature})
        ON CONFLICT ("programmeId", "seq") DO NOTHING`;
      // Another unit of work has signed one of this number meanwhile: the next goes on from that.
      if (stands === 0) throw new DoneAnew('beside others');
      s.fresh.head = { seq: head.seq, hash: head.hash };
      const keys = isNew ? [...known.keys, signer.print] : known.keys;
      await kept.rows(s).put(signingKept, { keys, newest: { seq: head.seq, hash: head.hash } });
      return head;
    },

    signPack: (manifest) => s.signer?.signPack(manifest),
    newest: async () => (await foldOf(s)).head,

    async after(seq) {
      const heads: SignedHead[] = [];
      for await (const { head } of foldsOf(s)) if (head.seq > seq) heads.push(head);
      return heads;
    },

    async inclusions(chains) {
      const { ends } = await foldOf(s);
      const all = [...ends.values()];
      return new Map(
        chains.flatMap((chain) => {
          const [end, inclusion] = [ends.get(chain), inclusionOf(all, chain)];
          return end === undefined || inclusion === undefined
            ? []
            : [[chain, { seq: end.seq, hash: end.hash, inclusion }] as const];
        }),
      );
    },

    publicKey: (print) => publicKeyOf(s, print),
    async keys() {
      const prints = (await kept.rows(s).get(signingKept))?.keys ?? [];
      const rows = await s.db.sql.query<{ print: string; since: number }>`
        SELECT "print" AS "print", "since" AS "since" FROM "SigningKey" WHERE "print" IN (${Prisma.join(['', ...prints])})`;
      return prints.map((print) => ({ print, since: rows.find((row) => row.print === print)?.since ?? 0 }));
    },
    check: () => check(s),
  };
}

async function publicKeyOf(s: Scope, print: string): Promise<string | undefined> {
  const [row] = await s.db.sql.query<{ publicKey: string }>`
    SELECT "publicKey" FROM "SigningKey" WHERE "print" = ${text(print)}`;
  return row?.publicKey;
}

type Moved = readonly (readonly [chain: string, seq: number, hash: string])[];

/** Ends after this head, of those before it; none where that is not to be read any more: then its root does not fit. */
function movedBy(row: Pick<Plain<Row>, 'moved'>): readonly ChainEnd[] {
  try {
    return (JSON.parse(row.moved) as Moved).map(([chain, seq, hash]) => ({ chain, seq, hash }));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

const toHead = (row: Plain<Row>, size: number): SignedHead => {
  const body: HeadBody = {
    v: 1,
    programme: row.programmeId,
    seq: row.seq,
    at: ms(row.at),
    size,
    root: row.root,
    prev: row.prev,
  };
  return { ...body, hash: row.hash, key: row.keyPrint, signature: row.signature };
};

const headsAfter = (s: Scope, seq: number): Promise<Plain<Row>[]> =>
  s.db.sql.query<Plain<Row>>`
    SELECT * FROM "SignedHead" WHERE "programmeId" = ${s.programme} AND "seq" > ${seq} ORDER BY "seq" LIMIT ${pageOfHeads}`;

/** Each head in its order, with the ends as of it: of the map that is handed out the next makes another. */
async function* foldsOf(
  s: Scope,
  from: Fold = { head: undefined, ends: new Map() },
): AsyncGenerator<{ readonly head: SignedHead; readonly ends: Map<string, ChainEnd> }> {
  const ends = new Map(from.ends);
  for (let last = from.head?.seq ?? 0, full = true; full; ) {
    const rows = await headsAfter(s, last);
    for (const row of rows) {
      for (const end of movedBy(row)) ends.set(end.chain, end);
      yield { head: toHead(row, ends.size), ends };
    }
    full = rows.length === pageOfHeads;
    last = rows.at(-1)?.seq ?? last;
  }
}

/** All ends as of the newest head. */
async function foldOf(s: Scope): Promise<Fold> {
  const of = folded.get(s.keys) ?? new Map<string, Fold>();
  folded.set(s.keys, of);
  const known = of.get(s.programme);
  let from: Fold = { head: undefined, ends: new Map() };
  if (known?.head !== undefined) {
    const [row] = await s.db.sql.query<{ hash: string }>`
      SELECT "hash" FROM "SignedHead" WHERE "programmeId" = ${s.programme} AND "seq" = ${known.head.seq}`;
    if (row?.hash === known.head.hash) from = known;
  }
  let fold = from;
  for await (const { head, ends } of foldsOf(s, from)) fold = { head, ends };
  of.set(s.programme, fold);
  return fold;
}

/** Those of these chains that do not have this end any more. */
async function rewrittenAmong(s: Scope, ends: readonly ChainEnd[]): Promise<ReadonlyMap<string, number>> {
  const astray = new Map<string, number>();
  for (let i = 0; i < ends.length; i += endsAtOnce) {
    const some = ends.slice(i, i + endsAtOnce);
    const which = some.map(({ chain, seq }) => Prisma.sql`("chain" = ${chain} AND "seq" = ${seq})`);
    const rows = await s.db.sql.query<ChainEnd>`
      SELECT "chain", "seq", "hash" FROM "AuditEntry"
      WHERE "programmeId" = ${s.programme} AND (${Prisma.join(which, ' OR ')})`;
    const found = new Map(rows.map((row) => [row.chain, row.hash]));
    for (const { chain, seq, hash } of some) if (found.get(chain) !== hash) astray.set(chain, seq);
  }
  return astray;
}

async function check(s: Scope): Promise<HeadsVerdict> {
  const giveWay = givingWay();
  const known = (await kept.rows(s).get(signingKept)) ?? { keys: [], newest: null };
  await s.notes?.read();
  const noted = s.notes?.of(s.programme);
  const trusted = new Set([...known.keys, ...(s.signer === undefined ? [] : [s.signer.print])]);
  const publicKeys = new Map<string, string | undefined>();
  let good: { readonly head: SignedHead | undefined; readonly ends: readonly ChainEnd[] } = {
    head: undefined,
    ends: [],
  };
  let brokenAt: number | undefined;
  for await (const { head, ends } of foldsOf(s)) {
    await giveWay();
    const next: number = (good.head?.seq ?? 0) + 1;
    if (!publicKeys.has(head.key)) publicKeys.set(head.key, await publicKeyOf(s, head.key));
    const publicKey = publicKeys.get(head.key);
    const fits =
      head.seq === next &&
      head.prev === (good.head?.hash ?? chainStart) &&
      head.root === rootOfEnds([...ends.values()]) &&
      head.hash === hashOfHead(head) &&
      trusted.has(head.key) &&
      publicKey !== undefined &&
      isSignedBy(head, publicKey) &&
      (head.seq !== known.newest?.seq || head.hash === known.newest.hash) &&
      (noted === undefined || noted === 'unreadable' || head.seq !== noted.seq || head.hash === noted.hash);
    if (!fits) {
      brokenAt = next;
      break;
    }
    good = { head, ends: [...ends.values()] };
  }
  const seq = good.head?.seq ?? 0;
  // The newest that the program knows of is not there: as it is kept among the rows, and as it was noted apart from them.
  if (brokenAt === undefined && known.newest !== null && known.newest.seq > seq) brokenAt = seq + 1;
  if (brokenAt === undefined && (noted === 'unreadable' || (noted !== undefined && noted.seq > seq)))
    brokenAt = seq + 1;
  await nextTurn();
  const rewritten = await rewrittenAmong(s, good.ends);
  return { seq, ...(brokenAt === undefined ? {} : { brokenAt }), rewritten };
}

export const signedHeads: Repository<'signedHeads'> = {
  rows: headRows,
  tables: {
    SignedHead: { stay: 'Ids of chains, which stay, and hashes: no person stands in it.' },
    SigningKey: { stay: 'It is a key of the program’s own.' },
  },
};
