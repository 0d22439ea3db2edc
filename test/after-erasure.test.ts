import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../src/chat/card.js';
import { staysHere } from '../src/domain/rights.js';
import { startBot, type TestBot } from './support/bot.js';
import { type AfterErasure, afterErasureOf, holesIn, refusedOf } from './support/cards-after-erasure.js';
import { buttonsOf } from './support/chat.js';
import { everyFace } from './support/every-face.js';
import { words } from './support/one-session.js';
import type { PermissionsWorld } from './support/permissions-world.js';
import { agreed, planned } from './support/steps.js';

/**
 * Once a mentee was erased: every card that others had of them says what is so, and offers nothing that leads nowhere
 * (docs/field.md#erasure).
 */

/** What each card offers still, and nothing more: all that is not here offers nothing. */
const offers: Readonly<Record<string, readonly string[]>> = {
  // Of them, what is left: the mentor's own, times, and a way to look.
  'agreement-status': ['mentorship.open'],
  'mentorship-news': ['mentorship.open'],
  'goal-news': ['mentorship.open'],
  'plan-status': ['calendar.session'],
  'session-cancelled': ['calendar.session'],
  'review-opened': ['review.self', 'review.panel', 'settings.why'],
  'change-answered': ['change.list'],
  'mentor-digest': ['feedback.read', 'hours.read', 'settings.why', 'settings.stop'],
  // Of others, and of the mentor's own work.
  'lead-alert': ['concern.have-it'],
  'lead-alert-stands': ['concern.stands'],
  'pairs-suggested': ['mentorship.start'],
  'pack-news': ['pack.decide', 'pack.decide-all', 'pack.drop'],
  'reflect-due': ['reflect.section', 'reflect.done'],
  'hold-look': ['rights.hold'],
};

let after: AfterErasure;
let w: PermissionsWorld;
let others: AfterErasure['others'];
let standing: AfterErasure['standing'];
beforeAll(async () => {
  after = await afterErasureOf('leo');
  ({ w, others, standing } = after);
}, 90_000);
afterAll(() => after?.w.t.stop());

describe('once a mentee was erased', () => {
  test('every card that others have of them stands here', () => {
    const seen = new Set(standing.map(({ face }) => face));
    const theirs = Object.entries(everyFace).filter(([, [, sees]]) => sees.some((user) => others.includes(user)));
    // Of whom there are no words to draw, or no news, nothing was posted.
    expect(theirs.map(([face]) => face).filter((face) => !seen.has(face))).toEqual([]);
    expect(Object.keys(offers).filter((face) => !seen.has(face))).toEqual([]);
  });

  test('none offers more than is left', () => {
    const found = new Map<string, Set<string>>();
    for (const { face, card } of standing)
      for (const { press } of buttonsOf(card)) found.set(face, new Set([...(found.get(face) ?? []), press.verb]));
    expect(Object.fromEntries([...found].map(([face, verbs]) => [face, [...verbs].sort()]))).toEqual(
      Object.fromEntries(Object.entries(offers).map(([face, verbs]) => [face, [...verbs].sort()])),
    );
  });

  test('no sentence has a hole where a title was', () => {
    expect(holesIn(after)).toEqual([]);
  });

  test('what is offered can be done', async () => {
    expect(await refusedOf(after)).toEqual([]);
  });

  test('what a session’s cards say of it is said once on each, and old buttons say the same', async () => {
    const saying = standing.filter(({ card }) => said(card).includes('The mentee was erased'));
    expect([...new Set(saying.map(({ face }) => face))].sort()).toEqual(['plan-status', 'record-prompt']);
    for (const { face, card } of saying) expect(said(card).split('The mentee was erased'), face).toHaveLength(2);
    for (const [verb, subject] of [
      ['plan.read', '$E'],
      ['record.read', '$E'],
      ['record.open', '$E'],
      ['plan.read', '$S'],
    ] as const) {
      const { refused, answer } = await w.press('maya', verb, ['', subject]);
      expect(refused, verb).toBe('went-with-mentee');
      expect(words(answer.reply), verb).toContain('The mentee was erased');
    }
  });

  test('whoever coordinates reads that it is done, and of each card only that there is nothing left to do', () => {
    const titles = standing
      .filter(({ face }) => ['erasure-asked', 'correction-asked', 'rights-asked', 'mentee-asks'].includes(face))
      .map(({ card }) => card.title);
    expect(titles.sort()).toEqual(['Erased', 'Nothing to do', 'Over', 'Over']);
  });

  test('the mentorship shows no levels of goals without words, and leads to what is left', async () => {
    const { answer } = await w.press('maya', 'mentorship.open', ['', '$M']);
    const panel = words(answer.reply);
    expect(panel).not.toContain('of 5');
    for (const verb of ['agreement.read', 'release.open', 'stakeholder.open', 'goal.open'])
      expect(panel, verb).not.toContain(verb);
    for (const verb of ['past.list', 'hours.read', 'concern.open']) expect(panel, verb).toContain(verb);
  });

  test('nothing is counted as planned with them, or as asked of them', async () => {
    const { t } = w;
    await t.as('maya').types('hours');
    expect(words(t.as('maya').last)).toMatch(/"Planned","value":\{"parts":\["0 min"\]/);
    for (const user of ['maya', 'priya']) {
      await t.as(user).types('feedback');
      expect(words(t.as(user).last), user).not.toContain('0 of 1');
    }
    await t.as('maya').types('digest');
    expect(words(t.as('maya').last)).not.toContain('What is shared with you');
  });
});

const said = (card: Card): string => JSON.stringify(card);

describe('a session that has no record when its mentee is erased', () => {
  let t: TestBot | undefined;
  afterAll(() => t?.stop());

  test('asks for none any more, on its card, at home and where records are begun', async () => {
    t = await startBot();
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    await t.clock.to('2026-11-24T15:46:00Z');
    const maya = t.as('maya');
    expect(maya.sees().join('\n')).toContain('Write it now');
    await maya.types('home');
    expect(words(maya.last)).toContain('record.open');
    await t.as('priya').erases({ subject: t.as('leo').id, arg: 'yes' });
    await t.settled();
    expect(maya.sees().join('\n')).not.toMatch(/Write it now|In an hour|It didn’t happen/);
    expect(maya.sees().join('\n')).toContain('There is no record to write');
    await maya.types('home');
    expect(words(maya.last)).not.toContain('record.open');
    await maya.types('digest');
    expect(words(maya.last)).not.toContain('Waiting for a record');
    await maya.types('log');
    expect(words(maya.last)).not.toContain('Phone calls');
  });
});

test.each(['docs/field.md', 'docs/privacy/notice.md'])('%s says what stays in the same words', (paper) => {
  const text = readFileSync(new URL(`../${paper}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
  // The minutes stand in the middle of a sentence there.
  for (const line of staysHere) expect(text).toContain(line.replace(/^The minutes/, 'he minutes').replace(/\.$/, ''));
});
