import { hour, minute } from '../../../src/kernel/clock.js';

/**
 * What a Monday is made of, where nobody has measured one: each with its source, so that whoever knows better can put
 * another in its place and run it again.
 */

/**
 * A mentor works with so many mentees, each mentorship has a session a week, and a week has five working days: as the season
 * that `npm test` lives (test/support/season-lived.ts: ten mentorships of five mentors).
 */
export const menteesOfAMentor = 2;
export const sessionsAWeek = 1;
export const workingDays = 5;
/** Every session lasts so long (ms), as in that season. */
export const lasts = 45 * minute;
/** Held before this Monday, of each mentorship: half of a term of ten weeks. Nobody's source: how full the tables are. */
export const heldBefore = 5;
/** Sessions begin on each of these (ms): by the half hour, as calendars offer it, no sooner than the reminder may be heard. */
export const slot = 30 * minute;
/** From the beginning of the day to the first session, and from the last one's beginning to the end of the day (ms). */
export const [beforeFirst, afterLast] = [hour, 90 * minute];

/** The weekly digest, to the channel and to each mentor: set for Monday, for it is the largest thing that falls due at once. */
export const digestAt = '09:00';

/**
 * How long somebody takes to do what they are asked (ms, from and to, each as likely): of the season only that it is done on
 * the day is known. A question after a question is answered within half a minute.
 */
export const takes: Readonly<Record<string, readonly [number, number]>> = {
  'plan.accept': [2 * minute, 2 * hour],
  'session.start': [0, 5 * minute],
  'record.open': [minute, hour],
  'hours.confirm': [minute, 90 * minute],
  'ask.share': [10_000, 30_000],
  'ask.rate': [10_000, 30_000],
  'ask.words': [10_000, 30_000],
};

/**
 * Which share of people does it at all on that day: of seventy-four sessions of the season one in twenty was recorded days
 * later; that half of all mentors press *Start*, and that one mentee in two looks at *home*, is nobody's source.
 */
export const does: Readonly<Record<string, number>> = { 'session.start': 0.5, 'record.open': 0.95 };
export const looksAtHome = 0.5;

/**
 * What Slack takes of one workspace in a minute, and of one conversation (adapters/slack/limits.ts, `pace`, with its
 * sources): above it this stand-in answers 429, as Slack does. A burst within the minute is let through to a conversation:
 * "short bursts are tolerated". An upload is two calls of tier 4, "100+ per minute" each
 * (reference/methods/files.getUploadURLExternal and files.completeUploadExternal).
 */
export const aMinute = { send: 300, sendToOne: 60, update: 50, open: 50, upload: 100 } as const;
