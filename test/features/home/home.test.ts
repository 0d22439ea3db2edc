import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { said } from '../../support/agree-world.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** Home: what it asks of a mentee, and what it tells them. */

let w: FeedbackWorld;
beforeAll(async () => {
  w = await feedbackWorld();
  await w.held({ at: '2026-11-20T10:00:00Z', minutes: 30, said: { confirmation: 'confirmed', confirmedMinutes: 30 } });
  await w.held({ at: '2026-11-22T10:00:00Z', minutes: 45 });
});
afterAll(() => w.stop());
beforeEach(async () => {
  await w.manners('leo', { confirmationStopped: false });
});

const home = async (user = 'leo'): Promise<string> => said(await w.as(user).types('home'));
const asksLength = 'as long as noted?';

test('a length without an answer is asked about, until they stop it', async () => {
  expect(await home()).toContain(asksLength);
  await w.manners('leo', { confirmationStopped: true });
  expect(await home()).not.toContain(asksLength);
  expect(await home()).toContain('Nothing waits for you.');
});

test('nothing is asked while the mentorship rests', async () => {
  const m = w.mentorship('leo');
  const turn = (state: 'paused' | 'active') =>
    w.change(async (rows) => {
      const kept = await rows.mentorships.get(m);
      if (kept !== undefined) await rows.mentorships.save({ ...kept, state });
    });
  await turn('paused');
  expect(await home()).not.toContain(asksLength);
  await turn('active');
  expect(await home()).toContain(asksLength);
});

test('a mentee reads their own hours, their zone and quiet hours; another’s hours are not theirs', async () => {
  const leo = await home();
  expect(leo).toContain('1 h 15 min of mentoring so far. You have confirmed 30 min.');
  expect(leo).toContain('Times are in Europe/London. Quiet hours: ');
  expect(await home('aisha')).toContain('None so far. They count once you have met');
  // Who has agreed with nobody has none.
  expect(await home('sam')).not.toContain('so far');
});
