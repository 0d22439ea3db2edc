import { day, hour, minute } from '../kernel/clock.js';
import type { PersonId, SessionId } from '../kernel/ids.js';
import { addDays, type CivilDate, local, placeAnyway } from '../kernel/zoned.js';

export type Outcome = 'met' | 'partly' | 'not-yet';

/** FIELD §2, *Session record*. Readers: `change` is the mentor's and the assessors'; the rest the mentee reads too. */
export interface RecordBody {
  /** Who was there, of the mentees; empty: nobody came. */
  readonly attended: readonly PersonId[];
  /** ms */
  readonly startedAt: number;
  /** In steps of five or finer. */
  readonly minutes: number;
  readonly outcomes: readonly { readonly objective: string; readonly outcome: Outcome; readonly evidence: string }[];
  readonly skills: readonly { readonly key: string; readonly skill: string; readonly example: string }[];
  /** Key points: what happened. */
  readonly happened: string;
  readonly actions: readonly Action[];
  readonly change: string;
  readonly nextFocus: string;
  readonly restorative: Restorative | null;
  readonly checkIn: string;
  readonly checkOut: string;
}
export interface Action {
  readonly key: string;
  readonly what: string;
  readonly owner: 'mentor' | 'mentee';
  readonly due: CivilDate | null;
}
export interface Restorative {
  readonly happened: string;
  readonly affected: string;
  readonly agreed: string;
  readonly by: CivilDate | null;
}

export interface RecordVersion {
  readonly session: SessionId;
  readonly version: number;
  readonly body: RecordBody;
  /** ms */
  readonly savedAt: number;
  readonly author: PersonId;
  /** Why it was amended; empty on the first version. */
  readonly reason: string;
  /** Why it came so late; asked for a retrospective record. */
  readonly lateReason: string;
}

/** The facts about a record's times, each apart (FIELD §1, 2). */
export interface RecordHead {
  readonly session: SessionId;
  readonly version: number;
  /** When everything required was first there (ms). */
  readonly firstSavedAt: number;
  readonly signedAt: number;
  /** The author was asked later than the session's end by the bot's own fault, by this long (ms). */
  readonly botDelayMs: number;
}

export type LagClass = 'at the time' | 'late' | 'retrospective';

/** The end of the n-th working day after the day of `at`, in the author's zone (ms). */
export function endOfWorkingDay(at: number, n: number, zone: string, workingDays: readonly number[]): number {
  let date = local(at, zone).date;
  let left = n;
  // No working days at all would never end: then every day is one.
  const working = workingDays.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : workingDays;
  while (left > 0) {
    date = addDays(date, 1);
    if (working.includes(local(placeAnyway(date, '12:00', zone), zone).weekday)) left -= 1;
  }
  return placeAnyway(addDays(date, 1), '00:00', zone);
}

/**
 * FIELD §1, 2: *at the time* within 24 h or by the end of the author's next working day; *late* within 72 h or three
 * working days; *retrospective* after that. `endedAt`, `firstSavedAt` in ms; the bot's own delay does not count.
 */
export function lagClass(
  endedAt: number,
  firstSavedAt: number,
  author: { readonly zone: string; readonly workingDays: readonly number[] },
  botDelayMs = 0,
): LagClass {
  const saved = firstSavedAt - Math.max(0, botDelayMs);
  const by = (hours: number, days: number): number =>
    Math.max(endedAt + hours * hour, endOfWorkingDay(endedAt, days, author.zone, author.workingDays));
  if (saved <= by(24, 1)) return 'at the time';
  if (saved <= by(72, 3)) return 'late';
  return 'retrospective';
}

/** "recorded 12 minutes after the session", "recorded 3 hours after the session". */
export function lagInWords(endedAt: number, firstSavedAt: number): string {
  const ms = firstSavedAt - endedAt;
  if (ms < minute) return 'recorded as the session ended';
  const say = (n: number, unit: string): string => `recorded ${n} ${unit}${n === 1 ? '' : 's'} after the session`;
  if (ms < 2 * hour) return say(Math.floor(ms / minute), 'minute');
  if (ms < 2 * day) return say(Math.floor(ms / hour), 'hour');
  return say(Math.floor(ms / day), 'day');
}
