import { Temporal } from 'temporal-polyfill';
import { distance } from '../spelling.js';

/** How much of what was typed is read for times: a plan is one line, and what follows is the title, kept as it is. */
export const readAtMost = 300;

/** Not inside a word or a number, nor after a currency sign, a decimal point or a hyphen within a word. */
export const before = "(?<![\\p{L}\\p{N}_£$€#/.]|[\\p{L}\\p{N}][-’'])";
/** Not inside a word, nor before a possessive or a compound: "Monday's", "Monday-only" are not the day Monday. */
export const after = "(?![\\p{L}\\p{N}_]|[-’']\\p{L})";

/** A pattern's common words, as they are typed in a hurry too: "wk", "nxt", "evry". One misread is another week. */
export const hurried = (source: string): string =>
  source
    .replaceAll('week', 'w(?:ee)?k')
    .replaceAll('next', 'ne?xt')
    .replaceAll('every', 'ev(?:e?ry|rey|er)?')
    .replaceAll('tonight', '(?:tonigh?t|tonite|2nite|2night|2nyt)');

/** What is looked for in a text: a global expression, or one that is made of its source when that first happens. */
export type Pattern = Pick<RegExp, 'exec' | 'lastIndex'>;

class Bounded implements Pattern {
  readonly #source: string;
  #made: RegExp | undefined;
  constructor(source: string) {
    this.#source = source;
  }
  get #pattern(): RegExp {
    this.#made ??= new RegExp(`${before}(?:${hurried(this.#source)})${after}`, 'giu');
    return this.#made;
  }
  exec(text: string): RegExpExecArray | null {
    return this.#pattern.exec(text);
  }
  get lastIndex(): number {
    return this.#pattern.lastIndex;
  }
  set lastIndex(index: number) {
    this.#pattern.lastIndex = index;
  }
}

/**
 * A pattern bounded by `before` and `after`, without regard to case; its words may be `hurried`. It is made when it is
 * first looked for: there are some eighty of them, and a start would wait for all of them (25 ms).
 */
export const bounded = (source: string): Pattern => new Bounded(source);

/**
 * Every match of a global `pattern` in `text`, in order. `matchAll` makes a copy of the pattern for each call, and the
 * engine soon forgets what it compiled for a copy: so large ones would be compiled anew for nearly every plan.
 */
export function matchesOf(pattern: Pattern, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
  }
  return found;
}

/** "Unit 3", "pages 4-5": numbers of their own, which are neither days nor hours. */
export const notCounted =
  '(?<!\\b(?:unit|room|level|part|module|chapter|section|stage|step|phase|version|year|week|session|top|no|number|group|class|pages?|units|chapters|sections|years|weeks|ages?|goals?|targets?)\\.?\\s)';

/** "2nd session": what an ordinal counts, so that it is no day of the month. */
export const counted = '(?:session|meeting|visit|lesson|draft|attempt|observation|time|year|placement)s?';

/** As they are typed in a hurry too: a day misread as a title would be today. */
const weekdays: readonly (readonly string[])[] = [
  ['monday', 'mon', 'mondy', 'modnay', 'monady'],
  ['tuesday', 'tues', 'tue', 'teusday', 'tuseday', 'tuesdy', 'tuesay', 'tueday'],
  ['wednesday', 'weds', 'wed', 'wendesday', 'wensday', 'wednsday', 'wedesday', 'wedensday', 'wednesdy', 'wenesday'],
  ['thursday', 'thurs', 'thur', 'thu', 'thrusday', 'thusday', 'thurday', 'thursdy', 'thirsday', 'thursay'],
  ['friday', 'fri', 'firday', 'fridy', 'frday', 'firiday'],
  ['saturday', 'sat', 'satuday', 'saterday', 'satruday'],
  ['sunday', 'sun', 'sundy', 'suday'],
];
const months: readonly (readonly string[])[] = [
  ['january', 'jan', 'janurary', 'januray', 'janaury', 'janury', 'januarry'],
  ['february', 'feb', 'febuary', 'feburary', 'februray', 'febrary'],
  ['march', 'mar'],
  ['april', 'apr', 'apirl', 'arpil', 'aprl'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug', 'augst', 'agust'],
  ['september', 'sept', 'sep', 'setpember', 'septmber', 'setember', 'septembr'],
  ['october', 'oct', 'ocotber', 'octobr', 'octber'],
  ['november', 'nov', 'novemeber', 'novmber', 'novemebr', 'novembr', 'novemer'],
  ['december', 'dec', 'decemeber', 'decmber', 'decembr', 'decemebr', 'deceber'],
];
const longestFirst = (words: readonly string[]): string => [...words].sort((a, b) => b.length - a.length).join('|');

export const weekdayWord = longestFirst(weekdays.flat());
export const monthWord = `(?:${longestFirst(months.flat())})\\.?`;

/** Tomorrow, as it is typed with a thumb. */
export const tomorrowWord =
  'tomorrow|tommorow|tommorrow|tomorow|tomorro|tomorrrow|tomrrow|tomoro|tmrow|tmrw|tmoz|tmr|tmw|tomoz|tomo|2moro|2morrow|2mrw|2moz';

/** ISO weekday, of a word that `weekdayWord` matched. */
export const weekdayNumber = (word: string): number => weekdays.findIndex((w) => w.includes(word.toLowerCase())) + 1;
/** 1–12, of a word that `monthWord` matched. */
export const monthNumber = (word: string): number =>
  months.findIndex((w) => w.includes(word.toLowerCase().replace('.', ''))) + 1;
/** Whether a word is nearly a longer one of those, letters apart or astray: too near to be anything else. */
const nearly = (word: string, full: string): boolean =>
  word[0] === full[0] &&
  word !== full &&
  ([...word].sort().join('') === [...full].sort().join('') ||
    distance(word, full) <= (full.length > 7 ? 3 : full.length > 6 ? 2 : 1));
/** A slip for a weekday's name. */
export const nearDay = (word: string): boolean =>
  weekdayNumber(word) === 0 && weekdays.some(([name = '']) => nearly(word.toLowerCase(), name));
/** A slip for the name of a long month; "march" and "match" are near too, but both are words. */
export const nearMonth = (word: string): boolean =>
  monthNumber(word) === 0 && months.some(([name = '']) => name.length > 5 && nearly(word.toLowerCase(), name));
/** "Monday", "December". */
export const weekdayName = (n: number): string => capital(weekdays[n - 1]?.[0] ?? '');
export const monthName = (n: number): string => capital(months[n - 1]?.[0] ?? '');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

/** A whole number in words, up to ninety-nine. */
export const numberWord = `(?:(?:${Object.keys(tens).join('|')})(?:[\\s-]+(?:${small.slice(1, 10).join('|')}))?|${longestFirst(small)})`;
const ordinals = [
  ...'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth'.split(
    ' ',
  ),
  ...'fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(' '),
  ...'first second third fourth fifth sixth seventh eighth ninth'.split(' ').map((one) => `twenty-${one}`),
  'thirtieth',
  'thirty-first',
];
/** The day of a month in words. */
export const ordinalWord = longestFirst(ordinals).replace(/-/g, '[\\s-]');
/** 1–31, of words that `ordinalWord` matched. */
export const ordinalNumber = (words: string): number => ordinals.indexOf(words.toLowerCase().replace(/\s/, '-')) + 1;

/** 1–12 in words. */
export const hourWord = longestFirst(small.slice(1, 13));

/** The value of digits (thousands commas allowed) or of a `numberWord`; "a" and "an" are one. */
export function numberOf(text: string): number {
  const word = text.toLowerCase().trim();
  if (/^\d/.test(word)) return Number(word.replace(/,/g, ''));
  if (word === 'a' || word === 'an') return 1;
  return word.split(/[\s-]+/).reduce((sum, part) => sum + (tens[part] ?? Math.max(0, small.indexOf(part))), 0);
}

/**
 * The part of typed text that is read, and the rest of it. The head has the length of what was typed, so that places
 * found in it hold there too; in `readable`, what stands in double quotes is hidden (it is a title, whatever it says).
 */
export function headOf(text: string): { head: string; readable: string; tail: string } {
  let cut = text.length;
  if (text.length > readAtMost) {
    const space = text.lastIndexOf(' ', readAtMost);
    cut = space > 0 ? space : readAtMost;
  }
  const head = text.slice(0, cut);
  const readable = head
    .toWellFormed()
    .replace(/[\s\u2007\u202F]/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/["“”«][^"“”«»]*["“”»]/g, (quoted) => '"'.repeat(quoted.length));
  return { head, readable, tail: text.slice(cut) };
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Sorted, without overlaps. */
export function inOrder<S extends Span>(spans: readonly S[]): S[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: S[] = [];
  for (const span of sorted) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  return kept;
}

/** `text` without a span: one space, or one comma where there was one, is left in its place. */
export function without(text: string, { start, end }: Span): string {
  let left = text.slice(0, start).trimEnd();
  let right = text.slice(end).trimStart();
  if (/\([\s,;]*$/.test(left) && /^[\s,;]*\)/.test(right)) {
    left = left.replace(/\([\s,;]*$/, '').trimEnd();
    right = right.replace(/^[\s,;]*\)/, '').trimStart();
  }
  const comma = /[,;]$/.test(left) && right !== '';
  const l = left.replace(/[,;]+$/, '').trimEnd();
  const r = right.replace(/^[,;]+/, '').trimStart();
  if (l === '' || r === '') return l + r;
  return `${l}${comma ? ', ' : ' '}${r}`;
}

const separators = ' \t\n,;:–—-';

/** A title as it stands after times were taken out: outer space, and the separators left beside them, removed. */
export function bare(text: string): string {
  // By hand, not by pattern: text may be long, and a pattern that looks for its end tries from every dash.
  let start = 0;
  let end = text.length;
  while (start < end && separators.includes(text.charAt(start))) start += 1;
  while (end > start && separators.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end).trim();
}

/** English for what is shown, whatever the person's language: the words have to be read again. */
export const english = (locale: string): string => (/^en(-|$)/i.test(locale) && canonical(locale) ? locale : 'en-GB');

function canonical(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

type DateOrder = 'day' | 'month' | 'ask';
/** A formatter takes longer to make than all of a plan's words to read, and there are few locales. */
const orders = new Map<string, DateOrder>();

/** Is 04/12 the fourth of December or April the twelfth? "ask" where a locale does not tell. */
export function dateOrder(locale: string): DateOrder {
  let order = orders.get(locale);
  if (order === undefined) {
    order = orderOf(locale);
    if (orders.size < 100) orders.set(locale, order);
  }
  return order;
}

function orderOf(locale: string): DateOrder {
  if (!canonical(locale)) return 'ask';
  if (/^en-ca$/i.test(locale)) return 'ask'; // Canadians write both.
  const parts = new Intl.DateTimeFormat(locale).formatToParts(Date.UTC(2000, 0, 2)).map((p) => p.type);
  if (parts[0] === 'year') return 'ask'; // 2026/12/04 does not tell how a date without a year is written.
  return parts.indexOf('month') < parts.indexOf('day') ? 'month' : 'day';
}

/** The weekday a week begins on, where it decides what "next Tuesday" may mean: Sunday in the Americas, else Monday. */
export const weekStart = (locale: string): number => (/-(US|CA|MX|BR)$/i.test(locale) ? 7 : 1);

/** "30 November 2026", checked to exist; otherwise undefined. */
export function civil(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}
