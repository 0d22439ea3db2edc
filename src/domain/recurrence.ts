import { Temporal } from 'temporal-polyfill';
import { Refused } from '../kernel/errors.js';
import { addDays, type CivilDate, local, place, weekdayOf } from '../kernel/zoned.js';

/** Most sessions one series may hold: more than a year of weekly ones, and a list a person can still look through. */
export const longestSeries = 60;

/** Longest gap between two sessions of a weekly series, in weeks: a quarter of a year. */
export const widestGap = 12;

/** Which weekday of a month: the first to the fourth, or the last. */
export type Nth = 1 | 2 | 3 | 4 | -1;

/** `times` counts the first session too; `until` is the last day (in the series' zone) a session may be on. */
export type SeriesEnd = { readonly times: number } | { readonly until: CivilDate };

/**
 * How a session repeats: every `weeks` weeks, or on the `nth` such weekday of each month. A part that was not said
 * is taken from the first session. ISO weekdays: Monday is 1, Sunday 7.
 */
export type Recurrence =
  | { readonly unit: 'week'; readonly weeks: number; readonly weekday?: number; readonly end?: SeriesEnd }
  | { readonly unit: 'month'; readonly nth?: Nth; readonly weekday?: number; readonly end?: SeriesEnd };

export interface Occurrence {
  /** The instant (ms). */
  readonly at: number;
  readonly date: CivilDate;
  /**
   * Set where the clocks change at that very hour: the local time comes twice (the earlier is taken) or never (the
   * time just after the jump is taken), so that a person can be told.
   */
  readonly clock?: 'twice' | 'never';
}

/** The `nth` (or last) `weekday` of a month. Every month has four of each. */
export function nthWeekday(year: number, month: number, weekday: number, nth: Nth): CivilDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const day = 1 + ((weekday - first.dayOfWeek + 7) % 7);
  if (nth > 0) return first.with({ day: day + 7 * (nth - 1) }).toString();
  const last = day + 28 <= first.daysInMonth ? day + 28 : day + 21;
  return first.with({ day: last }).toString();
}

/** Which weekday of its month a date is; a fifth one counts as the last, so that every month has one. */
export function nthOf(date: CivilDate): Nth {
  const nth = Math.ceil(Temporal.PlainDate.from(date).day / 7);
  return nth === 5 ? -1 : (nth as Nth);
}

/** The first day on or after `date` that the series can be on. */
export function firstOn(every: Recurrence, date: CivilDate): CivilDate {
  if (every.unit === 'week')
    return every.weekday === undefined ? date : addDays(date, (every.weekday - weekdayOf(date) + 7) % 7);
  if (every.weekday === undefined) return date;
  if (every.nth === undefined) return addDays(date, (every.weekday - weekdayOf(date) + 7) % 7);
  const month = Temporal.PlainDate.from(date).toPlainYearMonth();
  const here = nthWeekday(month.year, month.month, every.weekday, every.nth);
  if (here >= date) return here;
  const next = month.add({ months: 1 });
  return nthWeekday(next.year, next.month, every.weekday, every.nth);
}

/** What is wrong with a series whatever its first day is, as a sentence for the person; undefined when nothing is. */
export function recurrenceProblem(every: Recurrence): string | undefined {
  if (every.unit === 'week' && !(Number.isInteger(every.weeks) && every.weeks >= 1 && every.weeks <= widestGap))
    return `Sessions can repeat every 1 to ${widestGap} weeks: choose a number of weeks between them.`;
  if (every.end !== undefined && 'times' in every.end) {
    const { times } = every.end;
    if (!Number.isInteger(times) || times < 1) return 'A series needs at least one session: say how many, like 6.';
    if (times > longestSeries) return tooMany;
  }
  return undefined;
}

const tooMany = `A series can hold at most ${longestSeries} sessions: choose fewer, or an earlier last day.`;

/**
 * The sessions of a series, in order. `first` (ms) is where to begin: its local date and time in `zone`; the series
 * begins on the first fitting day from then on, and each session is at the same local time, whatever the clocks do in
 * between (each date is placed anew; no length of a day is ever added up).
 *
 * Throws Refused `series-too-long` for more than `longestSeries`, `series-endless` without an end, `series-empty` if
 * the last day is before the first session, `series-bad` for impossible numbers, `series-left-out` where `leaveOut`
 * leaves no day at all. A day that is left out does not count towards `times`.
 */
export function occurrences(
  every: Recurrence,
  context: { first: number; zone: string; leaveOut?: (date: CivilDate) => boolean },
): Occurrence[] {
  const problem = recurrenceProblem(every);
  if (problem !== undefined) throw new Refused(problem === tooMany ? 'series-too-long' : 'series-bad', problem);
  if (every.end === undefined)
    throw new Refused('series-endless', 'Say how many sessions, or the last day: “for 6 sessions” or “until 3 March”.');
  const start = local(context.first, context.zone);
  const begin = firstOn(every, start.date);
  const most = 'times' in every.end ? every.end.times : longestSeries + 1;
  const until = 'until' in every.end ? every.end.until : undefined;
  const found: Occurrence[] = [];
  let left = 0;
  // As many days again may be left out as a series can hold: past that its every day is one of them.
  for (let n = 0; found.length < most && left <= longestSeries; n++) {
    const date = nthDate(every, begin, n);
    if (until !== undefined && date > until) break;
    if (context.leaveOut?.(date) === true) {
      left += 1;
      continue;
    }
    if (found.length === longestSeries) throw new Refused('series-too-long', tooMany);
    found.push(onThatDay(date, start.time, context.zone));
  }
  if (found.length === 0 && left > 0)
    throw new Refused(
      'series-left-out',
      'Every date of this series is a public holiday: choose another day, or meet on holidays too.',
    );
  if (found.length === 0)
    throw new Refused('series-empty', 'The last day is before the first session: choose a later last day.');
  return found;
}

function nthDate(every: Recurrence, begin: CivilDate, n: number): CivilDate {
  const from = Temporal.PlainDate.from(begin);
  if (every.unit === 'week') return from.add({ weeks: n * every.weeks }).toString();
  const month = from.toPlainYearMonth().add({ months: n });
  return nthWeekday(month.year, month.month, from.dayOfWeek, every.nth ?? nthOf(begin));
}

function onThatDay(date: CivilDate, time: string, zone: string): Occurrence {
  const placed = place(date, time, zone);
  if (placed.kind === 'once') return { at: placed.at, date };
  return placed.kind === 'twice'
    ? { at: placed.earlier, date, clock: 'twice' }
    : { at: placed.after, date, clock: 'never' };
}
