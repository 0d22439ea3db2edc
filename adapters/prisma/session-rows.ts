import {
  type Attendee as AttendeeColumns,
  type Plan as PlanRow,
  Prisma,
  type Session as SessionRow,
} from '../../prisma/generated/sqlite/client.js';
import type { Attendee, Missed, PlanVersion, Session, SessionKind } from '../../src/domain/session.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SeriesId, SessionId } from '../../src/kernel/ids.js';
import { noSessionWords, readPlanWords, readSessionWords } from './bodies/session.js';
import type { KeyRing } from './keys.js';
import { ms, msOrNull } from './scope.js';
import type { Plain } from './sql.js';

/** Sessions and plans as their rows have them, and as the domain does. */

export type Row = Plain<SessionRow>;
export type Attended = Plain<AttendeeColumns>;

/**
 * What is read of everybody who attends: the columns that `toAttendee` takes, their order, and the part as it counts, so
 * that who stands as before is not written again. Some have a column of the session's own name, and stand in its place.
 */
const attendeeColumns = [
  'menteeId',
  'mentorshipId',
  'position',
  'answer',
  'answeredVersion',
  'answeredAt',
  'confirmation',
  'confirmedMinutes',
  'confirmedAt',
  'settledMinutes',
  'countedAs',
  'countedWhy',
  'countedMinutes',
  'countedConfirmed',
  'countedDisputed',
] as const satisfies readonly (keyof AttendeeColumns)[];
export type AttendeePart = Pick<Attended, (typeof attendeeColumns)[number]>;
export const theirColumns = Prisma.raw(attendeeColumns.map((name) => `a."${name}"`).join(', '));

/** A session beside one of those who attend it, who is null where nobody does. */
export type Joined = Row & { readonly [C in keyof AttendeePart]: AttendeePart[C] | null };

export const sessionAt = (session: string): string => `session/${session}/words`;
export const planAt = (session: string, version: number): string => `plan/${session}/${version}/words`;

const toAttendee = (row: AttendeePart): Attendee => ({
  mentorship: row.mentorshipId as MentorshipId,
  mentee: row.menteeId as PersonId,
  answer: row.answer as Attendee['answer'],
  answeredVersion: row.answeredVersion,
  answeredAt: msOrNull(row.answeredAt),
  confirmation: row.confirmation as Attendee['confirmation'],
  confirmedMinutes: row.confirmedMinutes,
  confirmedAt: msOrNull(row.confirmedAt),
  settledMinutes: row.settledMinutes,
});

export function toSession(ring: KeyRing, row: Row, attendees: readonly AttendeePart[]): Session {
  const words = ring.has(row.mentorId)
    ? readSessionWords(ring.open(row.mentorId, row.words, sessionAt(row.id)))
    : noSessionWords;
  return {
    id: row.id as SessionId,
    programme: row.programmeId as ProgrammeId,
    portfolio: row.portfolioId as PortfolioId,
    mentor: row.mentorId as PersonId,
    attendees: attendees.map(toAttendee),
    title: words.title,
    place: words.place,
    kind: row.kind as SessionKind,
    startsAt: ms(row.startsAt),
    minutes: row.minutes,
    planVersion: row.planVersion,
    state: row.state as Session['state'],
    startedAt: msOrNull(row.startedAt),
    endedAt: msOrNull(row.endedAt),
    plannedAt: ms(row.plannedAt),
    plannedAfterwards: row.plannedAfterwards,
    revision: row.revision,
    ...(row.seriesId === null || row.seriesPosition === null
      ? {}
      : { series: { id: row.seriesId as SeriesId, position: row.seriesPosition } }),
    ...(row.missed === null ? {} : { missed: row.missed as Missed }),
  };
}

export function toPlan(ring: KeyRing, row: Plain<PlanRow>): PlanVersion {
  const words = readPlanWords(ring.open(row.keyOf, row.words, planAt(row.sessionId, row.version)));
  return {
    session: row.sessionId as SessionId,
    version: row.version,
    startsAt: ms(row.startsAt),
    minutes: row.minutes,
    title: words.title,
    place: words.place,
    kind: row.kind as SessionKind,
    body: words.body,
    savedAt: ms(row.savedAt),
    author: row.authorId as PersonId,
    copiedFrom: row.copiedFrom,
    unchanged: row.unchanged,
  };
}

/** Each session once, with who attends it, from rows that came in that order. */
export function together(
  rows: readonly Joined[],
): readonly { readonly row: Row; readonly attendees: AttendeePart[] }[] {
  const found: { row: Row; attendees: AttendeePart[] }[] = [];
  for (const row of rows) {
    let last = found.at(-1);
    if (last?.row.id !== row.id) {
      last = { row, attendees: [] };
      found.push(last);
    }
    if (row.menteeId !== null) last.attendees.push(row as AttendeePart);
  }
  return found;
}
