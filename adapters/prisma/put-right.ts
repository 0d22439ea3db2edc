import { Prisma, type PutRight as Row } from '../../prisma/generated/sqlite/client.js';
import type { PutRight, PutRightId, Said } from '../../src/domain/put-right.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readPutRight, readSaid } from './bodies/put-right.js';
import type { KeyRing } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { promiseLeaves, saidLeaf } from './leaves-of-words-said.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';

export const promiseAt = (id: string): string => `put-right/${id}/words`;
export const saidAt = (id: string): string => `put-right-word/${id}/words`;

/** A promise beside one word on it; of one without a word the second part is empty. */
type RowWithWord = Omit<Row, 'words'> & { readonly words: Uint8Array } & {
  readonly saidId: string | null;
  readonly byId: string;
  readonly saidWords: Uint8Array;
  readonly at: number;
};

const toSaid = (ring: KeyRing, row: RowWithWord, id: string): Said => ({
  id: id as Said['id'],
  by: row.byId as PersonId,
  ...readSaid(ring.open(row.keyOf, row.saidWords, saidAt(id))),
  at: ms(row.at),
});

const toPromise = (ring: KeyRing, row: RowWithWord, all: readonly RowWithWord[]): PutRight => ({
  id: row.id as PutRightId,
  programme: row.programmeId as ProgrammeId,
  mentorship: row.mentorshipId as MentorshipId,
  session: row.sessionId as SessionId,
  ...readPutRight(ring.open(row.keyOf, row.words, promiseAt(row.id))),
  madeAt: ms(row.madeAt),
  changedAt: ms(row.changedAt),
  withdrawnAt: msOrNull(row.withdrawnAt),
  askedWith: JSON.parse(row.askedWith) as SessionId[],
  said: all.flatMap((one) => (one.saidId === null ? [] : toSaid(ring, one, one.saidId))),
});

function putRightRows(s: Scope): Rows['putRight'] {
  /** One statement, for the promises and every word on them. */
  const list = async (which: Prisma.Sql): Promise<readonly PutRight[]> => {
    const rows = await s.db.sql.query<RowWithWord>`
      SELECT p.*, w."id" AS "saidId", w."byId" AS "byId", w."words" AS "saidWords", w."at" AS "at"
      FROM "PutRight" p LEFT JOIN "PutRightWord" w ON w."putRightId" = p."id"
      WHERE p."programmeId" = ${s.programme} AND ${which}
      ORDER BY p."madeAt", p."id", w."at", w."id"`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return [...groupedBy(rows, (row) => row.id).values()].flatMap((all) =>
      all[0] === undefined ? [] : toPromise(ring, all[0], all),
    );
  };
  const menteeOf = async (mentorship: string): Promise<string> =>
    (
      await s.db.prisma.mentorship.findFirstOrThrow({
        where: { id: mentorship, programmeId: s.programme },
        select: { menteeId: true },
      })
    ).menteeId;
  return {
    ofMentorship: (id) => list(Prisma.sql`p."mentorshipId" = ${text(id)}`),
    ofSession: (id) => list(Prisma.sql`p."sessionId" = ${text(id)}`),
    get: async (id) => (await list(Prisma.sql`p."id" = ${text(id)}`))[0],
    async save(p) {
      mustBelong(s, p);
      const keyOf = await menteeOf(text(p.mentorship));
      const ring = await s.ring([keyOf]);
      const id = text(p.id);
      const words = { what: p.what, by: p.by, group: p.group };
      const before = await s.db.prisma.putRight.findFirst({ where: { id, programmeId: s.programme, keyOf } });
      const row = {
        words: ring.seal(keyOf, words, promiseAt(id)),
        changedAt: p.changedAt,
        withdrawnAt: p.withdrawnAt,
        askedWith: JSON.stringify(p.askedWith),
      };
      mustHit(
        await s.db.prisma.putRight.upsert({
          where: { id, programmeId: s.programme },
          create: {
            id,
            programmeId: s.programme,
            mentorshipId: text(p.mentorship),
            sessionId: text(p.session),
            keyOf,
            madeAt: p.madeAt,
            ...row,
          },
          update: row,
          select: { id: true },
        }),
      );
      const was =
        before === null ? [] : promiseLeaves(before, readPutRight(ring.open(keyOf, before.words, promiseAt(id))));
      const named = new Map(was.map((leaf) => [leaf.path, canonicalJson(leaf.value)]));
      const changed = promiseLeaves(
        { ...row, id, mentorshipId: text(p.mentorship), sessionId: text(p.session), keyOf, madeAt: p.madeAt },
        words,
      ).filter((leaf) => named.get(leaf.path) !== canonicalJson(leaf.value));
      // Words that stand no longer are in no row: nothing may be left by which they could be guessed.
      voidLeaves(
        s,
        changed.filter((leaf) => leaf.path.endsWith('/what') && named.has(leaf.path)),
      );
      commitLeaves(s, changed);
    },
    async say(promise, said) {
      const row = await s.db.prisma.putRight.findFirstOrThrow({
        where: { id: text(promise), programmeId: s.programme },
        select: { id: true, keyOf: true, mentorshipId: true },
      });
      const ring = await s.ring([row.keyOf]);
      const id = text(said.id);
      const words = { word: said.word, note: said.note };
      await s.db.prisma.putRightWord.create({
        data: {
          id,
          putRightId: row.id,
          programmeId: s.programme,
          byId: text(said.by),
          keyOf: row.keyOf,
          words: ring.seal(row.keyOf, words, saidAt(id)),
          at: said.at,
        },
        select: { id: true },
      });
      commitLeaves(s, saidLeaf(row, { id, byId: text(said.by), at: said.at }, words));
    },
  };
}

/** All of it goes with the mentee whose promise it is. Of a mentor their notes go; that they said *done* stays the mentee's. */
async function erasePutRight(s: Scope, person: string): Promise<void> {
  const { putRight, putRightWord } = s.db.prisma;
  await putRightWord.deleteMany({ where: { programmeId: s.programme, keyOf: person } });
  await putRight.deleteMany({ where: { programmeId: s.programme, keyOf: person } });
  const written = await putRightWord.findMany({
    where: { programmeId: s.programme, byId: person },
    include: { putRight: { select: { id: true, mentorshipId: true, keyOf: true } } },
  });
  const ring = await s.ring(written.map((row) => row.keyOf));
  for (const row of written) {
    if (!ring.has(row.keyOf)) continue;
    const place = saidAt(row.id);
    const { word, note } = readSaid(ring.open(row.keyOf, row.words, place));
    if (note === '') continue;
    await putRightWord.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { words: ring.seal(row.keyOf, { word, note: '' }, place) },
    });
    const leaves = saidLeaf(row.putRight, row, { word, note: '' });
    voidLeaves(s, leaves);
    commitLeaves(s, leaves);
  }
}

export const putRight: Repository<'putRight'> = {
  rows: putRightRows,
  tables: {
    PutRight: { deleted: 'What was promised goes with the mentee who promised it.' },
    PutRightWord: { deleted: 'What was said of it goes with that mentee; a mentor’s note goes with the mentor.' },
  },
  erase: erasePutRight,
};
