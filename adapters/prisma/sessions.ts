import {
  type Attendee as AttendeeColumns,
  type Plan as PlanRow,
  Prisma,
  type Session as SessionRow,
} from '../../prisma/generated/sqlite/client.js';
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
import { chainStart } from '../../src/kernel/chain.js';
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

type Row = Plain<SessionRow>;
type Attended = Plain<AttendeeColumns>;

/** What is read of everybody who attends: the columns that `toAttendee` takes, and their order. */
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
] as const satisfies readonly (keyof AttendeeColumns)[];
type AttendeePart = Pick<Attended, (typeof attendeeColumns)[number]>;
const theirColumns = Prisma.raw(attendeeColumns.map((name) => `a."${name}"`).join(', '));

/** A session beside one of those who attend it, who is null where nobody does. */
type Joined = Row & { readonly [C in keyof AttendeePart]: AttendeePart[C] | null };

const sessionAt = (session: string): string => `session/${session}/words`;
const planAt = (session: string, version: number): string => `plan/${session}/${version}/words`;

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

function toSession(ring: KeyRing, row: Row, attendees: readonly AttendeePart[]): Session {
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

function toPlan(ring: KeyRing, row: Plain<PlanRow>): PlanVersion {
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
function together(rows: readonly Joined[]): readonly { readonly row: Row; readonly attendees: AttendeePart[] }[] {
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

/** Which sessions `s` are meant; where it is by who attends, `mine` is that one's own row. */
interface Which {
  readonly where: Prisma.Sql;
  readonly take?: number | undefined;
}
const open = Prisma.sql`s."state" IN ('planned', 'running')`;
// The least that a session still going on at `from` can begin at: without it every past one would be looked at.
const endingAfter = (from: number) =>
  Prisma.sql`s."startsAt" > ${from - longestSession * minute} AND s."endsAt" > ${from}`;
const touching = (from: number, to: number) => Prisma.sql`${endingAfter(from)} AND s."startsAt" < ${to}`;

function sessionRows(s: Scope): Rows['sessions'] {
  const find = async (from: Prisma.Sql, { where, take }: Which): Promise<readonly Session[]> => {
    const [one, source] =
      take === undefined
        ? [Prisma.raw('s'), from]
        : [
            Prisma.raw('few'),
            Prisma.sql`(SELECT s.* FROM ${from} WHERE ${where} ORDER BY s."startsAt", s."id" LIMIT ${take}) few`,
          ];
    const rows = await s.db.sql.query<Joined>`
      SELECT ${one}.*, ${theirColumns}
      FROM ${source} LEFT JOIN "Attendee" a ON a."sessionId" = ${one}."id"
      ${take === undefined ? Prisma.sql`WHERE ${where}` : Prisma.empty}
      ORDER BY ${one}."startsAt", ${one}."id", a."position"`;
    const ring = await s.ring(rows.map((row) => row.mentorId));
    return together(rows).map(({ row, attendees }) => toSession(ring, row, attendees));
  };
  const list = (where: Prisma.Sql, take?: number) =>
    find(Prisma.sql`"Session" s`, { where: Prisma.sql`s."programmeId" = ${s.programme} AND ${where}`, take });
  /**
   * The sessions that somebody attends, by their own rows, then each by its key. With the programme named of the sessions
   * too SQLite goes through every one of the programme (test/adapters/prisma/plans.test.ts); the rows are of this
   * programme, and so are their sessions.
   */
  const attended = (who: Prisma.Sql, which: Prisma.Sql, take?: number) =>
    find(Prisma.sql`"Attendee" mine JOIN "Session" s ON s."id" = mine."sessionId"`, {
      where: Prisma.sql`mine."programmeId" = ${s.programme} AND ${who} AND ${which}`,
      take,
    });
  const plans = async (which: Prisma.Sql): Promise<readonly PlanVersion[]> => {
    const rows = await s.db.sql.query<Plain<PlanRow>>`
      SELECT * FROM "Plan" WHERE "programmeId" = ${s.programme} AND ${which}`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => toPlan(ring, row));
  };

  return {
    async get(id) {
      // With whose chains it is put on record, and where they end: what changes a session goes there as well.
      const rows = await s.db.sql.query<Joined & { readonly seq: number | null; readonly hash: string | null }>`
        SELECT s.*, ${theirColumns}, h."seq", h."hash"
        FROM "Session" s
        LEFT JOIN "Attendee" a ON a."sessionId" = s."id"
        LEFT JOIN "ChainHead" h ON h."chain" = a."mentorshipId" AND h."programmeId" = s."programmeId"
        WHERE s."id" = ${text(id)} AND s."programmeId" = ${s.programme}
        ORDER BY a."position"`;
      const [found] = together(rows);
      if (found === undefined) return undefined;
      for (const { mentorshipId, menteeId, seq, hash } of rows)
        if (mentorshipId !== null && menteeId !== null && !s.along.heads.has(mentorshipId))
          s.along.heads.set(mentorshipId, { owner: menteeId, seq: seq ?? 0, hash: hash ?? chainStart });
      s.along.attendees.set(found.row.id, found.attendees);
      return toSession(await s.ring([found.row.mentorId]), found.row, found.attendees);
    },
    save: (session) => save(s, session),
    openOfMentor: (mentor, from, to) =>
      list(Prisma.sql`s."mentorId" = ${text(mentor)} AND ${open} AND ${touching(from, to)}`),
    openOfMentee: (mentee, from, to) =>
      attended(Prisma.sql`mine."menteeId" = ${text(mentee)}`, Prisma.sql`${open} AND ${touching(from, to)}`),
    async some(ids) {
      const found: Session[] = [];
      for (let i = 0; i < ids.length; i += mostAtOnce)
        found.push(...(await list(Prisma.sql`s."id" IN (${Prisma.join(ids.slice(i, i + mostAtOnce).map(text))})`)));
      return found;
    },
    ofMentorship: (id) => attended(Prisma.sql`mine."mentorshipId" = ${text(id)}`, Prisma.sql`1 = 1`),
    ofSeries: (id) => list(Prisma.sql`s."seriesId" = ${text(id)}`),
    ofPortfolio: (id) => list(Prisma.sql`s."portfolioId" = ${text(id)}`),
    between: (from, to) => list(Prisma.sql`s."startsAt" >= ${from} AND s."startsAt" < ${to}`),
    async nextOf(person, from, limit) {
      const which = Prisma.sql`${open} AND ${endingAfter(from)}`;
      const given = await list(Prisma.sql`s."mentorId" = ${text(person)} AND ${which}`, limit);
      const taken = await attended(Prisma.sql`mine."menteeId" = ${text(person)}`, which, limit);
      return [...given, ...taken]
        .sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1))
        .filter((session, i, all) => session.id !== all[i - 1]?.id)
        .slice(0, limit);
    },
    async calendarOf(person, from, limit) {
      // By their own rows: an index on the programme leads through all of its sessions, and what is put together has none.
      const rows = await s.db.sql.query<{ id: string }>`
        SELECT s."id", s."startsAt" FROM "Session" AS s
        WHERE s."mentorId" = ${text(person)} AND s."startsAt" >= ${from} AND s."programmeId" || '' = ${s.programme}
        UNION SELECT s."id", s."startsAt" FROM "Attendee" AS w CROSS JOIN "Session" AS s
        WHERE w."menteeId" = ${text(person)} AND w."programmeId" = ${s.programme} AND w."answer" <> 'declined'
          AND s."id" = w."sessionId" AND s."startsAt" >= ${from}
        ORDER BY 2 DESC, 1 LIMIT ${limit}`;
      return rows.length === 0 ? [] : list(Prisma.sql`s."id" IN (${Prisma.join(rows.map((row) => row.id))})`);
    },
    perhapsUnanswered: (id, since) =>
      attended(
        Prisma.sql`mine."menteeId" = ${text(id)}`,
        Prisma.sql`s."state" = 'ended' AND s."startsAt" > ${since}
          AND mine."settledMinutes" IS NULL AND mine."confirmation" IN ('open', 'confirmed')
          AND NOT EXISTS (SELECT 1 FROM "Mentorship" AS m
            WHERE m."id" = mine."mentorshipId" AND m."state" IN ('paused', 'ended', 'declined'))
          AND (mine."confirmation" = 'open' OR NOT EXISTS (SELECT 1 FROM "RecordHead" AS h
            WHERE h."sessionId" = s."id" AND h."version" = 1 AND h."signedAt" < mine."confirmedAt"))`,
      ),
    all: () => list(Prisma.sql`1 = 1`),

    async plan(id, version) {
      const which = version === undefined ? Prisma.sql`1 = 1` : Prisma.sql`"version" = ${Number(version)}`;
      return (await plans(Prisma.sql`"sessionId" = ${text(id)} AND ${which} ORDER BY "version" DESC LIMIT 1`))[0];
    },
    plans: (id) => plans(Prisma.sql`"sessionId" = ${text(id)} ORDER BY "version"`),
    async plansOf(ids) {
      const found = new Map<SessionId, PlanVersion[]>();
      for (let i = 0; i < ids.length; i += mostAtOnce) {
        const some = ids.slice(i, i + mostAtOnce).map(text);
        for (const plan of await plans(Prisma.sql`"sessionId" IN (${Prisma.join(some)}) ORDER BY "version"`))
          found.set(plan.session, [...(found.get(plan.session) ?? []), plan]);
      }
      return found;
    },
    async addPlan(plan) {
      const sessionId = text(plan.session);
      const [first, ...more] = await s.db.sql.query<{ mentorId: string; menteeId: string | null }>`
        SELECT s."mentorId", a."menteeId" FROM "Session" s LEFT JOIN "Attendee" a ON a."sessionId" = s."id"
        WHERE s."id" = ${sessionId} AND s."programmeId" = ${s.programme}`;
      if (first === undefined) throw new Error('a plan of no session of this programme');
      const attendees = [first, ...more].flatMap(({ menteeId }) => (menteeId === null ? [] : [{ menteeId }]));
      const keyOf = ownerOf({ mentorId: first.mentorId, attendees });
      const ring = await s.ring([keyOf]);
      const words: PlanWords = { title: plan.title, place: plan.place, body: plan.body };
      try {
        await insertRows(s.db, 'Plan', [
          {
            sessionId,
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
        ]);
      } catch (cause) {
        if (isTaken(cause)) throw stale(cause);
        throw cause;
      }
      if (plan.version > 1) await markMoved(s, plan);
    },
  };
}

/** Ids in one statement: one parameter each, of PostgreSQL's 32,767. */
const mostAtOnce = 30_000;

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
      await insertRows(s.db, 'Session', [
        { ...row, ...counts.session, id, programmeId: s.programme, movedLate: false, sharesTime: false },
      ]);
    } catch (cause) {
      if (isTaken(cause)) throw stale(cause);
      throw cause;
    }
    [saved] = await s.db.sql.query<Shares>`
      UPDATE "Session" SET ${setCounts(s, session, counts.session)}
      WHERE "id" = ${id} AND "programmeId" = ${s.programme} RETURNING "sharesTime" AS "sharesTime"`;
  }
  await saveAttendees(
    s,
    id,
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

/** Columns that say which row it is, and are not read with a session. */
const naming: ReadonlySet<string> = new Set(['sessionId', 'programmeId'] satisfies (keyof Attended)[]);

/** Makes the rows of who attends a session these: those that stand so already are not touched. */
async function saveAttendees(s: Scope, id: string, rows: readonly Required<Attended>[]): Promise<void> {
  const before = s.along.attendees.get(id);
  const stays = new Set(rows.map((row) => row.menteeId));
  if (before === undefined || before.some(({ menteeId }) => !stays.has(menteeId))) {
    const others = rows.length === 0 ? Prisma.empty : Prisma.sql`AND "menteeId" NOT IN (${Prisma.join([...stays])})`;
    await s.db.sql.run`DELETE FROM "Attendee" WHERE "sessionId" = ${id} AND "programmeId" = ${s.programme} ${others}`;
  }
  const changed = rows.filter((row) => {
    const was = before?.find(({ menteeId }) => menteeId === row.menteeId);
    return was === undefined || Object.entries(row).some(([name, value]) => !naming.has(name) && was[name] !== value);
  });
  await insertRows(s.db, 'Attendee', changed, ['sessionId', 'menteeId']);
  s.along.attendees.set(id, rows);
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
