import { addDays, type CivilDate, local, weekdayOf } from '../../kernel/zoned.js';
import type { WordsContext } from './calendar.js';
import type { Said } from './choose.js';
import type { Cluster } from './clusters.js';
import { datesIn } from './dates.js';
import { mayBeDate, nounFollows, ofATitle } from './leftover.js';
import { partTimes, within } from './parts.js';
import type { DatePiece } from './pieces.js';
import { matchesOf, type Span, tomorrowWord, weekdayWord } from './words.js';

/** What the words were found to mean; nothing is chosen yet. */
interface SaidThere extends Said {
  readonly spans: readonly Span[];
  readonly minutes?: number;
  readonly or?: readonly Said[];
  /** No day was said, or one that a word more can make another. */
  readonly open: boolean;
  /** A day that may be the title's, and is none of it where both come to the same. */
  readonly perhaps?: Span;
}
export type Found =
  | SaidThere
  | {
      readonly spans: readonly Span[];
      readonly moment: number;
      readonly earlier?: number;
    };

/**
 * Which of the things said in `text` (made readable) is meant: its days, its times and where it stands. Of several the
 * first with a day and a time counts; a day that stands elsewhere in the words may say more of it. Undefined where
 * nothing is said of time.
 */
export function find(clusters: readonly Cluster[], text: string, context: WordsContext): Found | undefined {
  const found = first(clusters, text, context);
  if (found === undefined || !('days' in found)) return found;
  return withWeekday(found.open ? completed(found, clusters, text, context) : found, clusters, text);
}

/** "Monday, Phone calls, 7 December 3pm": a weekday that stands apart and is the date's own is no word of the title. */
function withWeekday(found: SaidThere, clusters: readonly Cluster[], text: string): SaidThere {
  const [day, ...others] = found.days;
  if (day === undefined || others.length > 0) return found;
  const own = clusters
    .filter((c) => c.trusted.date || atEdge(c, text))
    .flatMap((c) => c.dates.filter((d) => d.weekday === weekdayOf(day)));
  return { ...found, spans: [...found.spans, ...own.filter((d) => !isIn(found.spans, d))] };
}

const atEdge = ({ start, end }: Span, text: string): boolean =>
  /^[\s,(]*$/.test(text.slice(0, start)) || /^[\s,)?.]*$/.test(text.slice(end));

const isIn = (spans: readonly Span[], d: DatePiece): boolean => spans.some((s) => d.start >= s.start && d.end <= s.end);

function first(clusters: readonly Cluster[], text: string, context: WordsContext): Found | undefined {
  const isComplete = (c: Cluster): boolean =>
    c.moment !== undefined ||
    (c.time !== undefined && (c.dates.length > 0 || (c.part !== undefined && c.trusted.part)));
  const complete = clusters.find(isComplete);
  if (complete?.moment) {
    const { at, earlier } = complete.moment;
    return { spans: [complete], moment: at, ...(earlier !== undefined && { earlier }) };
  }
  if (complete) {
    // "Tuesday instead of Wednesday 2pm": the hour is the first one's.
    const rather = insteadOf.test(text.slice(0, complete.start))
      ? clusters.find((c) => c.trusted.date && c !== complete)
      : undefined;
    if (rather !== undefined) return meant(rather, complete, [rather, complete], context);
    return orOthers(
      meant(complete.dates.length > 0 ? complete : undefined, complete, [complete], context),
      complete,
      clusters,
      text,
      context,
    );
  }
  const dated = clusters.find((c) => c.trusted.date && !insteadOf.test(text.slice(0, c.start)));
  const timed = clusters.find((c) => c.trusted.time || c.trusted.part);
  if (dated?.part) return meant(dated, dated, [dated], context);
  if (dated && timed) return meant(dated, timed, [dated, timed], context);
  if (dated) return meant(dated, undefined, [dated], context);
  if (!timed) return undefined;
  const doubtful = clusters.find(
    (c) => c.dates.some((d) => d.trust === 'edge') || /^(?:sat|sun)(?!\p{L})/iu.test(text.slice(c.start)),
  );
  const possessed = possessedDays(text, context);
  if (doubtful === undefined && possessed.length === 0)
    return timed.trusted.alone || timed.trusted.part ? meant(undefined, timed, [timed], context) : undefined;
  // "Prep for Monday meeting 3pm", "tomorrow's session 3pm": the day may be the title's.
  const both = meant(doubtful, timed, [timed], context);
  const days = doubtful === undefined ? possessed : both.days;
  return { ...both, days: [...days, undefined], dayQuestion: 'Which day do you mean?' };
}

/** "Thursday 2pm or Friday 3pm", "Monday 2pm / Tuesday" are a question, not the first of them. */
function orOthers(
  one: SaidThere,
  first: Cluster,
  clusters: readonly Cluster[],
  text: string,
  context: WordsContext,
): SaidThere {
  const or: Said[] = [];
  let end = first.end;
  for (const next of clusters.slice(clusters.indexOf(first) + 1)) {
    if (!/^[\s,]*(?:or|and|&|\+|\/|[,;])\s*$/i.test(text.slice(end, next.start))) break;
    const dated = next.dates.some((d) => !d.not) ? next : undefined;
    if (dated === undefined && next.time === undefined) break;
    const other = meant(dated ?? first, next.time === undefined ? first : next, [], context);
    if (other.days.length === 0) break;
    or.push(other);
    end = next.end;
  }
  return or.length === 0 ? one : { ...one, or, spans: [{ start: first.start, end }] };
}

const insteadOf = /\b(?:instead\s+of|rather\s+than)\s+$/i;

const untilThen = /(?<!\p{L})(?:until|till?)\s+(?:the\s+)?$/iu;

const possessed = new RegExp(`(?<![\\p{L}\\p{N}])(${tomorrowWord}|${weekdayWord})'s(?!\\p{L})`, 'giu');

/** "tomorrow's session": a day that is said of something, and may be the time's too. */
const possessedDays = (text: string, context: WordsContext): readonly CivilDate[] =>
  matchesOf(possessed, text)
    .flatMap((m) => datesIn(m[1] ?? '', context))
    .flatMap((d) => d.days);

function meant(
  dated: Cluster | undefined,
  timed: Cluster | undefined,
  spans: readonly Span[],
  context: WordsContext,
): SaidThere {
  const { days, question } =
    timed?.today !== undefined && dated === undefined ? { days: [timed.today] } : daysOf(dated?.dates ?? [], context);
  const time = timed?.time;
  const part = timed?.part ?? dated?.part;
  const times = timesOf(time?.times, part, dated === undefined);
  const timeQuestion = time === undefined && part !== undefined ? 'At what time?' : time?.question;
  return {
    spans,
    days,
    times,
    ...(question !== undefined && { dayQuestion: question }),
    ...(timeQuestion !== undefined && { timeQuestion }),
    ...(time?.label && { label: time.label }),
    ...(time?.minutes !== undefined && { minutes: time.minutes }),
    open: timed?.today === undefined && (dated?.dates ?? []).every((d) => d.open),
  };
}

function timesOf(times: readonly number[] | undefined, part: Cluster['part'], noDay: boolean): readonly number[] {
  if (times === undefined) return part === undefined ? [] : partTimes[part];
  const kept = part === undefined ? times : within(part, times);
  // Midnight without a day is the coming one.
  return noDay && kept.includes(1440) ? [1440] : kept;
}

/** A day elsewhere in the words: the day that is meant, where it surely is none of the title's; else both are asked. */
function completed(found: SaidThere, clusters: readonly Cluster[], text: string, context: WordsContext): SaidThere {
  if (found.or !== undefined) return found;
  const read = (d: DatePiece): boolean => isIn(found.spans, d);
  const all = clusters.flatMap((c) => c.dates.filter((d) => !d.not).map((d) => ({ d, sure: c.trusted.date })));
  const said = all.filter(({ d }) => read(d)).map(({ d }) => d);
  const falls = (d: DatePiece): boolean => d.days.some((on) => said.some((s) => s.weekday === weekdayOf(on)));
  const isWord = (d: DatePiece): boolean => mayBeDate.test(text.slice(d.start, d.end));
  const other = all.find(
    ({ d, sure }) =>
      !read(d) &&
      (sure || !d.open) &&
      (!ofATitle(d, text) || (isWord(d) && falls(d))) &&
      !insteadOf.test(text.slice(0, d.start)) &&
      // Until when a series goes on is said of it (`everyProblem`).
      !(d.days.length === 0 && (nounFollows(text.slice(d.end)) || untilThen.test(text.slice(0, d.start)))),
  );
  if (other === undefined) return found;
  const { days, question } = daysOf([...said, other.d], context);
  const open = other.d.open === true;
  const [day] = days;
  const agreed =
    days.length === 1 &&
    day !== undefined &&
    ((found.days.length === 1 && found.days[0] === day) ||
      // "15/8, Review, 8am on Saturday": a date that falls on the weekday that was said is that day.
      (other.d.days.includes(day) && falls(other.d) && !isWord(other.d)));
  if (other.sure || agreed || days.length === 0)
    return {
      ...found,
      days,
      open,
      spans: [...found.spans, other.d],
      ...(question !== undefined && { dayQuestion: question }),
    };
  const either = [...new Set([...other.d.days, ...found.days])];
  return { ...found, days: either, open, dayQuestion: 'Which day do you mean?', perhaps: other.d };
}

/** Days that stand beside each other: what they agree on, else all of them, to be asked. */
function daysOf(
  said: readonly DatePiece[],
  context: WordsContext,
): { days: readonly (CivilDate | undefined)[]; question?: string } {
  if (said.length === 0) return { days: [undefined] };
  const dates = said.filter((d) => !d.not);
  if (dates.length === 0 || dates.some((d) => d.days.length === 0)) return { days: [] };
  const [first, ...others] = dates;
  const week = dates.find((d) => d.week);
  const named = dates.find((d) => !d.week)?.days[0];
  if (week && named) return { days: week.days.filter((day) => weekdayOf(day) === weekdayOf(named)) };
  const question = others.length > 0 ? 'Which day do you mean?' : first?.question;
  const dated = dates.filter((d) => d.weekday === undefined);
  const [only] = dated;
  const weekday = dates.find((d) => d.weekday !== undefined)?.weekday;
  if (only !== undefined && dated.length === 1 && weekday !== undefined)
    return { days: onWeekday(only, weekday, dates, context), question: 'Which day do you mean?' };
  const common = others.reduce((days, d) => days.filter((day) => d.days.includes(day)), [...(first?.days ?? [])]);
  const days = common.length > 0 ? common : dates.flatMap((d) => d.days);
  return { days, ...(question !== undefined && { question }) };
}

/** "Monday" beside a day: the day, where it is one; of "in two weeks" the Mondays around; else all that may be meant. */
function onWeekday(
  day: DatePiece,
  weekday: number,
  said: readonly DatePiece[],
  context: WordsContext,
): readonly CivilDate[] {
  const agreed = day.days.filter((d) => weekdayOf(d) === weekday);
  if (agreed.length > 0) return agreed;
  const [date] = day.days;
  if (date === undefined) return [];
  const back = (weekdayOf(date) - weekday + 7) % 7;
  const around = [addDays(date, -back), addDays(date, 7 - back)];
  if (day.roughly) return around;
  const today = local(context.now, context.zone).date;
  const near = around[back > 3 ? 1 : 0] ?? date;
  // "tomorrow or Friday" is one of the two.
  const slip = day.open || date > addDays(today, 1) ? [near].filter((d) => d >= today) : [];
  return [...new Set([...said.flatMap((d) => (d === day ? [...d.days, ...slip] : d.days))])];
}
