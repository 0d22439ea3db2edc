import type { CheckIn as CheckRow } from '../../prisma/generated/sqlite/client.js';
import type { CheckIn, CheckMoment } from '../../src/domain/check-in.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readCheck, readHard } from './bodies/put-right.js';
import type { Repository } from './repository.js';
import { ms, mustHit, type Scope, text } from './scope.js';

/** What a mentee keeps for themselves: no chain commits to it, for it is nobody's evidence. */

const hardAt = (person: string): string => `when-hard/${person}/words`;

function whenHardRows(s: Scope): Rows['whenHard'] {
  return {
    async get(person) {
      const row = await s.db.prisma.whenHard.findFirst({ where: { personId: text(person), programmeId: s.programme } });
      if (row === null) return undefined;
      const ring = await s.ring([row.personId]);
      const words = readHard(ring.open(row.personId, row.words, hardAt(row.personId)));
      return { ...words, person: row.personId as PersonId, savedAt: ms(row.savedAt) };
    },
    async save({ person, savedAt, ...words }) {
      const personId = text(person);
      const ring = await s.ring([personId]);
      const row = { words: ring.seal(personId, words, hardAt(personId)), savedAt };
      mustHit(
        await s.db.prisma.whenHard.upsert({
          where: { personId, programmeId: s.programme },
          create: { personId, programmeId: s.programme, ...row },
          update: row,
          select: { personId: true },
        }),
      );
    },
    async remove(person) {
      await s.db.prisma.whenHard.deleteMany({ where: { personId: text(person), programmeId: s.programme } });
    },
  };
}

export const whenHard: Repository<'whenHard'> = {
  rows: whenHardRows,
  tables: { WhenHard: { deleted: 'It is theirs alone, shared or not.' } },
  async erase(s, person) {
    await s.db.prisma.whenHard.deleteMany({ where: { personId: person, programmeId: s.programme } });
  },
};

const checkAt = (row: Pick<CheckRow, 'sessionId' | 'menteeId' | 'moment'>): string =>
  `check-in/${row.sessionId}/${row.menteeId}/${row.moment}/words`;

function checkInRows(s: Scope): Rows['checkIns'] {
  const opened = async (rows: readonly CheckRow[]): Promise<readonly CheckIn[]> => {
    const ring = await s.ring(rows.map((row) => row.menteeId));
    return rows.map((row) => ({
      session: row.sessionId as SessionId,
      mentee: row.menteeId as PersonId,
      moment: row.moment as CheckMoment,
      ...readCheck(ring.open(row.menteeId, row.words, checkAt(row))),
      at: ms(row.at),
    }));
  };
  return {
    ofSession: async (session) =>
      opened(
        await s.db.prisma.checkIn.findMany({
          where: { sessionId: text(session), programmeId: s.programme },
          orderBy: [{ menteeId: 'asc' }, { moment: 'asc' }],
        }),
      ),
    ofMentee: async (mentee, most) =>
      opened(
        await s.db.prisma.checkIn.findMany({
          where: { menteeId: text(mentee), programmeId: s.programme },
          orderBy: [{ at: 'desc' }, { sessionId: 'asc' }, { moment: 'asc' }],
          take: most,
        }),
      ),
    countOf: (mentee) => s.db.prisma.checkIn.count({ where: { menteeId: text(mentee), programmeId: s.programme } }),
    async save({ session, mentee, moment, at, ...words }) {
      const key = { sessionId: text(session), menteeId: text(mentee), moment };
      const ring = await s.ring([key.menteeId]);
      const row = { words: ring.seal(key.menteeId, words, checkAt(key)), at };
      mustHit(
        await s.db.prisma.checkIn.upsert({
          where: { sessionId_menteeId_moment: key, programmeId: s.programme },
          create: { ...key, programmeId: s.programme, ...row },
          update: row,
          select: { at: true },
        }),
      );
    },
    async remove(mentee, session) {
      await s.db.prisma.checkIn.deleteMany({
        where: {
          menteeId: text(mentee),
          programmeId: s.programme,
          ...(session === undefined ? {} : { sessionId: text(session) }),
        },
      });
    },
  };
}

export const checkIns: Repository<'checkIns'> = {
  rows: checkInRows,
  tables: { CheckIn: { deleted: 'How they felt is theirs, whoever else they let read it.' } },
  async erase(s, person) {
    await s.db.prisma.checkIn.deleteMany({ where: { menteeId: person, programmeId: s.programme } });
  },
};
