import { afterEach, describe, expect, test } from 'vitest';
import { whyAt } from '../../../adapters/prisma/goal-levels.js';
import { promiseAt, saidAt } from '../../../adapters/prisma/put-right.js';
import type { Scope } from '../../../adapters/prisma/scope.js';
import type { GoalLevel } from '../../../src/domain/goal-level.js';
import type { PutRight } from '../../../src/domain/put-right.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { faultsOf } from '../../support/check-chain.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';
import { committing, misfits, shown } from '../../support/leaves.js';

/** Levels of goals, promises and the words on them, and what an erasure takes out of rows that are another's. */

let w: FeedbackWorld;
afterEach(async () => w.stop());

const on = (mentee: string): Promise<readonly string[]> =>
  w.store.read((tx) => misfits(tx, w.programme, w.mentorship(mentee)));
const behind = (act: (s: Scope) => Promise<unknown>): Promise<unknown> =>
  w.store.write((tx) => act(committing(tx, w.programme).scope));
const erased = (user: string): Promise<void> => w.change((rows) => rows.people.erase(w.id(user), w.clock.now()));

/** All leaves of a name like this on a chain: whether each is void with its secret gone. */
const voided = async (mentee: string, like: RegExp): Promise<readonly boolean[]> =>
  (await w.read((rows) => rows.audit.leaves(w.mentorship(mentee))))
    .filter((leaf) => leaf.path !== null && like.test(leaf.path))
    .map((leaf) => leaf.voided && leaf.secret === null);
async function holds(): Promise<void> {
  for (const mentee of ['leo', 'aisha']) {
    expect(await on(mentee)).toEqual([]);
    expect(await w.read((rows) => rows.audit.broken(w.mentorship(mentee)))).toBeUndefined();
    expect(faultsOf(shown(await w.read((rows) => rows.audit.proof(w.mentorship(mentee)))))).toEqual([]);
  }
}

const promise = (more: Partial<PutRight> = {}): PutRight => ({
  id: 'right-1' as PutRight['id'],
  programme: w.programme,
  mentorship: w.mentorship('leo'),
  session: 'session-1' as SessionId,
  what: 'SECRET promise',
  by: null,
  group: false,
  madeAt: 1,
  changedAt: 1,
  withdrawnAt: null,
  askedWith: [],
  said: [],
  ...more,
});

async function lived(): Promise<void> {
  w = await feedbackWorld();
  await w.held({ at: '2026-11-24T10:00:00Z' });
  await w.held({ at: '2026-11-24T14:00:00Z', mentees: ['leo', 'aisha'], attended: ['leo', 'aisha'] });
  await w.change(async (rows) => {
    await rows.goalLevels.add(
      (['leo', 'maya'] as const).map(
        (by, i): GoalLevel => ({
          id: `level-${by}` as GoalLevel['id'],
          mentorship: w.mentorship('leo'),
          goal: 'goal-leo' as GoalLevel['goal'],
          level: 3,
          by: w.id(by),
          at: 10 + i,
          session: 'session-1' as SessionId,
          why: `SECRET why of ${by}`,
        }),
      ),
    );
    await rows.putRight.save(promise());
    for (const by of ['leo', 'maya'] as const)
      await rows.putRight.say('right-1' as PutRight['id'], {
        id: `said-${by}` as PutRight['said'][number]['id'],
        by: w.id(by),
        word: 'partly',
        note: `SECRET note of ${by}`,
        at: 5,
      });
    const plan = await rows.sessions.plan('session-2' as SessionId);
    if (plan === undefined) throw new Error('no plan');
    await rows.sessions.addPlan({
      ...plan,
      version: plan.version + 1,
      savedAt: plan.savedAt + 1,
      body: {
        ...plan.body,
        support: (['leo', 'aisha'] as const).map((user) => ({
          key: `need-${user}`,
          mentee: w.id(user),
          need: `SECRET need of ${user}`,
          strategy: '',
        })),
      },
    });
  });
}

test('levels, promises and words on them fit, and only what became another is committed to again', async () => {
  await lived();
  await holds();
  const count = async (like: RegExp): Promise<number> => (await voided('leo', like)).length;
  expect([await count(/^level:/), await count(/^promise:/)]).toEqual([4, 4]);
  await w.change((rows) => rows.putRight.save(promise({ askedWith: ['session-2' as SessionId] })));
  expect(await count(/^promise:/)).toBe(5);
  await w.change((rows) => rows.putRight.save(promise({ what: 'Other words' })));
  expect(await voided('leo', /^promise:right-1\/what$/)).toEqual([true, false]);
  await holds();
});

/** Opens what is sealed there, and seals it anew with another word in it. */
async function reworded(s: Scope, by: string, sealed: Uint8Array, at: string): Promise<Uint8Array<ArrayBuffer>> {
  const ring = await s.ring([by]);
  const other = JSON.stringify(ring.open(by, sealed, at))
    .replace('SECRET', 'EDITED')
    .replace('partly', 'done');
  return ring.seal(by, JSON.parse(other), at) as Uint8Array<ArrayBuffer>;
}

describe('what somebody changed who has the database and its keys', () => {
  test.each<readonly [string, (s: Scope) => Promise<unknown>, readonly string[]]>([
    [
      'a level of a goal',
      (s) => s.db.sql.run`UPDATE "GoalLevel" SET "level" = 5 WHERE "id" = 'level-leo'`,
      ['level:level-leo@1/figures changed'],
    ],
    [
      'about which session it was said',
      (s) => s.db.sql.run`UPDATE "GoalLevel" SET "sessionId" = 'session-2' WHERE "id" = 'level-leo'`,
      ['level:level-leo@1/figures changed'],
    ],
    [
      'why it was said',
      async (s) => {
        const [row] = await s.db.prisma.goalLevel.findMany({ where: { id: 'level-maya' } });
        if (row === undefined || row.why === null) throw new Error('no level');
        const why = await reworded(s, row.keyOf, row.why, whyAt(row.id));
        await s.db.sql.run`UPDATE "GoalLevel" SET "why" = ${why} WHERE "id" = ${row.id}`;
      },
      ['level:level-maya@1/why changed'],
    ],
    [
      'a level that is taken out',
      (s) => s.db.sql.run`DELETE FROM "GoalLevel" WHERE "id" = 'level-maya'`,
      ['level:level-maya@1/figures gone', 'level:level-maya@1/why gone'],
    ],
    [
      'a promise',
      async (s) => {
        const [row] = await s.db.prisma.putRight.findMany();
        if (row === undefined) throw new Error('no promise');
        const words = await reworded(s, row.keyOf, row.words, promiseAt(row.id));
        await s.db.sql.run`UPDATE "PutRight" SET "words" = ${words}`;
      },
      ['promise:right-1/what changed'],
    ],
    [
      'when a promise was withdrawn',
      (s) => s.db.sql.run`UPDATE "PutRight" SET "withdrawnAt" = 9`,
      ['promise:right-1/figures changed'],
    ],
    [
      'a word on a promise',
      async (s) => {
        const [row] = await s.db.prisma.putRightWord.findMany({ where: { id: 'said-leo' } });
        if (row === undefined) throw new Error('no word');
        const words = await reworded(s, row.keyOf, row.words, saidAt(row.id));
        await s.db.sql.run`UPDATE "PutRightWord" SET "words" = ${words} WHERE "id" = ${row.id}`;
      },
      ['promise:right-1/said/said-leo changed'],
    ],
    [
      'a word that is taken out',
      (s) => s.db.sql.run`DELETE FROM "PutRightWord" WHERE "id" = 'said-maya'`,
      ['promise:right-1/said/said-maya gone'],
    ],
    [
      'a level that is put in',
      (s) =>
        s.db.sql
          .run`INSERT INTO "GoalLevel" SELECT 'level-3', "programmeId", "mentorshipId", "goalId", 5, "byId", "at", "sessionId", "keyOf", NULL FROM "GoalLevel" WHERE "id" = 'level-leo'`,
      ['level:level-3@1/figures uncommitted'],
    ],
  ])('%s', async (_what, act, expected) => {
    await lived();
    await behind(act);
    expect(await on('leo')).toEqual(expected);
  });
});

describe('an erasure leaves nothing by which the words could be guessed', () => {
  test('of a mentor: why they said a level, and their note on a promise', async () => {
    await lived();
    await erased('maya');
    expect(await voided('leo', /^level:level-maya@1\/why$/)).toEqual([true]);
    expect(await voided('leo', /^promise:right-1\/said\/said-maya$/)).toEqual([true, false]);
    // The mentee's own words stand.
    expect(await voided('leo', /^level:level-leo@1|^promise:right-1\/(what|figures|said\/said-leo)$/)).not.toContain(
      true,
    );
    const [p] = await w.read((rows) => rows.putRight.ofMentorship(w.mentorship('leo')));
    expect(p?.said.map((one) => [one.word, one.note]).sort()).toEqual([
      ['partly', ''],
      ['partly', 'SECRET note of leo'],
    ]);
    await holds();
  });

  test('of a mentee: what a group’s plan said of their needs, on the others’ chains too', async () => {
    await lived();
    await erased('leo');
    for (const mentee of ['leo', 'aisha']) {
      expect(await voided(mentee, /^plan:session-2@2\/support\/need-leo$/)).toEqual([true]);
      expect(await voided(mentee, /^plan:session-2@2\/support\/need-aisha$/)).toEqual([false]);
    }
    const plan = await w.read((rows) => rows.sessions.plan('session-2' as SessionId));
    expect(JSON.stringify(plan)).not.toContain('need of leo');
    expect(JSON.stringify(plan)).toContain('need of aisha');
    await holds();
  });

  test('of a mentee who was taken out of the group before', async () => {
    await lived();
    await w.change(async (rows) => {
      const session = await rows.sessions.get('session-2' as SessionId);
      if (session === undefined) throw new Error('no session');
      const attendees = session.attendees.filter((a) => a.mentee !== w.id('leo'));
      await rows.sessions.save({ ...session, attendees, revision: session.revision + 1 });
    });
    expect(await on('aisha')).toEqual([]);
    await erased('leo');
    const stored = await w.read((rows) => rows.sessions.plan('session-2' as SessionId));
    expect(JSON.stringify(stored)).not.toContain('need of leo');
    for (const mentee of ['leo', 'aisha'])
      expect(await voided(mentee, /^plan:session-2@2\/support\/need-leo$/)).toEqual([true]);
  });

  test('all of them, one after the other', async () => {
    await lived();
    for (const user of ['maya', 'leo', 'aisha']) await erased(user);
    await holds();
  });
});

test('who is taken out of a session that is to come has nothing of it on their chain, and the chain fits', async () => {
  w = await feedbackWorld();
  await w.held({ at: '2026-11-27T14:00:00Z', mentees: ['leo', 'aisha'], recorded: null });
  for (const read of ['get', 'ofMentorship'] as const) {
    await w.change(async (rows) => {
      const session =
        read === 'get'
          ? await rows.sessions.get('session-1' as SessionId)
          : (await rows.sessions.ofMentorship(w.mentorship('aisha')))[0];
      if (session === undefined) throw new Error('no session');
      const attendees = session.attendees.filter((a) => read === 'ofMentorship' || a.mentee !== w.id('leo'));
      await rows.sessions.save({ ...session, attendees, revision: session.revision + 1 });
    });
    await holds();
  }
  // A row that somebody takes out behind the program's back is not that.
  await behind((s) => s.db.sql.run`DELETE FROM "Attendee" WHERE "sessionId" = 'session-1'`);
  expect((await on('aisha')).length).toBeGreaterThan(0);
});
