import {
  type ReviewAnswer as AnswerRow,
  type StakeholderAsk as AskRow,
  type ReviewForm as FormRow,
  Prisma,
  type Review as ReviewRow,
} from '../../prisma/generated/sqlite/client.js';
import type { FeedbackAnswer } from '../../src/domain/feedback.js';
import type { StakeholderAs } from '../../src/domain/programme.js';
import type { Review, ReviewForm, ReviewFormId, ReviewId } from '../../src/domain/review.js';
import type { StakeholderAsk, StakeholderAskId } from '../../src/domain/stakeholder.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import { readAsk } from './bodies/evidence.js';
import { insertRows } from './insert.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { reviewAnswerLeaf } from './leaves-of-evidence.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

export const reviewTextAt = (form: string, question: string): string => `review/${form}/${question}/text`;

const toReview = (row: Plain<ReviewRow>): Review => ({
  id: row.id as ReviewId,
  programme: row.programmeId as ProgrammeId,
  mentorship: row.mentorshipId as MentorshipId,
  moment: row.moment as Review['moment'],
  why: row.why as Review['why'],
  openedAt: ms(row.openedAt),
  closesAt: ms(row.closesAt),
});

type FormOfReview = Plain<FormRow> & Pick<Plain<ReviewRow>, 'mentorshipId' | 'moment'>;

const toForm = (row: FormOfReview, answers: readonly FeedbackAnswer[]): ReviewForm => ({
  id: row.id as ReviewFormId,
  programme: row.programmeId as ProgrammeId,
  review: row.reviewId as ReviewId,
  mentorship: row.mentorshipId as MentorshipId,
  moment: row.moment as ReviewForm['moment'],
  audience: row.audience as ReviewForm['audience'],
  person: row.personId as PersonId,
  state: row.state as ReviewForm['state'],
  share: row.share as ReviewForm['share'],
  answers,
  askedAt: ms(row.askedAt),
  firstAnsweredAt: msOrNull(row.firstAnsweredAt),
  editableUntil: ms(row.editableUntil),
  reminded: row.reminded,
});

function reviewRows(s: Scope): Rows['reviews'] {
  const list = async (which: Prisma.Sql): Promise<readonly Review[]> =>
    (
      await s.db.sql.query<Plain<ReviewRow>>`
        SELECT * FROM "Review" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "openedAt", "id"`
    ).map(toReview);
  /** Two statements, however many there are. */
  const forms = async (which: Prisma.Sql): Promise<readonly ReviewForm[]> => {
    const rows = await s.db.sql.query<FormOfReview>`
      SELECT f.*, r."mentorshipId" AS "mentorshipId", r."moment" AS "moment"
      FROM "ReviewForm" f JOIN "Review" r ON r."id" = f."reviewId"
      WHERE f."programmeId" = ${s.programme} AND ${which} ORDER BY f."askedAt", f."id"`;
    if (rows.length === 0) return [];
    const answers = await s.db.sql.query<Plain<AnswerRow>>`
      SELECT * FROM "ReviewAnswer" WHERE "programmeId" = ${s.programme}
        AND "formId" IN (${Prisma.join(rows.map((row) => row.id))}) ORDER BY "formId", "position"`;
    const ring = await s.ring(answers.flatMap((a) => (a.text === null ? [] : [a.keyOf])));
    const byForm = groupedBy(answers, (a) => a.formId);
    return rows.map((row) =>
      toForm(
        row,
        (byForm.get(row.id) ?? []).map((a) => ({
          question: a.question,
          wording: a.wording,
          rating: a.rating,
          text: a.text === null ? '' : readText(ring.open(a.keyOf, a.text, reviewTextAt(a.formId, a.question))),
          skipped: a.skipped,
          at: ms(a.at),
        })),
      ),
    );
  };
  const among = (column: string, ids: readonly string[]): Prisma.Sql =>
    Prisma.sql`${Prisma.raw(column)} IN (${Prisma.join(ids.map(text))})`;
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    ofMentorships: async (ids) => (ids.length === 0 ? [] : list(among('"mentorshipId"', ids))),
    openAt: (at) => list(Prisma.sql`"closesAt" > ${at}`),
    async save(r) {
      mustBelong(s, r);
      const row = { why: r.why, openedAt: r.openedAt, closesAt: r.closesAt };
      mustHit(
        await s.db.prisma.review.upsert({
          where: { id: text(r.id), programmeId: s.programme },
          create: {
            id: text(r.id),
            programmeId: s.programme,
            mentorshipId: text(r.mentorship),
            moment: r.moment,
            ...row,
          },
          update: row,
          select: { id: true },
        }),
      );
    },
    form: async (id) => (await forms(Prisma.sql`f."id" = ${text(id)}`))[0],
    formsOf: async (ids) => (ids.length === 0 ? [] : forms(among('r."mentorshipId"', ids))),
    formsOfPerson: (person) => forms(Prisma.sql`f."personId" = ${text(person)}`),
    async saveForm(f) {
      mustBelong(s, f);
      const id = text(f.id);
      const keyOf = text(f.person);
      const row = {
        state: f.state,
        share: f.share,
        askedAt: f.askedAt,
        firstAnsweredAt: f.firstAnsweredAt,
        editableUntil: f.editableUntil,
        reminded: f.reminded,
      };
      mustHit(
        await s.db.prisma.reviewForm.upsert({
          where: { id, programmeId: s.programme },
          create: {
            id,
            programmeId: s.programme,
            reviewId: text(f.review),
            personId: keyOf,
            audience: f.audience,
            ...row,
          },
          update: row,
          select: { id: true },
        }),
      );
      const ring = await s.ring([keyOf]);
      const before = await s.db.sql.query<Plain<AnswerRow>>`
        DELETE FROM "ReviewAnswer" WHERE "formId" = ${id} AND "programmeId" = ${s.programme} RETURNING *`;
      const rows = f.answers.map((a, position) => ({
        formId: id,
        question: text(a.question),
        programmeId: s.programme,
        keyOf,
        position,
        wording: a.wording,
        rating: a.rating,
        text: a.text === '' ? null : ring.seal(keyOf, a.text, reviewTextAt(id, a.question)),
        skipped: a.skipped,
        at: a.at,
      }));
      await insertRows(s.db, 'ReviewAnswer', rows);
      const chain = text(f.mentorship);
      const was = before.flatMap((a) =>
        reviewAnswerLeaf(
          a,
          chain,
          a.text === null || !ring.has(a.keyOf)
            ? ''
            : readText(ring.open(a.keyOf, a.text, reviewTextAt(id, a.question))),
        ),
      );
      const now = rows.flatMap((row, i) => reviewAnswerLeaf(row, chain, f.answers[i]?.text ?? ''));
      const same = new Set(was.map((leaf) => canonicalJson([leaf.path, leaf.value])));
      const changed = now.filter((leaf) => !same.has(canonicalJson([leaf.path, leaf.value])));
      const stays = new Set(now.map((leaf) => leaf.path));
      // Nothing may be left by which an answer could be guessed that was given otherwise, or taken back.
      voidLeaves(
        s,
        was.filter((leaf) => !stays.has(leaf.path) || changed.some((one) => one.path === leaf.path)),
      );
      commitLeaves(s, changed);
    },
  };
}

/** Their answers go. A mentee's erasure takes what stakeholders said of their mentorship too: it is about them as well. */
async function eraseReviews(s: Scope, person: string): Promise<void> {
  const forms = await s.db.sql.query<{ id: string; mentorshipId: string; personId: string }>`
    SELECT f."id" AS "id", r."mentorshipId" AS "mentorshipId", f."personId" AS "personId"
    FROM "ReviewForm" f JOIN "Review" r ON r."id" = f."reviewId" JOIN "Mentorship" m ON m."id" = r."mentorshipId"
    WHERE f."programmeId" = ${s.programme}
      AND (f."personId" = ${person} OR (m."menteeId" = ${person} AND f."audience" = 'stakeholder'))`;
  if (forms.length === 0) return;
  const ids = Prisma.join(forms.map((form) => form.id));
  const gone = await s.db.sql.query<Plain<AnswerRow>>`
    DELETE FROM "ReviewAnswer" WHERE "programmeId" = ${s.programme} AND "formId" IN (${ids}) RETURNING *`;
  await s.db.sql.run`
    UPDATE "ReviewForm" SET "state" = 'withdrawn', "share" = 'coordinator', "firstAnsweredAt" = NULL
    WHERE "programmeId" = ${s.programme} AND "id" IN (${ids})`;
  const of = new Map(forms.map((form) => [form.id, form]));
  // Under another's key the secrets of these leaves would stay.
  voidLeaves(
    s,
    gone.flatMap((a) => (a.keyOf === person ? [] : reviewAnswerLeaf(a, of.get(a.formId)?.mentorshipId ?? '', ''))),
  );
}

export const reviews: Repository<'reviews'> = {
  rows: reviewRows,
  tables: {
    Review: { stay: 'It says that there was one and when, and holds not a word.' },
    ReviewForm: { overwritten: 'It stands as withdrawn, as if whoever was asked had taken it back.' },
    ReviewAnswer: { deleted: 'What somebody answered goes with them; a stakeholder’s goes with the mentee too.' },
  },
  erase: eraseReviews,
};

const askAt = (id: string): string => `stakeholder-ask/${id}/words`;

function askRows(s: Scope): Rows['stakeholderAsks'] {
  const list = async (which: Prisma.Sql): Promise<readonly StakeholderAsk[]> => {
    const rows = await s.db.sql.query<Plain<AskRow>>`
      SELECT * FROM "StakeholderAsk" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "proposedAt", "id"`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => ({
      id: row.id as StakeholderAskId,
      programme: row.programmeId as ProgrammeId,
      mentorship: row.mentorshipId as MentorshipId,
      person: row.personId as PersonId,
      as: row.relation as StakeholderAs,
      ...readAsk(ring.open(row.keyOf, row.words, askAt(row.id))),
      proposedBy: row.proposedById as PersonId,
      proposedAt: ms(row.proposedAt),
      word: row.word as StakeholderAsk['word'],
      wordAt: msOrNull(row.wordAt),
      endedAt: msOrNull(row.endedAt),
    }));
  };
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    ofMentorships: async (ids) =>
      ids.length === 0 ? [] : list(Prisma.sql`"mentorshipId" IN (${Prisma.join(ids.map(text))})`),
    ofPerson: (person) => list(Prisma.sql`"personId" = ${text(person)}`),
    async save(a) {
      mustBelong(s, a);
      const id = text(a.id);
      const { menteeId: keyOf } = await s.db.prisma.mentorship.findFirstOrThrow({
        where: { id: text(a.mentorship), programmeId: s.programme },
        select: { menteeId: true },
      });
      const ring = await s.ring([keyOf]);
      const row = {
        relation: a.as,
        words: ring.seal(keyOf, { reason: a.reason }, askAt(id)),
        word: a.word,
        wordAt: a.wordAt,
        endedAt: a.endedAt,
      };
      mustHit(
        await s.db.prisma.stakeholderAsk.upsert({
          where: { id, programmeId: s.programme },
          create: {
            id,
            programmeId: s.programme,
            mentorshipId: text(a.mentorship),
            personId: text(a.person),
            proposedById: text(a.proposedBy),
            proposedAt: a.proposedAt,
            keyOf,
            ...row,
          },
          update: row,
          select: { id: true },
        }),
      );
    },
  };
}

export const stakeholderAsks: Repository<'stakeholderAsks'> = {
  rows: askRows,
  tables: {
    StakeholderAsk: { deleted: 'Whom a mentee let be asked goes with either of the two; why, with whoever wrote it.' },
  },
  async erase(s, person) {
    await s.db.sql.run`
      DELETE FROM "StakeholderAsk" WHERE "programmeId" = ${s.programme} AND ("keyOf" = ${person} OR "personId" = ${person})`;
    const proposed = await s.db.sql.query<{ id: string; keyOf: string }>`
      SELECT "id", "keyOf" FROM "StakeholderAsk" WHERE "programmeId" = ${s.programme} AND "proposedById" = ${person}`;
    const ring = await s.ring(proposed.map((row) => row.keyOf));
    for (const { id, keyOf } of proposed.filter((row) => ring.has(row.keyOf)))
      await s.db.sql.run`
        UPDATE "StakeholderAsk" SET "words" = ${ring.seal(keyOf, { reason: '' }, askAt(id))}
        WHERE "id" = ${id} AND "programmeId" = ${s.programme}`;
  },
};
