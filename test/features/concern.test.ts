import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../src/chat/inbound.js';
import { startBot, type TestBot } from '../fakes/bot.js';

/** "Worried about someone?", where the lead is the very person; the card by itself is tried in `runtime/pace.test.ts`. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot({
    people: [
      { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
      { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
      { user: 'dana', name: 'Dana Whitlock', roles: ['safeguarding-lead'] },
    ],
  });
});
afterEach(() => t.stop());
const words = (reply: Reply | undefined): string => JSON.stringify(reply);

test('a lead who is the person of concern: whom to tell instead, and nothing reaches them', async () => {
  const maya = t.as('maya');
  await maya.types('concern');
  expect(words(maya.last)).toContain('If it is about one of them, do not tell them');
  expect(words(maya.last)).toContain('Omar Reyes');
  const mentee = await t.as('leo').presses('concern.open', { subject: '-', arg: 'mentee' });
  expect(words(mentee)).toContain('If it is about one of them, choose someone else here.');
  await maya.presses('concern.passed', { arg: 'other' });
  const trail = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  expect(trail.filter((e) => e.what === 'concern.passed-on').map((e) => e.facts)).toEqual([{ to: 'someone else' }]);
  expect(t.as('dana').sees()).toEqual([]);
  await t.as('dana').types('home');
  expect(words(t.as('dana').last)).not.toMatch(/concern.passed|passed/);
});
