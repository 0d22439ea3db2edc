import { Temporal } from 'temporal-polyfill';
import { addDays } from '../../kernel/zoned.js';
import { Calendar, type WordsContext } from './calendar.js';
import {
  dayOfMonth,
  fromToday,
  inYear,
  monthDay,
  monthOf,
  nextOne,
  nthOfMonth,
  numeric,
  relative,
  weekday,
  weeksIn,
  weeksOn,
} from './days.js';
import { farthest, moved, unit } from './moved.js';
import { countedFrom, namedDays, weekBegins, weekOf } from './named-days.js';
import type { DatePiece, DateRule } from './pieces.js';
import { unplaced } from './unplaced.js';
import {
  bounded,
  counted,
  inOrder,
  matchesOf,
  monthWord,
  notCounted,
  numberOf,
  numberWord,
  ordinalNumber,
  ordinalWord,
  tomorrowWord,
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
// "Tuesday week 3" and "Tuesday week B" are a week of its own name; "Tuesday week 3pm" is not.
const notNumbered = '(?!\\s*\\d{1,3}(?![\\d:.]|\\s?[ap]\\.?m)|\\s+[a-d](?!\\p{L}))';
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
    pattern: bounded('(?<y>20\\d\\d)(?<m>0[1-9]|1[0-2])(?<d>[0-3]\\d)'),
    read: (g) => ({ ...inYear(Number(g.y), Number(g.m), Math.max(1, Number(g.d))), trust: 'beside' }),
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
      `(?<![\\p{L}\\p{N}_£$€#/.:-])(?:(?<w>${wd})\\s+)?(?<a>\\d{1,2})(?:[.-]|${ordinal}?\\s?/\\s?|\\s(?=\\d{1,2}\\s20\\d\\d))(?<b>\\d{1,2})(?:\\.(?=\\s))?(?:\\s(?<y>20\\d\\d))?${beforeTime}`,
      'giu',
    ),
    read: (g, c) => ({ ...(numeric({ ...g, s: '/' }, c) ?? { days: [] }), trust: 'beside' }),
  },
  {
    // "the 15th of next month"
    pattern: bounded(
      `(?:on\\s+)?(?:the\\s+)?(?:(?<d>\\d{1,2})${ordinal}|(?<dw>${ordinalWord}))\\s+(?:of\\s+)?(?<which>next|this)\\s+month`,
    ),
    read: (g, c) => {
      const month = Temporal.PlainDate.from(c.today).add({ months: /^t/i.test(g.which ?? '') ? 0 : 1 });
      const n = g.dw === undefined ? Number(g.d) : ordinalNumber(g.dw);
      return { ...inYear(month.year, month.month, n), trust: 'always' };
    },
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
      ...(/ni(?:gh|te)|nyt/i.test(g.d ?? '') && { evening: true }),
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
      `(?:on\\s+)?(?:(?<a>${wd})\\s+(?:next(?!\\s+(?:week|month|term|year))|following)|(?:the\\s+)?following\\s+(?<b>${wd})|(?<after>${wd})\\s+after\\s+this(?:\\s+(?:one|${wd}))?|(?:not\\s+this\\s+(?<c>${wd})|(?<c2>${wd}),?\\s+not\\s+this(?:\\s+(?:week|one))?),?\\s+(?:but\\s+)?(?:the\\s+)?next(?:\\s+(?:week|one|${wd}))?)`,
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
      open: true,
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
      `(?:(?<lead>${lead})\\s+)?(?<w>${wd})(?!(?<=\\bsat)\\s+nav|(?<=\\bsun)\\s+(?:safety|cream|care)(?!\\p{L}))\\.?(?:\\s+coming)?(?:\\s+(?:the\\s+)?(?<d>\\d{1,2})(?:${ordinal}|${beforeHour}))?`,
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
      `(?<on>on\\s+)?(?<the>the\\s+)?${notCounted}(?<d>\\d{1,2})${ordinal}(?!\\s+${counted}(?!\\p{L}|\\s*\\d))|(?<on2>on\\s+)?the\\s+(?<dw>${ordinalWord})(?:(?=\\s*(?:$|,))|${beforeTime})`,
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
        open: true,
      };
    },
  },
  // Last: of two that match the same words, what is read comes before what is not.
  ...unplaced,
];

/** What makes the day behind it one that is not meant. */
const notMeant =
  /(?<![\p{L}\p{N}])(?:(?:but\s+)?not|except(?:\s+for)?|excluding|excl\.?|skipping|apart\s+from|other\s+than|any\s+day\s+but)\s+(?:on\s+|for\s+)?$/iu;

/** Every day named in `text` (made readable), in order; where two overlap, the one that begins first, then the longer. */
export function datesIn(text: string, context: WordsContext): DatePiece[] {
  const calendar = new Calendar(context);
  const found: DatePiece[] = [];
  for (const rule of rules) {
    for (const match of matchesOf(rule.pattern, text)) {
      const read = rule.read(match.groups ?? {}, calendar, match[0]);
      if (read === undefined) continue;
      const days = [...new Set(read.days)];
      const question = days.length > 1 ? read.question : undefined;
      const end = match.index + match[0].length;
      const span = { start: match.index, end };
      const excepted = notMeant.exec(text.slice(0, match.index));
      if (excepted !== null) {
        found.push({ kind: 'date', start: excepted.index, end, days: [], never: days, trust: 'always', not: true });
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
        ...(read.open && { open: read.open }),
        ...(read.weekday && { weekday: read.weekday }),
        ...(read.roughly && { roughly: read.roughly }),
      });
    }
  }
  return inOrder(found);
}
