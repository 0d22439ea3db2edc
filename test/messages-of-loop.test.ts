import { afterEach, expect, test } from 'vitest';
import { allocated } from './support/allocate.js';
import { startBot, type TestBot } from './support/bot.js';
import { agreed, planned } from './support/steps.js';

/** How many messages a session makes, from its plan to what its mentee says of it: not one more than at 0.4.0. */

let t: TestBot | undefined;
afterEach(async () => t?.stop());

/** Messages to each of the two, those that were only drawn anew left out. */
async function loop(
  kind: 'standard' | 'review' | 'restorative',
  everything = false,
): Promise<Readonly<Record<string, number>>> {
  const bot = await startBot();
  t = bot;
  const [maya, leo] = [bot.as('maya'), bot.as('leo')];
  await agreed(bot, 'maya', 'leo');
  if (everything) {
    // Somebody assesses, and the mentee is asked how they arrive and leave.
    await allocated(bot, 'priya', 'assessor');
    await bot.store.write(async (tx) => {
      const { people, mentorships } = tx.in(bot.programme);
      const them = await people.get(leo.id);
      if (them !== undefined) await people.save({ ...them, manners: { ...them.manners, checkIn: 'mentor' } });
      const [m] = await mentorships.of(leo.id);
      const body = { ...m?.agreement.body, helps: 'Short breaks', avoid: 'Being rushed' };
      if (m !== undefined) await mentorships.save({ ...m, agreement: { ...m.agreement, body } } as typeof m);
    });
  }
  const before = bot.chat.messages.length;
  // The kind is chosen on the form's first step, as everybody chooses it.
  if (kind === 'standard') await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  else {
    const { types } = maya;
    maya.types = async (...typed) => {
      const reply = await types(...typed);
      maya.fills({ kind });
      return reply;
    };
    await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    maya.types = types;
  }
  await leo.presses('plan.accept');
  await bot.clock.to('2026-11-24T14:05:00Z');
  await bot.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [outcome?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited before I spoke.',
    happened: 'Leo made two calls.',
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  await leo.presses('hours.confirm');
  await leo.presses('ask.share', { arg: 'now' });
  for (const arg of ['agreed.1.4', 'listened.1.5', 'pace.1.4']) await leo.presses('ask.rate', { arg });
  leo.last = undefined;
  await leo.presses('ask.words');
  leo.fills({ words: 'Keep the calls.' });
  await leo.submits();
  await bot.clock.to('2026-12-04T12:00:00Z');
  const sent = bot.chat.messages.slice(before).filter((m) => m.posts > 0);
  return {
    maya: sent.filter((m) => m.address === 'web:maya').length,
    leo: sent.filter((m) => m.address === 'web:leo').length,
  };
}

/** Measured at 0.4.0 by this very test. */
test.each([
  ['standard', false],
  ['review', false],
  ['standard', true],
  ['review', true],
  ['restorative', true],
] as const)('a %s session has as many messages as at 0.4.0; all that is new in use: %s', async (kind, everything) => {
  expect(await loop(kind, everything)).toEqual({ maya: 5, leo: 3 });
});
