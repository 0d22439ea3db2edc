import { Temporal } from 'temporal-polyfill';
import { Bounded } from './bounded.js';
import { day, minute } from './clock.js';

/** A civil date, `YYYY-MM-DD`. */
export type CivilDate = string;
/** A time on the clock on the wall, `HH:MM`, 24 hours. */
export type WallTime = string;

export interface Local {
  readonly date: CivilDate;
  readonly time: WallTime;
  /** ISO: Monday is 1, Sunday 7. */
  readonly weekday: number;
}

/** Offsets from UTC (ms) by zone and quarter of an hour: no zone changes its clock but at one. */
const offsets = new Map<string, number>();
const quarter = 15 * minute;
const mostOffsets = 10_000;

function offsetAt(at: number, zone: string): number {
  const key = `${zone}|${Math.floor(at / quarter)}`;
  let known = offsets.get(key);
  if (known === undefined) {
    known = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
    if (offsets.size >= mostOffsets) offsets.clear();
    offsets.set(key, known);
  }
  return known;
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/**
 * What a wall clock in `zone` shows at `at` (ms). Asked dozens of times for each plan and prompt, nearly always of the
 * same few days: a zone's offset is kept, and a day's date.
 */
export function local(at: number, zone: string): Local {
  const shown = at + offsetAt(at, zone);
  const dayNumber = Math.floor(shown / day);
  const minutes = Math.floor((shown - dayNumber * day) / minute);
  let known = days.get(dayNumber);
  if (known === undefined) {
    const then = new Date(shown);
    known = { date: then.toISOString().split('T')[0] ?? '', weekday: then.getUTCDay() || 7 };
    if (days.size >= mostOffsets) days.clear();
    days.set(dayNumber, known);
  }
  return { date: known.date, time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`, weekday: known.weekday };
}

/** Dates by their number from 1970-01-01 on. */
const days = new Map<number, Pick<Local, 'date' | 'weekday'>>();

export type Placed =
  | { readonly kind: 'once'; readonly at: number }
  | { readonly kind: 'twice'; readonly earlier: number; readonly later: number }
  /** The wall clock jumps over this time: the nearest two that exist, before and after the jump. */
  | { readonly kind: 'never'; readonly before: number; readonly after: number };

/** The instant (ms) at which a wall clock in `zone` shows `date` and `time`; says so if there are two, or none. */
export function place(date: CivilDate, time: WallTime, zone: string): Placed {
  const key = `${zone}|${date}|${time}`;
  let known = placed.get(key);
  if (known === undefined) {
    known = placeAnew(date, time, zone);
    if (placed.size >= mostOffsets) placed.clear();
    placed.set(key, known);
  }
  return known;
}

const placed = new Map<string, Placed>();

function placeAnew(date: CivilDate, time: WallTime, zone: string): Placed {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'once', at: earlier.epochMilliseconds };
  if (earlier.toPlainDateTime().equals(wall))
    return { kind: 'twice', earlier: earlier.epochMilliseconds, later: later.epochMilliseconds };
  return { kind: 'never', before: earlier.epochMilliseconds, after: later.epochMilliseconds };
}

/** `place`, choosing the earlier of two and the time after a jump: for the machine's own schedules, never for words. */
export function placeAnyway(date: CivilDate, time: WallTime, zone: string): number {
  const p = place(date, time, zone);
  return p.kind === 'once' ? p.at : p.kind === 'twice' ? p.earlier : p.after;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The same day of a later month; where that has no such day, its last one. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** ISO weekday of a civil date. */
export function weekdayOf(date: CivilDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return zone.includes('/') || zone === 'UTC';
  } catch {
    return false;
  }
}

/** One takes about 9 kB (measured on Node 20): people's zones and languages are many, and not ours to choose. */
const mostFormats = 500;
const formats = new Bounded<string, Intl.DateTimeFormat>(mostFormats);
function format(zone: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}|${locale}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) {
    try {
      made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, hourCycle: 'h23' });
    } catch {
      made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone, hourCycle: 'h23' });
    }
    formats.set(key, made);
  }
  return made;
}

export type MomentStyle = 'date' | 'time' | 'day-time';

/** A moment in words in its reader's zone: "Tue 24 Nov 2026", "15:00", "Tue 24 Nov 2026, 15:00". */
export function showMoment(at: number, zone: string, locale = 'en-GB', style: MomentStyle = 'day-time'): string {
  const date = format(zone, locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const time = format(zone, locale, { hour: '2-digit', minute: '2-digit' });
  const d = (): string => date.format(at).replace(/,/g, '');
  if (style === 'date') return d();
  if (style === 'time') return time.format(at);
  return `${d()}, ${time.format(at)}`;
}

/** A day in few letters, for where many stand side by side: "24 Nov", "1 Sep". */
export const dayAndMonth = (at: number, zone: string): string =>
  format(zone, 'en-GB', { day: 'numeric', month: 'short' }).format(at).replace('Sept', 'Sep');

/** How the zone is called at that moment: "GMT", "BST", "GMT+5:30". */
export function zoneName(at: number, zone: string, locale = 'en-GB'): string {
  const parts = format(zone, locale, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find((p) => p.type === 'timeZoneName')?.value ?? zone;
}

/** The distance between two moments in words: "12 minutes", "3 hours", "2 days". Rounded down; at least "0 minutes". */
export function spanInWords(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / minute);
  const say = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (minutes < 90) return say(minutes, 'minute');
  if (minutes < 48 * 60) return say(Math.floor(minutes / 60), 'hour');
  return say(Math.floor(minutes / 1440), 'day');
}

/** A moment (ms) as the `Date` that some libraries want: never to be read by its local parts. */
export const asDate = (at: number): Date => new Date(at);
