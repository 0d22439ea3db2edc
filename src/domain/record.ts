import { day, hour, minute } from '../kernel/clock.js';
import type { PersonId, SessionId } from '../kernel/ids.js';
import { addDays, type CivilDate, local, placeAnyway, spanInWords, weekdayOf } from '../kernel/zoned.js';
import { type Holidays, noHolidays } from './holidays.js';
import type { Person, Programme, StakeholderAs } from './programme.js';
import { mannersOf } from './prompt-schedule.js';
import { type PlanVersion, planInForce } from './session.js';

export type Outcome = 'met' | 'partly' | 'not-yet';

/** docs/field.md#the-record. Readers: `change` is the mentor's and the assessors'; the rest the mentee reads too. */
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
  /** Whether the plan's activities were kept to; null where nobody said. */
  readonly keptTo: KeptTo | null;
  /** What the plan's support did, by the key of its row. */
  readonly support: readonly SupportEffect[];
  /** How guidance that the plan refers to was applied (`refOf`). The mentor's own practice. */
  readonly guidance: readonly { readonly ref: string; readonly how: string }[];
}
export type KeptTo = 'as-planned' | 'partly' | 'differently';
export type Effect = 'helped' | 'partly' | 'not';
export interface SupportEffect {
  readonly key: string;
  /** In a group: whose need it was (`Support.mentee`). */
  readonly mentee?: PersonId;
  /** Null where only a line was written. */
  readonly did: Effect | null;
  /** One line. */
  readonly line: string;
}
export interface Action {
  readonly key: string;
  readonly what: string;
  /** `outside`: neither of the two. The mentor hears of it, and ticks it off. */
  readonly owner: 'mentor' | 'mentee' | 'outside';
  /** Of an owner outside: what they are to the mentee. */
  readonly as?: StakeholderAs;
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

/** The facts about a record's times, each apart (docs/field.md#at-the-time). */
export interface RecordHead {
  readonly session: SessionId;
  readonly version: number;
  /** When everything required was first there (ms). */
  readonly firstSavedAt: number;
  /** When the first version was signed; an amendment's own time is its version's `savedAt`. */
  readonly signedAt: number;
  /** The author was asked later than could be by the bot's own fault, by this long (ms). */
  readonly botDelayMs: number;
  /** How soon after the session it was made, by what the version in force says of its end; absent where nobody counted. */
  readonly lag?: LagClass;
}

export type LagClass = 'at the time' | 'late' | 'retrospective';

/** Who is meant by "the author": their zone, ISO working days (Monday is 1), and the holidays that are none of them. */
export interface Author {
  readonly zone: string;
  readonly workingDays: readonly number[];
  readonly holidays?: Holidays;
}

/** The mentor of a session as the author of its record; whoever left is counted by the programme's own ways. */
export const authorOf = (mentor: Person | undefined, programme: Programme, holidays: Holidays): Author => ({
  zone: mentor?.zone ?? programme.zone,
  workingDays: mannersOf(mentor ?? { manners: {} }, programme).workingDays,
  holidays,
});

/** The first moment (ms) after the n-th working day that follows the day of `at`, in the author's zone. */
export function endOfWorkingDay(at: number, n: number, author: Author): number {
  const { zone, workingDays, holidays = noHolidays } = author;
  let date = local(at, zone).date;
  let left = n;
  // Without any day of the week in it the search would never end: then every day is a working day.
  const named = workingDays.filter((d) => Number.isInteger(d) && d >= 1 && d <= 7);
  const working = named.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : named;
  while (left > 0) {
    date = addDays(date, 1);
    if (working.includes(weekdayOf(date)) && holidays.on(date) === undefined) left -= 1;
  }
  return placeAnyway(addDays(date, 1), '00:00', zone);
}

/**
 * *At the time* (docs/field.md#at-the-time) where everything required was first saved within 24 h of the session's end
 * or by the end of the author's next working day; *late* within 72 h or three working days; *retrospective* after that.
 * Moments in ms. Hours are hours that passed: a day on which the clocks change has 23 or 25 of them. It is a statement
 * of fact about freshness, so the bot's own delay does not soften it; that is said beside it (`lagOf`).
 */
export function lagClass(endedAt: number, firstSavedAt: number, author: Author): LagClass {
  const by = (hours: number, days: number): boolean =>
    firstSavedAt <= endedAt + hours * hour || firstSavedAt < endOfWorkingDay(endedAt, days, author);
  if (by(24, 1)) return 'at the time';
  if (by(72, 3)) return 'late';
  return 'retrospective';
}

/** A delay of the bot's shorter than this is not worth a label (ms). */
export const shortestBotDelay = 15 * minute;

/**
 * How much later the bot asked than it could have (ms), where that was worth a label; otherwise 0. It could once the
 * session was over and known of: `from`, and not before `knownAt`, when it was first planned (docs/field.md#the-bot-was-late).
 */
export function botDelay(
  asked: { readonly askedAt: number; readonly endedAt: number; readonly from?: number | undefined } | undefined,
  knownAt = 0,
): number {
  if (asked === undefined) return 0;
  const late = asked.askedAt - Math.max(asked.from ?? asked.endedAt, knownAt);
  return late > shortestBotDelay ? late : 0;
}

export interface Lag {
  readonly class: LagClass;
  /** Without the bot's own delay it would have been of a better class (docs/field.md#the-bot-was-late). */
  readonly botsOwn: boolean;
  /** "recorded 12 minutes after the session". */
  readonly words: string;
  /** "at the time", "late", "late, as Mentorlog asked 2 days late". */
  readonly label: string;
}

/** Everything that is said about when a record was written; `endedAt` and `firstSavedAt` in ms, the delay in ms. */
export function lagOf(endedAt: number, firstSavedAt: number, author: Author, botDelayMs = 0): Lag {
  const is = lagClass(endedAt, firstSavedAt, author);
  const delay = Math.max(0, botDelayMs);
  const botsOwn = lagClass(endedAt, firstSavedAt - delay, author) !== is;
  const words = lagInWords(endedAt, firstSavedAt);
  return {
    class: is,
    botsOwn,
    words,
    // A delay that changed nothing explains nothing.
    label: botsOwn ? `${is}, as Mentorlog asked ${spanInWords(delay)} late` : is,
  };
}

/** A length is said to the nearest five minutes, so a session may end, by its record, this much ahead (ms). */
export const roundingOfEnd = 5 * minute;

/** "recorded 12 minutes after the session", "recorded 3 hours after the session": rounded down, never up. */
export function lagInWords(endedAt: number, firstSavedAt: number): string {
  const ms = firstSavedAt - endedAt;
  if (ms < -roundingOfEnd) return 'recorded before the session had ended';
  if (ms < minute) return 'recorded as the session ended';
  const say = (n: number, unit: string): string => `recorded ${n} ${unit}${n === 1 ? '' : 's'} after the session`;
  if (ms < 2 * hour) return say(Math.floor(ms / minute), 'minute');
  if (ms < 2 * day) return say(Math.floor(ms / hour), 'hour');
  return say(Math.floor(ms / day), 'day');
}

/** Nobody came: kept, and zero hours. */
export const isNoShow = (body: Pick<RecordBody, 'attended'>): boolean => body.attended.length === 0;

/** When it ended by this record (ms): its start where nobody came. */
export const recordedEnd = (body: Pick<RecordBody, 'attended' | 'startedAt' | 'minutes'>): number =>
  isNoShow(body) ? body.startedAt : body.startedAt + body.minutes * minute;

/** What a record cannot do without. `objective:KEY` for each objective. */
export type Missing = 'minutes' | 'skill' | 'example' | 'happened' | `objective:${string}`;

/**
 * What is still missing for `first_saved_at` to be fixed (docs/field.md#at-the-time): the length, an outcome for each
 * objective of the plan, one skill with one sentence, what happened. Where nobody came only what happened is asked.
 * White space is nothing. Without a unit (docs/field.md#without-a-unit) neither an outcome nor a skill is asked for.
 */
export function missingFrom(
  body: RecordBody,
  objectives: readonly { readonly key: string }[],
  forUnit = true,
): readonly Missing[] {
  const missing: Missing[] = [];
  if (!isNoShow(body)) {
    if (!(body.minutes > 0)) missing.push('minutes');
    for (const o of forUnit ? objectives : [])
      if (!body.outcomes.some((x) => x.objective === o.key)) missing.push(`objective:${o.key}`);
    const named = body.skills.filter((s) => s.skill.trim() !== '');
    if (!forUnit) return body.happened.trim() === '' ? [...missing, 'happened'] : missing;
    if (named.length === 0) missing.push('skill');
    else if (named.every((s) => s.example.trim() === '')) missing.push('example');
  }
  if (body.happened.trim() === '') missing.push('happened');
  return missing;
}

/**
 * The record as somebody reads it who is neither its mentor nor assesses: never *what I would change*
 * (docs/field.md#who-reads-a-record), nor how guidance was applied. In a group each mentee sees nothing of another
 * (docs/field.md#groups), so what could name or quote one is left out too: who came, what happened, evidence, examples,
 * the restorative part, how anyone felt, and what was done for another's needs.
 */
export function sharedPart(
  body: RecordBody,
  reader: { readonly mentee: PersonId | null; readonly group: boolean },
): RecordBody {
  const shared: RecordBody = { ...body, change: '', guidance: [] };
  if (reader.mentee === null || !reader.group) return shared;
  return {
    ...shared,
    attended: body.attended.filter((m) => m === reader.mentee),
    outcomes: body.outcomes.map((o) => ({ ...o, evidence: '' })),
    skills: [],
    happened: '',
    restorative: null,
    checkIn: '',
    checkOut: '',
    support: body.support
      .filter((s) => s.mentee === undefined || s.mentee === reader.mentee)
      .map((s) => ({ ...s, line: '' })),
  };
}

/**
 * How the plan stands to the record (docs/field.md#the-plan-in-force), in words: how long before the start it was made
 * and last changed, whether it was copied unchanged, or that it was made afterwards and does not count.
 */
export function planInWords(
  plans: readonly PlanVersion[],
  startedAt: number,
  plannedAfterwards: boolean,
): readonly string[] {
  const inForce = planInForce(plans, startedAt);
  if (inForce === undefined || plannedAfterwards)
    return ['Planned after it began: kept apart, and counts only if the assessor accepts it.'];
  const first = plans.reduce((a, b) => (b.version < a.version ? b : a), inForce);
  const made = `Planned ${spanInWords(startedAt - first.savedAt)} before the start`;
  const changed =
    inForce.version === first.version
      ? `${made}.`
      : `${made}, last changed ${spanInWords(startedAt - inForce.savedAt)} before it.`;
  if (inForce.copiedFrom === null) return [changed];
  return [changed, inForce.unchanged ? 'Copied, and used unchanged.' : 'Copied, then changed for this session.'];
}
