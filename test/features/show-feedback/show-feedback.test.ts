import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Share } from '../../../src/domain/feedback.js';
import { day } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { addAllocation } from '../../support/allocate.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

let w: FeedbackWorld;
/** A session of an hour whose mentee was asked; with `rating`, answered so. */
async function asked(
  at: string,
  mentee: string,
  share: Share | null,
  rating: number | null,
  words = '',
): Promise<SessionId> {
  const session = await w.held({
    at,
    mentees: [mentee],
    minutes: 60,
    said: { confirmation: 'confirmed', confirmedMinutes: 60 },
  });
  const when = Date.parse(at);
  await w.change((rows) =>
    rows.feedback.save({
      programme: w.programme,
      session,
      mentee: w.id(mentee),
      mentor: w.id('maya'),
      state: share === null ? 'open' : 'done',
      share,
      answers:
        share === null
          ? []
          : [
              { question: 'agreed', wording: 1, rating, text: '', skipped: rating === null, at: when },
              { question: 'listened', wording: 1, rating, text: '', skipped: rating === null, at: when },
              { question: 'pace', wording: 1, rating: null, text: '', skipped: true, at: when },
              { question: 'keep-or-change', wording: 1, rating: null, text: words, skipped: words === '', at: when },
            ],
      askedAt: when,
      firstAnsweredAt: share === null ? null : when,
      editableUntil: when + 14 * day,
      reminded: false,
    }),
  );
  return session;
}

beforeAll(async () => {
  w = await feedbackWorld([
    { user: 'ana', name: 'Ana Reyes', roles: ['assessor'] },
    { user: 'cora', name: 'Cora Pine', roles: ['mentor', 'coordinator'] },
  ]);
  await asked('2026-11-16T10:00:00Z', 'leo', 'now', 3, 'OPEN: slower please');
  await asked('2026-11-17T10:00:00Z', 'leo', 'midpoint', 5, 'HALFWAY: keep the calls');
  await asked('2026-11-17T14:00:00Z', 'aisha', 'coordinator', 1, 'CLOSED: too fast');
  await asked('2026-11-18T10:00:00Z', 'aisha', null, null);
});
afterAll(() => w.stop());

const panel = async (user: string): Promise<string> => {
  await w.as(user).types('feedback');
  const last = w.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return w.aloud(last.card);
};

test('half the hours are done, so the mentor reads what is shared now and at half-way, and no more', async () => {
  const text = await panel('maya');
  // Four hours of six are delivered.
  expect(text).toContain('All mentees together: 2 of 4 forms. What each of them says stands apart.');
  expect(text).toContain('To read: 2 of 2 forms\n');
  expect(text).toContain('I felt listened to: in order 3, 5 of 5 (2 of 2 forms)');
  expect(text).toContain('OPEN: slower please');
  expect(text).toContain('HALFWAY');
  expect(text).not.toContain('CLOSED');
  // What is kept for the coordinator looks like what was not answered.
  expect(text).toContain('To read: 0 of 2 forms\n');
});

test('before the mid-point what is kept for it is not there yet', async () => {
  await w.change(async (rows) => {
    const [p] = await rows.portfolios.ofMentor(w.id('maya'));
    if (p !== undefined) await rows.portfolios.save({ ...p, targetMinutes: 600 });
  });
  const text = await panel('maya');
  expect(text).toContain('OPEN');
  expect(text).not.toContain('HALFWAY');
  expect(text).toContain('All mentees together: 1 of 4 forms.');
  // The assessor reads as the mentor does, of what was answered since one was named.
  expect(await panel('ana')).toContain('Nobody has been allocated to you yet');
  await w.change((rows) => addAllocation(rows, w.programme, w.id('ana'), 'assessor'));
  const assessor = await panel('ana');
  expect(assessor).toContain('OPEN');
  expect(assessor).not.toContain('HALFWAY');
  expect(assessor).not.toContain('CLOSED');
});

test('the coordinator reads all that consent allows, with n and the response rate', async () => {
  const text = await panel('priya');
  expect(text).toContain('All together: 3 of 4 forms.');
  expect(text).toContain('Mentor: Maya Okafor');
  for (const words of ['OPEN', 'HALFWAY', 'CLOSED']) expect(text).toContain(words);
});

test('a coordinator who is the mentor reads as the mentor', async () => {
  await w.change(async (rows) => {
    const [p] = await rows.portfolios.ofMentor(w.id('maya'));
    if (p !== undefined) await rows.portfolios.save({ ...p, targetMinutes: 600, mentor: w.id('cora') });
    for (const m of await rows.mentorships.all()) await rows.mentorships.save({ ...m, mentor: w.id('cora') });
  });
  const text = await panel('cora');
  expect(text).toContain('OPEN');
  expect(text).not.toContain('CLOSED');
  await w.change(async (rows) => {
    const [p] = await rows.portfolios.ofMentor(w.id('cora'));
    if (p !== undefined) await rows.portfolios.save({ ...p, mentor: w.id('maya') });
    for (const m of await rows.mentorships.all()) await rows.mentorships.save({ ...m, mentor: w.id('maya') });
  });
});

test('a mentee reads their own, can change it, and nobody else’s', async () => {
  const text = await panel('aisha');
  expect(text).toContain('CLOSED: too fast');
  expect(text).toContain('1, Not at all.');
  expect(text).toContain('[Change my answers] [Take them back]');
  expect(text).not.toContain('OPEN');
  expect(await panel('leo')).not.toContain('CLOSED');
});

test('never two mentees in one line, no mean of them, no arrow and no per cent', async () => {
  for (const user of ['maya', 'priya', 'ana']) {
    const text = await panel(user);
    expect(text).not.toMatch(/mean|going|%|steady/);
    // Aisha's 1 stands in no list with Leo's.
    expect(text).not.toMatch(/3, 5, 1|3, 1, 5|3, 1\b/);
  }
});

test('on a page each answer is a dot, mentee by mentee', async () => {
  await w.as('priya').types('feedback', { page: true });
  const last = w.as('priya').last;
  const dots = (last?.kind === 'panel' ? last.card.blocks : []).flatMap((b) =>
    b.kind === 'image' && b.chart?.kind === 'dots' ? [b.chart] : [],
  );
  expect(dots.map((d) => d.rows.map((r) => r.points))).toEqual([
    [
      [3, 5],
      [3, 5],
    ],
    [[1], [1]],
  ]);
});

test('taken back, an answer is nobody’s', async () => {
  const mine = await w.read((rows) => rows.feedback.ofMentee(w.id('aisha')));
  const closed = mine.find((f) => f.share === 'coordinator');
  if (closed === undefined) throw new Error('no such answer');
  w.as('aisha').last = undefined;
  await w.as('aisha').presses('ask.withdraw', { subject: closed.session, arg: 'yes' });
  expect(await panel('priya')).not.toContain('CLOSED');
  expect(await panel('aisha')).not.toContain('CLOSED');
});

test('others are told that there is nothing, and another’s cannot be opened', async () => {
  expect(await panel('grace')).toContain('No feedback here for you to read. Ask your coordinator');
  await w.as('tom').presses('feedback.read', { subject: w.id('maya') });
  expect(w.said('tom')).toContain('Nothing has changed');
  await w.as('maya').presses('feedback.read', { subject: w.id('maya') });
  expect(w.said('maya')).toContain('OPEN');
});

test('no answer stands in any message', () => {
  const all = JSON.stringify(w.chat.messages.map((m) => m.message.card));
  for (const words of ['OPEN', 'HALFWAY', 'CLOSED']) expect(all).not.toContain(words);
});
