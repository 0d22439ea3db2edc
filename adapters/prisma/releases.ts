import { Prisma, type Release as Row } from '../../prisma/generated/sqlite/client.js';
import type { Release } from '../../src/domain/release.js';
import type { MentorshipId, PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { insertRows } from './insert.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, mustBelong, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** Lists of passages' names, which are ids and words of our own: nothing that anybody wrote. */
const listOf = (json: string): readonly string[] => JSON.parse(json) as readonly string[];

const toRelease = (row: Plain<Row>): Release => ({
  programme: row.programmeId as ProgrammeId,
  mentorship: row.mentorshipId as MentorshipId,
  mentee: row.menteeId as PersonId,
  session: row.sessionId as SessionId,
  planVersion: row.planVersion,
  recordVersion: row.recordVersion,
  offeredBy: row.offeredById as PersonId,
  offeredAt: ms(row.offeredAt),
  answeredAt: msOrNull(row.answeredAt),
  leftOut: row.leftOut === 'all' ? 'all' : listOf(row.leftOut),
  releasedAt: msOrNull(row.releasedAt),
  heldBack: listOf(row.heldBack),
});

function releaseRows(s: Scope): Rows['releases'] {
  const of = async (ids: readonly MentorshipId[]): Promise<readonly Release[]> =>
    ids.length === 0
      ? []
      : (
          await s.db.sql.query<Plain<Row>>`
            SELECT * FROM "Release" WHERE "programmeId" = ${s.programme}
              AND "mentorshipId" IN (${Prisma.join(ids.map(text))})
            ORDER BY "mentorshipId", "sessionId"`
        ).map(toRelease);
  return {
    ofMentorship: (id) => of([id]),
    async ofMentorships(ids) {
      return groupedBy(await of(ids), (r) => r.mentorship);
    },
    async save(releases) {
      await insertRows(
        s.db,
        'Release',
        releases.map((r) => {
          mustBelong(s, r);
          return {
            mentorshipId: text(r.mentorship),
            sessionId: text(r.session),
            programmeId: s.programme,
            menteeId: text(r.mentee),
            planVersion: r.planVersion,
            recordVersion: r.recordVersion,
            offeredById: text(r.offeredBy),
            offeredAt: r.offeredAt,
            answeredAt: r.answeredAt,
            leftOut: r.leftOut === 'all' ? 'all' : JSON.stringify(r.leftOut),
            releasedAt: r.releasedAt,
            heldBack: JSON.stringify(r.heldBack),
          };
        }),
        ['mentorshipId', 'sessionId'],
      );
    },
  };
}

export const releases: Repository<'releases'> = {
  rows: releaseRows,
  tables: {
    Release: { deleted: 'The words are gone, and with a mentor nobody is left who lets them be read.' },
  },
  async erase(s, person) {
    await s.db.sql.run`
      DELETE FROM "Release" WHERE "programmeId" = ${s.programme} AND ("menteeId" = ${person} OR "offeredById" = ${person})`;
  },
};
