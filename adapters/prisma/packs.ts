import { type PackChoice as ChoiceRow, Prisma, type Pack as Row } from '../../prisma/generated/sqlite/client.js';
import type { Pack, PackChoice, PackId, PackState } from '../../src/domain/pack/pack.js';
import type { PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { readPackChoice, readPackWords } from './bodies/pack.js';
import type { Db } from './db.js';
import { insertRows } from './insert.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const wordsAt = (id: string): string => `pack/${id}/words`;
const fileAt = (id: string): string => `pack/${id}/file`;
const choiceAt = (pack: string, mentorship: string): string => `pack/${pack}/choice/${mentorship}`;

/** In hand under a lease that has run out, waiting for its time, or waiting for the mentees' to be over. */
const isDue = (now: number, leaseNow: number): Prisma.Sql => Prisma.sql`
  (("state" = 'queued' AND "nextAt" <= ${leaseNow}) OR ("state" = 'looking' AND "lookUntil" <= ${now})
    OR ("state" = 'building' AND "leasedUntil" <= ${leaseNow}))`;

function packRows(s: Scope): Rows['packs'] {
  const opened = async (rows: readonly Plain<Row>[]): Promise<readonly Pack[]> => {
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => ({
      id: row.id as PackId,
      programme: row.programmeId as ProgrammeId,
      portfolio: row.portfolioId as PortfolioId,
      mentor: row.mentorId as PersonId,
      askedBy: row.askedById as PersonId,
      askedAt: ms(row.askedAt),
      withWords: Boolean(row.withWords),
      lookUntil: ms(row.lookUntil),
      state: row.state as PackState,
      madeAt: msOrNull(row.madeAt),
      madeAgainAt: msOrNull(row.madeAgainAt),
      size: row.size,
      hash: row.hash,
      attempts: Number(row.attempts),
      fence: Number(row.fence),
      code: row.code,
      words: readPackWords(ring.open(row.keyOf, row.words, wordsAt(row.id))),
    }));
  };
  const list = async (which: Prisma.Sql): Promise<readonly Pack[]> =>
    opened(
      await s.db.sql.query<Plain<Row>>`
        SELECT * FROM "Pack" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "askedAt" DESC, "id" DESC`,
    );
  const changed = async (p: Pack) => {
    mustBelong(s, p);
    const keyOf = text(p.mentor);
    const ring = await s.ring([keyOf]);
    return { keyOf, words: ring.seal(keyOf, p.words, wordsAt(text(p.id))) };
  };
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    ofPortfolio: (id) => list(Prisma.sql`"portfolioId" = ${text(id)}`),
    async ofPortfolios(ids) {
      if (ids.length === 0) return [];
      return list(Prisma.sql`"portfolioId" IN (${Prisma.join(ids.map(text))})`);
    },
    lookedAtBy: (mentee) =>
      list(Prisma.sql`"withWords" = TRUE AND "state" <> 'dropped' AND "portfolioId" IN (
        SELECT "portfolioId" FROM "Mentorship" WHERE "menteeId" = ${text(mentee)} AND "agreedAt" IS NOT NULL)`),
    async add(p) {
      const { keyOf, words } = await changed(p);
      await insertRows(s.db, 'Pack', [
        {
          id: text(p.id),
          programmeId: s.programme,
          portfolioId: text(p.portfolio),
          mentorId: text(p.mentor),
          askedById: text(p.askedBy),
          askedAt: p.askedAt,
          withWords: p.withWords,
          lookUntil: p.lookUntil,
          state: p.state,
          madeAt: p.madeAt,
          madeAgainAt: p.madeAgainAt,
          size: p.size,
          hash: text(p.hash),
          nextAt: 0,
          leasedUntil: null,
          leasedBy: null,
          fence: p.fence,
          attempts: p.attempts,
          code: text(p.code),
          keyOf,
          words,
        },
      ]);
    },
    async save(p) {
      const { words } = await changed(p);
      await s.db.sql.run`
        UPDATE "Pack" SET "state" = ${p.state}, "lookUntil" = ${p.lookUntil}, "madeAt" = CAST(${p.madeAt} AS BIGINT),
          "madeAgainAt" = CAST(${p.madeAgainAt} AS BIGINT), "size" = CAST(${p.size} AS INTEGER), "hash" = ${text(p.hash)},
          "attempts" = ${p.attempts}, "code" = ${text(p.code)}, "words" = ${words}, "nextAt" = 0, "leasedUntil" = NULL,
          "fence" = "fence" + 1
        WHERE "id" = ${text(p.id)} AND "programmeId" = ${s.programme}`;
    },
    async claim(id, now, leaseNow, leaseUntil) {
      if (s.mayClaim?.() === false) return undefined;
      return (
        await opened(
          await s.db.sql.query<Plain<Row>>`
            UPDATE "Pack" SET "state" = 'building', "leasedUntil" = ${leaseUntil}, "fence" = "fence" + 1,
              "attempts" = "attempts" + 1, "leasedBy" = CAST(${s.leases?.number() ?? null} AS INTEGER)
            WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme} AND ${isDue(now, leaseNow)}
            RETURNING *`,
        )
      )[0];
    },
    async settle(p, fence, nextAt) {
      const { words } = await changed(p);
      return (
        (await s.db.sql.run`
          UPDATE "Pack" SET "state" = ${p.state}, "madeAt" = CAST(${p.madeAt} AS BIGINT),
            "madeAgainAt" = CAST(${p.madeAgainAt} AS BIGINT), "size" = CAST(${p.size} AS INTEGER), "hash" = ${text(p.hash)},
            "attempts" = ${p.attempts}, "code" = ${text(p.code)}, "words" = ${words}, "nextAt" = ${nextAt}, "leasedUntil" = NULL
          WHERE "id" = ${text(p.id)} AND "programmeId" = ${s.programme} AND "state" = 'building' AND "fence" = ${fence}`) ===
        1
      );
    },
    async keepFile(id, file, keptUntil) {
      const [row] = await s.db.sql.query<{ keyOf: string }>`
        SELECT "keyOf" FROM "Pack" WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme}`;
      if (row === undefined) return;
      const ring = await s.ring([row.keyOf]);
      await insertRows(
        s.db,
        'PackFile',
        [
          {
            packId: text(id),
            programmeId: s.programme,
            keyOf: row.keyOf,
            bytes: ring.sealBytes(row.keyOf, file, fileAt(text(id))),
            keptUntil,
          },
        ],
        ['packId'],
      );
    },
    async file(id) {
      const [row] = await s.db.sql.query<{ keyOf: string; bytes: Uint8Array }>`
        SELECT "keyOf", "bytes" FROM "PackFile" WHERE "packId" = ${text(id)} AND "programmeId" = ${s.programme}`;
      if (row === undefined) return undefined;
      const ring = await s.ring([row.keyOf]);
      return ring.has(row.keyOf) ? ring.openBytes(row.keyOf, row.bytes, fileAt(text(id))) : undefined;
    },
    async dropFile(id) {
      await s.db.sql.run`DELETE FROM "PackFile" WHERE "packId" = ${text(id)} AND "programmeId" = ${s.programme}`;
    },
    async choices(id) {
      const rows = await s.db.sql.query<Plain<ChoiceRow>>`
        SELECT * FROM "PackChoice" WHERE "packId" = ${text(id)} AND "programmeId" = ${s.programme} ORDER BY "mentorshipId"`;
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows
        .filter((row) => ring.has(row.keyOf))
        .map(
          (row): PackChoice => ({
            pack: row.packId as PackId,
            mentorship: row.mentorshipId,
            mentee: row.menteeId as PersonId,
            at: ms(row.at),
            ...readPackChoice(ring.open(row.keyOf, row.words, choiceAt(row.packId, row.mentorshipId))),
          }),
        );
    },
    async choose(choice) {
      const keyOf = text(choice.mentee);
      const ring = await s.ring([keyOf]);
      const place = choiceAt(text(choice.pack), text(choice.mentorship));
      await insertRows(
        s.db,
        'PackChoice',
        [
          {
            packId: text(choice.pack),
            mentorshipId: text(choice.mentorship),
            programmeId: s.programme,
            menteeId: keyOf,
            at: choice.at,
            keyOf,
            words: ring.seal(keyOf, { stands: choice.stands, named: choice.named }, place),
          },
        ],
        ['packId', 'mentorshipId'],
      );
    },
  };
}

export const packs: Repository<'packs'> = {
  rows: packRows,
  tables: {
    Pack: { deleted: 'It is its mentor’s, and goes with them.' },
    PackFile: { deleted: 'It goes with its mentor, and with every mentee whose words may stand in it.' },
    PackChoice: { deleted: 'It is its mentee’s, and goes with its pack too.' },
  },
  async erase(s, person) {
    const mentors = Prisma.sql`SELECT "id" FROM "Pack" WHERE "programmeId" = ${s.programme} AND "mentorId" = ${person}`;
    const mentees = Prisma.sql`
      SELECT p."id" FROM "Pack" p JOIN "Mentorship" m ON m."portfolioId" = p."portfolioId" AND m."menteeId" = ${person}
      WHERE p."programmeId" = ${s.programme}`;
    await s.db.sql.run`DELETE FROM "PackFile" WHERE "packId" IN (${mentors}) OR "packId" IN (${mentees})`;
    // Whoever has one in hand that was read before saves it no more.
    await s.db.sql.run`
      UPDATE "Pack" SET "state" = 'queued', "nextAt" = 0, "leasedUntil" = NULL, "fence" = "fence" + 1
      WHERE "state" = 'building' AND "id" IN (${mentees})`;
    await s.db.sql.run`
      DELETE FROM "PackChoice" WHERE "programmeId" = ${s.programme} AND ("menteeId" = ${person} OR "packId" IN (${mentors}))`;
    await s.db.sql.run`DELETE FROM "Pack" WHERE "programmeId" = ${s.programme} AND "mentorId" = ${person}`;
  },
};

export function anyPack(db: Db): Transaction['packs'] {
  return {
    async due(now, leaseNow, most) {
      const rows = await db.sql.query<{ id: string; programmeId: string }>`
        SELECT "id", "programmeId" FROM "Pack" WHERE ${isDue(now, leaseNow)} ORDER BY "nextAt", "id" LIMIT ${most}`;
      return rows.map((row) => ({ id: row.id as PackId, programme: row.programmeId as ProgrammeId }));
    },
    async nextAt() {
      const [row] = await db.sql.query<Record<'looking' | 'queued' | 'leased', number | null>>`
        SELECT (SELECT MIN("lookUntil") FROM "Pack" WHERE "state" = 'looking') AS "looking",
          (SELECT MIN("nextAt") FROM "Pack" WHERE "state" = 'queued') AS "queued",
          (SELECT MIN("leasedUntil") FROM "Pack" WHERE "state" = 'building') AS "leased"`;
      const lease = [row?.queued, row?.leased].flatMap((at) => (at == null ? [] : [ms(at)]));
      return {
        now: row?.looking == null ? undefined : ms(row.looking),
        lease: lease.length === 0 ? undefined : Math.min(...lease),
      };
    },
    sweep: (now) => db.sql.run`DELETE FROM "PackFile" WHERE "keptUntil" <= ${now}`,
  };
}
