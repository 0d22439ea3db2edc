import type { Reply } from '../../src/chat/inbound.js';
import type { MentorshipId, SessionId } from '../../src/kernel/ids.js';
import type { Before, TestBot } from './bot.js';
import { agreed, planned } from './steps.js';

export const words = (reply: Reply | undefined): string => JSON.stringify(reply);
export const secret = 'Leo rang the college, and was nervous.';

/** A session of 45 minutes between Maya and Leo, on record, confirmed, with a word of feedback. */
export const oneSession: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
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
    'skill-example': 'I waited.',
    happened: secret,
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  const leo = bot.as('leo');
  await leo.presses('hours.confirm');
  await leo.presses('ask.share', { arg: 'now' });
  await leo.presses('ask.rate');
};
export const theirs = (bot: TestBot): Promise<{ m: MentorshipId; s: SessionId }> =>
  bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const [m] = await rows.mentorships.all();
    const [s] = await rows.sessions.all();
    return { m: m?.id as MentorshipId, s: s?.id as SessionId };
  });
