import type { RecordHead as HeadRow, Prisma, RecordVersion as Row } from '../../prisma/generated/sqlite/client.js';
import { keyOfRef } from '../../src/domain/catalogue.js';
import type { LagClass, RecordBody, RecordHead, RecordVersion } from '../../src/domain/record.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import {
  groupsPart,
  onlyMinutes,
  type RecordWords,
  readRecordWords,
  withoutMentee,
  withoutMentor,
} from './bodies/record.js';
import { isTaken } from './connect.js';
import { recount } from './counted.js';
import { type KeyRing, nobody } from './keys.js';
import type { Repository } from './repository.js';
import { ms, mustHit, ownerOf, type Scope, text } from './scope.js';

const recordAt = (session: string, version: number): string => `record/${session}/${version}/words`;

const toHead = (row: HeadRow): RecordHead => ({
  session: row.sessionId as SessionId,
  version: row.version,
  firstSavedAt: ms(row.firstSavedAt),
  signedAt: ms(row.signedAt),
  botDelayMs: ms(row.botDelayMs),
  ...(row.lag === null ? {} : { lag: row.lag as LagClass }),
});

function toVersion(ring: KeyRing, row: Row): RecordVersion {
  const words = readRecordWords(ring.open(row.keyOf, row.words, recordAt(row.sessionId, row.version)));
  return {
    session: row.sessionId as SessionId,
    version: row.version,
    body: words.body,
    savedAt: ms(row.savedAt),
    author: row.authorId as PersonId,
    reason: words.reason,
    lateReason: words.lateReason,
  };
}

/** What stands of a record in the clear: moments, minutes, ids and keys, which totals are made of. */
const besideWords = (body: RecordBody) => ({
  startedAt: body.startedAt,
  minutes: body.minutes,
  attended: JSON.stringify(body.attended),
  skills: JSON.stringify([...new Set(body.skills.map((one) => keyOfRef(one.skill)))]),
  actions: JSON.stringify(body.actions.map((one) => one.key)),
});

function recordRows(s: Scope): Rows['records'] {
  const list = async (where: Prisma.RecordVersionWhereInput, take?: number): Promise<readonly RecordVersion[]> => {
    const rows = await s.db.prisma.recordVersion.findMany({
      where: { programmeId: s.programme, ...where },
      orderBy: { version: take === undefined ? 'asc' : 'desc' },
      ...(take === undefined ? {} : { take }),
    });
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => toVersion(ring, row));
  };
  return {
    async head(id) {
      const row = await s.db.prisma.recordHead.findFirst({ where: { sessionId: text(id), programmeId: s.programme } });
      return row === null ? undefined : toHead(row);
    },
    async heads(ids) {
      const rows = await s.db.prisma.recordHead.findMany({
        where: { programmeId: s.programme, sessionId: { in: ids.map(text) } },
      });
      return new Map(rows.map((row) => [row.sessionId as SessionId, toHead(row)]));
    },
    async get(id, version) {
      return (
        await list({ sessionId: text(id), ...(version === undefined ? {} : { version: Number(version) }) }, 1)
      )[0];
    },
    versions: (id) => list({ sessionId: text(id) }),
    async newest(ids) {
      const rows = await s.db.prisma.recordVersion.findMany({
        where: { programmeId: s.programme, sessionId: { in: ids.map(text) } },
        orderBy: { version: 'asc' },
      });
      // Amendments are few, so reading them all costs less than asking which is the newest; only that one is opened.
      const newest = [...new Map(rows.map((row) => [row.sessionId, row])).values()];
      const ring = await s.ring(newest.map((row) => row.keyOf));
      return new Map(newest.map((row) => [row.sessionId as SessionId, toVersion(ring, row)]));
    },

    async add(head, version) {
      if (head.session !== version.session || head.version !== version.version)
        throw new Error('a record head must name the version added with it');
      const sessionId = text(version.session);
      const session = await s.db.prisma.session.findFirstOrThrow({
        where: { id: sessionId, programmeId: s.programme },
        select: { mentorId: true, attendees: { select: { menteeId: true } } },
      });
      const keyOf = ownerOf(session);
      const ring = await s.ring([keyOf]);
      const words: RecordWords = { body: version.body, reason: version.reason, lateReason: version.lateReason };
      try {
        await s.db.prisma.recordVersion.create({
          data: {
            sessionId,
            version: version.version,
            programmeId: s.programme,
            keyOf,
            words: ring.seal(keyOf, words, recordAt(sessionId, version.version)),
            savedAt: version.savedAt,
            authorId: text(version.author),
          },
          select: { version: true },
        });
      } catch (cause) {
        if (!isTaken(cause)) throw cause;
        throw new Refused('stale-record', 'This record has just changed. Open it again.', { cause });
      }
      const row = {
        version: head.version,
        firstSavedAt: head.firstSavedAt,
        signedAt: head.signedAt,
        botDelayMs: head.botDelayMs,
        ...besideWords(version.body),
        lag: head.lag ?? null,
      };
      mustHit(
        await s.db.prisma.recordHead.upsert({
          where: { sessionId, programmeId: s.programme },
          create: { sessionId, programmeId: s.programme, ...row },
          update: row,
          select: { sessionId: true },
        }),
      );
      await recount(s, [sessionId]);
    },
  };
}

/** What was written of them, or by them; who held how many minutes when stays, without a word. */
async function eraseRecords(s: Scope, person: string): Promise<void> {
  const ring = await s.ring([person, nobody]);
  for (const row of await s.db.prisma.recordVersion.findMany({ where: { programmeId: s.programme, keyOf: person } })) {
    const place = recordAt(row.sessionId, row.version);
    const { body } = readRecordWords(ring.open(person, row.words, place));
    const left: RecordWords = {
      body: row.authorId === person ? groupsPart(body) : onlyMinutes(body),
      reason: '',
      lateReason: '',
    };
    await s.db.prisma.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: { keyOf: nobody, words: ring.seal(nobody, left, place) },
    });
    await s.db.prisma.recordHead.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: besideWords(left.body),
    });
  }
  await eraseNeeds(s, person);
  await eraseAuthor(s, person);
}

/** What a group's records say was done for their needs: those are under the mentor's key, and stay for the others. */
async function eraseNeeds(s: Scope, person: string): Promise<void> {
  const rows = await s.db.prisma.recordVersion.findMany({
    where: { programmeId: s.programme, keyOf: { not: person }, session: { attendees: { some: { menteeId: person } } } },
  });
  const ring = await s.ring(rows.map((row) => row.keyOf));
  for (const row of rows) {
    const place = recordAt(row.sessionId, row.version);
    const words = readRecordWords(ring.open(row.keyOf, row.words, place));
    const body = withoutMentee(words.body, person);
    if (body === undefined) continue;
    await s.db.prisma.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: { words: ring.seal(row.keyOf, { ...words, body }, place) },
    });
  }
}

/**
 * What a mentor wrote for themselves, in rows that are their mentees': no mentee's evidence depends on it. What a mentee
 * shares in stays the mentee's, as it was written.
 */
async function eraseAuthor(s: Scope, author: string): Promise<void> {
  const rows = await s.db.prisma.recordVersion.findMany({
    where: { programmeId: s.programme, authorId: author, keyOf: { not: author } },
  });
  const ring = await s.ring(rows.map((row) => row.keyOf));
  for (const row of rows) {
    const place = recordAt(row.sessionId, row.version);
    const words = readRecordWords(ring.open(row.keyOf, row.words, place));
    const left: RecordWords = { ...words, body: withoutMentor(words.body), lateReason: '' };
    await s.db.prisma.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: { words: ring.seal(row.keyOf, left, place) },
    });
  }
}

export const records: Repository<'records'> = {
  rows: recordRows,
  tables: {
    RecordHead: {
      overwritten:
        'Which skills and actions it names goes with the words; times, minutes and who was there must add up.',
    },
    // Each of the two cases, and which part stays: bodies/record.ts.
    RecordVersion: { overwritten: 'The words go, a mentor’s own part in others’ records too; minutes must add up.' },
  },
  erase: eraseRecords,
};
