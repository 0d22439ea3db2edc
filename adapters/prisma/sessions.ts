import type { Plan as PlanRow, Prisma } from '../../prisma/generated/sqlite/client.js';
import {
  type Attendee,
  longestSession,
  type Missed,
  type PlanVersion,
  plannedEnd,
  type Session,
  type SessionKind,
  wasMovedLate,
} from '../../src/domain/session.js';
import { minute } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SeriesId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import {
  noPlanWords,
  noSessionWords,
  type PlanWords,
  readPlanWords,
  readSessionWords,
  type SessionWords,
} from './bodies/session.js';
import { isTaken } from './connect.js';
import { countedOf, markShared, type PartCounts, recountFirsts, setCounts } from './counted.js';
import { insertRows } from './insert.js';
import { type KeyRing, nobody } from './keys.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, ownerOf, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const whole = { attendees: { orderBy: { position: 'asc' } } } as const satisfies Prisma.SessionInclude;
type Row = Prisma.SessionGetPayload<{ include: typeof whole }>;
type AttendeeRow = Row['attendees'][number] | Plain<Row['attendees'][number]>;
/** As Prisma gives it, or a statement of our own. */
type AnyRow = Omit<Row | Plain<Row>, 'attendees'> & { readonly attendees: readonly AttendeeRow[] };

const sessionAt = (session: string): string => `session/${session}/words`;
const planAt = (session: string, version: number): string => `plan/${session}/${version}/words`;

const toAttendee = (row: AttendeeRow): Attendee => ({
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

function toSession(ring: KeyRing, row: AnyRow): Session {
  const words = ring.has(row.mentorId)
    ? readSessionWords(ring.open(row.mentorId, row.words, sessionAt(row.id)))
    : noSessionWords;
  return {
    id: row.id as SessionId,
    programme: row.programmeId as ProgrammeId,
    portfolio: row.portfolioId as PortfolioId,
    mentor: row.mentorId as PersonId,
    attendees: row.attendees.map(toAttendee),
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

function toPlan(ring: KeyRing, row: PlanRow): PlanVersion {
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

const open = { state: { in: ['planned', 'running'] } };

function sessionRows(s: Scope): Rows['sessions'] {
  const find = async (where: Prisma.SessionWhereInput, take?: number): Promise<readonly Session[]> => {
    const rows = await s.db.prisma.session.findMany({
      where,
      include: whole,
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      ...(take === undefined ? {} : { take }),
    });
    const ring = await s.ring(rows.map((row) => row.mentorId));
    return rows.map((row) => toSession(ring, row));
  };
  const list = (where: Prisma.SessionWhereInput, take?: number) => find({ programmeId: s.programme, ...where }, take);
  const planList = async (where: Prisma.PlanWhereInput, take?: number): Promise<readonly PlanVersion[]> => {
    const rows = await s.db.prisma.plan.findMany({
      where: { programmeId: s.programme, ...where },
      orderBy: { version: take === undefined ? 'asc' : 'desc' },
      ...(take === undefined ? {} : { take }),
    });
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => toPlan(ring, row));
  };
  /**
   * The sessions that somebody attends, by their own rows, then each by its key. Asked for in one go, or with the
   * programme named again, SQLite goes through every session of the programme (test/adapters/prisma/plans.test.ts); the
   * rows are of this programme, and so are their sessions.
   */
  const attended = async (
    who: Pick<Prisma.AttendeeWhereInput, 'menteeId' | 'mentorshipId'>,
    which: Pick<Prisma.SessionWhereInput, 'state' | 'startsAt' | 'endsAt'>,
    take?: number,
  ): Promise<readonly Session[]> => {
    const rows = await s.db.prisma.attendee.findMany({
      where: { programmeId: s.programme, ...who },
      select: { sessionId: true },
    });
    return rows.length === 0 ? [] : find({ id: { in: rows.map((row) => row.sessionId) }, ...which }, take);
  };
  // The least that a session still going on at `from` can begin at: without it every past one would be looked at.
  const endingAfter = (from: number) => ({ startsAt: { gt: from - longestSession * minute }, endsAt: { gt: from } });
  const touching = (from: number, to: number) => {
    const { startsAt, endsAt } = endingAfter(from);
    return { startsAt: { ...startsAt, lt: to }, endsAt };
  };

  return {
    async get(id) {
      // Plain statements: nearly every act of a session reads it, and Prisma's own cost three times as much.
      const [row] = await s.db.sql.query<Omit<Plain<Row>, 'attendees'>>`
        SELECT * FROM "Session" WHERE "id" = ${text(id)} AND "programmeId" = ${s.programme}`;
      if (row === undefined) return undefined;
      const attendees = await s.db.sql.query<Plain<Row['attendees'][number]>>`
        SELECT * FROM "Attendee" WHERE "sessionId" = ${row.id} AND "programmeId" = ${s.programme} ORDER BY "position"`;
      return toSession(await s.ring([row.mentorId]), { ...row, attendees });
    },
    save: (session) => save(s, session),
    openOfMentor: (mentor, from, to) => list({ ...open, ...touching(from, to), mentorId: text(mentor) }),
    openOfMentee: (mentee, from, to) => attended({ menteeId: text(mentee) }, { ...open, ...touching(from, to) }),
    some: async (ids) => (ids.length === 0 ? [] : list({ id: { in: ids.map(text) } })),
    ofMentorship: (id) => attended({ mentorshipId: text(id) }, {}),
    ofSeries: (id) => list({ seriesId: text(id) }),
    ofPortfolio: (id) => list({ portfolioId: text(id) }),
    between: (from, to) => list({ startsAt: { gte: from, lt: to } }),
    async nextOf(person, from, limit) {
      const which = { ...open, ...endingAfter(from) };
      const given = await list({ ...which, mentorId: text(person) }, limit);
      const taken = await attended({ menteeId: text(person) }, which, limit);
      return [...given, ...taken]
        .sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1))
        .filter((session, i, all) => session.id !== all[i - 1]?.id)
        .slice(0, limit);
    },
    all: () => list({}),

    async plan(id, version) {
      return (
        await planList({ sessionId: text(id), ...(version === undefined ? {} : { version: Number(version) }) }, 1)
      )[0];
    },
    plans: (id) => planList({ sessionId: text(id) }),
    async plansOf(ids) {
      const found = new Map<SessionId, PlanVersion[]>();
      for (const plan of ids.length === 0 ? [] : await planList({ sessionId: { in: ids.map(text) } }))
        found.set(plan.session, [...(found.get(plan.session) ?? []), plan]);
      return found;
    },
    async addPlan(plan) {
      const session = await s.db.prisma.session.findFirstOrThrow({
        where: { id: text(plan.session), programmeId: s.programme },
        select: { mentorId: true, attendees: { select: { menteeId: true } } },
      });
      const keyOf = ownerOf(session);
      const ring = await s.ring([keyOf]);
      const words: PlanWords = { title: plan.title, place: plan.place, body: plan.body };
      try {
        await s.db.prisma.plan.create({
          data: {
            sessionId: text(plan.session),
            version: plan.version,
            programmeId: s.programme,
            startsAt: plan.startsAt,
            minutes: plan.minutes,
            kind: plan.kind,
            keyOf,
            words: ring.seal(keyOf, words, planAt(plan.session, plan.version)),
            savedAt: plan.savedAt,
            authorId: text(plan.author),
            copiedFrom: plan.copiedFrom,
            unchanged: plan.unchanged,
            goals: JSON.stringify(plan.body.goals),
          },
          select: { version: true },
        });
      } catch (cause) {
        if (isTaken(cause)) throw stale(cause);
        throw cause;
      }
      if (plan.version > 1) await markMoved(s, plan);
    },
  };
}

/** A session that was ever moved at the last minute is told as such. */
async function markMoved(s: Scope, plan: PlanVersion): Promise<void> {
  const [before] = await s.db.sql.query<{ startsAt: number; savedAt: number }>`
    SELECT "startsAt", "savedAt" FROM "Plan"
    WHERE "sessionId" = ${text(plan.session)} AND "version" < ${plan.version} AND "programmeId" = ${s.programme}
    ORDER BY "version" DESC LIMIT 1`;
  if (before === undefined || !wasMovedLate([before, plan])) return;
  await s.db.sql.run`
    UPDATE "Session" SET "movedLate" = TRUE WHERE "id" = ${text(plan.session)} AND "programmeId" = ${s.programme}`;
}

const stale = (cause?: unknown): Refused =>
  new Refused('stale-session', 'This session has just changed. Open it again.', { cause });

/** `session.revision` is the new one: the row must stand at the one before, or not be there yet (revision 0 or 1). */
async function save(s: Scope, session: Session): Promise<void> {
  mustBelong(s, session);
  const id = text(session.id);
  const ring = await s.ring([session.mentor]);
  const words: SessionWords = { title: session.title, place: session.place };
  const counts = await countedOf(s, session);
  const row = {
    portfolioId: text(session.portfolio),
    mentorId: text(session.mentor),
    words: ring.seal(session.mentor, words, sessionAt(id)),
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
      await s.db.prisma.session.create({ data: { ...row, id, programmeId: s.programme }, select: { id: true } });
    } catch (cause) {
      if (isTaken(cause)) throw stale(cause);
      throw cause;
    }
    [saved] = await s.db.sql.query<Shares>`
      UPDATE "Session" SET ${setCounts(s, session, counts.session)}
      WHERE "id" = ${id} AND "programmeId" = ${s.programme} RETURNING "sharesTime" AS "sharesTime"`;
  } else {
    await s.db.sql.run`DELETE FROM "Attendee" WHERE "sessionId" = ${id} AND "programmeId" = ${s.programme}`;
  }
  await insertRows(
    s.db,
    'Attendee',
    session.attendees.map((a, position) => ({
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
    })),
  );
  if (saved?.sharesTime) await markShared(s, session, counts.session);
  if (counts.movesFirst)
    await recountFirsts(
      s,
      session.attendees.map((a) => a.mentorship),
      session.id,
    );
}
/** Whether it may share minutes with another of its portfolio; a number where the database has no booleans. */
interface Shares {
  readonly sharesTime: boolean | number;
}

async function eraseSessions(s: Scope, person: string): Promise<void> {
  const ring = await s.ring([nobody]);
  for (const row of await s.db.prisma.plan.findMany({ where: { programmeId: s.programme, keyOf: person } }))
    await s.db.prisma.plan.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: {
        keyOf: nobody,
        words: ring.seal(nobody, noPlanWords, planAt(row.sessionId, row.version)),
        goals: JSON.stringify(noPlanWords.body.goals),
      },
    });
  await eraseTitles(s, person);
}

/** Titles and places of sessions that were theirs alone: those of a group belong to others too. */
async function eraseTitles(s: Scope, person: string): Promise<void> {
  const rows = await s.db.prisma.session.findMany({
    where: {
      programmeId: s.programme,
      OR: [{ mentorId: person }, { attendees: { some: { menteeId: person }, every: { menteeId: person } } }],
    },
    select: { id: true, mentorId: true },
  });
  const ring = await s.ring(rows.map((row) => row.mentorId));
  for (const row of rows) {
    if (!ring.has(row.mentorId)) continue;
    await s.db.prisma.session.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { words: ring.seal(row.mentorId, noSessionWords, sessionAt(row.id)) },
    });
  }
}

export const sessions: Repository<'sessions'> = {
  rows: sessionRows,
  tables: {
    Session: {
      overwritten: 'Title and place go where the session was theirs alone; that it was held, when and how long stays.',
    },
    Attendee: { stay: 'Who confirmed which minutes must add up, and it holds not a word.' },
    Plan: {
      overwritten: 'Its words are theirs; when it was made, and for when, stays for the record to stand against.',
    },
  },
  erase: eraseSessions,
};
