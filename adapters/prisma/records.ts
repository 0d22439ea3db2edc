import type { RecordHead as HeadRow, Prisma, RecordVersion as Row } from '../../prisma/generated/sqlite/client.js';
import { keyOfRef } from '../../src/domain/catalogue.js';
import type { LagClass, RecordBody, RecordHead, RecordVersion } from '../../src/domain/record.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import { Refused } from '../../src/kernel/errors.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { givingWay } from '../../src/kernel/turn-of-loop.js';
import type { Rows } from '../../src/ports/store.js';
import {
  groupsPart,
  onlyMinutes,
  practiceFields,
  practiceOf,
  type RecordWords,
  readRecordWords,
  withoutMentee,
  withoutMentor,
  withoutPractice,
  withPractice,
} from './bodies/record.js';
import { isTaken } from './connect.js';
import { recount } from './counted.js';
import { type KeyRing, nobody } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { changedParts, partsOfBody } from './leaves-of-body.js';
import { headLeaf, leavesOf, recordCited, recordFigures, recordWords, type Seat } from './leaves-of-rows.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, mustHit, ownerOf, type Scope, text } from './scope.js';

export const recordAt = (session: string, version: number): string => `record/${session}/${version}/words`;

export const practiceAt = (session: string, version: number): string => `record/${session}/${version}/practice`;

const toHead = (row: HeadRow): RecordHead => ({
  session: row.sessionId as SessionId,
  version: row.version,
  firstSavedAt: ms(row.firstSavedAt),
  signedAt: ms(row.signedAt),
  botDelayMs: ms(row.botDelayMs),
  ...(row.lag === null ? {} : { lag: row.lag as LagClass }),
});

/** Under whose keys these stand: the record's, and of what its mentor wrote of their own practice the mentor's. */
const keysOf = (rows: readonly Pick<Row, 'keyOf' | 'authorId' | 'practice'>[]): readonly string[] =>
  rows.flatMap((row) => (row.practice === null ? [row.keyOf] : [row.keyOf, row.authorId]));

function toVersion(ring: KeyRing, row: Row): RecordVersion {
  const sealed = readRecordWords(ring.open(row.keyOf, row.words, recordAt(row.sessionId, row.version)));
  const words =
    row.practice !== null && ring.has(row.authorId)
      ? withPractice(sealed, ring.open(row.authorId, row.practice, practiceAt(row.sessionId, row.version)))
      : sealed;
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
export const besideWords = (body: RecordBody) => ({
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
    const ring = await s.ring(keysOf(rows));
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
      const ring = await s.ring(keysOf(newest));
      const found = new Map<SessionId, RecordVersion>();
      const giveWay = givingWay();
      for (const row of newest) {
        await giveWay();
        found.set(row.sessionId as SessionId, toVersion(ring, row));
      }
      return found;
    },

    async add(head, version) {
      if (head.session !== version.session || head.version !== version.version)
        throw new Error('a record head must name the version added with it');
      const sessionId = text(version.session);
      const session = await s.db.prisma.session.findFirstOrThrow({
        where: { id: sessionId, programmeId: s.programme },
        select: { mentorId: true, attendees: { select: { menteeId: true, mentorshipId: true } } },
      });
      const keyOf = ownerOf(session);
      const authorId = text(version.author);
      const ring = await s.ring([keyOf, authorId]);
      const whole: RecordWords = { body: version.body, reason: version.reason, lateReason: version.lateReason };
      const practice = practiceOf(whole);
      const words = withoutPractice(whole);
      const added = {
        sessionId,
        version: version.version,
        programmeId: s.programme,
        keyOf,
        words: ring.seal(keyOf, words, recordAt(sessionId, version.version)),
        savedAt: version.savedAt,
        authorId,
        practice: ring.seal(authorId, practice, practiceAt(sessionId, version.version)),
      };
      try {
        await s.db.prisma.recordVersion.create({ data: added, select: { version: true } });
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
      for (const seat of session.attendees)
        commitLeaves(s, [
          headLeaf({ ...row, sessionId }, seat.mentorshipId),
          recordFigures(added, words, seat),
          ...recordWords(added, words, practice, seat.mentorshipId),
        ]);
      await recount(s, [sessionId]);
    },
  };
}

/** What was written of them, or by them; who held how many minutes when stays, without a word. */
async function eraseRecords(s: Scope, person: string): Promise<void> {
  const ring = await s.ring([person, nobody]);
  const rows = await s.db.prisma.recordVersion.findMany({ where: { programmeId: s.programme, keyOf: person } });
  const seats = await seatsOf(s, rows);
  const times = ring.has(person) ? undefined : await timesOf(s, rows);
  for (const row of rows) {
    const place = recordAt(row.sessionId, row.version);
    const { body } = times?.(row) ?? readRecordWords(ring.open(person, row.words, place));
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
    // What a group goes on with was committed to under the key that goes now.
    const blank = new Set(partsOfBody({ ...left, body: onlyMinutes(body) }).map((part) => canonicalJson(part)));
    for (const { mentorshipId } of seats.get(row.sessionId) ?? [])
      commitLeaves(
        s,
        leavesOf(
          mentorshipId,
          recordCited(row),
          nobody,
          partsOfBody(left).filter((part) => !blank.has(canonicalJson(part))),
        ),
      );
  }
  await eraseNeeds(s, person);
  await eraseAuthor(s, person);
}

/**
 * What stands beside the words of these records, where the key to them went before the rows did: the rows are older than
 * the erasure (keys-and-rows.ts). It is the newest version's; what an older one said of time is gone.
 */
async function timesOf(s: Scope, rows: readonly Row[]): Promise<(row: Row) => RecordWords> {
  const heads = await s.db.prisma.recordHead.findMany({
    where: { programmeId: s.programme, sessionId: { in: [...new Set(rows.map((row) => row.sessionId))] } },
  });
  const of = new Map(heads.map((head) => [head.sessionId, head]));
  return (row) => {
    const head = of.get(row.sessionId);
    return readRecordWords({
      body: {
        attended: JSON.parse(head?.attended ?? '[]'),
        startedAt: ms(head?.startedAt ?? row.savedAt),
        minutes: head?.minutes ?? 0,
      },
      reason: '',
      lateReason: '',
    });
  };
}

/** What a group's records say was done for their needs: those are under the mentor's key, and stay for the others. */
async function eraseNeeds(s: Scope, person: string): Promise<void> {
  const rows = await s.db.prisma.recordVersion.findMany({
    where: { programmeId: s.programme, keyOf: { not: person }, session: { attendees: { some: { menteeId: person } } } },
  });
  const ring = await s.ring(rows.map((row) => row.keyOf));
  const seats = await seatsOf(s, rows);
  for (const row of rows) {
    // Of somebody who was erased too, whose turn is to come.
    if (!ring.has(row.keyOf)) continue;
    const stored = ring.open(row.keyOf, row.words, recordAt(row.sessionId, row.version));
    const words = readRecordWords(stored);
    const body = withoutMentee(words.body, person);
    if (body !== undefined) await reword(s, row, { stored, left: { ...words, body } }, { ring, seats });
  }
}

/** Writes what is left of a version's words under the key that it has, and voids what was committed to of the others. */
async function reword(
  s: Scope,
  row: Row,
  { stored, left }: { readonly stored: unknown; readonly left: RecordWords },
  { ring, seats }: { readonly ring: KeyRing; readonly seats: ReadonlyMap<string, readonly Seat[]> },
): Promise<void> {
  await s.db.prisma.recordVersion.updateMany({
    where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
    data: { words: ring.seal(row.keyOf, left, recordAt(row.sessionId, row.version)) },
  });
  if (row.keyOf === nobody) return;
  // What was sealed apart stands, blank, under the record's key from now on.
  const before = partsOfBody(stored, row.practice === null ? [] : practiceFields);
  const changed = changedParts(before, partsOfBody(left));
  for (const { mentorshipId } of seats.get(row.sessionId) ?? []) {
    const leaves = leavesOf(mentorshipId, recordCited(row), row.keyOf, changed);
    voidLeaves(s, leaves);
    commitLeaves(s, leaves);
  }
}

/**
 * What a mentor wrote for themselves: no mentee's evidence depends on it. Of their own practice all goes; in the words of
 * their mentees' records what stood of it there up to 0.4.0, and their examples. What a mentee shares in stays the
 * mentee's, as it was written.
 */
async function eraseAuthor(s: Scope, author: string): Promise<void> {
  const rows = await s.db.prisma.recordVersion.findMany({
    where: { programmeId: s.programme, authorId: author, keyOf: { not: author } },
  });
  await s.db.prisma.recordVersion.updateMany({
    where: { programmeId: s.programme, authorId: author, practice: { not: null } },
    data: { practice: null },
  });
  const ring = await s.ring(rows.map((row) => row.keyOf));
  const seats = await seatsOf(s, rows);
  for (const row of rows) {
    if (!ring.has(row.keyOf)) continue;
    const stored = ring.open(row.keyOf, row.words, recordAt(row.sessionId, row.version));
    const words = readRecordWords(stored);
    const left: RecordWords = { ...words, body: withoutMentor(words.body), lateReason: '' };
    await reword(s, row, { stored, left }, { ring, seats });
  }
}

/** On whose chains each of these sessions stands. */
async function seatsOf(
  s: Scope,
  rows: readonly Pick<Row, 'sessionId'>[],
): Promise<ReadonlyMap<string, readonly Seat[]>> {
  if (rows.length === 0) return new Map();
  const all = await s.db.prisma.attendee.findMany({
    where: { programmeId: s.programme, sessionId: { in: [...new Set(rows.map((row) => row.sessionId))] } },
    select: { sessionId: true, mentorshipId: true, menteeId: true },
  });
  return groupedBy(all, (seat) => seat.sessionId);
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
