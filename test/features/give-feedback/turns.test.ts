import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** Two of the questions take turns from the third session on (docs/field.md#questions-take-turns): one story, week by week. */

let w: FeedbackWorld;
beforeAll(async () => {
  w = await feedbackWorld();
});
afterAll(() => w.stop());

const first = ['agreed', 'listened', 'pace', 'keep-or-change'];
const asked = async (s: SessionId): Promise<readonly string[]> => (await w.feedback(s, 'leo'))?.asked ?? [];
/** A session of an hour on this day of November, and half an hour later its card. */
async function held(at: string, how: Parameters<FeedbackWorld['held']>[0] = { at }): Promise<SessionId> {
  const s = await w.held({ ...how, at });
  await w.clock.to(new Date(Date.parse(at) + 2 * hour).toISOString());
  return s;
}
async function answers(s: SessionId, ratings: readonly string[]): Promise<void> {
  await w.as('leo').presses('hours.confirm', { subject: s, arg: '45' });
  await w.as('leo').presses('ask.share', { subject: s, arg: 'now' });
  for (const arg of ratings) await w.as('leo').presses('ask.rate', { subject: s, arg });
}
const panel = async (user: string): Promise<string> => {
  await w.as(user).types('feedback');
  const last = w.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return w.aloud(last.card);
};

test('what was not held, or where they were not, is no session of theirs; the third asks two others', async () => {
  const one = await held('2026-11-24T10:00:00Z');
  expect(await asked(one)).toEqual(first);
  await answers(one, ['agreed.1.4', 'listened.1.3', 'pace.1.2']);
  await w.as('leo').presses('ask.skip', { subject: one, arg: 'keep-or-change.1' });
  await held('2026-11-25T10:00:00Z', { at: '', session: { state: 'not-held' } });
  await held('2026-11-26T10:00:00Z', { at: '', attended: [] });
  // Nor does one that they have denied ask them anything: there is no form of it, and no card.
  const before = w.count('leo');
  const denied = await held('2026-11-27T10:00:00Z', { at: '', said: { confirmation: 'did-not-happen' } });
  expect([await w.feedback(denied, 'leo'), w.count('leo')]).toEqual([undefined, before]);
  const two = await held('2026-11-30T10:00:00Z');
  expect(await asked(two)).toEqual(first);
  const three = await held('2026-12-01T10:00:00Z');
  expect(await asked(three)).toEqual(['agreed', 'help-fits', 'say-no', 'keep-or-change']);
  await answers(three, ['agreed.1.5']);
  expect(w.last('leo')).toMatch(/Question 2 of 4[\s\S]*The way my mentor helps works for me\./);
});

test('whatever becomes of the set, a form that is open stays as it is', async () => {
  const three = 'session-6' as SessionId;
  const priya = w.as('priya');
  await priya.types('setup questions');
  await priya.presses('catalogue.questions', { subject: 'after-session' });
  const lines = priya.form().answers.rows.questions ?? [];
  const at = (key: string): number => lines.findIndex((l) => l.key === key);
  priya.fills({ [`questions.${at('help-fits')}.text`]: 'My mentor helps me in a good way.' });
  await priya.moves({ do: 'remove', group: 'questions', row: 'say-no' });
  await priya.saves();
  expect((await priya.submits()).kind).toBe('close');
  await w.settled();
  expect(w.last('leo')).toMatch(/Question 2 of 4[\s\S]*The way my mentor helps works for me\./);
  for (const arg of ['help-fits.1.4', 'say-no.1.3']) await w.as('leo').presses('ask.rate', { subject: three, arg });
  expect(w.last('leo')).toContain('Question 4 of 4');
  await w.as('leo').presses('ask.skip', { subject: three, arg: 'keep-or-change.1' });
  expect(await w.feedback(three, 'leo')).toMatchObject({ state: 'done' });
  expect(w.last('leo')).toContain('Your answers are saved.');
});

test('the next has others in turn, in their words of now; a trend is of the forms that asked', async () => {
  // Six took turns, five do now: the fourth session has the two after those of the third.
  const four = await held('2026-12-02T10:00:00Z');
  expect(await asked(four)).toHaveLength(4);
  expect(await asked(four)).not.toContain('say-no');
  expect(await asked(four)).toEqual(expect.arrayContaining(['agreed', 'keep-or-change']));

  const text = await panel('maya');
  expect(text).toContain('To read: 2 of 4 forms');
  expect(text).toContain('We worked on what we agreed: in order 4, 5 of 5 (2 of 4 forms)');
  expect(text).toContain('I felt listened to: 3 of 5 (1 of 3 forms)');
  // Asked of one form, in other words than now; taken out since, and read still.
  expect(text).toMatch(/My mentor helps me in a good way: 4 of 5 \(1 of 1 form\)/);
  expect(text).toContain('I could say if something was not OK: 3 of 5 (1 of 1 form)');
  expect(text).toContain('answered an earlier wording: “The way my mentor helps works for me.”');
});

test('a mentee sees of each form what it asked, and nothing of what it did not', async () => {
  const own = await panel('leo');
  const forms = own.split('Title ').slice(1);
  const of = (title: string): string => forms.find((f) => f.startsWith(`${title},`)) ?? '';
  expect(of('6')).toContain('The way my mentor helps works for me. 4, Mostly.');
  expect(of('6')).not.toContain('I felt listened to.');
  expect(of('1')).toContain('I felt listened to. 3, Half and half.');
  expect(of('1')).not.toContain('helps');
});
