import type { ReviewForm } from '../../src/domain/review.js';
import type { MentorshipId, SessionId } from '../../src/kernel/ids.js';
import type { Before, TestBot } from './bot.js';
import { cardText } from './card-text.js';
import { recorded } from './newer-steps.js';
import type { Someone } from './someone.js';
import { mayaAndLeoAgreed, planned } from './steps.js';

/** A mentorship that is half-way, and ways to look at it. */

const lastSession = async (t: TestBot): Promise<SessionId> =>
  t.store.read(async (tx) => (await tx.in(t.programme).sessions.all()).at(-1)?.id as SessionId);

/** Half of the minutes meant (six hours, one mentee) in one long session, held and not recorded yet. */
export const longHeld: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo today 11:00 180m A long one');
  await bot.as('leo').presses('plan.accept');
  await bot.clock.to('2026-11-23T14:01:00Z');
};

/** Its record by its mentor: with it the minutes count. */
export const longRecorded = async (bot: TestBot): Promise<void> => recorded(bot, 'maya', await lastSession(bot));

/** Half-way, the mentee asked by a message of its own: the session's questions had come before its record did. */
export const askedAlone: Before = async (bot) => {
  await longHeld(bot);
  await bot.clock.to('2026-11-23T14:31:00Z');
  await longRecorded(bot);
  await bot.clock.to('2026-11-24T12:01:00Z');
};

export const reviewForms = (t: TestBot): Promise<readonly ReviewForm[]> =>
  t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    return rows.reviews.formsOf((await rows.mentorships.all()).map((m) => m.id));
  });

/** The newest form of one side. */
export const formOf = async (t: TestBot, audience: ReviewForm['audience']): Promise<ReviewForm> => {
  const found = (await reviewForms(t)).filter((f) => f.audience === audience).at(-1);
  if (found === undefined) throw new Error(`no form of a ${audience}`);
  return found;
};

export const firstMentorship = (t: TestBot): Promise<MentorshipId> =>
  t.store.read(async (tx) => (await tx.in(t.programme).mentorships.all())[0]?.id as MentorshipId);

/** What somebody's last answer says, read aloud. */
export function saidTo(t: TestBot, who: Someone): string {
  const { last } = who;
  const card = last === undefined ? undefined : 'card' in last ? last.card : 'say' in last ? last.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named };
  return card === undefined ? JSON.stringify(last) : cardText(card, reader as never);
}
