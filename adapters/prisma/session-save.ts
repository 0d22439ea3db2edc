import { Prisma } from '../../prisma/generated/sqlite/client.js';
import { plannedEnd, type Session } from '../../src/domain/session.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import { Refused } from '../../src/kernel/errors.js';
import type { SessionWords } from './bodies/session.js';
import { isTaken } from './connect.js';
import { countedOf, markShared, type PartCounts, recountFirsts, setCounts } from './counted.js';
import { insertRows } from './insert.js';
import { commitLeaves } from './leaves.js';
import {
  type AttendeeColumns,
  attendance,
  attendanceLeaf,
  type Seat,
  sessionFigures,
  sessionLeaf,
  takenOutLeaf,
} from './leaves-of-rows.js';
import { type AttendeeRow, mustBelong, type Scope, text } from './scope.js';
import { type Attended, sessionAt } from './session-rows.js';

/** A session is written over the revision it was read at, with those who attend it and what it counts. */

/** @param cause the database's own word for it, where it had one */
export const stale = (cause?: unknown): Refused =>
  new Refused('stale-session', 'This session has just changed. Open it again.', { cause });

/** `session.revision` is the new one: the row must stand at the one before, or not be there yet (revision 0 or 1). */
export async function saveSession(s: Scope, session: Session): Promise<void> {
  mustBelong(s, session);
  const id = text(session.id);
  const ring = await s.ring([session.mentor]);
  const words: SessionWords = { title: session.title, place: session.place };
  const counts = await countedOf(s, session);
  const row = {
    portfolioId: text(session.portfolio),
    mentorId: text(session.mentor),
    // Of an erased mentor's there are none.
    words: ring.has(text(session.mentor)) ? ring.seal(session.mentor, words, sessionAt(id)) : new Uint8Array(0),
    kind: session.kind,
    startsAt: session.startsAt,
    minutes: session.minutes,
    endsAt: plannedEnd(session),
    planVersion: session.planVersion,
    state: session.state,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    plannedAt: session.plannedAt,
    plannedAfterwards: session.plannedAfterwards,
    revision: session.revision,
    seriesId: session.series === undefined ? null : text(session.series.id),
    seriesPosition: session.series?.position ?? null,
    missed: session.missed ?? null,
  };
  // Plain statements, like an audit entry's: nearly every act of a session saves it.
  let [saved] = await s.db.sql.query<Shares>`
    UPDATE "Session" SET "portfolioId" = ${row.portfolioId}, "mentorId" = ${row.mentorId}, "words" = ${row.words},
      "kind" = ${row.kind}, "startsAt" = ${row.startsAt}, "minutes" = ${row.minutes}, "endsAt" = ${row.endsAt},
      "planVersion" = ${row.planVersion}, "state" = ${row.state}, "startedAt" = ${row.startedAt},
      "endedAt" = ${row.endedAt}, "plannedAt" = ${row.plannedAt}, "plannedAfterwards" = ${row.plannedAfterwards},
      "revision" = ${row.revision}, "seriesId" = ${row.seriesId}, "seriesPosition" = ${row.seriesPosition},
      "missed" = ${row.missed}, ${setCounts(s, session, counts.session)}
    WHERE "id" = ${id} AND "programmeId" = ${s.programme} AND "revision" = ${session.revision - 1}
    RETURNING "sharesTime" AS "sharesTime"`;
  if (saved === undefined) {
    if (session.revision > 1) throw stale();
    try {
      await insertRows(s.db, 'Session', [
        { ...row, ...counts.session, id, programmeId: s.programme, movedLate: false, unfitAt: null, sharesTime: false },
      ]);
    } catch (cause) {
      if (isTaken(cause)) throw stale(cause);
      throw cause;
    }
    [saved] = await s.db.sql.query<Shares>`
      UPDATE "Session" SET ${setCounts(s, session, counts.session)}
      WHERE "id" = ${id} AND "programmeId" = ${s.programme} RETURNING "sharesTime" AS "sharesTime"`;
  }
  const was = s.along.attendees.get(id);
  const attendees = session.attendees.map(
    (a, position): Required<Attended> => ({
      sessionId: id,
      menteeId: text(a.mentee),
      programmeId: s.programme,
      mentorshipId: text(a.mentorship),
      position,
      answer: a.answer,
      answeredVersion: a.answeredVersion,
      answeredAt: a.answeredAt,
      confirmation: a.confirmation,
      confirmedMinutes: a.confirmedMinutes,
      confirmedAt: a.confirmedAt,
      settledMinutes: a.settledMinutes,
      ...(counts.parts[position] as PartCounts),
    }),
  );
  const left = await saveAttendees(s, id, attendees);
  commitSession(s, { ...row, id }, attendees, was);
  commitLeaves(
    s,
    left.map((seat) => takenOutLeaf({ ...row, id }, seat)),
  );
  if (saved?.sharesTime) await markShared(s, session, counts.session);
  if (counts.movesFirst)
    await recountFirsts(
      s,
      session.attendees.map((a) => a.mentorship),
      session.id,
    );
}

/** Its figures on each mentee's chain, and each mentee's part on their own: of all that only what is not as it was. */
function commitSession(
  s: Scope,
  row: Parameters<typeof sessionLeaf>[0],
  attendees: readonly Attended[],
  was: readonly AttendeeRow[] | undefined,
): void {
  const figures = canonicalJson(sessionFigures(row));
  const stands = s.along.figures.get(row.id) === figures;
  s.along.figures.set(row.id, figures);
  for (const a of attendees) {
    const before = was?.find(({ menteeId }) => menteeId === a.menteeId) as AttendeeColumns | undefined;
    if (!stands || before === undefined) commitLeaves(s, [sessionLeaf(row, a.mentorshipId)]);
    if (before === undefined || canonicalJson(attendance(before)) !== canonicalJson(attendance(a)))
      commitLeaves(s, [attendanceLeaf(row, a)]);
  }
}

/** Whether it may share minutes with another of its portfolio; a number where the database has no booleans. */
interface Shares {
  readonly sharesTime: boolean | number;
}

/** Columns that say which row it is, and are not read with a session. */
const naming: ReadonlySet<string> = new Set(['sessionId', 'programmeId'] satisfies (keyof Attended)[]);

/**
 * Makes the rows of who attends a session these: those that stand so already are not touched.
 * @returns those who were taken out of it
 */
async function saveAttendees(s: Scope, id: string, rows: readonly Required<Attended>[]): Promise<readonly Seat[]> {
  const before = s.along.attendees.get(id);
  let left: readonly Seat[] = [];
  const stays = new Set(rows.map((row) => row.menteeId));
  if (before === undefined || before.some(({ menteeId }) => !stays.has(menteeId))) {
    const others = rows.length === 0 ? Prisma.empty : Prisma.sql`AND "menteeId" NOT IN (${Prisma.join([...stays])})`;
    left = await s.db.sql.query<Seat>`
      DELETE FROM "Attendee" WHERE "sessionId" = ${id} AND "programmeId" = ${s.programme} ${others}
      RETURNING "mentorshipId" AS "mentorshipId", "menteeId" AS "menteeId"`;
  }
  const changed = rows.filter((row) => {
    const was = before?.find(({ menteeId }) => menteeId === row.menteeId);
    return was === undefined || Object.entries(row).some(([name, value]) => !naming.has(name) && was[name] !== value);
  });
  await insertRows(s.db, 'Attendee', changed, ['sessionId', 'menteeId']);
  s.along.attendees.set(id, rows);
  return left;
}
