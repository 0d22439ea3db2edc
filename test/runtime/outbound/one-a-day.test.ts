import { afterEach, expect, test } from 'vitest';
import { features } from '../../../src/features/index.js';
import { zoneSubject } from '../../../src/features/settings/subjects.js';
import type { FaceName } from '../../../src/kernel/names.js';
import { registryOf } from '../../../src/runtime/registry.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { daysOverTheCap } from '../../support/messages-counted.js';
import { agreed, planned } from '../../support/steps.js';

/** docs/field.md#one-message-a-day, whatever a feature forgets. */

let t: TestBot;
afterEach(() => t?.stop());

/**
 * All that a mentee may be sent however much they were sent that day. Written by hand: whatever is not here is their one
 * message of a day, or is not for mentees.
 */
const passes: Readonly<Record<'with-session' | 'in-answer' | 'from-somebody', readonly FaceName[]>> = {
  'with-session': [
    'invitation',
    'plan-changed',
    'suggestion-none',
    'series-invitation',
    'series-changed',
    'series-cancelled',
    'session-cancelled',
    'reminder',
    'things-waiting',
    'not-delivered',
    'after-session',
    'ask-again',
    'hours-changed',
    'hours-settled',
    'confirm-several',
  ],
  'in-answer': ['answer-missed', 'form-ready', 'concern-missed', 'copy-ready', 'rights-answered', 'second-code'],
  'from-somebody': [
    'agreement-ask',
    'mentorship-news',
    'goal-news',
    'handover-ask',
    'release-ask',
    'join-ask',
    'welcome',
    'nudge',
  ],
};

test.each(Object.entries(passes))('%s: these faces, and no other', (how, faces) => {
  const found = [...registryOf(features).faces].filter(([, face]) => face.comes === how);
  expect(found.map(([name]) => name).sort()).toEqual([...faces].sort());
});

const asksAboutZone = (user: string, zone: string) =>
  t.store.write((tx) =>
    tx.in(t.programme).outbox.add({
      face: 'zone-ask',
      subject: zoneSubject.write({ person: t.as(user).id, zone, day: 20_000 }),
      to: { person: t.as(user).id },
      at: t.clock.now(),
      sensitive: false,
    }),
  );
const had = (user: string, words: string): number =>
  t
    .as(user)
    .sees()
    .filter((m) => m.includes(words)).length;

test('a second message beside waits for the next day; a session’s, and what somebody does, do not', async () => {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  // The agreement was that day's.
  await t.clock.to('2026-11-24T09:00:00Z');
  for (const city of ['Paris', 'Rome', 'Oslo']) {
    await asksAboutZone('leo', `Europe/${city}`);
    await asksAboutZone('maya', `Europe/${city}`);
  }
  await t.settled();
  const late = 'Your times stay as they are';
  expect([had('leo', late), had('maya', late)]).toEqual([1, 3]);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  expect(t.as('leo').card('plan.accept')).toBeDefined();
  await t.as('priya').presses('people.nudge', { subject: t.as('leo').id });
  await t.settled();
  expect(had('leo', 'Your coordinator asks')).toBe(1);

  await t.clock.to('2026-11-25T07:59:00Z');
  expect(had('leo', late)).toBe(1);
  await t.clock.to('2026-11-25T08:01:00Z');
  expect(had('leo', late)).toBe(2);
  await t.clock.to('2026-11-25T23:00:00Z');
  expect(had('leo', late)).toBe(2);
  await t.clock.to('2026-11-26T08:01:00Z');
  expect(had('leo', late)).toBe(3);
});

test('the count of a season would name a day with a second one', () => {
  const at = Date.parse('2026-11-24T09:00:00Z');
  const sent = (comes: 'beside' | 'from-somebody' | 'with-session', after: number) => ({
    to: 'leo',
    at: at + after,
    face: comes,
    comes,
  });
  const over = (...all: ReturnType<typeof sent>[]) => daysOverTheCap(all, ['leo']);
  expect(over(sent('beside', 0), sent('with-session', 1), sent('from-somebody', 2))).toEqual([]);
  expect(over(sent('beside', 0), sent('beside', 24 * 3_600_000))).toEqual([]);
  expect(over(sent('beside', 0), sent('beside', 1))).toEqual(['leo 2026-11-24: beside, beside']);
  expect(over(sent('from-somebody', 0), sent('beside', 1))).toHaveLength(1);
});
