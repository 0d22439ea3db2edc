import { Temporal } from 'temporal-polyfill';
import { nthWeekday } from '../../domain/recurrence.js';
import { addDays, type CivilDate, weekdayOf } from '../../kernel/zoned.js';
import { Calendar, type WordsContext } from './calendar.js';
import { countedOn, farthest, moved, orMoved, unit } from './moved.js';
import { countedFrom, namedDays, weekBegins, weekOf } from './named-days.js';
import type { DateFound, DatePiece, DateRule, Groups } from './pieces.js';
import { unplaced } from './unplaced.js';
import {
  bounded,
  civil,
  inOrder,
  monthName,
  monthNumber,
  monthWord,
  numberOf,
  numberWord,
  ordinalNumber,
  ordinalWord,
  tomorrowWord,
  weekdayName,
  weekdayNumber,
  weekdayWord,
} from './words.js';

const wd = `(?:${weekdayWord})`;
const year = '(?:19|20)\\d\\d';
const beforeTime = '(?=\\s+(?:at\\s+|@\\s*)?(?:\\d{1,2}(?:[:.]\\d\\d)?\\s?[ap]\\.?m\\b|\\d\\d:\\d\\d))';
/** "mon 30 2pm" is the 30th; "mon 3 30pm" is half past three. */
const beforeHour =
  '(?=\\s+(?:at\\s+|@\\s*)?(?:(?:1[0-2]|0?[1-9])[:.][0-5]\\d|[1-9])\\s?[ap]\\.?m\\b|\\s+(?:[01]\\d|2[0-3])[:.][0-5]\\d)';
const notClock = '(?!\\s?(?:[ap]\\.?m\\b|[:.h]\\d|%))';
const notCounted =
  '(?<!\\b(?:unit|room|level|part|module|chapter|section|stage|step|phase|version|year|week|session|top|no|number|group|class|page)\\.?\\s)';
// "Tuesday week 3" is a week with a number; "Tuesday week 3pm" is not.
const notNumbered = '(?!\\s*\\d{1,3}(?![\\d:.]|\\s?[ap]\\.?m))';
const ordinal = '(?:st|nd|rd|th)';
/** What leads to a date: shared by all rules of a weekday or a date, so that of two the longer is the one that counts. */
const lead = '(?:on|next|this\\s+coming|this|coming|last)';
const leading = `(?:(?:${lead}\\s+)?(?<w>${wd})\\.?,?\\s+(?:the\\s+)?|on\\s+(?:the\\s+)?|the\\s+)?`;

const rules: readonly DateRule[] = [
  ...namedDays,
  ...moved,
  {
    pattern: /(?<![\d/.-])(?<y>\d{4})([-/.])(?<m>\d{1,2})\2(?<d>\d{1,2})(?![\d/-])/gu,
    read: (g) => {
      const [y, m, d] = [Number(g.y), Number(g.m), Number(g.d)];
      return { ...(m >= 1 && m <= 12 && d >= 1 && d <= 31 ? inYear(y, m, d) : { days: [] }), trust: 'always' };
    },
  },
  {
    pattern: bounded(
      `${leading}${notCounted}(?:(?<d>\\d{1,2})(?<o>${ordinal})?|(?<dw>${ordinalWord}))(?:\\s+of)?[\\s-]*(?<m>${monthWord})(?:,?[\\s-]*(?<y>${year})(?!\\d|:\\d)|\\s+'(?<yy>\\d\\d)|\\s+(?<yz>[23]\\d)${beforeTime})?`,
    ),
    read: (g, c) => monthDay(g, c),
  },
  {
    pattern: bounded(
      `${leading}(?<m>${monthWord})\\s+(?:the\\s+)?(?:(?<d>\\d{1,2})(?<o>${ordinal})?(?![\\d/])${notClock}|(?<dw>${ordinalWord})(?=\\s|,|$))(?:,?\\s+(?<y>${year})(?!\\d|:\\d))?`,
    ),
    read: (g, c) => monthDay(g, c),
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}_£$€#/.:-])${leading}(?<a>\\d{1,2})(?<s>[/.-])(?<b>\\d{1,2})(?:\\k<s>(?<y>\\d{4}|\\d{2}))?(?![\\p{L}\\p{N}_/%-]|[.:]\\d)`,
      'giu',
    ),
    read: (g, c) => numeric(g, c),
  },
  {
    // "27.11 2pm", "27 / 11 2pm", "01 12 2026 2pm": other signs make a date where a time stands behind it.
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}_£$€#/.:-])(?:(?<w>${wd})\\s+)?(?<a>\\d{1,2})(?:[.-]|\\s?/\\s?|\\s(?=\\d{1,2}\\s20\\d\\d))(?<b>\\d{1,2})(?:\\s(?<y>20\\d\\d))?${beforeTime}`,
      'giu',
    ),
    read: (g, c) => ({ ...(numeric({ ...g, s: '/' }, c) ?? { days: [] }), trust: 'beside' }),
  },
  {
    pattern: bounded('(?:the\\s+)?day\\s+after\\s+tomorrow'),
    read: (_, c) => ({ days: [c.in(2)], trust: 'always' }),
  },
  {
    pattern: bounded(`(?<d>today|${tomorrowWord}|yesterday|tonight)(?:\\s+(?<then>week|fortnight)${notNumbered})?`),
    read: (g, c) => ({
      days: [c.in(fromToday(g.d) + weeksIn(g.then) * 7)],
      trust: 'always',
      ...(/^toni/i.test(g.d ?? '') && { evening: true }),
    }),
  },
  {
    pattern: bounded(
      `(?:(?<n>${numberWord}(?=\\s)|an?(?=\\s)|\\d{1,3})\\s*(?<u>weeks?|fortnights?)|(?<!\\b(?:this|last|next|every|each|per)\\s)(?<u2>week|fortnight))(?:\\s+(?:on|from|this|next))?\\s+(?<d>today|${tomorrowWord}|${wd})`,
    ),
    read: (g, c) => {
      const weeks = numberOf(g.n ?? 'a') * weeksIn(g.u ?? g.u2);
      if (weeks * 7 > farthest) return undefined;
      const near = /^(?:to|tm|2m)/i.test(g.d ?? '') ? undefined : weekdayNumber(g.d ?? '');
      if (near === undefined) return { days: [c.in(fromToday(g.d) + weeks * 7)], trust: 'always' };
      return weeksOn(near, weeks, c);
    },
  },
  {
    pattern: bounded(
      `(?:(?:next|this|on)\\s+)?(?<d>${wd})\\s+(?:(?:a\\s+)?(?<u>week|fortnight)${notNumbered}|(?<n>two|three|four|[2-9])\\s+weeks)`,
    ),
    read: (g, c) => weeksOn(weekdayNumber(g.d ?? ''), g.n === undefined ? weeksIn(g.u) : numberOf(g.n), c),
  },
  {
    pattern: bounded(`(?:the\\s+)?(?<d>${wd})\\s+after\\s+next`),
    read: (g, c) => ({ ...nextOne(weekdayNumber(g.d ?? ''), c, 7), trust: 'always' }),
  },
  {
    // "Friday next", "the following Friday", "Friday after this", "not this Friday but next".
    pattern: bounded(
      `(?:on\\s+)?(?:(?<a>${wd})\\s+(?:next(?!\\s+week)|following)|(?:the\\s+)?following\\s+(?<b>${wd})|(?<after>${wd})\\s+after\\s+this(?:\\s+(?:one|${wd}))?|(?:not\\s+this\\s+(?<c>${wd})|(?<c2>${wd}),?\\s+not\\s+this(?:\\s+(?:week|one))?),?\\s+(?:but\\s+)?(?:the\\s+)?next(?:\\s+(?:week|one|${wd}))?)`,
    ),
    read: (g, c) => {
      const later = g.after ?? g.c ?? g.c2;
      if (later === undefined) return { ...nextOne(weekdayNumber(g.a ?? g.b ?? ''), c), trust: 'always' };
      return { days: [addDays(c.coming(weekdayNumber(later)), 7)], trust: 'always' };
    },
  },
  {
    pattern: bounded(
      `(?<lead>next|this)\\s+week[\\s,]+(?:on\\s+)?(?<a>${wd})|(?<b>${wd})[\\s,]+(?:of\\s+)?(?<which>next|this)\\s+week`,
    ),
    read: (g, c) => ({
      days: [c.ofWeek(weekdayNumber(g.a ?? g.b ?? ''), /this/i.test(g.lead ?? g.which ?? '') ? 0 : 1)],
      trust: 'always',
    }),
  },
  {
    pattern: bounded('next\\s+week'),
    read: (_, c) => ({
      days: [1, 2, 3, 4, 5].map((w) => c.ofWeek(w, 1)),
      question: 'Which day next week?',
      trust: 'beside',
      week: true,
    }),
  },
  {
    pattern: bounded(
      `(?:on\\s+)?(?:the\\s+)?(?<n>first|1st|second|2nd|third|3rd|fourth|4th|last)\\s+(?<w>${wd})\\s+(?:of|in)\\s+(?:(?<rel>(?:the|this|next)\\s+month)|(?<m>${monthWord})(?:\\s+(?<y>${year}))?)`,
    ),
    read: (g, c) => nthOfMonth(g, c),
  },
  {
    pattern: bounded(
      `(?:(?<lead>${lead})\\s+)?(?<w>${wd})\\.?(?:\\s+coming)?(?:\\s+(?:the\\s+)?(?<d>\\d{1,2})(?:${ordinal}|${beforeHour}))?`,
    ),
    read: (g, c) => weekday(g, c),
  },
  {
    pattern: bounded(
      `(?:in|after)\\s+(?<n>${numberWord}(?=\\s)|an?(?=\\s)|\\d{1,9})\\s*(?<u>${unit})(?:'s?)?(?:\\s+time)?|(?<n2>${numberWord}(?=\\s)|an?(?=\\s)|\\d{1,9})\\s*(?<u2>${unit})(?:\\s+from\\s+(?:now|today)|\\s+(?<ago>ago)|(?:'s?)?\\s+time)`,
    ),
    read: (g, c) => relative(g, c),
  },
  {
    pattern: bounded(
      `(?<on>on\\s+)?(?<the>the\\s+)?${notCounted}(?<d>\\d{1,2})${ordinal}|(?<on2>on\\s+)?the\\s+(?<dw>${ordinalWord})${beforeTime}`,
    ),
    read: (g, c) => {
      const n = g.dw === undefined ? Number(g.d) : ordinalNumber(g.dw);
      const day = dayOfMonth(n, c.today);
      if (day === undefined) return { days: [], trust: 'beside' }; // the 32nd
      const moved = c.anchor === undefined ? undefined : dayOfMonth(n, monthOf(c.anchor, c.today));
      return {
        days: [...new Set([day, moved ?? day])],
        question: 'Which day do you mean?',
        trust: g.on && g.the ? 'always' : 'beside',
      };
    },
  },
  // Last: of two that match the same words, what is read comes before what is not.
  ...unplaced,
];

const fromToday = (word = ''): number => (/^tom|^tm|^2m/i.test(word) ? 1 : /^y/i.test(word) ? -1 : 0);
const weeksIn = (word: string | undefined): number => (word === undefined ? 0 : /^f/i.test(word) ? 2 : 1);

/** "a week on Tuesday", "Tuesday week": said on a Tuesday it may count from today or from the next one. */
function weeksOn(weekday: number, weeks: number, c: Calendar): DateFound {
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
function nextOne(weekday: number, c: Calendar, plus = 0): DateFound {
  const coming = addDays(c.coming(weekday), plus);
  const nextWeek = addDays(c.ofWeek(weekday, 1), plus);
  if (coming === nextWeek) return { days: [coming] };
  return { days: [coming, nextWeek], question: `Which ${weekdayName(weekday)} do you mean?` };
}

function weekday(g: Groups, c: Calendar): DateFound | undefined {
  const n = weekdayNumber(g.w ?? '');
  const name = weekdayName(n);
  const lead = g.lead?.toLowerCase();
  if (g.d !== undefined) {
    const day = dayOfMonth(Number(g.d), c.today);
    return day === undefined ? undefined : { ...agreeing(day, g.w, c), trust: 'always' };
  }
  if (lead === 'last') return { days: [addDays(c.coming(n), c.isToday(n) ? -14 : -7)], trust: 'always' };
  if (/^ne?xt$/.test(lead ?? '')) return { ...orMoved(nextOne(n, c), c.aroundAnchor(n), name), trust: 'always' };
  if (lead?.includes('coming')) return { days: [c.coming(n)], trust: 'always' };
  if (lead === 'this') return { days: [c.isToday(n) ? c.today : c.coming(n)], trust: 'always' };
  // "Sat nav", "Sun safety", "Mon": words of their own unless a time or "on" stands by.
  const short = /^(?:sat|sun|mon|wed)$/i.test(g.w ?? '');
  const trust = lead === 'on' ? 'always' : short ? 'beside' : 'edge';
  if (!c.isToday(n)) return { ...orMoved({ days: [c.coming(n)] }, c.aroundAnchor(n), name), trust };
  const here = { days: [c.today, c.coming(n)], question: `Today is a ${name}. Today, or in a week?` };
  return { ...orMoved(here, c.aroundAnchor(n), name), trust };
}

/** The first of a session's month, or today if that is later. */
const monthOf = (date: CivilDate, today: CivilDate): CivilDate => {
  const first = `${date.slice(0, 8)}01`;
  return first > today ? first : today;
};

/** The next such day of a month from a day on; undefined for a day that no month has. */
function dayOfMonth(day: number, from: CivilDate): CivilDate | undefined {
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

function monthDay(g: Groups, c: Calendar): DateFound | undefined {
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

function inYear(y: number, month: number, day: number): DateFound {
  const date = civil(y, month, day);
  return date === undefined ? missing(y, month, day) : { days: [date] };
}

function numeric(g: Groups, c: Calendar): DateFound | undefined {
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

function nthOfMonth(g: Groups, c: Calendar): DateFound | undefined {
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

const relative = (g: Groups, c: Calendar): DateFound =>
  countedOn(numberOf(g.n ?? g.n2 ?? 'a') * (g.ago === undefined ? 1 : -1), g.u ?? g.u2 ?? '', c.today);

/** What makes the day behind it one that is not meant. */
const notMeant =
  /(?<![\p{L}\p{N}])(?:(?:but\s+)?not|except(?:\s+for)?|excluding|excl\.?|skipping|apart\s+from|other\s+than|any\s+day\s+but)\s+(?:on\s+|for\s+)?$/iu;

/** Every day named in `text` (made readable), in order; where two overlap, the one that begins first, then the longer. */
export function datesIn(text: string, context: WordsContext): DatePiece[] {
  const calendar = new Calendar(context);
  const found: DatePiece[] = [];
  for (const rule of rules) {
    for (const match of text.matchAll(rule.pattern)) {
      const read = rule.read(match.groups ?? {}, calendar, match[0]);
      if (read === undefined) continue;
      const days = [...new Set(read.days)];
      const question = days.length > 1 ? read.question : undefined;
      const end = match.index + match[0].length;
      const span = { start: match.index, end };
      const excepted = notMeant.exec(text.slice(0, match.index));
      if (excepted !== null) {
        found.push({ kind: 'date', start: excepted.index, end, days: [], trust: 'always', not: true });
        continue;
      }
      const [only] = days.length === 1 ? days : [];
      if (only !== undefined) {
        const trust = read.trust ?? 'edge';
        const before = text.slice(0, match.index);
        const start = weekBegins.exec(before)?.index;
        if (start !== undefined) found.push({ ...weekOf(only), start, end, trust });
        const counted = countedFrom(before, only);
        if (counted !== undefined)
          found.push({ kind: 'date', end, trust, question: 'Which day of that week?', ...counted });
        if (start !== undefined || counted !== undefined) continue;
      }
      found.push({
        kind: 'date',
        ...span,
        days,
        trust: read.trust ?? 'edge',
        ...(question !== undefined && { question }),
        ...(read.evening && { evening: read.evening }),
        ...(read.week && { week: read.week }),
      });
    }
  }
  return inOrder(found);
}
