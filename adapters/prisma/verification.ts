import { type ChainCheck, type Misfit, Prisma } from '../../prisma/generated/sqlite/client.js';
import {
  type KeptMisfit,
  keptOnce,
  leftOutBy,
  type Unfit,
  type WhyUnfit,
  wholeChain,
} from '../../src/domain/misfit.js';
import type { MentorshipId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { Checked, ChecksInCounts, SettledCheck } from '../../src/ports/store/verification.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { countedAmiss, recount } from './counted.js';
import type { Db } from './db.js';
import { insertRows } from './insert.js';
import { plainAmiss, putPlainRight } from './plain-beside.js';
import { besideAmiss, putBesideRight } from './records-beside.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** So many sessions are looked at before anything else has its turn. */
const sessionsAtOnce = 50;

const toMisfit = (row: Plain<Misfit>): KeptMisfit => ({
  chain: row.chain as MentorshipId,
  path: row.path,
  why: row.why as WhyUnfit,
  seq: row.seq,
  foundAt: ms(row.foundAt),
  goneAt: msOrNull(row.goneAt),
});

function verificationRows(s: Scope): Rows['verification'] {
  const misfits = (which: Prisma.Sql) =>
    s.db.sql.query<Plain<Misfit>>`
      SELECT * FROM "Misfit" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "chain", "path"`;
  return {
    async chains(portfolio) {
      const of = portfolio === undefined ? Prisma.empty : Prisma.sql`AND m."portfolioId" = ${text(portfolio)}`;
      const rows = await s.db.sql.query<{ id: string; at: number | null }>`
        SELECT m."id" AS "id", c."checkedAt" AS "at" FROM "Mentorship" m LEFT JOIN "ChainCheck" c ON c."chain" = m."id"
        WHERE m."programmeId" = ${s.programme} ${of} ORDER BY COALESCE(c."checkedAt", 0), m."id"`;
      return rows.map((row) => ({ chain: row.id as MentorshipId, checkedAt: row.at }));
    },

    async amiss(chain) {
      const found: SessionId[] = [];
      const ids = (await sessionsOf(s, text(chain))).map((row) => row.id);
      for (let i = 0; i < ids.length; i += sessionsAtOnce) {
        const some = ids.slice(i, i + sessionsAtOnce);
        await nextTurn();
        const counted = await countedAmiss(s, some);
        await nextTurn();
        const beside = await besideAmiss(s, some);
        await nextTurn();
        found.push(...([...new Set([...counted, ...beside, ...(await plainAmiss(s, some))])] as SessionId[]));
      }
      return found;
    },

    async settle(id, checked) {
      const chain = text(id);
      const { verdict, at } = checked;
      const [head] = await s.db.sql.query<{ seq: number; hash: string }>`
        SELECT "seq", "hash" FROM "ChainHead" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme}`;
      if (verdict.moving === true || (head?.hash ?? verdict.head.hash) !== verdict.head.hash) return undefined;
      const amiss = await putRight(s, checked.amiss);
      const found = keptOnce(unfitOf(checked));
      const was = (await misfits(Prisma.sql`"chain" = ${chain} AND "goneAt" IS NULL`)).map(toMisfit);
      const fresh = found.filter(({ path }) => !was.some((one) => one.path === path));
      const gone = was.filter(({ path }) => !found.some((one) => one.path === path));
      const { leftOut, countAgain } = await markSessions(s, chain, found, at);
      const left = leftOutBy(found);
      const right = left === 'all' ? [] : amiss.filter((one) => !left.has(one));
      const row = (one: Unfit, goneAt: number | null) => ({
        chain,
        path: one.path,
        programmeId: s.programme,
        why: one.why,
        seq: one.seq,
        foundAt: at,
        goneAt,
      });
      const counted = right.map((one): Unfit => ({ path: `session:${one}/counted`, why: 'counted', seq: null }));
      await insertRows(
        s.db,
        'Misfit',
        [...fresh.map((one) => row(one, null)), ...counted.map((one) => row(one, at))],
        ['chain', 'path'],
      );
      for (const { path } of gone)
        await s.db.sql.run`
          UPDATE "Misfit" SET "goneAt" = ${at}
          WHERE "chain" = ${chain} AND "path" = ${path} AND "programmeId" = ${s.programme}`;
      const brokenAt = verdict.brokenAt ?? checked.rewrittenAt ?? null;
      await keepCheck(s, { chain, checkedAt: at, seq: verdict.head.seq, brokenAt, misfits: found.length });
      return { found: fresh.length, gone: gone.length, leftOut, countAgain, putRight: right } satisfies SettledCheck;
    },

    async settleHeads({ at, seq, brokenAt }) {
      const [was] = await s.db.sql.query<{ brokenAt: number | null }>`
        SELECT "brokenAt" FROM "ChainCheck" WHERE "chain" = ${s.programme} AND "programmeId" = ${s.programme}`;
      await keepCheck(s, { chain: s.programme, checkedAt: at, seq, brokenAt, misfits: brokenAt === null ? 0 : 1 });
      return brokenAt !== null && (was?.brokenAt ?? null) === null;
    },

    found: async (after, upTo) =>
      (
        await misfits(
          Prisma.sql`"foundAt" > ${after} ${upTo === undefined ? Prisma.empty : Prisma.sql`AND "foundAt" <= ${upTo}`}`,
        )
      ).map(toMisfit),
    open: async () => (await misfits(Prisma.sql`"goneAt" IS NULL`)).map(toMisfit),
    counts: () => countsOf(s.db, Prisma.sql`= ${s.programme}`),
  };
}

/** All that does not fit, the chain itself before its rows. */
function unfitOf({ verdict, rewrittenAt }: Checked): readonly Unfit[] {
  if (verdict.brokenAt !== undefined) return [{ path: wholeChain, why: 'broken', seq: verdict.brokenAt }];
  return [
    ...(rewrittenAt === undefined ? [] : [{ path: wholeChain, why: 'rewritten', seq: rewrittenAt } as const]),
    ...verdict.misfits.map(({ path, why, seq }) => ({ path, why, seq: seq ?? null })),
  ];
}

const keepCheck = (s: Scope, check: Omit<Plain<ChainCheck>, 'programmeId'>): Promise<void> =>
  insertRows(s.db, 'ChainCheck', [{ ...check, programmeId: s.programme }], ['chain']);

const sessionsOf = (s: Scope, chain: string) =>
  s.db.sql.query<{ id: string; unfitAt: number | null }>`
    SELECT o."id" AS "id", o."unfitAt" AS "unfitAt" FROM "Attendee" a JOIN "Session" o ON o."id" = a."sessionId"
    WHERE a."mentorshipId" = ${chain} AND a."programmeId" = ${s.programme} ORDER BY o."id"`;

/** @returns those that still were amiss */
async function putRight(s: Scope, sessions: readonly SessionId[]): Promise<readonly SessionId[]> {
  const right = new Set<string>();
  for (let i = 0; i < sessions.length; i += sessionsAtOnce) {
    const some = sessions.slice(i, i + sessionsAtOnce);
    for (const id of await putBesideRight(s, some)) right.add(id);
    for (const id of await putPlainRight(s, some)) right.add(id);
    for (const id of await countedAmiss(s, some)) right.add(id);
    await recount(s, some);
  }
  return [...right] as SessionId[];
}

/** Leaves out of the hours what does not fit on this chain, and nothing else, but for what another chain leaves out. */
async function markSessions(
  s: Scope,
  chain: string,
  found: readonly Unfit[],
  at: number,
): Promise<{ readonly leftOut: readonly SessionId[]; readonly countAgain: readonly SessionId[] }> {
  const its = await sessionsOf(s, chain);
  const left = leftOutBy(found);
  const wanted = new Set<string>(left === 'all' ? its.map((row) => row.id) : left);
  const standing = new Set(its.filter((row) => row.unfitAt !== null).map((row) => row.id));
  const mark = [...wanted].filter((id) => !standing.has(id));
  const candidates = [...standing].filter((id) => !wanted.has(id));
  const others = await leftOutElsewhere(s, chain, candidates);
  const unmark = candidates.filter((id) => !others.has(id));
  const marked: string[] = [];
  for (let i = 0; i < mark.length; i += sessionsAtOnce) {
    const rows = await s.db.sql.query<{ id: string }>`
      UPDATE "Session" SET "unfitAt" = ${at} WHERE "id" IN (${Prisma.join(mark.slice(i, i + sessionsAtOnce))})
        AND "programmeId" = ${s.programme} AND "unfitAt" IS NULL RETURNING "id" AS "id"`;
    marked.push(...rows.map((row) => row.id));
  }
  for (let i = 0; i < unmark.length; i += sessionsAtOnce)
    await s.db.sql.run`
      UPDATE "Session" SET "unfitAt" = NULL
      WHERE "id" IN (${Prisma.join(unmark.slice(i, i + sessionsAtOnce))}) AND "programmeId" = ${s.programme}`;
  await recount(s, [...marked, ...unmark]);
  return { leftOut: marked as SessionId[], countAgain: unmark as SessionId[] };
}

/** Those of these sessions that what is open on the chain of another who attends leaves out. */
async function leftOutElsewhere(s: Scope, chain: string, sessions: readonly string[]): Promise<ReadonlySet<string>> {
  const elsewhere = new Set<string>();
  for (let i = 0; i < sessions.length; i += sessionsAtOnce) {
    const rows = await s.db.sql.query<Pick<Misfit, 'path'> & { why: WhyUnfit; session: string }>`
      SELECT a."sessionId" AS "session", x."path" AS "path", x."why" AS "why"
      FROM "Attendee" a JOIN "Misfit" x ON x."chain" = a."mentorshipId"
      WHERE a."sessionId" IN (${Prisma.join(sessions.slice(i, i + sessionsAtOnce))})
        AND a."programmeId" = ${s.programme} AND a."mentorshipId" <> ${chain} AND x."goneAt" IS NULL`;
    for (const [session, of] of groupedBy(rows, (row) => row.session)) {
      const left = leftOutBy(of);
      if (left === 'all' || left.has(session as SessionId)) elsewhere.add(session);
    }
  }
  return elsewhere;
}

/** @param of which programmes, as the end of a comparison */
async function countsOf(db: Db, of: Prisma.Sql): Promise<ChecksInCounts> {
  const [row] = await db.sql.query<Omit<ChecksInCounts, 'headsFit'> & { headsChecked: number; headsBroken: number }>`
    SELECT
      (SELECT COUNT(*) FROM "Mentorship" WHERE "programmeId" ${of}) AS "chains",
      (SELECT COUNT(*) FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" <> "programmeId") AS "checked",
      (SELECT MIN("checkedAt") FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" <> "programmeId") AS "oldestAt",
      (SELECT MAX("checkedAt") FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" <> "programmeId") AS "newestAt",
      (SELECT COUNT(*) FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" <> "programmeId"
        AND ("misfits" > 0 OR "brokenAt" IS NOT NULL)) AS "unfitChains",
      (SELECT COUNT(*) FROM "Session" WHERE "programmeId" ${of} AND "unfitAt" IS NOT NULL) AS "leftOut",
      (SELECT COUNT(*) FROM "SignedHead" WHERE "programmeId" ${of}) AS "heads",
      (SELECT COUNT(*) FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" = "programmeId") AS "headsChecked",
      (SELECT COUNT(*) FROM "ChainCheck" WHERE "programmeId" ${of} AND "chain" = "programmeId"
        AND "brokenAt" IS NOT NULL) AS "headsBroken"`;
  if (row === undefined) throw new Error('counts come to a row');
  const { headsChecked, headsBroken, ...counts } = row;
  return { ...counts, headsFit: headsChecked === 0 ? null : headsBroken === 0 };
}

/** Over all programmes. */
export const allChecks = (db: Db): Transaction['checks'] => ({
  counts: () => countsOf(db, Prisma.sql`<> ''`),
  async programmes() {
    const rows = await db.sql.query<{ id: string }>`SELECT "id" FROM "Programme" ORDER BY "createdAt", "id"`;
    return rows.map((row) => row.id as ProgrammeId);
  },
});

export const verification: Repository<'verification'> = {
  rows: verificationRows,
  tables: {
    ChainCheck: { stay: 'When a chain was looked at, and how that went: no person stands in it.' },
    Misfit: { stay: 'Ids of rows and of chains that stay themselves, and no field of what somebody wrote.' },
  },
};
