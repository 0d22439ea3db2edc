import { addDays, type CivilDate, local, place, weekdayOf } from '../kernel/zoned.js';
import type { Holidays } from './holidays.js';
import { type Occurrence, occurrences, type Recurrence } from './recurrence.js';

/** A series' dates with public holidays left out, moved or kept, as its mentor chose. Pure. */

export type OnHoliday = 'skip' | 'move' | 'keep';

export interface SeriesDate extends Occurrence {
  /** Set where the session stands on, or was moved away from, a public holiday. */
  readonly holiday?: { readonly name: string; readonly date: CivilDate };
}

export interface SeriesDates {
  /** In order, each on a day of its own. */
  readonly dates: readonly SeriesDate[];
  readonly leftOut: readonly { readonly date: CivilDate; readonly name: string }[];
}

/** A session is moved at most so many days: further off it is another week's. */
const furthestMove = 6;

/**
 * The sessions of `every` from `first` (ms) on, by the holidays of the programme's region.
 * @param about `workingDays`: ISO weekdays that a moved session may fall on
 * @throws Refused those of `occurrences`
 */
export function seriesDates(
  every: Recurrence,
  about: {
    readonly first: number;
    readonly zone: string;
    readonly holidays: Holidays;
    readonly workingDays: readonly number[];
    readonly onHoliday: OnHoliday;
  },
): SeriesDates {
  const { holidays, onHoliday } = about;
  const leftOut: { date: CivilDate; name: string }[] = [];
  const all = occurrences(every, {
    first: about.first,
    zone: about.zone,
    leaveOut(date) {
      const name = onHoliday === 'skip' ? holidays.on(date) : undefined;
      if (name !== undefined) leftOut.push({ date, name });
      return name !== undefined;
    },
  });
  const time = local(about.first, about.zone).time;
  const taken = new Set(all.map((o) => o.date));
  const dates: SeriesDate[] = [];
  for (const o of all) {
    const name = holidays.on(o.date);
    if (name === undefined) dates.push(o);
    else if (onHoliday === 'keep') dates.push({ ...o, holiday: { name, date: o.date } });
    else {
      const to = nextWorkingDay(o.date, about);
      if (to === undefined || taken.has(to)) leftOut.push({ date: o.date, name });
      else {
        taken.add(to);
        dates.push({ ...placed(to, time, about.zone), holiday: { name, date: o.date } });
      }
    }
  }
  return { dates: dates.sort((a, b) => a.at - b.at), leftOut };
}

function nextWorkingDay(
  date: CivilDate,
  about: { readonly holidays: Holidays; readonly workingDays: readonly number[] },
): CivilDate | undefined {
  for (let i = 1; i <= furthestMove; i += 1) {
    const next = addDays(date, i);
    const works = about.workingDays.length === 0 || about.workingDays.includes(weekdayOf(next));
    if (works && about.holidays.on(next) === undefined) return next;
  }
  return undefined;
}

function placed(date: CivilDate, time: string, zone: string): Occurrence {
  const p = place(date, time, zone);
  if (p.kind === 'once') return { at: p.at, date };
  return p.kind === 'twice' ? { at: p.earlier, date, clock: 'twice' } : { at: p.after, date, clock: 'never' };
}

/** The same wall-clock move for a later session of the series: `days` later, at `time` in `zone` (ms). */
export function shifted(at: number, days: number, time: string, zone: string): number {
  return placed(addDays(local(at, zone).date, days), time, zone).at;
}

/** How many civil days lie between two dates: negative where `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
