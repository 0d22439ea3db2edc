import { weekKey } from '../../domain/digest.js';
import type { ProgrammeSettings } from '../../domain/programme.js';
import { neverTooLate, nextWeekly } from '../../domain/prompt-schedule.js';
import { digestPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PromptRow } from '../../ports/store.js';
import type { Work } from '../feature.js';

/** A digest that could not go at its time is still worth reading for so long (ms). */
const worthReading = 6 * day;

/**
 * Sets the next weekly digest by these settings, once a week at most, and takes back those that waited otherwise.
 * To be called whenever the digest's settings change. Answers when it comes (ms), if it does.
 */
export async function scheduleDigest(
  work: Work,
  settings: ProgrammeSettings['digest'] = work.programme.settings.digest,
): Promise<number | undefined> {
  work.cancelAll(digestPrompt.begin({}));
  return settings.weekly ? setNext(work, settings, work.now) : undefined;
}

/**
 * The next when this one has fired. One that nothing ran for until it was stale is left out (answers false): the newest
 * that is still worth reading goes in its place, at once where its time has passed as well.
 */
export async function goOn(work: Work, fired: PromptRow): Promise<boolean> {
  const stale = work.now - fired.dueAt > worthReading;
  work.cancelAll(digestPrompt.begin({}));
  await setNext(work, work.programme.settings.digest, stale ? work.now - worthReading : work.now);
  return !stale;
}

/** The same at start: what is overdue from a time when nothing ran is left waiting, and goes. */
export async function ensureDigest(work: Work): Promise<void> {
  const { digest } = work.programme.settings;
  if (digest.weekly) await setNext(work, digest, work.now);
}

async function setNext(work: Work, { weekday, time }: ProgrammeSettings['digest'], after: number): Promise<number> {
  const { zone } = work.programme;
  let dueAt = nextWeekly(after, weekday, time, zone);
  // This week's has gone already where the day was moved to a later one: then it is next week's turn.
  if ((await work.rows.prompts.get(digestPrompt.write({ week: weekKey(dueAt, zone) })))?.state === 'fired')
    dueAt = nextWeekly(dueAt, weekday, time, zone);
  work.schedule({
    ...digestPrompt.prompt({ week: weekKey(dueAt, zone) }),
    subject: weekKey(dueAt, zone),
    to: null,
    dueAt,
    expiresAt: neverTooLate(dueAt),
  });
  return dueAt;
}
