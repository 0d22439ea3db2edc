import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Feedback, FeedbackState, Share } from '../../src/domain/feedback.js';
import type { PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import { insertRows } from './insert.js';
import type { KeyRing } from './keys.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';

const whole = { answers: { orderBy: { position: 'asc' } } } as const satisfies Prisma.FeedbackInclude;
type Row = Prisma.FeedbackGetPayload<{ include: typeof whole }>;

const textAt = (session: string, mentee: string, question: string): string =>
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
          : readText(ring.open(row.menteeId, a.text, textAt(row.sessionId, row.menteeId, a.question))),
      skipped: a.skipped,
      at: ms(a.at),
    })),
    askedAt: ms(row.askedAt),
    firstAnsweredAt: msOrNull(row.firstAnsweredAt),
    editableUntil: ms(row.editableUntil),
    reminded: row.reminded,
  };
}

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
      await s.db.prisma.feedbackAnswer.deleteMany({ where: { ...key, programmeId: s.programme } });
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
          text: a.text === '' ? null : ring.seal(key.menteeId, a.text, textAt(key.sessionId, key.menteeId, a.question)),
          skipped: a.skipped,
          at: a.at,
        })),
      );
    },
  };
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
