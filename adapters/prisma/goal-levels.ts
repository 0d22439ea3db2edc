import { Prisma, type GoalLevel as Row } from '../../prisma/generated/sqlite/client.js';
import type { GoalLevel } from '../../src/domain/goal-level.js';
import type { GoalId, LevelId, MentorshipId, PersonId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import { insertRows } from './insert.js';
import { nobody } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { levelFigures, whyLeaf } from './leaves-of-words-said.js';
import type { Repository } from './repository.js';
import { ms, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

export const whyAt = (level: string): string => `level/${level}/why`;

function goalLevelRows(s: Scope): Rows['goalLevels'] {
  const list = async (which: Prisma.Sql): Promise<readonly GoalLevel[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
        SELECT * FROM "GoalLevel" WHERE ${which} AND "programmeId" = ${s.programme} ORDER BY "at", "id"`;
    const sealed = rows.filter((row) => row.why !== null);
    const ring = sealed.length === 0 ? undefined : await s.ring(sealed.map((row) => row.keyOf));
    return rows.map(
      (row): GoalLevel => ({
        id: row.id as LevelId,
        mentorship: row.mentorshipId as MentorshipId,
        goal: row.goalId as GoalId,
        level: row.level,
        by: row.byId as PersonId,
        at: ms(row.at),
        session: row.sessionId as SessionId | null,
        why: row.why === null || ring === undefined ? '' : readText(ring.open(row.keyOf, row.why, whyAt(row.id))),
      }),
    );
  };
  return {
    ofMentorship: (id) => list(Prisma.sql`"mentorshipId" = ${text(id)}`),
    ofMentorships: async (ids) =>
      ids.length === 0 ? [] : list(Prisma.sql`"mentorshipId" IN (${Prisma.join(ids.map(text))})`),
    async get(id) {
      return (await list(Prisma.sql`"id" = ${text(id)}`))[0];
    },
    async add(levels) {
      const [first] = levels;
      if (first === undefined) return;
      const { menteeId } = await s.db.prisma.mentorship.findFirstOrThrow({
        where: { id: text(first.mentorship), programmeId: s.programme },
        select: { menteeId: true },
      });
      if (levels.some((one) => one.mentorship !== first.mentorship))
        throw new Error('levels are added of one mentorship at a time');
      const ring = await s.ring([menteeId, nobody]);
      // Of an erased mentee no word is kept.
      const keyOf = ring.has(menteeId) ? menteeId : nobody;
      const kept = levels.map((one) => (keyOf === nobody ? { ...one, why: '' } : one));
      const rows = kept.map((one) => ({
        id: text(one.id),
        programmeId: s.programme,
        mentorshipId: text(one.mentorship),
        goalId: text(one.goal),
        level: one.level,
        byId: text(one.by),
        at: one.at,
        sessionId: one.session === null ? null : text(one.session),
        keyOf,
        why: one.why === '' ? null : ring.seal(keyOf, one.why, whyAt(one.id)),
      }));
      await insertRows(s.db, 'GoalLevel', rows);
      commitLeaves(
        s,
        rows.flatMap((row, i) => [...levelFigures(row), ...whyLeaf(row, kept[i]?.why ?? '')]),
      );
    },
  };
}

export const goalLevels: Repository<'goalLevels'> = {
  rows: goalLevelRows,
  tables: {
    GoalLevel: { overwritten: 'Why somebody said it goes, with the mentee or with whoever wrote it; the levels stay.' },
  },
  async erase(s, person) {
    await s.db.sql.run`
      UPDATE "GoalLevel" SET "why" = NULL, "keyOf" = ${nobody}
      WHERE "programmeId" = ${s.programme} AND "keyOf" = ${person}`;
    // A mentor's words are the mentor's own, though they stand under their mentee's key.
    const written = await s.db.sql.query<{ id: string; mentorshipId: string; keyOf: string }>`
      UPDATE "GoalLevel" SET "why" = NULL
      WHERE "programmeId" = ${s.programme} AND "byId" = ${person} AND "why" IS NOT NULL
      RETURNING "id" AS "id", "mentorshipId" AS "mentorshipId", "keyOf" AS "keyOf"`;
    for (const row of written) voidLeaves(s, whyLeaf(row, gone));
  },
};
/** In place of words that are not read any more: a leaf that is voided needs its name alone. */
const gone = '-';
