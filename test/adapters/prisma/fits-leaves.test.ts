import { afterEach, describe, expect, test } from 'vitest';
import { practiceAt, recordAt } from '../../../adapters/prisma/records.js';
import type { Scope } from '../../../adapters/prisma/scope.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';
import { committing, misfits } from '../../support/leaves.js';

/** What is written is committed to, whoever writes it; what is changed behind the program's back does not fit. */

let w: FeedbackWorld;
afterEach(async () => w.stop());

const on = (mentee: string): Promise<readonly string[]> =>
  w.store.read((tx) => misfits(tx, w.programme, w.mentorship(mentee)));
/** Changes rows as somebody does who has the database and all keys. */
const behind = (act: (s: Scope) => Promise<unknown>): Promise<unknown> =>
  w.store.write((tx) => act(committing(tx, w.programme).scope));

/** Two sessions with records and answers, one of them a group's; an amendment, a dispute, a contact. */
async function lived(): Promise<void> {
  w = await feedbackWorld();
  const alone = await w.held({ at: '2026-11-24T10:00:00Z' });
  await w.held({ at: '2026-11-24T14:00:00Z', mentees: ['leo', 'aisha'], attended: ['leo'] });
  await w.recorded(alone, 50);
  await w.change(async (rows) => {
    await rows.contacts.add({
      id: 'contact-1',
      mentorship: w.mentorship('leo'),
      at: 1,
      minutes: 5,
      note: 'SECRET note',
      author: w.id('maya'),
      savedAt: 2,
    });
    const session = await rows.sessions.get(alone);
    if (session === undefined) throw new Error('no session');
    await rows.sessions.save({
      ...session,
      revision: session.revision + 1,
      attendees: session.attendees.map((a) => ({
        ...a,
        confirmation: 'different',
        confirmedMinutes: 40,
        confirmedAt: 9,
      })),
    });
    for (const answers of [
      [['went-well', 4, ''] as const],
      [['went-well', 4, ''] as const, ['more', null, 'SECRET answer'] as const],
    ])
      await rows.feedback.save({
        programme: w.programme,
        session: alone,
        mentee: w.id('leo'),
        mentor: w.id('maya'),
        state: 'open',
        share: 'now',
        askedAt: 1,
        firstAnsweredAt: 2,
        editableUntil: 10 ** 13,
        reminded: false,
        answers: answers.map(([question, rating, text]) => ({
          question,
          wording: 1,
          rating,
          text,
          skipped: false,
          at: 3,
        })),
      });
  });
}

/** The paths on a chain, by what of them is asked; each with how often it was committed to. */
async function paths(mentee: string, like: RegExp): Promise<Readonly<Record<string, number>>> {
  const leaves = await w.store.read((tx) => tx.in(w.programme).audit.leaves(w.mentorship(mentee)));
  const found: Record<string, number> = {};
  for (const { path } of leaves) if (path !== null && like.test(path)) found[path] = (found[path] ?? 0) + 1;
  return found;
}

test('all that is written fits, and is on the chain of each mentee whom it concerns', async () => {
  await lived();
  expect([await on('leo'), await on('aisha')]).toEqual([[], []]);
  // The group's own words and figures stand on both; what is one mentee's part on theirs alone.
  for (const mentee of ['leo', 'aisha'])
    expect(
      await paths(mentee, /^(record|plan):session-2@1\/(happened|title|figures)|^session:session-2@1\/figures/),
    ).toEqual({
      'session:session-2@1/figures': 1,
      'plan:session-2@1/figures': 1,
      'plan:session-2@1/title': 1,
      'record:session-2@1/figures': 1,
      'record:session-2@1/happened': 1,
    });
  expect(Object.keys(await paths('aisha', /attendance/))).toEqual([`session:session-2@1/attendance/${w.id('aisha')}`]);
  expect(Object.keys(await paths('aisha', new RegExp(w.id('leo'))))).toEqual([]);
});

test('what stands as it did is not committed to again', async () => {
  await lived();
  // The mentee's word changed nothing of the session's own figures; the first answer stands as it was given.
  expect(await paths('leo', /^session:session-1@\d+\/figures/)).toEqual({ 'session:session-1@1/figures': 1 });
  expect(Object.values(await paths('leo', /^session:session-1@\d+\/attendance/))).toEqual([1, 1]);
  expect(Object.values(await paths('leo', /^answer:/))).toEqual([1, 1]);
  const before = await paths('leo', /./);
  await w.change(async (rows) => {
    const m = await rows.mentorships.get(w.mentorship('leo'));
    if (m !== undefined) await rows.mentorships.save(m);
    await rows.mentorships.get(w.mentorship('leo'));
  });
  expect(await paths('leo', /./)).toEqual(before);
});

/** Opens what is sealed there, and seals it anew with something else in it. */
async function exchange(
  s: Scope,
  of: { readonly table: string; readonly at: string; readonly by: string },
): Promise<void> {
  const from = of.by;
  const rows = await s.db.prisma.recordVersion.findMany({ where: { sessionId: 'session-1', version: 2 } });
  const ring = await s.ring([from]);
  for (const row of rows) {
    const column = of.at.endsWith('practice') ? 'practice' : 'words';
    const sealed = row[column];
    if (sealed === null) continue;
    const json = JSON.stringify(ring.open(from, sealed, of.at));
    const words = ring.seal(
      from,
      JSON.parse(json.replace('SECRET happened', 'Something else').replace('"change":""', '"change":"Much"')),
      of.at,
    );
    await s.db.prisma.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version },
      data: { [column]: words },
    });
  }
}

describe('what somebody changed who has the database and its keys', () => {
  test.each<readonly [string, (s: Scope) => Promise<unknown>, readonly string[]]>([
    [
      'settled minutes',
      (s) => s.db.sql.run`UPDATE "Attendee" SET "settledMinutes" = 360 WHERE "sessionId" = ${'session-1'}`,
      ['session:session-1@2/attendance/LEO changed'],
    ],
    [
      'when a record was first saved',
      (s) =>
        s.db.sql
          .run`UPDATE "RecordHead" SET "firstSavedAt" = "firstSavedAt" - 86400000 WHERE "sessionId" = ${'session-1'}`,
      ['record:session-1@2/head changed'],
    ],
    [
      'when a plan was made',
      (s) => s.db.sql.run`UPDATE "Plan" SET "savedAt" = "savedAt" - 86400000 WHERE "sessionId" = ${'session-1'}`,
      ['plan:session-1@1/figures changed'],
    ],
    [
      'the length of a session',
      (s) => s.db.sql.run`UPDATE "Session" SET "minutes" = 90 WHERE "id" = ${'session-1'}`,
      ['session:session-1@2/figures changed'],
    ],
    [
      'the words of a record',
      (s) => exchange(s, { table: 'RecordVersion', at: recordAt('session-1', 2), by: w.id('leo') }),
      ['record:session-1@2/happened changed'],
    ],
    [
      'what a mentor would change',
      (s) => exchange(s, { table: 'RecordVersion', at: practiceAt('session-1', 2), by: w.id('maya') }),
      ['record:session-1@2/change changed'],
    ],
    [
      'a rating',
      (s) => s.db.sql.run`UPDATE "FeedbackAnswer" SET "rating" = 5 WHERE "question" = ${'went-well'}`,
      ['answer:session-1/LEO/went-well changed'],
    ],
    [
      'a level of a goal',
      (s) => s.db.sql.run`UPDATE "Goal" SET "target" = 5 WHERE "id" = ${'goal-leo'}`,
      ['goal:goal-leo/levels changed'],
    ],
    [
      'when an agreement was signed',
      (s) => s.db.sql.run`UPDATE "Agreement" SET "menteeSignedAt" = 1 WHERE "mentorshipId" = ${'m-leo'}`,
      ['agreement:m-leo@1/signatures changed'],
    ],
    [
      'when a mentorship ended',
      (s) => s.db.sql.run`UPDATE "Mentorship" SET "endedAt" = 1 WHERE "id" = ${'m-leo'}`,
      ['agreement:m-leo/standing changed'],
    ],
    [
      'an answer that is taken out',
      (s) => s.db.sql.run`DELETE FROM "FeedbackAnswer" WHERE "question" = ${'went-well'}`,
      ['answer:session-1/LEO/went-well gone'],
    ],
    [
      'a contact that is put in',
      (s) =>
        s.db.sql
          .run`INSERT INTO "InformalContact" SELECT 'contact-2', "programmeId", "mentorshipId", "at", 60, "keyOf", "note", "authorId", "savedAt" FROM "InformalContact"`,
      ['contact:contact-2/figures uncommitted'],
    ],
  ])('%s', async (_what, act, expected) => {
    await lived();
    await behind(act);
    expect(await on('leo')).toEqual(expected.map((line) => line.replace('LEO', w.id('leo'))));
  });
});

describe('what goes by the rules', () => {
  const erased = (user: string): Promise<void> => w.change((rows) => rows.people.erase(w.id(user), w.clock.now()));

  test.each(['leo', 'maya', 'aisha'])('an erasure of %s fits, on each chain', async (user) => {
    await lived();
    await erased(user);
    expect([await on('leo'), await on('aisha')]).toEqual([[], []]);
    for (const mentee of ['leo', 'aisha'])
      expect(await w.read((rows) => rows.audit.broken(w.mentorship(mentee)))).toBeUndefined();
  });

  test('both erased, one after the other', async () => {
    await lived();
    await erased('leo');
    await erased('maya');
    expect([await on('leo'), await on('aisha')]).toEqual([[], []]);
  });

  test('an answer that is given otherwise voids the first, one that is taken back both', async () => {
    await lived();
    const [form] = await w.read((rows) => rows.feedback.ofMentee(w.id('leo')));
    if (form === undefined) throw new Error('no form');
    const voided = async (): Promise<readonly boolean[]> =>
      (await w.read((rows) => rows.audit.leaves(w.mentorship('leo'))))
        .filter((leaf) => leaf.path?.endsWith('/went-well'))
        .map((leaf) => leaf.voided && leaf.secret === null);
    await w.change((rows) =>
      rows.feedback.save({ ...form, answers: form.answers.map((a) => (a.rating === null ? a : { ...a, rating: 2 })) }),
    );
    expect(await voided()).toEqual([true, false]);
    await w.change((rows) => rows.feedback.save({ ...form, state: 'withdrawn', share: null, answers: [] }));
    expect(await voided()).toEqual([true, true]);
    expect(await on('leo')).toEqual([]);
    expect(await w.read((rows) => rows.audit.broken(w.mentorship('leo')))).toBeUndefined();
  });
});
