import { type FeedbackAnswer as AnswerColumns, Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Feedback, FeedbackState, Share } from '../../src/domain/feedback.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { CountedForms, PlainAnswer, PlainForm } from '../../src/ports/store/feedback.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import { insertRows } from './insert.js';
import type { KeyRing } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { changedParts, goneParts, type Part } from './leaves-of-body.js';
import { answerCited, answerPart, leavesOf } from './leaves-of-rows.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const whole = { answers: { orderBy: { position: 'asc' } } } as const satisfies Prisma.FeedbackInclude;
type Row = Prisma.FeedbackGetPayload<{ include: typeof whole }>;

export const textOfAnswerAt = (session: string, mentee: string, question: string): string =>
  `feedback/${session}/${mentee}/${question}/text`;

function toFeedback(ring: KeyRing, row: Row): Feedback {
  return {
    programme: row.programmeId as ProgrammeId,
    session: row.sessionId as SessionId,
    mentee: row.menteeId as PersonId,
    mentor: row.mentorId as PersonId,
    state: row.state as FeedbackState,
    share: row.share as Share | null,
    answers: row.answers.map((a) => ({
      question: a.question,
      wording: a.wording,
      rating: a.rating,
      text:
        a.text === null
          ? ''
          : readText(ring.open(row.menteeId, a.text, textOfAnswerAt(row.sessionId, row.menteeId, a.question))),
      skipped: a.skipped,
      at: ms(a.at),
    })),
    askedAt: ms(row.askedAt),
    firstAnsweredAt: msOrNull(row.firstAnsweredAt),
    editableUntil: ms(row.editableUntil),
    reminded: row.reminded,
    ...askedIn(row.asked),
  };
}

/** Keys hold no spaces: they are ids, or words with hyphens. */
const askedIn = (stored: string | null): Pick<Feedback, 'asked'> =>
  stored === null ? {} : { asked: stored.split(' ').filter((ref) => ref !== '') };

function feedbackRows(s: Scope): Rows['feedback'] {
  const list = async (where: Prisma.FeedbackWhereInput): Promise<readonly Feedback[]> => {
    const rows = await s.db.prisma.feedback.findMany({
      where: { programmeId: s.programme, ...where },
      include: whole,
      orderBy: [{ askedAt: 'asc' }, { sessionId: 'asc' }, { menteeId: 'asc' }],
    });
    const written = rows.filter((row) => row.answers.some((a) => a.text !== null));
    const ring = await s.ring(written.map((row) => row.menteeId));
    return rows.map((row) => toFeedback(ring, row));
  };
  return {
    async get(session, mentee) {
      return (await list({ sessionId: text(session), menteeId: text(mentee) }))[0];
    },
    ofSessions: (ids) => list({ sessionId: { in: ids.map(text) } }),
    ofMentee: (mentee) => list({ menteeId: text(mentee) }),
    all: () => list({}),
    async latestOf(mentee, limit, skip) {
      const rows = await s.db.sql.query<{ sessionId: string; count: number }>`
        SELECT f."sessionId", CAST(COUNT(*) OVER () AS INTEGER) AS "count"
        FROM "Feedback" AS f CROSS JOIN "Session" AS s CROSS JOIN "Attendee" AS a
        WHERE f."programmeId" = ${s.programme} AND f."menteeId" = ${text(mentee)} AND s."id" = f."sessionId" AND ${held}
        ORDER BY s."startsAt" DESC, s."id" DESC LIMIT ${limit} OFFSET ${skip}`;
      const order = rows.map((row) => row.sessionId);
      const forms = order.length === 0 ? [] : await list({ sessionId: { in: order }, menteeId: text(mentee) });
      return {
        count: rows[0]?.count ?? 0,
        forms: [...forms].sort((a, b) => order.indexOf(a.session) - order.indexOf(b.session)),
      };
    },
    openOf: (mentee, at) =>
      list({ menteeId: text(mentee), state: { in: ['open', 'not-today'] }, editableUntil: { gte: at } }),
    async plainOf(portfolios) {
      const forms: PlainForm[] = [];
      for (const portfolio of portfolios) forms.push(...(await plainOf(s, text(portfolio))));
      return forms;
    },
    async counted() {
      const found: CountedForms[] = [];
      for (let after = ''; ; await nextTurn()) {
        const page = await s.db.sql.query<{ id: string }>`
          SELECT "id" FROM "Portfolio" WHERE "programmeId" = ${s.programme} AND "id" > ${after}
          ORDER BY "id" LIMIT ${portfoliosAtOnce}`;
        const last = page.at(-1);
        if (last === undefined) return found;
        const rows = await s.db.sql.query<Omit<CountedForms, 'answered'> & { readonly answered: number }>`
          SELECT s."portfolioId" AS "portfolio", a."mentorshipId" AS "mentorship", f."share", f."state", f."answered", CAST(COUNT(*) AS INTEGER) AS "count"
          FROM "Session" AS s CROSS JOIN (
            SELECT f.*, CASE WHEN EXISTS (
              SELECT 1 FROM "FeedbackAnswer" AS x
              WHERE x."sessionId" = f."sessionId" AND x."menteeId" = f."menteeId" AND NOT x."skipped"
            ) THEN 1 ELSE 0 END AS "answered" FROM "Feedback" AS f
          ) AS f CROSS JOIN "Attendee" AS a
          WHERE s."portfolioId" IN (${Prisma.join(page.map((row) => row.id))}) AND f."sessionId" = s."id" AND ${held}
            AND a."menteeId" NOT IN (
              SELECT "id" FROM "Person"
              WHERE "programmeId" = ${s.programme} AND "erasedAt" IS NOT NULL AND LENGTH("profile") = 0
            )
          GROUP BY s."portfolioId", a."mentorshipId", f."share", f."state", f."answered"`;
        found.push(...rows.map((row) => ({ ...row, answered: row.answered === 1 })));
        if (page.length < portfoliosAtOnce) return found;
        after = last.id;
      }
    },
    async wordsOf(answers) {
      if (answers.length === 0) return [];
      const sessions = [...new Set(answers.map((a) => text(a.session)))].slice(0, wordsAtOnce);
      const rows = await s.db.sql.query<{ sessionId: string; menteeId: string; question: string; text: Uint8Array }>`
        SELECT "sessionId", "menteeId", "question", "text" FROM "FeedbackAnswer"
        WHERE "sessionId" IN (${Prisma.join(sessions)}) AND "programmeId" || '' = ${s.programme} AND "text" IS NOT NULL`;
      const sealed = new Map(rows.map((row) => [textOfAnswerAt(row.sessionId, row.menteeId, row.question), row.text]));
      const ring = await s.ring(answers.map((a) => a.mentee));
      return answers.map((a) => {
        const at = textOfAnswerAt(a.session, a.mentee, a.question);
        const words = sealed.get(at);
        return words === undefined ? '' : readText(ring.open(a.mentee, words, at));
      });
    },

    async save(f) {
      mustBelong(s, f);
      const key = { sessionId: text(f.session), menteeId: text(f.mentee) };
      const change = {
        mentorId: text(f.mentor),
        state: f.state,
        share: f.share,
        askedAt: f.askedAt,
        firstAnsweredAt: f.firstAnsweredAt,
        editableUntil: f.editableUntil,
        reminded: f.reminded,
        asked: f.asked === undefined ? null : f.asked.join(' '),
      };
      const ring = await s.ring([key.menteeId]);
      mustHit(
        await s.db.prisma.feedback.upsert({
          where: { sessionId_menteeId: key, programmeId: s.programme },
          create: { ...key, programmeId: s.programme, ...change },
          update: change,
          select: { state: true },
        }),
      );
      const before = await s.db.sql.query<Answered>`
        DELETE FROM "FeedbackAnswer"
        WHERE "sessionId" = ${key.sessionId} AND "menteeId" = ${key.menteeId} AND "programmeId" = ${s.programme}
        RETURNING "question", "wording", "rating", "skipped", "at", "text"`;
      await insertRows(
        s.db,
        'FeedbackAnswer',
        f.answers.map((a, position) => ({
          ...key,
          question: text(a.question),
          programmeId: s.programme,
          position,
          wording: a.wording,
          rating: a.rating,
          text:
            a.text === ''
              ? null
              : ring.seal(key.menteeId, a.text, textOfAnswerAt(key.sessionId, key.menteeId, a.question)),
          skipped: a.skipped,
          at: a.at,
        })),
      );
      await commitAnswers(
        s,
        key,
        before.map((row) => answerPart(key.menteeId, row, wordsIn(ring, key, row))),
        f.answers.map((a) => answerPart(key.menteeId, a, a.text)),
      );
    },
  };
}

export type Answered = Pick<Plain<AnswerColumns>, 'question' | 'wording' | 'rating' | 'skipped' | 'at' | 'text'>;

/** What an answer says in words, of a row as it stands. */
export const wordsIn = (
  ring: KeyRing,
  of: { readonly sessionId: string; readonly menteeId: string },
  { question, text: sealed }: Pick<Answered, 'question' | 'text'>,
): string =>
  sealed === null ? '' : readText(ring.open(of.menteeId, sealed, textOfAnswerAt(of.sessionId, of.menteeId, question)));

/**
 * What is new of a mentee's answers, on their own chain. An answer that was taken back or given otherwise is void: its
 * leaf told a rating to whoever has its secret and tries five.
 */
async function commitAnswers(
  s: Scope,
  { sessionId, menteeId }: { readonly sessionId: string; readonly menteeId: string },
  before: readonly Part[],
  after: readonly Part[],
): Promise<void> {
  const changed = changedParts(before, after);
  const were = new Set(before.map(({ part }) => part));
  const gone = [...goneParts(before, after), ...changed.flatMap(({ part }) => (were.has(part) ? [part] : []))];
  if (changed.length === 0 && gone.length === 0) return;
  const chain = await chainOf(s, sessionId, menteeId);
  if (chain === undefined) return;
  const leaves = (parts: readonly Part[]) => leavesOf(chain, answerCited(sessionId), menteeId, parts);
  voidLeaves(s, leaves(gone.map((part) => ({ part, value: null }))));
  commitLeaves(s, leaves(changed));
}

/** The mentorship in which this mentee attends that session: mostly known, for whoever answers has read the session. */
async function chainOf(s: Scope, session: string, mentee: string): Promise<string | undefined> {
  const known = s.along.attendees.get(session)?.find((a) => a.menteeId === mentee)?.mentorshipId;
  if (typeof known === 'string') return known;
  const [row] = await s.db.sql.query<{ mentorshipId: string }>`
    SELECT "mentorshipId" FROM "Attendee"
    WHERE "sessionId" = ${session} AND "menteeId" = ${mentee} AND "programmeId" = ${s.programme}`;
  return row?.mentorshipId;
}

/** Of a session `s`, a form `f` and its attendee `a`: it was held, as far as its mentee says. */
const held = Prisma.sql`
  a."sessionId" = f."sessionId" AND a."menteeId" = f."menteeId" AND s."state" = 'ended'
  AND NOT (a."confirmation" = 'did-not-happen' AND COALESCE(a."settledMinutes", 0) = 0)`;

/** Rows of one statement: some 20 ms, so that nobody who presses something meanwhile notices. */
const sessionsAtOnce = 1_000;
const portfoliosAtOnce = 40;
/** Parameters of one list: databases take some tens of thousands at most, and no card shows as many words. */
const wordsAtOnce = 1_000;

interface FormRow {
  readonly sessionId: string;
  readonly menteeId: string;
  readonly mentorshipId: string;
  readonly share: string | null;
  readonly state: string;
  readonly asked: string | null;
  readonly startsAt: number;
}
type AnswerRow = Omit<PlainAnswer, 'hasText'> & {
  readonly sessionId: string;
  readonly menteeId: string;
  readonly hasText: number;
};

/** One portfolio's forms, page by page of its sessions. */
async function plainOf(s: Scope, portfolio: string): Promise<readonly PlainForm[]> {
  const found: PlainForm[] = [];
  const inOrder = Prisma.sql`"Session" AS s WHERE s."portfolioId" = ${portfolio} AND s."programmeId" || '' = ${s.programme}`;
  for (let [at, id] = [-1, '']; ; await nextTurn()) {
    const page = await s.db.sql.query<{ id: string; startsAt: number }>`
      SELECT s."id", s."startsAt" FROM ${inOrder} AND s."startsAt" >= ${at} AND (s."startsAt" > ${at} OR s."id" > ${id})
      ORDER BY s."startsAt", s."id" LIMIT ${sessionsAtOnce}`;
    const last = page.at(-1);
    if (last === undefined) return found;
    const of = Prisma.sql`(
      SELECT s.* FROM ${inOrder} AND s."startsAt" >= ${at} AND (s."startsAt" > ${at} OR s."id" > ${id})
        AND s."startsAt" <= ${last.startsAt} AND (s."startsAt" < ${last.startsAt} OR s."id" <= ${last.id})
    ) AS s CROSS JOIN "Feedback" AS f CROSS JOIN "Attendee" AS a`;
    const forms = await s.db.sql.query<FormRow>`
      SELECT f."sessionId", f."menteeId", a."mentorshipId", f."share", f."state", f."asked", s."startsAt"
      FROM ${of} WHERE f."sessionId" = s."id" AND ${held} ORDER BY s."startsAt", s."id", f."menteeId"`;
    const answers = await s.db.sql.query<AnswerRow>`
      SELECT x."sessionId", x."menteeId", x."question", x."wording", x."rating", x."skipped", x."at",
        CASE WHEN x."text" IS NULL THEN 0 ELSE 1 END AS "hasText"
      FROM ${of} CROSS JOIN "FeedbackAnswer" AS x
      WHERE f."sessionId" = s."id" AND ${held} AND x."sessionId" = f."sessionId" AND x."menteeId" = f."menteeId"
      ORDER BY x."position"`;
    const byForm = new Map<string, PlainAnswer[]>();
    for (const { sessionId, menteeId, hasText, ...answer } of answers) {
      const key = `${sessionId} ${menteeId}`;
      const given = byForm.get(key) ?? [];
      given.push({ ...answer, hasText: hasText === 1 });
      byForm.set(key, given);
    }
    for (const row of forms)
      found.push({
        portfolio: portfolio as PortfolioId,
        session: row.sessionId as SessionId,
        mentee: row.menteeId as PersonId,
        mentorship: row.mentorshipId as MentorshipId,
        share: row.share as Share | null,
        state: row.state as FeedbackState,
        heldAt: row.startsAt,
        ...askedIn(row.asked),
        answers: byForm.get(`${row.sessionId} ${row.menteeId}`) ?? [],
      });
    if (page.length < sessionsAtOnce) return found;
    [at, id] = [last.startsAt, last.id];
  }
}

async function eraseFeedback(s: Scope, person: string): Promise<void> {
  const theirs = { programmeId: s.programme, menteeId: person };
  await s.db.prisma.feedbackAnswer.deleteMany({ where: theirs });
  await s.db.prisma.feedback.updateMany({
    where: theirs,
    data: { state: 'withdrawn', share: null, firstAnsweredAt: null },
  });
}

export const feedback: Repository<'feedback'> = {
  rows: feedbackRows,
  tables: {
    Feedback: { overwritten: 'It stands as withdrawn, as if they had taken it back; that it was asked for stays.' },
    FeedbackAnswer: { deleted: 'A mentee’s answers are theirs alone, the ratings among them.' },
  },
  erase: eraseFeedback,
};
