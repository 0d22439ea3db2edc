import { Temporal } from 'temporal-polyfill';
import { nthWeekday } from '../../domain/recurrence.js';
import { addDays, type CivilDate, weekdayOf } from '../../kernel/zoned.js';
import type { Calendar } from './calendar.js';
import { countedOn, orMoved } from './moved.js';
import type { DateFound, Groups } from './pieces.js';
import { civil, monthName, monthNumber, numberOf, ordinalNumber, weekdayName, weekdayNumber } from './words.js';

/** What the words of a date rule (`dates.ts`) come to: the day, or the days that they may be. */

export const fromToday = (word = ''): number => (/^tom|^tm|^2m/i.test(word) ? 1 : /^y/i.test(word) ? -1 : 0);
export const weeksIn = (word: string | undefined): number => (word === undefined ? 0 : /^f/i.test(word) ? 2 : 1);

/** "a week on Tuesday", "Tuesday week": said on a Tuesday it may count from today or from the next one. */
export function weeksOn(weekday: number, weeks: number, c: Calendar): DateFound {
  const from = c.coming(weekday);
  const later = addDays(from, weeks * 7);
  if (!c.isToday(weekday)) return { days: [later], trust: 'always' };
  return {
    days: [addDays(c.today, weeks * 7), later],
    question: `Today is a ${weekdayName(weekday)}. Which one do you mean?`,
    trust: 'always',
  };
}

/** "next Tuesday": the coming one, or the one of the next week; the same day for some, for others not. */
export function nextOne(weekday: number, c: Calendar, plus = 0): DateFound {
  const coming = addDays(c.coming(weekday), plus);
  const nextWeek = addDays(c.ofWeek(weekday, 1), plus);
  if (coming === nextWeek) return { days: [coming] };
  return { days: [coming, nextWeek], question: `Which ${weekdayName(weekday)} do you mean?` };
}

export function weekday(g: Groups, c: Calendar): DateFound | undefined {
  const n = weekdayNumber(g.w ?? '');
  const name = weekdayName(n);
  const lead = g.lead?.toLowerCase();
  if (g.d !== undefined) {
    const day = dayOfMonth(Number(g.d), c.today);
    return day === undefined ? undefined : { ...agreeing(day, g.w, c), trust: 'always', open: true };
  }
  if (lead === 'last') return { days: [addDays(c.coming(n), c.isToday(n) ? -14 : -7)], trust: 'always' };
  const only = { open: true, weekday: n } as const;
  if (/^ne?xt$/.test(lead ?? ''))
    return { ...orMoved(nextOne(n, c), c.aroundAnchor(n), name), trust: 'always', ...only };
  if (lead?.includes('coming')) return { days: [c.coming(n)], trust: 'always', ...only };
  if (lead === 'this') return { days: [c.isToday(n) ? c.today : c.coming(n)], trust: 'always', ...only };
  // "Sat nav", "Sun safety": words of their own unless a time or "on" stands by.
  const short = /^(?:sat|sun)$/i.test(g.w ?? '');
  const trust = lead === 'on' ? 'always' : short ? 'beside' : 'edge';
  if (!c.isToday(n)) return { ...orMoved({ days: [c.coming(n)] }, c.aroundAnchor(n), name), trust, ...only };
  const here = { days: [c.today, c.coming(n)], question: `Today is a ${name}. Today, or in a week?` };
  return { ...orMoved(here, c.aroundAnchor(n), name), trust, ...only };
}

/** The first of a session's month, or today if that is later. */
export const monthOf = (date: CivilDate, today: CivilDate): CivilDate => {
  const first = `${date.slice(0, 8)}01`;
  return first > today ? first : today;
};

/** The next such day of a month from a day on; undefined for a day that no month has. */
export function dayOfMonth(day: number, from: CivilDate): CivilDate | undefined {
  if (day < 1 || day > 31) return undefined;
  for (let n = 0; n < 3; n++) {
    const month = Temporal.PlainDate.from(from).toPlainYearMonth().add({ months: n });
    const date = civil(month.year, month.month, day);
    if (date !== undefined && date >= from) return date;
  }
  return undefined;
}

/** A date with a weekday that is not its own is asked: the date, or that weekday nearest to it. */
function agreeing(date: CivilDate, word: string | undefined, c: Calendar): DateFound {
  const said = word === undefined ? 0 : weekdayNumber(word);
  if (said === 0 || weekdayOf(date) === said) return { days: [date] };
  const off = (said - weekdayOf(date) + 7) % 7;
  const near = addDays(date, off > 3 ? off - 7 : off);
  const days = near >= c.today ? [date, near] : [date];
  return { days, question: `${inWords(date)} is a ${weekdayName(weekdayOf(date))}. Which day do you mean?` };
}

const inWords = (date: CivilDate): string => {
  const d = Temporal.PlainDate.from(date);
  return `${d.day} ${monthName(d.month)}`;
};

/** A day and month without a year in the last month is that day (and past); before that, next year's. */
const lookBack = 31;

function dated(day: number, month: number, c: Calendar): DateFound | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const from = c.in(-lookBack);
  const thisYear = Number(c.today.slice(0, 4));
  for (let y = thisYear - 1; y <= thisYear + 1; y++) {
    const date = civil(y, month, day);
    if (date !== undefined && date >= from) return { days: [date] };
  }
  const year = `${thisYear}-${String(month).padStart(2, '0')}-31` < c.today ? thisYear + 1 : thisYear;
  return missing(year, month, day);
}

/** 30 February, 31 November: the last day before and the first after, to choose from. */
function missing(year: number, month: number, day: number): DateFound {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const last = first.with({ day: first.daysInMonth });
  return {
    days: [last.toString(), last.add({ days: 1 }).toString()],
    question: `There is no ${day} ${monthName(month)} ${year}. Which day do you mean?`,
  };
}

export function monthDay(g: Groups, c: Calendar): DateFound | undefined {
  const day = g.dw === undefined ? Number(g.d) : ordinalNumber(g.dw);
  const month = monthNumber(g.m ?? '');
  if (day < 1 || day > 31) return undefined;
  const said = g.y ?? ((g.yy ?? g.yz) ? `20${g.yy ?? g.yz}` : undefined);
  // Written small, "may" and "march" are words: "3 may need help".
  const word = /^(?:may|march|mar)$/.test(g.m ?? '') && !g.o && !g.dw && said === undefined && g.w === undefined;
  const trust = said !== undefined || g.w !== undefined ? 'always' : word ? 'beside' : 'edge';
  const found = said === undefined ? dated(day, month, c) : inYear(Number(said), month, day);
  if (found === undefined || found.question !== undefined) return found && { ...found, trust };
  return { ...agreeing(found.days[0] ?? c.today, g.w, c), trust };
}

export function inYear(y: number, month: number, day: number): DateFound {
  const date = civil(y, month, day);
  return date === undefined ? missing(y, month, day) : { days: [date] };
}

export function numeric(g: Groups, c: Calendar): DateFound | undefined {
  // Without a year only a slash makes a date: "3.30" is a time and "3-4" a range.
  if (g.y === undefined && g.s !== '/') return undefined;
  const word = g.w;
  const a = Number(g.a);
  const b = Number(g.b);
  const y = g.y === undefined ? undefined : Number(g.y.length === 2 ? `20${g.y}` : g.y);
  const at = (day: number, month: number): DateFound | undefined => {
    if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
    return y === undefined ? dated(day, month, c) : inYear(y, month, day);
  };
  const dayFirst = at(a, b);
  const monthFirst = at(b, a);
  const trust =
    y !== undefined || word
      ? 'always'
      : /^\d\d$/.test(g.a ?? '') && /^\d\d$/.test(g.b ?? '') && !(a === 24)
        ? 'edge'
        : 'beside';
  const preferred = c.order === 'month' ? (monthFirst ?? dayFirst) : (dayFirst ?? monthFirst);
  if (preferred === undefined) return { days: [], trust: 'beside' };
  if (c.order === 'ask' && dayFirst && monthFirst && a !== b) {
    const days = [...dayFirst.days, ...monthFirst.days];
    return { days, question: 'Is the day or the month written first?', trust };
  }
  if (preferred.question !== undefined) return { ...preferred, trust };
  return { ...agreeing(preferred.days[0] ?? c.today, word, c), trust };
}

export function nthOfMonth(g: Groups, c: Calendar): DateFound | undefined {
  const nth = /^last/i.test(g.n ?? '')
    ? -1
    : /^(?:first|1)/i.test(g.n ?? '')
      ? 1
      : /^(?:s|2)/i.test(g.n ?? '')
        ? 2
        : /^(?:t|3)/i.test(g.n ?? '')
          ? 3
          : 4;
  const today = Temporal.PlainDate.from(c.today);
  const of = (y: number, m: number): CivilDate => nthWeekday(y, m, weekdayNumber(g.w ?? ''), nth);
  if (g.rel !== undefined) {
    const month = today.toPlainYearMonth().add({ months: /^n/i.test(g.rel) ? 1 : 0 });
    const day = of(month.year, month.month);
    // "The month" is the next one once this one's day has gone by; "this month" is not.
    const later = month.add({ months: 1 });
    return { days: [day < c.today && /^the/i.test(g.rel) ? of(later.year, later.month) : day], trust: 'always' };
  }
  const month = monthNumber(g.m ?? '');
  if (g.y !== undefined) return { days: [of(Number(g.y), month)], trust: 'always' };
  const here = of(today.year, month);
  return { days: [here >= c.today ? here : of(today.year + 1, month)], trust: 'always' };
}

export function relative(g: Groups, c: Calendar): DateFound {
  const unit = g.u ?? g.u2 ?? '';
  const found = countedOn(numberOf(g.n ?? g.n2 ?? 'a') * (g.ago === undefined ? 1 : -1), unit, c.today);
  return /^d/i.test(unit) ? found : { ...found, roughly: true };
}
