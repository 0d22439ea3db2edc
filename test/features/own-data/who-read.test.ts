import { afterEach, expect, test } from 'vitest';
import type { MentorshipId, PortfolioId } from '../../../src/kernel/ids.js';
import { said } from '../../support/agree-world.js';
import { statementsOf } from '../../support/asked.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** Who read what costs the same few statements, however many were read, and however often. */

let w: FeedbackWorld | undefined;
afterEach(async () => {
  await w?.stop();
  w = undefined;
});

/** Mentees of Maya's by now; each has agreed. */
const pairs = (mentees: readonly string[]) => mentees.map((mentee) => ['maya', mentee] as const);
const crowd = Array.from({ length: 9 }, (_, i) => `mentee${i}`);

/** What is on record of a coordinator's look, and how many statements wrote it. */
async function lookAt(word: string, mentees: readonly string[]) {
  const more = crowd.map((user) => ({ user, name: `Mentee ${user}`, roles: ['mentee'] as const }));
  w = await feedbackWorld(more, pairs(mentees));
  const world = w;
  for (const mentee of mentees) {
    const at = '2026-11-20T10:00:00Z';
    const session = await world.held({ at, mentees: [mentee] });
    await world.change((rows) =>
      rows.feedback.save({
        programme: world.programme,
        session,
        mentee: world.id(mentee),
        mentor: world.id('maya'),
        state: 'done',
        share: 'now',
        answers: [{ question: 'agreed', wording: 1, rating: 4, text: '', skipped: false, at: Date.parse(at) }],
        askedAt: Date.parse(at),
        firstAnsweredAt: Date.parse(at),
        editableUntil: Date.parse('2026-12-20T10:00:00Z'),
        reminded: false,
      }),
    );
  }
  await world.settled();
  const asked = await statementsOf(() => world.as('priya').types(word));
  const entries = asked.filter((s) => /^\s*INSERT INTO "AuditEntry"/.test(s)).length;
  await world.stop();
  w = undefined;
  return entries;
}

test.each(['hours', 'feedback'])(
  'a look at the %s of all is one entry, of two mentorships as of nine',
  async (word) => {
    expect(await lookAt(word, crowd.slice(0, 2))).toBe(1);
    expect(await lookAt(word, crowd)).toBe(1);
  },
);

test('what is kept about me asks no more after three hundred looks than after one', async () => {
  w = await feedbackWorld();
  const world = w;
  const asked = async () => {
    const all = await statementsOf(() => world.as('leo').presses('data.open', { subject: '-' }));
    return all.filter((s) => s.includes('AuditEntry'));
  };
  await world.as('priya').types('hours');
  const once = await asked();
  expect(once.length).toBeGreaterThan(1);
  await world.change(async (rows) => {
    for (let i = 0; i < 150; i += 1) {
      const by = { at: world.clock.now() + i, actor: world.id('priya'), facts: {} };
      await rows.audit.add({ ...by, chain: world.programme, what: 'hours.read', subject: 'all' });
      await rows.audit.add({ ...by, chain: world.mentorship('leo'), what: 'record.read', subject: 's' });
    }
  });
  expect(await asked()).toEqual(once);
  expect(said(world.as('leo').last)).toContain('read hours, 151 times');
  expect(said(world.as('leo').last)).toContain('read a record, 150 times');
});

test('and no more with nine mentorships than with one', async () => {
  w = await feedbackWorld();
  const world = w;
  const asked = async () => {
    const all = await statementsOf(() => world.as('maya').presses('data.open', { subject: '-' }));
    return all.filter((s) => s.includes('AuditEntry')).length;
  };
  await world.as('priya').types('hours');
  const few = await asked();
  await world.change(async (rows) => {
    const [like] = await rows.mentorships.of(world.id('maya'));
    if (like === undefined) throw new Error('Maya mentors nobody');
    for (let i = 0; i < 8; i += 1)
      await rows.mentorships.save({
        ...like,
        id: `m-more-${i}` as MentorshipId,
        portfolio: 'portfolio-maya' as PortfolioId,
        goals: [],
      });
  });
  expect(await asked()).toBe(few);
  // One look at all of them is one look.
  expect(said(world.as('maya').last)).toContain('read hours, ');
  expect(said(world.as('maya').last)).not.toContain('times');
});
