import { weekKey } from '../domain/digest.js';
import type { ProgrammeSettings } from '../domain/programme.js';
import { nextWeekly } from '../domain/prompt-schedule.js';
import { day } from '../kernel/clock.js';
import type { Work } from './feature.js';

/** A digest that could not go at its time is still worth reading for so long (ms). */
const worthReading = 6 * day;

/**
 * Sets the next weekly digest by these settings, once a week at most, and takes back those that waited otherwise.
 * To be called whenever the digest's settings change, and when one has fired. Answers when it comes (ms), if it does.
 */
export async function scheduleDigest(
  work: Work,
  settings: ProgrammeSettings['digest'] = work.programme.settings.digest,
): Promise<number | undefined> {
  work.cancelAll('digest:');
  return settings.weekly ? setNext(work, settings) : undefined;
}

/** The same at start: what is overdue from a time when nothing ran is left waiting, and goes. */
export async function ensureDigest(work: Work): Promise<void> {
  const { digest } = work.programme.settings;
  if (digest.weekly) await setNext(work, digest);
}

async function setNext(work: Work, { weekday, time }: ProgrammeSettings['digest']): Promise<number> {
  const { zone } = work.programme;
  let dueAt = nextWeekly(work.now, weekday, time, zone);
  const occurrence = (): string => `digest:${weekKey(dueAt, zone)}`;
  // This week's has gone already where the day was moved to a later one: then it is next week's turn.
  if ((await work.rows.prompts.get(occurrence()))?.state === 'fired') dueAt = nextWeekly(dueAt, weekday, time, zone);
  work.schedule({
    occurrence: occurrence(),
    kind: 'digest',
    subject: weekKey(dueAt, zone),
    to: null,
    dueAt,
    expiresAt: dueAt + worthReading,
  });
  return dueAt;
}
