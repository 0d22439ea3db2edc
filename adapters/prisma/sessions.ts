import { type Plan as PlanRow, Prisma } from '../../prisma/generated/sqlite/client.js';
import { longestSession, type PlanVersion, type Session, wasMovedLate } from '../../src/domain/session.js';
import { canonicalJson, chainStart } from '../../src/kernel/chain.js';
import { minute } from '../../src/kernel/clock.js';
import type { SessionId } from '../../src/kernel/ids.js';
import { givingWay } from '../../src/kernel/turn-of-loop.js';
import type { Rows } from '../../src/ports/store.js';
import { noPlanWords, noSessionWords, type PlanWords, readPlanWords, withoutMentee } from './bodies/session.js';
import { isTaken } from './connect.js';
import { insertRows } from './insert.js';
import { nobody } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { changedParts, goneParts, type Part, partsOfBody } from './leaves-of-body.js';
import { leavesOf, planCited, planFigures, planWords as planWordLeaves, sessionFigures } from './leaves-of-rows.js';
import type { Repository } from './repository.js';
import { ownerOf, type Scope, text } from './scope.js';
import { type Joined, planAt, sessionAt, theirColumns, together, toPlan, toSession } from './session-rows.js';
import { saveSession, stale } from './session-save.js';
import type { Plain } from './sql.js';

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
    const giveWay = givingWay();
    const found: Session[] = [];
    for (const { row, attendees } of together(rows)) {
      await giveWay();
      found.push(toSession(ring, row, attendees));
    }
    return found;
  };
  /** By another index than the programme's, which leads through all of its sessions: what is put together has none. */
  const list = (where: Prisma.Sql, take?: number) =>
    find(Prisma.sql`"Session" s`, { where: Prisma.sql`s."programmeId" || '' = ${s.programme} AND ${where}`, take });
  const ofProgramme = (where: Prisma.Sql) =>
    find(Prisma.sql`"Session" s`, { where: Prisma.sql`s."programmeId" = ${s.programme} AND ${where}` });
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
    const giveWay = givingWay();
    const found: PlanVersion[] = [];
    for (const row of rows) {
      await giveWay();
      found.push(toPlan(ring, row));
    }
    return found;
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
      for (const { mentorshipId, seq, hash } of rows)
        if (mentorshipId !== null && !s.along.heads.has(mentorshipId))
          s.along.heads.set(mentorshipId, { seq: seq ?? 0, hash: hash ?? chainStart });
      s.along.attendees.set(found.row.id, found.attendees);
      s.along.figures.set(found.row.id, canonicalJson(sessionFigures(found.row)));
      return toSession(await s.ring([found.row.mentorId]), found.row, found.attendees);
    },
    save: (session) => saveSession(s, session),
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
    between: (from, to) => ofProgramme(Prisma.sql`s."startsAt" >= ${from} AND s."startsAt" < ${to}`),
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
    all: () => ofProgramme(Prisma.sql`1 = 1`),

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
      const [first, ...more] = await s.db.sql.query<{
        mentorId: string;
        menteeId: string | null;
        mentorshipId: string | null;
      }>`
        SELECT s."mentorId", a."menteeId", a."mentorshipId" FROM "Session" s LEFT JOIN "Attendee" a ON a."sessionId" = s."id"
        WHERE s."id" = ${sessionId} AND s."programmeId" = ${s.programme}`;
      if (first === undefined) throw new Error('a plan of no session of this programme');
      const attendees = [first, ...more].flatMap(({ menteeId, mentorshipId }) =>
        menteeId === null || mentorshipId === null ? [] : [{ menteeId, mentorshipId }],
      );
      const keyOf = ownerOf({ mentorId: first.mentorId, attendees });
      const ring = await s.ring([keyOf]);
      const words: PlanWords = { title: plan.title, place: plan.place, body: plan.body };
      const row = {
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
      };
      try {
        await insertRows(s.db, 'Plan', [row]);
      } catch (cause) {
        if (isTaken(cause)) throw stale(cause);
        throw cause;
      }
      for (const { mentorshipId } of attendees)
        commitLeaves(s, [planFigures(row, mentorshipId), ...planWordLeaves(row, words, mentorshipId)]);
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
  await eraseNeeds(s, person);
  await eraseTitles(s, person);
}

/**
 * What a group's plans say of their needs: those are under the mentor's key, and stay for the others. They need not attend
 * it any more: who leaves a mentorship is taken out of what is to come, and what was planned for them stands there still.
 */
async function eraseNeeds(s: Scope, person: string): Promise<void> {
  const theirs = await s.db.prisma.mentorship.findMany({
    where: { programmeId: s.programme, menteeId: person },
    select: { id: true, mentorId: true },
  });
  const rows = await s.db.prisma.plan.findMany({
    where: {
      programmeId: s.programme,
      keyOf: { notIn: [person, nobody] },
      session: { mentorId: { in: theirs.map((m) => m.mentorId) } },
    },
    include: { session: { select: { mentorId: true, attendees: { select: { mentorshipId: true } } } } },
  });
  const ring = await s.ring(rows.map((row) => row.keyOf));
  for (const row of rows) {
    // Of somebody who was erased too, whose turn is to come.
    if (!ring.has(row.keyOf)) continue;
    const place = planAt(row.sessionId, row.version);
    const stored = ring.open(row.keyOf, row.words, place);
    const words = readPlanWords(stored);
    const body = withoutMentee(words.body, person);
    if (body === undefined) continue;
    const left: PlanWords = { ...words, body };
    await s.db.prisma.plan.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: { words: ring.seal(row.keyOf, left, place) },
    });
    const seats = row.session.attendees.map((seat) => seat.mentorshipId);
    const former = theirs.flatMap((m) => (m.mentorId === row.session.mentorId ? [m.id] : []));
    recommit(s, row, [partsOfBody(stored), partsOfBody(left)], { seats, former });
  }
}

/** Voids on every chain that has them what a plan's words were, and commits to what is left where they still stand. */
function recommit(
  s: Scope,
  row: Pick<PlanRow, 'sessionId' | 'version' | 'keyOf'>,
  [before, after]: readonly [readonly Part[], readonly Part[]],
  on: { readonly seats: readonly string[]; readonly former: readonly string[] },
): void {
  const changed = changedParts(before, after);
  const gone = goneParts(before, after).map((part) => ({ part, value: null }));
  const leaves = (chain: string, parts: readonly Part[]) => leavesOf(chain, planCited(row), row.keyOf, parts);
  for (const chain of new Set([...on.seats, ...on.former])) voidLeaves(s, leaves(chain, [...changed, ...gone]));
  for (const chain of on.seats) commitLeaves(s, leaves(chain, changed));
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
