import {
  Prisma,
  type PracticeChange as Row,
  type PracticeChangeWord as WordRow,
} from '../../prisma/generated/sqlite/client.js';
import type { ChangeId, PracticeChange, SaidOfChange } from '../../src/domain/practice-change.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readChange, readSince } from './bodies/evidence.js';
import type { KeyRing } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { changeLeaves, sinceLeaf } from './leaves-of-evidence.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

export const changeAt = (id: string): string => `practice-change/${id}/words`;
export const sinceAt = (id: string): string => `practice-change-word/${id}/words`;

function toSince(ring: KeyRing, row: Plain<WithWord>): readonly SaidOfChange[] {
  const { wordId, wordBy, wordKeyOf, wordSession, wordWords, wordAt } = row;
  if (wordId === null || wordBy === null || wordKeyOf === null || wordWords === null || wordAt === null) return [];
  return [
    {
      id: wordId as SaidOfChange['id'],
      by: wordBy as PersonId,
      session: wordSession as SessionId | null,
      ...readSince(ring.open(wordKeyOf, wordWords, sinceAt(wordId))),
      at: ms(wordAt),
    },
  ];
}

/** A change beside one word of it, or none: as many rows as there are words. */
type WithWord = Row & {
  readonly wordId: WordRow['id'] | null;
  readonly wordBy: WordRow['byId'] | null;
  readonly wordKeyOf: WordRow['keyOf'] | null;
  readonly wordSession: WordRow['sessionId'];
  readonly wordWords: WordRow['words'] | null;
  readonly wordAt: WordRow['at'] | null;
};

function changeRows(s: Scope): Rows['changes'] {
  /** One statement, however many there are, and with all that was said of them. */
  const list = async (which: Prisma.Sql): Promise<readonly PracticeChange[]> => {
    const found = await s.db.sql.query<Plain<WithWord>>`
      SELECT c.*, w."id" AS "wordId", w."byId" AS "wordBy", w."keyOf" AS "wordKeyOf", w."sessionId" AS "wordSession",
        w."words" AS "wordWords", w."at" AS "wordAt"
      FROM "PracticeChange" c
      LEFT JOIN "PracticeChangeWord" w ON w."programmeId" = c."programmeId" AND w."changeId" = c."id"
      WHERE c."programmeId" = ${s.programme} AND ${which}
      ORDER BY c."madeAt", c."id", w."at", w."id"`;
    if (found.length === 0) return [];
    const ring = await s.ring(found.flatMap((row) => [row.keyOf, ...(row.wordKeyOf === null ? [] : [row.wordKeyOf])]));
    return [...groupedBy(found, (row) => row.id).values()].flatMap((rows): readonly PracticeChange[] => {
      const [row] = rows;
      if (row === undefined) return [];
      return [
        {
          id: row.id as ChangeId,
          programme: row.programmeId as ProgrammeId,
          portfolio: row.portfolioId as PortfolioId,
          mentor: row.mentorId as PersonId,
          mentorship: row.mentorshipId as MentorshipId | null,
          ...readChange(ring.open(row.keyOf, row.words, changeAt(row.id))),
          from: ms(row.fromAt),
          fromSession: row.fromSession as SessionId | null,
          madeAt: ms(row.madeAt),
          withdrawnAt: msOrNull(row.withdrawnAt),
          since: rows.flatMap((w) => toSince(ring, w)),
        },
      ];
    });
  };
  return {
    get: async (id) => (await list(Prisma.sql`c."id" = ${text(id)}`))[0],
    ofPortfolio: (id) => list(Prisma.sql`c."portfolioId" = ${text(id)}`),
    ofMentorship: (id) => list(Prisma.sql`c."mentorshipId" = ${text(id)}`),
    async save(c) {
      mustBelong(s, c);
      const id = text(c.id);
      const keyOf = text(c.mentor);
      const ring = await s.ring([keyOf]);
      const words = { said: c.said, what: c.what, cites: c.cites };
      const before = await s.db.prisma.practiceChange.findFirst({ where: { id, programmeId: s.programme, keyOf } });
      const row = {
        mentorshipId: c.mentorship === null ? null : text(c.mentorship),
        words: ring.seal(keyOf, words, changeAt(id)),
        fromAt: c.from,
        fromSession: c.fromSession === null ? null : text(c.fromSession),
        withdrawnAt: c.withdrawnAt,
      };
      const made = {
        id,
        programmeId: s.programme,
        portfolioId: text(c.portfolio),
        mentorId: keyOf,
        keyOf,
        madeAt: c.madeAt,
      };
      mustHit(
        await s.db.prisma.practiceChange.upsert({
          where: { id, programmeId: s.programme },
          create: { ...made, ...row },
          update: row,
          select: { id: true },
        }),
      );
      const was = before === null ? [] : changeLeaves(before, readChange(ring.open(keyOf, before.words, changeAt(id))));
      const named = new Map(was.map((leaf) => [`${leaf.chain} ${leaf.path}`, canonicalJson(leaf.value)]));
      const changed = changeLeaves({ ...made, ...row }, words).filter(
        (leaf) => named.get(`${leaf.chain} ${leaf.path}`) !== canonicalJson(leaf.value),
      );
      voidLeaves(
        s,
        changed.filter((leaf) => !leaf.path.endsWith('/figures') && named.has(`${leaf.chain} ${leaf.path}`)),
      );
      commitLeaves(s, changed);
    },
    async say(change, said) {
      const of = await s.db.prisma.practiceChange.findFirstOrThrow({
        where: { id: text(change), programmeId: s.programme },
        select: { id: true, programmeId: true, mentorshipId: true },
      });
      const [id, keyOf] = [text(said.id), text(said.by)];
      const ring = await s.ring([keyOf]);
      const words = { word: said.word, note: said.note };
      const row = { id, byId: keyOf, keyOf, sessionId: said.session === null ? null : text(said.session), at: said.at };
      await s.db.prisma.practiceChangeWord.create({
        data: { ...row, programmeId: s.programme, changeId: of.id, words: ring.seal(keyOf, words, sinceAt(id)) },
        select: { id: true },
      });
      commitLeaves(s, sinceLeaf(of, row, words));
    },
  };
}

/** All of it goes with its mentor; of a mentee what they said of it, and what they are said to have said. */
async function eraseChanges(s: Scope, person: string): Promise<void> {
  const others = await s.db.sql.query<Plain<WordRow> & { readonly mentorshipId: string | null }>`
    SELECT w.*, c."mentorshipId" AS "mentorshipId"
    FROM "PracticeChangeWord" w JOIN "PracticeChange" c ON c."id" = w."changeId"
    WHERE w."programmeId" = ${s.programme} AND c."mentorId" = ${person} AND w."byId" <> ${person}`;
  // Under their own keys the secrets of these leaves would stay.
  voidLeaves(
    s,
    others.flatMap((row) => sinceLeaf({ ...row, id: row.changeId }, row, { word: '-', note: '' })),
  );
  await s.db.sql.run`
    DELETE FROM "PracticeChangeWord" WHERE "programmeId" = ${s.programme} AND ("byId" = ${person}
      OR "changeId" IN (SELECT "id" FROM "PracticeChange" WHERE "mentorId" = ${person}))`;
  await s.db.sql.run`DELETE FROM "PracticeChange" WHERE "programmeId" = ${s.programme} AND "mentorId" = ${person}`;
  const answered = await s.db.sql.query<Plain<Row>>`
    SELECT c.* FROM "PracticeChange" c JOIN "Mentorship" m ON m."id" = c."mentorshipId"
    WHERE c."programmeId" = ${s.programme} AND m."menteeId" = ${person}`;
  const ring = await s.ring(answered.map((row) => row.keyOf));
  for (const row of answered) {
    if (!ring.has(row.keyOf)) continue;
    const words = readChange(ring.open(row.keyOf, row.words, changeAt(row.id)));
    if (words.said === '') continue;
    const without = { ...words, said: '' };
    await s.db.sql.run`
      UPDATE "PracticeChange" SET "words" = ${ring.seal(row.keyOf, without, changeAt(row.id))}
      WHERE "id" = ${row.id} AND "programmeId" = ${s.programme}`;
    const leaf = changeLeaves(row, without).filter((one) => one.path.endsWith('/said'));
    voidLeaves(s, leaf);
    commitLeaves(s, leaf);
  }
}

export const changes: Repository<'changes'> = {
  rows: changeRows,
  tables: {
    PracticeChange: { deleted: 'A change is its mentor’s own; of a mentee what they are said to have said goes.' },
    PracticeChangeWord: { deleted: 'What somebody said of a change goes with them, and with its mentor.' },
  },
  erase: eraseChanges,
};
