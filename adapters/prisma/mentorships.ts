import type {
  Agreement as AgreementRow,
  Goal as GoalRow,
  Mentorship as MentorshipRow,
  Portfolio as PortfolioRow,
} from '../../prisma/generated/sqlite/client.js';
import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type {
  Agreement,
  Goal,
  MenteeWord,
  Mentorship,
  MentorshipState,
  Portfolio,
} from '../../src/domain/mentorship.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readText } from './bodies/defaults.js';
import {
  type AgreementWords,
  type GoalWords,
  noAgreementWords,
  noGoalWords,
  readAgreementWords,
  readGoalWords,
} from './bodies/mentorship.js';
import { recountMentorship } from './counted.js';
import { insertRows } from './insert.js';
import { type KeyRing, nobody } from './keys.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { contactFigures } from './leaves-of-rows.js';
import { agreementAt, type Before, commitMentorship, contactAt, goalAt, noteLeaf } from './mentorship-leaves.js';
import { portfolioLeaf } from './portfolio-leaves.js';
import type { Repository } from './repository.js';
import { groupedBy, ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

const toPortfolio = (row: Plain<PortfolioRow>): Portfolio => ({
  id: row.id as PortfolioId,
  programme: row.programmeId as ProgrammeId,
  mentor: row.mentorId as PersonId,
  targetMinutes: row.targetMinutes,
  startedAt: ms(row.startedAt),
  ...(row.withoutUnit ? { withoutUnit: true } : {}),
});

function portfolioRows(s: Scope): Rows['portfolios'] {
  const list = async (which: Prisma.Sql): Promise<readonly Portfolio[]> =>
    (
      await s.db.sql.query<Plain<PortfolioRow>>`
        SELECT * FROM "Portfolio" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "startedAt", "id"`
    ).map(toPortfolio);
  return {
    async get(id) {
      return (await list(Prisma.sql`"id" = ${text(id)}`))[0];
    },
    ofMentor: (mentor) => list(Prisma.sql`"mentorId" = ${text(mentor)}`),
    all: () => list(Prisma.sql`1 = 1`),
    async save(p) {
      mustBelong(s, p);
      const change = {
        mentorId: text(p.mentor),
        targetMinutes: p.targetMinutes,
        startedAt: p.startedAt,
        withoutUnit: p.withoutUnit ?? null,
      };
      const row = { id: text(p.id), programmeId: s.programme as string, ...change };
      const [before] = await s.db.sql.query<Plain<PortfolioRow>>`
        SELECT * FROM "Portfolio" WHERE "programmeId" = ${s.programme} AND "id" = ${row.id}`;
      mustHit(
        await s.db.prisma.portfolio.upsert({
          where: { id: text(p.id), programmeId: s.programme },
          create: row,
          update: change,
        }),
      );
      const leaf = portfolioLeaf(row);
      const was = before === undefined ? undefined : portfolioLeaf(before);
      if (was === undefined || canonicalJson(was.value) !== canonicalJson(leaf.value)) commitLeaves(s, [leaf]);
    },
  };
}

export const portfolios: Repository<'portfolios'> = {
  rows: portfolioRows,
  tables: { Portfolio: { stay: 'It says whose hours add up to which target, and holds not a word.' } },
};

/** A mentorship with its agreement in force, and its goals. */
type Row = Plain<MentorshipRow> &
  Pick<Plain<AgreementRow>, 'version' | 'keyOf' | 'words' | 'mentorSignedAt' | 'menteeSignedAt' | 'menteeWord'>;
type GoalColumns = Plain<GoalRow>;

function toAgreement(
  ring: KeyRing,
  mentorship: string,
  row: Pick<AgreementRow | Row, 'version' | 'keyOf' | 'words' | 'mentorSignedAt' | 'menteeSignedAt' | 'menteeWord'>,
): Agreement {
  const words = readAgreementWords(ring.open(row.keyOf, row.words, agreementAt(mentorship, row.version)));
  return {
    version: row.version,
    body: words.body,
    mentorSignedAt: msOrNull(row.mentorSignedAt),
    menteeSignedAt: msOrNull(row.menteeSignedAt),
    menteeWord: row.menteeWord as MenteeWord,
    changeWanted: words.changeWanted,
  };
}

function toGoal(ring: KeyRing, row: GoalColumns): Goal {
  return {
    id: row.id as GoalId,
    ...readGoalWords(ring.open(row.keyOf, row.words, goalAt(row.id))),
    baseline: row.baseline,
    target: row.target,
    menteeBaseline: row.menteeBaseline,
    proposedBy: row.proposedById as PersonId,
    state: row.state as Goal['state'],
  };
}

function toMentorship(ring: KeyRing, row: Row, goals: readonly GoalColumns[]): Mentorship {
  if (row.version === null) throw new Error('a mentorship without its agreement');
  return {
    id: row.id as MentorshipId,
    programme: row.programmeId as ProgrammeId,
    portfolio: row.portfolioId as PortfolioId,
    mentor: row.mentorId as PersonId,
    mentee: row.menteeId as PersonId,
    state: row.state as MentorshipState,
    createdAt: ms(row.createdAt),
    agreedAt: msOrNull(row.agreedAt),
    endedAt: msOrNull(row.endedAt),
    agreement: toAgreement(ring, row.id, row),
    goals: goals.map((goal) => toGoal(ring, goal)),
  };
}

function mentorshipRows(s: Scope): Rows['mentorships'] {
  /** In two statements: the mentorships `m` that are meant, and the goals of all of them. */
  const list = async (which: Prisma.Sql, direction: 'ASC' | 'DESC'): Promise<readonly Mentorship[]> => {
    const from = Prisma.sql`FROM "Mentorship" m`;
    const where = Prisma.sql`WHERE m."programmeId" = ${s.programme} AND ${which}`;
    const rows = await s.db.sql.query<Row>`
      SELECT m.*, a."version", a."keyOf", a."words", a."mentorSignedAt", a."menteeSignedAt", a."menteeWord"
      ${from} LEFT JOIN "Agreement" a ON a."mentorshipId" = m."id" AND a."version" = m."agreementVersion"
      ${where} ORDER BY m."createdAt" ${Prisma.raw(direction)}, m."id" ${Prisma.raw(direction)}`;
    if (rows.length === 0) return [];
    const goals = new Map<string, GoalColumns[]>();
    for (const goal of await s.db.sql.query<GoalColumns>`
      SELECT g.* ${from} JOIN "Goal" g ON g."mentorshipId" = m."id" ${where} ORDER BY g."position"`)
      goals.set(goal.mentorshipId, [...(goals.get(goal.mentorshipId) ?? []), goal]);
    const ring = await s.ring([...rows, ...[...goals.values()].flat()].map((sealed) => sealed.keyOf ?? nobody));
    return rows.map((row) => toMentorship(ring, row, goals.get(row.id) ?? []));
  };
  return {
    async get(id) {
      return (await list(Prisma.sql`m."id" = ${text(id)}`, 'ASC'))[0];
    },
    of: (person) => list(Prisma.sql`(m."mentorId" = ${text(person)} OR m."menteeId" = ${text(person)})`, 'DESC'),
    all: () => list(Prisma.sql`1 = 1`, 'ASC'),

    async save(m) {
      mustBelong(s, m);
      const change = {
        state: m.state,
        agreedAt: m.agreedAt,
        endedAt: m.endedAt,
        agreementVersion: m.agreement.version,
        portfolioId: text(m.portfolio),
      };
      const id = text(m.id);
      const mentee = text(m.mentee);
      const ring = await s.ring([mentee, nobody]);
      // Of an erased mentee nothing but the outline is left; it stands under the programme's key.
      const keyOf = ring.has(mentee) ? mentee : nobody;
      // Beside it the version that is written, as it stands: null where it does not yet.
      const [before] = await s.db.sql.query<Before>`
        SELECT m.*, a."version", a."keyOf", a."words", a."mentorSignedAt", a."menteeSignedAt", a."menteeWord"
        FROM "Mentorship" m LEFT JOIN "Agreement" a ON a."mentorshipId" = m."id" AND a."version" = ${m.agreement.version}
        WHERE m."id" = ${id} AND m."programmeId" = ${s.programme}`;
      const made = { id, programmeId: s.programme, mentorId: text(m.mentor), menteeId: mentee, createdAt: m.createdAt };
      mustHit(
        await s.db.prisma.mentorship.upsert({
          where: { id, programmeId: s.programme },
          create: { ...change, ...made },
          update: change,
          select: { id: true },
        }),
      );
      const words: AgreementWords = { body: m.agreement.body, changeWanted: m.agreement.changeWanted };
      const agreement = {
        keyOf,
        words: ring.seal(keyOf, words, agreementAt(id, m.agreement.version)),
        mentorSignedAt: m.agreement.mentorSignedAt,
        menteeSignedAt: m.agreement.menteeSignedAt,
        menteeWord: m.agreement.menteeWord,
      };
      const key = { mentorshipId: id, version: m.agreement.version };
      mustHit(
        await s.db.prisma.agreement.upsert({
          where: { mentorshipId_version: key, programmeId: s.programme },
          create: { ...key, programmeId: s.programme, ...agreement },
          update: agreement,
          select: { version: true },
        }),
      );
      const goalsBefore = await s.db.sql.query<GoalColumns>`
        DELETE FROM "Goal" WHERE "mentorshipId" = ${id} AND "programmeId" = ${s.programme} RETURNING *`;
      const goalWords = (goal: Goal): GoalWords => ({ what: goal.what, how: goal.how });
      const goals = m.goals.map((goal, position) => ({
        id: text(goal.id),
        mentorshipId: id,
        programmeId: s.programme,
        position,
        keyOf,
        words: ring.seal(keyOf, goalWords(goal), goalAt(goal.id)),
        baseline: goal.baseline,
        target: goal.target,
        menteeBaseline: goal.menteeBaseline,
        proposedById: text(goal.proposedBy),
        state: goal.state,
      }));
      await insertRows(s.db, 'Goal', goals);
      commitMentorship(
        s,
        ring,
        { before, row: { ...change, ...made }, agreement: { ...agreement, ...key }, words },
        { before: goalsBefore, rows: goals, words: m.goals.map(goalWords) },
      );
      if (before !== undefined && (before.agreedAt !== m.agreedAt || before.endedAt !== m.endedAt))
        await recountMentorship(s, id);
    },

    async agreements(id) {
      const rows = await s.db.prisma.agreement.findMany({
        where: { mentorshipId: text(id), programmeId: s.programme },
        orderBy: { version: 'asc' },
      });
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows.map((row) => toAgreement(ring, row.mentorshipId, row));
    },

    async agreementsOf(ids) {
      if (ids.length === 0) return new Map();
      const rows = await s.db.prisma.agreement.findMany({
        where: { mentorshipId: { in: ids.map(text) }, programmeId: s.programme },
        orderBy: [{ mentorshipId: 'asc' }, { version: 'asc' }],
      });
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return new Map(
        [...groupedBy(rows, (row) => row.mentorshipId)].map(([id, of]) => [
          id as MentorshipId,
          of.map((row) => toAgreement(ring, row.mentorshipId, row)),
        ]),
      );
    },
  };
}

async function eraseMentorships(s: Scope, person: string): Promise<void> {
  const under = { programmeId: s.programme, keyOf: person };
  const ring = await s.ring([nobody]);
  for (const row of await s.db.prisma.agreement.findMany({ where: under }))
    await s.db.prisma.agreement.updateMany({
      where: { mentorshipId: row.mentorshipId, version: row.version, programmeId: s.programme },
      data: {
        keyOf: nobody,
        words: ring.seal(nobody, noAgreementWords, agreementAt(row.mentorshipId, row.version)),
      },
    });
  for (const row of await s.db.prisma.goal.findMany({ where: under }))
    await s.db.prisma.goal.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { keyOf: nobody, words: ring.seal(nobody, noGoalWords, goalAt(row.id)) },
    });
}

export const mentorships: Repository<'mentorships'> = {
  rows: mentorshipRows,
  tables: {
    Mentorship: { stay: 'Who worked with whom, from when until when, is what the hours of both stand on.' },
    Agreement: {
      overwritten: 'The words are the mentee’s; that and when both signed stays, for the hours count from it.',
    },
    Goal: { overwritten: 'The words are the mentee’s; the levels stay, without what they are levels of.' },
  },
  erase: eraseMentorships,
};

function contactRows(s: Scope): Rows['contacts'] {
  return {
    async add(contact) {
      const mentorship = await s.db.prisma.mentorship.findFirstOrThrow({
        where: { id: text(contact.mentorship), programmeId: s.programme },
        select: { menteeId: true },
      });
      const ring = await s.ring([mentorship.menteeId]);
      const row = {
        id: text(contact.id),
        programmeId: s.programme,
        mentorshipId: text(contact.mentorship),
        at: contact.at,
        minutes: contact.minutes,
        keyOf: mentorship.menteeId,
        note: ring.seal(mentorship.menteeId, contact.note, contactAt(contact.id)),
        authorId: text(contact.author),
        savedAt: contact.savedAt,
      };
      await s.db.prisma.informalContact.create({ data: row, select: { id: true } });
      commitLeaves(s, [contactFigures(row), ...noteLeaf(row, contact.note)]);
    },
    async ofMentorship(id) {
      const rows = await s.db.prisma.informalContact.findMany({
        where: { mentorshipId: text(id), programmeId: s.programme },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      });
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows.map((row) => ({
        id: row.id,
        mentorship: row.mentorshipId as MentorshipId,
        at: ms(row.at),
        minutes: row.minutes,
        note: readText(ring.open(row.keyOf, row.note, contactAt(row.id))),
        author: row.authorId as PersonId,
        savedAt: ms(row.savedAt),
      }));
    },
  };
}

async function eraseContacts(s: Scope, person: string): Promise<void> {
  const ring = await s.ring([nobody]);
  for (const row of await s.db.prisma.informalContact.findMany({ where: { programmeId: s.programme, keyOf: person } }))
    await s.db.prisma.informalContact.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { keyOf: nobody, note: ring.seal(nobody, '', contactAt(row.id)) },
    });
  // A mentor's note is the mentor's own, though it stands under their mentee's key.
  const written = await s.db.prisma.informalContact.findMany({
    where: { programmeId: s.programme, authorId: person, keyOf: { not: person } },
    select: { id: true, keyOf: true, mentorshipId: true },
  });
  const owners = await s.ring(written.map((row) => row.keyOf));
  for (const row of written) {
    if (!owners.has(row.keyOf)) continue;
    await s.db.prisma.informalContact.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { note: owners.seal(row.keyOf, '', contactAt(row.id)) },
    });
    voidLeaves(s, noteLeaf(row, ''));
    commitLeaves(s, noteLeaf(row, ''));
  }
}

export const contacts: Repository<'contacts'> = {
  rows: contactRows,
  tables: {
    InformalContact: {
      overwritten: 'The note goes, of the mentee’s and of the mentor’s; that there was a contact stays.',
    },
  },
  erase: eraseContacts,
};

function actionRows(s: Scope): Rows['actions'] {
  return {
    async done(mentorship) {
      const rows = await s.db.prisma.actionDone.findMany({
        where: { mentorshipId: text(mentorship), programmeId: s.programme },
        select: { action: true },
      });
      return new Set(rows.map((row) => row.action));
    },
    async doneIn(portfolio) {
      const rows = await s.db.sql.query<{ mentorship: MentorshipId; action: string }>`
        SELECT d."mentorshipId" AS "mentorship", d."action" AS "action"
        FROM "Mentorship" m JOIN "ActionDone" d ON d."mentorshipId" = m."id"
        WHERE m."portfolioId" = ${text(portfolio)} AND m."programmeId" = ${s.programme}`;
      const by = groupedBy(rows, (row) => row.mentorship);
      return new Map([...by].map(([mentorship, those]) => [mentorship, new Set(those.map((row) => row.action))]));
    },
    async setDone(mentorship, action, done, at) {
      const key = { mentorshipId: text(mentorship), action: text(action) };
      if (!done) await s.db.prisma.actionDone.deleteMany({ where: { ...key, programmeId: s.programme } });
      else
        mustHit(
          await s.db.prisma.actionDone.upsert({
            where: { mentorshipId_action: key, programmeId: s.programme },
            create: { ...key, programmeId: s.programme, at },
            update: {},
            select: { at: true },
          }),
        );
    },
  };
}

export const actions: Repository<'actions'> = {
  rows: actionRows,
  tables: { ActionDone: { stay: 'It names an action by its key; what was to be done stands in the record alone.' } },
};
