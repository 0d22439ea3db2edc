import type { Nth, Recurrence } from '../../domain/recurrence.js';
import type { CivilDate } from '../../kernel/zoned.js';
import type { WordsContext } from './calendar.js';
import { datesIn } from './dates.js';
import {
  bounded,
  headOf,
  hurried,
  matchesOf,
  monthWord,
  numberOf,
  numberWord,
  type Pattern,
  type Span,
  weekdayNumber,
  weekdayWord,
  without,
} from './words.js';

/** What was said of repeating: the series, or a sentence why it is none; and how long it goes on, if so said. */
export interface SeriesWords {
  readonly every?: Recurrence;
  readonly problem?: string;
  /** "for 3 months": the last day is counted from the first session. */
  readonly months?: number;
  readonly rest: string;
}

const wd = `(?:${weekdayWord})`;
const nth = 'first|1st|second|2nd|third|3rd|fourth|4th|last';
// In full only: "Tues" and "Thurs" are one day.
const plural = '(?<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s';
const count = `\\d{1,3}(?:,\\d{3})+|\\d{1,6}|${numberWord}`;
const onDay = `(?:,?\\s+(?:on\\s+)?(?:a\\s+)?(?<w>${wd})s?)?`;
// "Weekly Monday meeting" is a title; "weekly on a Monday" and "weekly, Mondays" are not.
const onDayOrDays = `(?:\\s+on\\s+(?:a\\s+)?(?<w>${wd})s?|,?\\s+(?<ws>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s)?`;
const onNth = `(?:,?\\s+(?:on\\s+)?(?:the\\s+)?(?<n>${nth})\\s+(?<w>${wd}))?`;

const nthNumber = (word: string): Nth =>
  /^(?:fi|1)/i.test(word) ? 1 : /^(?:s|2)/i.test(word) ? 2 : /^(?:t|3)/i.test(word) ? 3 : /^l/i.test(word) ? -1 : 4;

type Groups = Readonly<Record<string, string | undefined>>;
interface Rule {
  readonly pattern: Pattern;
  /** A sentence where it can be no series; beside it, `first` is the day that the first session would be on. */
  read(g: Groups): Recurrence | string | { readonly problem: string; readonly first: Recurrence };
  /** "weekly" and "monthly" are adjectives too: alone they need an end, or to stand beside a time or at the end. */
  readonly adjective?: boolean;
  /** A series only where it is said how many, or until when. */
  readonly counted?: boolean;
}

const weekly = (weeks: number, day: string | undefined): Recurrence =>
  day === undefined ? { unit: 'week', weeks } : { unit: 'week', weeks, weekday: weekdayNumber(day) };
const monthly = (n: string | undefined, day: string | undefined): Recurrence =>
  n === undefined || day === undefined
    ? { unit: 'month' }
    : { unit: 'month', nth: nthNumber(n), weekday: weekdayNumber(day) };

const cannot = 'Sessions repeat by the week or the month: say “every Tuesday”, “every other Tuesday” or “every month”.';

const several = 'A series has one day of the week: plan each day as a series of its own.';
const byDate = 'A monthly series keeps its weekday: say “every month on the third Tuesday”.';

const rules: readonly Rule[] = [
  {
    // Two days a week are two series.
    pattern: bounded(
      `(?:(?:every|each|on)\\s+)?(?<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s\\s*(?:and|&|\\+|,|/)\\s*${wd}s?|every\\s+(?<w2>${wd})\\s*(?:and|&|\\+|/)\\s*${wd}`,
    ),
    read: (g) => ({ problem: several, first: weekly(1, g.w ?? g.w2) }),
  },
  {
    pattern: bounded(
      '(?:every\\s+month|monthly|once\\s+a\\s+month|each\\s+month)(?=\\s+on\\s+(?:the\\s+)?\\d{1,2}(?:st|nd|rd|th))',
    ),
    read: () => byDate,
  },
  {
    pattern: bounded(
      `(?:(?:on\\s+)?the\\s+|on\\s+)?(?<n>${nth})\\s+(?<w>${wd})\\s+(?:of|in)\\s+(?:every|each)\\s+month`,
    ),
    read: (g) => monthly(g.n, g.w),
  },
  {
    pattern: bounded(
      `(?:on\\s+)?(?:every|each)\\s+(?<n>${nth})\\s+(?<w>${wd})\\s+(?:of|in)\\s+(?:the|a|every|each)\\s+month`,
    ),
    read: (g) => monthly(g.n, g.w),
  },
  {
    // "the first Tuesday of the month for 6 sessions": one day, unless it is said how many.
    pattern: bounded(`(?:on\\s+)?(?:the\\s+)?(?<n>${nth})\\s+(?<w>${wd})\\s+(?:of|in)\\s+(?:the|a)\\s+month`),
    read: (g) => monthly(g.n, g.w),
    counted: true,
  },
  {
    pattern: bounded(`(?:on\\s+)?every\\s+(?<n>first|1st|third|3rd|fourth|4th|last)\\s+(?<w>${wd})`),
    read: (g) => monthly(g.n, g.w),
  },
  { pattern: bounded(`(?:every|each|once\\s+a)\\s+month${onNth}`), read: (g) => monthly(g.n, g.w) },
  { pattern: bounded(`(?:repeat(?:ing|s|ed)?\\s+)?monthly${onNth}`), read: (g) => monthly(g.n, g.w), adjective: true },
  {
    pattern: bounded(`(?:on\\s+)?(?:every|each)\\s+(?:other|second|2nd|alternate)\\s+(?<w>${wd})`),
    read: (g) => weekly(2, g.w),
  },
  { pattern: bounded(`every\\s+(?:other|second|2nd|alternate)\\s+week${onDay}`), read: (g) => weekly(2, g.w) },
  { pattern: bounded(`(?:on\\s+)?alternate\\s+${plural}`), read: (g) => weekly(2, g.w) },
  { pattern: bounded(`every\\s+(?<k>${count})\\s+weeks?${onDay}`), read: (g) => weekly(numberOf(g.k ?? ''), g.w) },
  { pattern: bounded(`(?:every|each|once\\s+a)\\s+fortnight${onDay}`), read: (g) => weekly(2, g.w) },
  {
    pattern: bounded(`(?:repeat(?:ing|s|ed)?\\s+)?fortnightly${onDayOrDays}`),
    read: (g) => weekly(2, g.w ?? g.ws),
    adjective: true,
  },
  { pattern: bounded(`(?:on\\s+)?(?:every|each)\\s+(?<w>${wd})s?`), read: (g) => weekly(1, g.w) },
  { pattern: bounded(`(?:every|each|once\\s+a)\\s+week${onDay}`), read: (g) => weekly(1, g.w) },
  {
    pattern: bounded(`(?:repeat(?:ing|s|ed)?\\s+)?weekly${onDayOrDays}`),
    read: (g) => weekly(1, g.w ?? g.ws),
    adjective: true,
  },
  { pattern: bounded(`on\\s+${plural}`), read: (g) => weekly(1, g.w) },
  { pattern: new RegExp(`^\\s*${plural}(?=\\s+(?:at\\s+)?\\d)`, 'giu'), read: (g) => weekly(1, g.w) },
  {
    pattern: bounded(
      `every\\s+(?:(?:${count}|other)\\s+)?(?:single\\s+)?(?:days?|weekdays?|years?|months|quarters?|mornings?|afternoons?|evenings?)|twice\\s+a\\s+(?:week|month)|daily(?=\\s+(?:at\\s+|from\\s+)?\\d)|(?<=\\d(?:[ap]m)?\\s)daily`,
    ),
    read: () => cannot,
  },
  {
    pattern: bounded('bi-?weekly'),
    read: () => '“Biweekly” has two meanings: say “every other week” or “every week”.',
    adjective: true,
  },
];

/** Takes repeating out of typed text: "every other Tuesday … for 6 sessions", "weekly on Mondays … until 3 March". */
export function takeSeries(text: string, context: WordsContext): SeriesWords {
  const { head, readable, tail } = headOf(text);
  for (const rule of rules) {
    const match = first(readable, rule);
    if (match === undefined) continue;
    const start = match.index;
    const end = start + match[0].length;
    // Not blanked with spaces: "11:00 weekly session" would read as "00 session".
    const blank = readable.slice(0, start) + '|'.repeat(end - start) + readable.slice(end);
    const until = untilIn(blank, context);
    const times = timesIn(blank);
    if (
      rule.adjective &&
      match.groups?.w === undefined &&
      match.groups?.ws === undefined &&
      !until &&
      !times &&
      !besideTime(readable.slice(end))
    )
      continue;
    if (rule.counted && !until && !times) continue;
    const cut = until?.span ?? times?.span;
    // "6 weekly sessions": how often stands within how many.
    const within = cut !== undefined && cut.start <= start && cut.end >= end;
    // "every week at 2pm on Tuesdays": its day stands apart.
    const apart = bounded(`(?:on\\s+)?${plural}`).exec(blank);
    const own = rule.read(match.groups ?? {});
    const named =
      apart !== null && typeof own === 'object' && 'unit' in own && own.unit === 'week' && own.weekday === undefined;
    const day = named ? [{ start: apart.index, end: apart.index + apart[0].length }] : [];
    const read = named ? weekly(own.weeks, apart.groups?.w) : own;
    const spans = [...(within ? [] : [{ start, end }]), ...(cut ? [cut] : []), ...day].sort(
      (a, b) => b.start - a.start,
    );
    const rest = (spans.reduce((left, span) => without(left, span), head) + tail).trim();
    if (typeof read === 'string') return { problem: read, rest };
    if ('problem' in read) return { every: read.first, problem: read.problem, rest };
    if (until !== undefined) return { every: { ...read, end: { until: until.date } }, rest };
    if (times === undefined && unread.test(blank)) return { every: read, problem: untilWhen, rest };
    if (times === undefined) return { every: read, rest };
    if (times.unit === 'month' && read.unit === 'week') return { every: read, months: times.n, rest };
    const weeks = times.unit === 'week' && read.unit === 'week' ? Math.ceil(times.n / read.weeks) : times.n;
    if (times.unit === 'week' && read.unit === 'month') return { every: read, months: Math.ceil(times.n / 4.35), rest };
    return { every: { ...read, end: { times: weeks } }, rest };
  }
  // "Tues 3pm for 6 weeks": how often was not said, and one session is not what was meant.
  const times = howMany.test(readable) ? timesIn(readable) : undefined;
  if (times !== undefined && times.n > 1) return { problem: howOften, rest: without(head, times.span) + tail };
  return { rest: text };
}

const howMany = new RegExp(
  hurried(
    '(?<![\\p{L}\\p{N}])for\\s+(?:the\\s+next\\s+)?(?:\\d{1,4}\\s*|\\p{L}+\\s+)(?:weeks|fortnights|months|sessions|meetings|times)(?!\\p{L}|\\s+(?:from\\s+(?:now|today)|ago|time))|(?<![\\p{L}\\p{N}])\\d{1,3}x(?=\\s|$)|(?<![\\p{L}\\p{N}])x\\s?\\d{1,4}\\s*$',
  ),
  'iu',
);
const howOften = 'Say how often: “every week for 6 sessions”, or “every other week”.';
const untilWhen = 'I could not read until when. Say “until 30 March”, or “for 6 sessions”.';
const unread = /(?<![\p{L}\p{N}])(?:until|till|til)\s+(?:the\s+)?\p{L}/iu;

function first(text: string, rule: Rule): RegExpExecArray | undefined {
  rule.pattern.lastIndex = 0;
  return rule.pattern.exec(text) ?? undefined;
}

const besideTime = (rest: string): boolean =>
  /^[\s,]*(?:$|(?:at\s+|from\s+)?\d|at\s|from\s|starting\s|(?:noon|midday|eod|tomorrow|today|next|for\s)\b)/i.test(
    rest,
  ) || weekdayThenTime.test(rest);
/** "weekly thurs 2pm", but not "weekly Monday meeting". */
const weekdayThenTime = new RegExp(`^\\s+${wd}\\s+(?:at\\s+|@\\s*)?\\d`, 'i');

const timesPattern = bounded(
  `(?:for\\s+(?:the\\s+next\\s+)?|over\\s+(?:the\\s+)?next\\s+|x\\s?)?(?<![:.]\\d*)(?<n>${count}|(?<=\\bfor\\s+)an?(?=\\s))\\s*(?:\\|+\\s+)?(?<u>sessions?|times|meetings?|calls?|occurrences?|weeks?|fortnights?|months?|years?)(?!\\s+(?:ago|time))(?<now>\\s+from\\s+(?:now|today))?|x\\s?(?<x>\\d{1,6})|(?<=\\|\\s+)(?<x3>\\d{1,2})(?=\\s*$)|(?<x2>\\d{1,3})\\s?x(?=\\s|$)`,
);

function timesIn(text: string): { n: number; unit: 'session' | 'week' | 'month'; span: Span } | undefined {
  for (const match of matchesOf(timesPattern, text)) {
    const g = match.groups ?? {};
    const word = (g.u ?? 'sessions').toLowerCase();
    const explicit = (g.x ?? g.x2 ?? g.x3) !== undefined || /^(?:for|over|x)/i.test(match[0]);
    const kind = /^[wf]/.test(word) ? 'week' : /^(?:mo|y)/.test(word) ? 'month' : 'session';
    if (!explicit && (kind !== 'session' || g.now !== undefined)) continue;
    const lead = /(?<![\p{L}\p{N}-])(?:in|after|every)\s+$/iu.test(text.slice(0, match.index));
    if (lead) continue;
    const n = numberOf(g.n ?? g.x ?? g.x2 ?? g.x3 ?? '') * (word.startsWith('f') ? 2 : word.startsWith('y') ? 12 : 1);
    return { n, unit: kind, span: { start: match.index, end: match.index + match[0].length } };
  }
  return undefined;
}

const untilPattern =
  /\b(?:until|till|til|up\s+to|through|ending(?:\s+on)?|to)\s+(?:and\s+including\s+)?(?:(?:the\s+)?end\s+of\s+(?=\p{L}))?/giu;

function untilIn(text: string, context: WordsContext): { date: CivilDate; span: Span } | undefined {
  for (const match of matchesOf(untilPattern, text)) {
    const from = match.index + match[0].length;
    const after = text.slice(from);
    const date = datesIn(after, context).find((d) => d.start === 0 && d.days.length > 0);
    if (date !== undefined) {
      const day = date.days.at(-1);
      if (day !== undefined) return { date: day, span: { start: match.index, end: from + date.end } };
    }
    const whole = new RegExp(
      `^(?:the\\s+end\\s+of\\s+)?(?<m>${monthWord})(?:\\s+(?<y>20\\d\\d))?(?![\\p{L}\\p{N}])`,
      'iu',
    ).exec(after);
    if (whole?.groups?.m !== undefined) {
      const last = lastOf(whole.groups.m, whole.groups.y, context);
      if (last) return { date: last, span: { start: match.index, end: from + whole[0].length } };
    }
  }
  return undefined;
}

/** "until March": the last day of it. */
function lastOf(month: string, year: string | undefined, context: WordsContext): CivilDate | undefined {
  const name = month.replace('.', '');
  const days = [31, 30, 29, 28].map((d) => datesIn(`${d} ${name}${year ? ` ${year}` : ''}`, context)[0]);
  return days.find((d) => d?.days.length === 1)?.days[0];
}
