import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { type Grown, grown } from '../../support/grown.js';

/** Feedback of a large programme: how many there are, a page, and the way to the next one. */

let g: Grown;
let t: TestBot;
beforeAll(async () => {
  g = await grown({ people: 60, sessions: 120 });
  t = g.t;
}, 60_000);
afterAll(() => t?.stop());

function reads(user: string): string {
  const last = t.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  const named = (id: string) => ({ name: [...g.ids].find(([, p]) => p === id)?.[0] ?? 'someone' });
  return cardText(last.card, { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named });
}

test('a coordinator turns from the first five mentors to the next, and back', async () => {
  await t.as('priya').types('feedback');
  const first = reads('priya');
  expect(first).toMatch(/All together: \d+ of \d+ forms, \d+ %\. 13 mentors\. Page 1 of 3\./);
  expect(first.match(/^Mentor: /gm)).toHaveLength(5);
  await t.as('priya').presses('feedback.read', { subject: '-', arg: '1' });
  const second = reads('priya');
  expect(second).toContain('Page 2 of 3.');
  expect(second).toContain('[Earlier mentors] [More mentors]');
  const mentors = (text: string): readonly string[] => text.match(/^Mentor: .*/gm) ?? [];
  expect(mentors(second).filter((m) => mentors(first).includes(m))).toEqual([]);
  await t.as('priya').presses('feedback.read', { subject: '-', arg: '99' });
  expect(reads('priya')).toContain('Page 3 of 3.');
});

test('a mentor of many reads them all together, and each of them page by page', async () => {
  await t.as(g.mentor).types('feedback');
  expect(reads(g.mentor)).toContain('All mentees together');
  expect(reads(g.mentor)).toMatch(/\d+ mentees\. Page 1 of \d\./);
  const mentor = g.ids.get(g.mentor) ?? '';
  await t.as(g.mentor).presses('feedback.read', { subject: mentor, arg: '1' });
  expect(reads(g.mentor)).toMatch(/Page 2 of \d\./);
  expect(reads(g.mentor)).not.toContain('All mentees together');
  expect(reads(g.mentor)).toContain('[Back to all mentees together]');
  await t.as('mentor-1').presses('feedback.read', { subject: mentor, arg: '1' });
  expect(JSON.stringify(t.as('mentor-1').last)).toContain('Nothing has changed');
  await t.as('mentor-1').presses('feedback.read', { subject: '-', arg: '1' });
  expect(JSON.stringify(t.as('mentor-1').last)).toContain('Nothing has changed');
});

test('a coordinator comes back from a mentor’s mentees to the page of mentors that it was on', async () => {
  const priya = t.as('priya');
  await priya.types('feedback');
  await priya.presses('feedback.read', { subject: '-', arg: '1' });
  const mentor = /^Mentor: (.*)$/m.exec(reads('priya'))?.[1] ?? '';
  await priya.presses('feedback.read', { subject: g.ids.get(mentor) ?? '', arg: '0' });
  expect(reads('priya')).not.toContain('All together');
  await priya.presses('feedback.read', { subject: '-' });
  expect(reads('priya')).toContain('Page 2 of 3.');
  expect(reads('priya')).toContain(`Mentor: ${mentor}\n`);
});

test('a mentee finds every answer they gave, and nobody else’s', async () => {
  await t.as(g.mentee).types('feedback');
  expect(reads(g.mentee)).toMatch(/Your own answers\. Page 1 of \d\./);
  await t.as(g.mentee).presses('feedback.read', { subject: 'own', arg: '1' });
  expect(reads(g.mentee)).toMatch(/Your own answers\. Page 2 of \d\./);
  expect(reads(g.mentee)).toContain('with wide-mentor');
  await t.as('priya').presses('feedback.read', { subject: 'own', arg: '0' });
  expect(reads('priya')).not.toContain('Your own answers');
});
