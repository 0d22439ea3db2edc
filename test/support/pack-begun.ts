import type { Before } from './bot.js';
import { agreed, planned } from './steps.js';

/** Maya mentors Leo and Aisha, with one session of Leo's on record: enough for a pack. */
export const packSeason: Before = async (bot) => {
  for (const mentee of ['leo', 'aisha']) await agreed(bot, 'maya', mentee);
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:00:00Z');
  const maya = bot.as('maya');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I let LEO finish.',
    happened: 'Leo’s call to Hillside School went well; Priya helped.',
  });
  await maya.submits();
  await bot.clock.to('2026-11-25T10:00:00Z');
};
