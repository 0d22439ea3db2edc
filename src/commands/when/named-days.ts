import { Temporal } from 'temporal-polyfill';
import { nthWeekday } from '../../domain/recurrence.js';
import { addDays, type CivilDate, weekdayOf } from '../../kernel/zoned.js';
import type { Calendar } from './calendar.js';
import { dayOfMonth } from './days.js';
import type { DateFound, DateRule } from './pieces.js';
import {
  bounded,
  civil,
  hurried,
  monthNumber,
  monthWord,
  numberOf,
  numberWord,
  ordinalNumber,
  tomorrowWord,
  weekdayName,
  weekdayNumber,
  weekdayWord,
} from './words.js';

/** Days that people call by a name, and stretches of a week that they leave open. */

/** Easter Sunday, by the anonymous Gregorian computus. */
export function easter(year: number): CivilDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return Temporal.PlainDate.from({ year, month, day: (h + l - 7 * m + 33 * month + 19) % 32 }).toString();
}

const fixed = (month: number, day: number) => (year: number) =>
  Temporal.PlainDate.from({ year, month, day }).toString();
const fromEaster = (days: number) => (year: number) => Temporal.PlainDate.from(easter(year)).add({ days }).toString();

/** The first of them that has not gone by. */
function coming(of: (year: number) => CivilDate, c: Calendar): DateFound {
  const year = Number(c.today.slice(0, 4));
  const here = of(year);
  return { days: [here >= c.today ? here : of(year + 1)], trust: 'beside' };
}

const named: readonly (readonly [string, (year: number) => CivilDate])[] = [
  ['(?:christmas|xmas)\\s+eve\\s+eve', fixed(12, 23)],
  ['(?:christmas|xmas)\\s+eve', fixed(12, 24)],
  ['(?:christmas|xmas)(?:\\s+day)?', fixed(12, 25)],
  ['boxing\\s+day', fixed(12, 26)],
  ["new\\s+year'?s\\s+eve|nye", fixed(12, 31)],
  ["new\\s+year'?s?\\s+day", fixed(1, 1)],
  ["(?:st\\.?\\s+)?valentine'?s(?:\\s+day)?", fixed(2, 14)],
  ["burns'?\\s+night", fixed(1, 25)],
  ['twelfth\\s+night', fixed(1, 5)],
  ['may\\s+day', fixed(5, 1)],
  ['bonfire\\s+night', fixed(11, 5)],
  ['hallowe?e?n', fixed(10, 31)],
  ['(?:shrove|pancake)\\s+tuesday|pancake\\s+day', fromEaster(-47)],
  ['ash\\s+wednesday', fromEaster(-46)],
  ['palm\\s+sunday', fromEaster(-7)],
  ['maundy\\s+thursday', fromEaster(-3)],
  ['good\\s+friday', fromEaster(-2)],
  ['easter(?:\\s+sunday)?', fromEaster(0)],
  ['easter\\s+monday', fromEaster(1)],
];

const wd = `(?:${weekdayWord})`;
const ord = '(?:st|nd|rd|th)?';

/** Those of the days that are still to come; all, if none is. */
const ahead = (days: readonly CivilDate[], c: Calendar): CivilDate[] => {
  const left = days.filter((d) => d >= c.today);
  return left.length > 0 ? left : [...days];
};

const stretches: Readonly<Record<string, readonly number[]>> = {
  early: [1, 2],
  beginning: [1, 2],
  start: [1, 2],
  mid: [2, 3, 4],
  middle: [2, 3, 4],
  late: [4, 5],
  later: [1, 2, 3, 4, 5],
  end: [4, 5],
};

/** "the day before Christmas", "the Friday after 7 December": what the words before a day make of it. */
const counted = new RegExp(
  hurried(
    `(?<![\\p{L}\\p{N}])(?:(?:the\\s+)?(?:(?:last|first)\\s+)?(?<d>day|week|${wd})\\s+)?(?<rel>before|after)\\s+(?:the\\s+)?$`,
  ),
  'iu',
);
export function countedFrom(
  lead: string,
  date: CivilDate,
): { readonly start: number; readonly days: readonly CivilDate[]; readonly week?: true } | undefined {
  const found = counted.exec(lead);
  if (found === null) return undefined;
  const start = found.index;
  const step = /after/i.test(found.groups?.rel ?? '') ? 1 : -1;
  const word = found.groups?.d?.toLowerCase();
  // "after Christmas" alone is no day.
  if (word === undefined) return { start, days: [] };
  if (/^we*k$/.test(word)) return { start, days: weekOf(addDays(date, 7 * step)).days, week: true };
  const wanted = word === 'day' ? undefined : weekdayNumber(word);
  let day = addDays(date, step);
  while (wanted !== undefined && weekdayOf(day) !== wanted) day = addDays(day, step);
  return { start, days: [day] };
}

/** "w/c 7 December": a day of that week, and which is not said. */
export const weekOf = (date: CivilDate) =>
  ({
    kind: 'date',
    days: [1, 2, 3, 4, 5].map((n) => addDays(date, n - weekdayOf(date))),
    question: 'Which day of that week?',
    week: true,
  }) as const;
export const weekBegins = new RegExp(
  hurried(
    '(?<![\\p{L}\\p{N}])(?:w/?[bce]|week\\s+(?:commencing|beginning|starting|ending|of))\\s+(?:(?:the|mon(?:day)?)\\s+)?$',
  ),
  'iu',
);

const eitherWeek = (weekday: number, weeks: number, c: Calendar): DateFound => ({
  days: [weeks - 1, weeks].map((n) => addDays(c.coming(weekday), 7 * n)),
  question: `Which ${weekdayName(weekday)} do you mean?`,
  trust: 'always',
});

export const namedDays: readonly DateRule[] = [
  ...named.map(([words, of]): DateRule => ({ pattern: bounded(`(?:on\\s+)?${words}`), read: (_, c) => coming(of, c) })),
  {
    pattern: bounded(
      `(?:(?:the|in\\s+the)\\s+)?(?<part>early|beginning\\s+of|start\\s+of|mid|middle\\s+of|late|later|end\\s+of)\\s+(?:the\\s+)?(?<which>this\\s+|next\\s+)?week`,
    ),
    read: (g, c) => {
      const next = /^n/i.test(g.which ?? '');
      const of = (week: number): CivilDate[] =>
        (stretches[(g.part ?? '').toLowerCase().split(/\s/)[0] ?? ''] ?? []).map((w) => c.ofWeek(w, week));
      const days = next ? of(1) : ahead(of(0), c);
      // Where some of it has gone by, next week's may be meant.
      if (g.which === undefined && days.length < of(0).length) days.push(...of(1));
      return { days, question: 'Which day of that week?', trust: 'beside', open: true };
    },
  },
  {
    pattern: bounded('(?:at\\s+|on\\s+|over\\s+)?(?<which>the\\s+|this\\s+|next\\s+)?weekend'),
    read: (g, c) => {
      const saturday = c.isToday(6) ? c.today : c.isToday(7) ? c.in(-1) : c.coming(6);
      const of = (week: number): CivilDate[] => [0, 1].map((n) => addDays(saturday, 7 * week + n));
      const days = /^n/i.test(g.which ?? '') ? [...of(0), ...of(1)] : of(0);
      return { days: ahead(days, c), question: 'Which day of the weekend?', trust: 'beside', open: true };
    },
  },
  {
    // "the third Tuesday 3pm": of this month, or of the next once it has gone by.
    pattern: bounded(
      `(?:on\\s+)?(?:the\\s+)?(?<n>first|1st|second|2nd|third|3rd|fourth|4th)\\s+(?<w>${wd})(?!\\s+(?:of|in)(?!\\p{L}))`,
    ),
    read: (g, c) => {
      const month = Temporal.PlainDate.from(c.today).toPlainYearMonth();
      const nth = (['1', '2', '3', '4'].indexOf(/\d/.exec(g.n ?? '')?.[0] ?? String(ordinalNumber(g.n ?? ''))) +
        1) as 1;
      const [here, later] = [month, month.add({ months: 1 })].map((m) =>
        nthWeekday(m.year, m.month, weekdayNumber(g.w ?? ''), nth),
      );
      // "4th Saturday" may be Saturday the 4th.
      const fourth = /^\d/.test(g.n ?? '') ? dayOfMonth(nth, c.today) : undefined;
      const asDay = fourth !== undefined && weekdayOf(fourth) === weekdayNumber(g.w ?? '') ? [fourth] : [];
      return here === undefined || later === undefined
        ? undefined
        : {
            days: [...new Set([here >= c.today ? here : later, ...asDay])],
            question: 'Which day do you mean?',
            trust: 'beside',
            open: true,
          };
    },
  },
  {
    // "Tuesday in two weeks", "in a week on Friday": counted from today or from that day.
    pattern: bounded(
      `(?<a>${wd})\\s+in\\s+(?<n>${numberWord}|an?|\\d{1,2})\\s+(?<u>weeks?|fortnights?)(?:'s?)?(?:\\s+time)?|in\\s+(?<n2>${numberWord}|an?|\\d{1,2})\\s+(?<u2>weeks?|fortnights?)(?:'s?)?(?:\\s+time)?,?\\s+(?:on\\s+)?(?<b>${wd})`,
    ),
    read: (g, c) => {
      const weeks = numberOf(g.n ?? g.n2 ?? '') * (/^f/i.test(g.u ?? g.u2 ?? '') ? 2 : 1);
      return weeks === 0 ? undefined : eitherWeek(weekdayNumber(g.a ?? g.b ?? ''), weeks, c);
    },
  },
  {
    // "two Fridays from now": for some the coming one counts, for others not.
    pattern: bounded(
      `(?<n>${numberWord}|[2-9])\\s+(?<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s\\s+(?:from\\s+(?:now|today)|away|hence)`,
    ),
    read: (g, c) => eitherWeek(weekdayNumber(g.w ?? ''), numberOf(g.n ?? ''), c),
  },
  {
    pattern: bounded(
      `(?:the\\s+)?week\\s+after\\s+next[\\s,]+(?:on\\s+)?(?<a>${wd})|(?<b>${wd})[\\s,]+(?:(?:in|of)\\s+)?(?:the\\s+)?week\\s+after\\s+next`,
    ),
    read: (g, c) => ({ days: [c.ofWeek(weekdayNumber(g.a ?? g.b ?? ''), 2)], trust: 'always' }),
  },
  {
    pattern: bounded('(?:the\\s+)?week\\s+after\\s+next'),
    read: (_, c) => ({
      days: [1, 2, 3, 4, 5].map((w) => c.ofWeek(w, 2)),
      question: 'Which day of that week?',
      trust: 'beside',
      week: true,
    }),
  },
  {
    // "1 or 2 Dec" is one of the two, "1-3 Dec" one of the three.
    pattern: bounded(
      `(?:between\\s+|on\\s+)?(?:the\\s+)?(?<a>\\d{1,2})${ord}\\s?(?<by>or|and|&|/|-|–|to)\\s?(?:the\\s+)?(?<b>\\d{1,2})${ord}\\s+(?:of\\s+)?(?<m>${monthWord})`,
    ),
    read: (g, c) => {
      const [a, b] = [Number(g.a), Number(g.b)];
      const whole = /^(?:-|–|to)$/i.test(g.by ?? '') ? b - a : 0;
      if (whole < 0 || whole > 5) return { days: [], trust: 'beside' };
      const all = whole === 0 ? [a, b] : Array.from({ length: whole + 1 }, (_, n) => a + n);
      const month = monthNumber(g.m ?? '');
      const days = all.flatMap((day) => {
        const of = (year: number): CivilDate | undefined => civil(year, month, day);
        const year = Number(c.today.slice(0, 4));
        const here = of(year);
        return (here !== undefined && here >= c.today ? here : of(year + 1)) ?? [];
      });
      return { days, question: 'Which day do you mean?', trust: 'beside' };
    },
  },
  {
    // "the last day of November": this year's, or the next one's.
    pattern: bounded(`(?:on\\s+)?(?:the\\s+)?(?<n>first|last)\\s+day\\s+(?:of|in)\\s+(?<m>${monthWord})`),
    read: (g, c) => {
      const of = (year: number): CivilDate => {
        const month = Temporal.PlainYearMonth.from({ year, month: monthNumber(g.m ?? '') });
        return month.toPlainDate({ day: /^f/i.test(g.n ?? '') ? 1 : month.daysInMonth }).toString();
      };
      return coming(of, c);
    },
  },
  {
    pattern: bounded('(?:a|one)\\s+month\\s+(?:from\\s+)?today'),
    read: (_, c) => ({ days: [Temporal.PlainDate.from(c.today).add({ months: 1 }).toString()], trust: 'always' }),
  },
  {
    pattern: bounded(`(?<all>(?:today|${tomorrowWord}|${wd})(?:\\s?/\\s?(?:${tomorrowWord}|${wd}))+)`),
    read: (g, c) => ({
      days: (g.all ?? '').split('/').map((word) => {
        const n = weekdayNumber(word.trim());
        return n === 0 ? c.in(/today/i.test(word) ? 0 : 1) : c.coming(n);
      }),
      question: 'Which day do you mean?',
      trust: 'edge',
    }),
  },
];
