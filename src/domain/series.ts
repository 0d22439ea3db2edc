import { addDays, type CivilDate, local, place, weekdayOf } from '../kernel/zoned.js';
import type { Holidays } from './holidays.js';
import { type Occurrence, occurrences, type Recurrence } from './recurrence.js';
import type { Session } from './session.js';

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

/** What of a session's plan changes with the rest of its series. */
export type PlannedAs = Pick<Session, 'startsAt' | 'minutes' | 'title' | 'place' | 'kind'>;

export interface Followed {
  readonly session: Session;
  readonly to: PlannedAs;
  /** Set where its new day is a public holiday, or was moved away from one. */
  readonly holiday?: { readonly name: string; readonly date: CivilDate };
}

export interface Following {
  /** The later sessions as they will be, also those that stay as they are. */
  readonly all: readonly Followed[];
  /** Those whose new day is a public holiday that is left out. */
  readonly leftOut: readonly { readonly session: Session; readonly date: CivilDate; readonly name: string }[];
  /** Those that keep a day or an hour of their own, though this session's was changed. */
  readonly apart: readonly Session[];
}

/**
 * The sessions that follow `from` in its series where it is changed `to` this. Each takes only what is changed of this
 * one, and only where it had the same as the series: what was changed of a session alone stays its own.
 * @param series every session of the series, whatever became of it
 */
export function following(
  from: Session,
  to: PlannedAs,
  later: readonly Session[],
  about: {
    readonly series: readonly Session[];
    readonly zone: string;
    readonly holidays: Holidays;
    readonly workingDays: readonly number[];
    readonly onHoliday: OnHoliday;
  },
): Following {
  const { zone, holidays, onHoliday } = about;
  const usual = <T>(part: (s: Session) => T): T => usualOf(from, part, about.series);
  const timeOf = (s: Pick<Session, 'startsAt'>): string => local(s.startsAt, zone).time;
  const weekdayIn = (s: Pick<Session, 'startsAt'>): number => local(s.startsAt, zone).weekday;
  const days = daysBetween(local(from.startsAt, zone).date, local(to.startsAt, zone).date);
  const [usualTime, usualDay] = [usual(timeOf), usual(weekdayIn)];
  const newTime = timeOf(to) === timeOf(from) ? undefined : timeOf(to);
  const set = <K extends 'minutes' | 'title' | 'place' | 'kind'>(s: Session, key: K): PlannedAs[K] =>
    to[key] !== from[key] && s[key] === usual((x) => x[key]) ? to[key] : s[key];

  const apart = later.filter(
    (s) => (days !== 0 && weekdayIn(s) !== usualDay) || (newTime !== undefined && timeOf(s) !== usualTime),
  );
  const moved = later.map((session) => {
    const here = local(session.startsAt, zone);
    const newDay = days !== 0 && here.weekday === usualDay;
    const date = newDay ? addDays(here.date, days) : here.date;
    return { session, newDay, date, time: newTime !== undefined && here.time === usualTime ? newTime : here.time };
  });
  const taken = new Set([local(to.startsAt, zone).date, ...moved.map((m) => m.date)]);
  const all: Followed[] = [];
  const leftOut: { session: Session; date: CivilDate; name: string }[] = [];
  for (const { session, newDay, date, time } of moved) {
    const words = {
      minutes: set(session, 'minutes'),
      title: set(session, 'title'),
      place: set(session, 'place'),
      kind: set(session, 'kind'),
    };
    const at = (on: CivilDate): PlannedAs => ({
      ...words,
      // What stays is not placed anew: an hour that comes twice stays the one that was chosen.
      startsAt: newDay || time !== timeOf(session) ? placed(on, time, zone).at : session.startsAt,
    });
    const name = newDay ? holidays.on(date) : undefined;
    const next = onHoliday === 'move' ? nextWorkingDay(date, about) : undefined;
    if (name === undefined) all.push({ session, to: at(date) });
    else if (onHoliday === 'keep') all.push({ session, to: at(date), holiday: { name, date } });
    else if (next === undefined || taken.has(next)) leftOut.push({ session, date, name });
    else {
      taken.add(next);
      all.push({ session, to: at(next), holiday: { name, date } });
    }
  }
  return { all, leftOut, apart };
}

/**
 * What the series has of this part of a plan: what this session has, or, where it alone has that, what several of the
 * others have.
 */
function usualOf<T>(from: Session, part: (s: Session) => T, series: readonly Session[]): T {
  const own = part(from);
  const counts = new Map<T, number>();
  for (const s of series) if (s.id !== from.id) counts.set(part(s), (counts.get(part(s)) ?? 0) + 1);
  if (counts.has(own)) return own;
  const [most] = [...counts].filter(([, n]) => n > 1).sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? own;
}

/** How many civil days lie between two dates: negative where `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
