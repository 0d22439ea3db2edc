import { Temporal } from 'temporal-polyfill';
import { firstOn, type Recurrence, recurrenceProblem } from '../domain/recurrence.js';
import { minute } from '../kernel/clock.js';
import { minutesInWords } from '../kernel/words.js';
import { addDays, type CivilDate, local, showMoment } from '../kernel/zoned.js';
import { lengthProblem, takeLength } from './length.js';
import type { WordsContext } from './when/calendar.js';
import { choose, clocksChange } from './when/choose.js';
import { clustersIn } from './when/clusters.js';
import { datesIn } from './when/dates.js';
import { find } from './when/found.js';
import { readableZone } from './when/labels.js';
import { blanked, leavesTime } from './when/leftover.js';
import { takeSeries } from './when/series.js';
import { bare, english, headOf, readAtMost, type Span, tomorrowWord, weekdayWord, without } from './when/words.js';

export type { WordsContext } from './when/calendar.js';

/**
 * What typed text says of a moment. `rest` is the text without it; `said` the words understood as the time; instants
 * are ms. `minutes` is the length of a range ("15:00–15:45"), unchecked.
 */
export type When =
  | {
      readonly kind: 'at';
      readonly at: number;
      readonly rest: string;
      readonly said: string;
      readonly minutes?: number;
    }
  | {
      readonly kind: 'ask';
      /** Two to six meanings, the likeliest first; the question is for buttons with these labels. */
      readonly question: string;
      readonly options: readonly { readonly label: string; readonly at: number }[];
      readonly rest: string;
      readonly said: string;
      readonly minutes?: number;
    }
  /** A day without a time; `also` are the other days it may mean. */
  | {
      readonly kind: 'date-only';
      readonly date: CivilDate;
      readonly also?: readonly CivilDate[];
      readonly rest: string;
      readonly said: string;
    }
  | {
      readonly kind: 'past';
      readonly at: number;
      readonly rest: string;
      readonly said: string;
      readonly minutes?: number;
    }
  /** `why`: a sentence, where a time was said that cannot be known. */
  | { readonly kind: 'none'; readonly rest: string; readonly why?: string };

/** What `understood` adds for the other person; it is not read back. */
const withoutTheirs = (text: string): string =>
  text.length > readAtMost ? text : text.replace(/\s*;[^;]*\bfor them\s*$/i, '');

/** "16/12/2026-05:00 PM": the dash stands between a date and a time. */
const dateDashTime = /(?<=(?<!\d)(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|20\d\d-\d\d-\d\d))-(?=\d{1,2}[:.]\d\d)/g;
const dayThenTime = new RegExp(
  `(?<![\\p{L}\\p{N}_])(today|tonight|${tomorrowWord}|${weekdayWord})-?(?=\\d{1,2}(?:(?:[:.]\\d\\d)?\\s?[ap]\\.?m(?!\\p{L})|[:.]\\d\\d(?!\\d)))`,
  'giu',
);
/** A space that nobody types: put in to be read by, and taken out of what was not understood. */
const joint = '\u205f';
/** As typed with a thumb: "thurs2pm" is "thurs 2pm". */
const spaced = (text: string): string =>
  text.slice(0, readAtMost).replace(dayThenTime, `$1${joint}`).replace(dateDashTime, `${joint}-${joint}`) +
  text.slice(readAtMost);
const asTyped = (when: When): When => ({
  ...when,
  rest: when.rest.replaceAll(joint, ''),
  ...('said' in when && { said: when.said.replaceAll(joint, ' ') }),
});

/**
 * Reads a moment out of typed British English (numeric dates by the locale), in the person's zone. Pure: `now` comes
 * in. Only a clear expression counts, the first one with a day and a time before all others; what has two meanings is
 * asked, a time that the clocks skip too; a day without a time never gets one. Reads the first `readAtMost`
 * characters, and never throws whatever stands in them.
 */
export function understandWhen(text: string, context: WordsContext): When {
  return asTyped(read(spaced(withoutTheirs(text)), context));
}

function read(text: string, context: WordsContext, snap?: (day: CivilDate) => CivilDate): When {
  const { head, readable, tail } = headOf(text);
  const found = find(clustersIn(readable, context, snap !== undefined), readable, context);
  if (found === undefined) {
    if (snap === undefined) return { kind: 'none', rest: text };
    return leavesTime(readable, { open: true, day: true, series: true })
      ? unsure(text)
      : seriesOnly(text, context, snap);
  }
  const widest = (all: readonly Span[]): Span[] =>
    all.map((span) => widened(readable, span)).sort((a, b) => b.start - a.start);
  const restOf = (all: readonly Span[]): string => bare(all.reduce((left, span) => without(left, span), head)) + tail;
  const spans = widest(found.spans);
  const rest = restOf(spans);
  const said = found.spans.map((s) => head.slice(s.start, s.end)).join(' ');
  if ('moment' in found) {
    if (found.earlier !== undefined && found.earlier >= context.now) {
      const options = [found.moment, found.earlier].map((at) => ({
        label: showMoment(at, context.zone, english(context.locale)),
        at,
      }));
      return { kind: 'ask', question: 'Later, or earlier?', options, rest, said };
    }
    const past = found.moment < Math.floor(context.now / minute) * minute;
    return { kind: past ? 'past' : 'at', at: found.moment, rest, said };
  }
  const days = found.days;
  if (days.length === 0) return unsure(text);
  // "Except 22 December" stays in the title, where it is seen.
  const excepted = found.open ? datesIn(readable, context).filter((d) => d.not) : [];
  // "Friday 2pm, not the 4th", where Friday is the 4th: then it is another Friday.
  if (days.every((d) => d !== undefined && excepted.some((e) => e.never?.includes(d)))) return unsure(text);
  const left = [...spans, ...excepted].reduce((all, span) => blanked(all, span), readable);
  if (leavesTime(left, { open: found.open, day: days.some((d) => d !== undefined), series: snap !== undefined }))
    return unsure(text);
  const snapped = snap === undefined ? {} : { snap };
  if (found.times.length === 0) {
    const today = local(context.now, context.zone).date;
    const placed = days.filter((d) => d !== undefined).map((d) => (snap === undefined ? d : snap(d)));
    const coming = placed.filter((d) => d >= today);
    const likely = coming.length > 0 ? coming : placed;
    // "Move it to Friday", of a session on a Friday: to another one.
    const own = context.anchor === undefined ? undefined : local(context.anchor, context.zone).date;
    const others = likely.filter((d) => d !== own);
    const [date, ...also] = others.length > 0 ? others : likely;
    if (date === undefined) return { kind: 'none', rest: text };
    return { kind: 'date-only', date, ...(also.length > 0 && { also }), rest, said };
  }
  if ([found, ...(found.or ?? [])].some((said) => said.label?.unknown))
    return { kind: 'none', rest: text, why: noZone };
  const others = (found.or ?? []).map((said) => ({ ...said, ...snapped }));
  const chosen = choose([{ ...found, ...snapped }, ...others], context);
  if (chosen === undefined) return { kind: 'none', rest: text };
  const title = chosen.kind === 'at' && found.perhaps ? restOf(widest([...found.spans, found.perhaps])) : rest;
  return { ...chosen, rest: title, said, ...(found.minutes !== undefined && { minutes: found.minutes }) };
}

const unsure = (rest: string): When => ({ kind: 'none', rest, why: notSure });
const notSure = 'I was not sure which day or time that is. Set it here.';
const noZone = 'I do not know that time zone. Say a city, like “3pm Paris time”, or set your own time here.';

/** "every other Tuesday" without more: its first day, and no time. */
function seriesOnly(text: string, context: WordsContext, snap: (day: CivilDate) => CivilDate): When {
  const today = local(context.now, context.zone).date;
  // A series without a weekday fits any day, so it names none.
  const named = snap(today) !== today || snap(addDays(today, 1)) !== addDays(today, 1);
  return named ? { kind: 'date-only', date: snap(today), rest: text, said: '' } : { kind: 'none', rest: text };
}

/** The words that lead to a time, and brackets around it, go with it. */
function widened(text: string, { start, end }: Span): Span {
  const lead =
    /(?:^|(?<=[\s,;(]))(?:(?:on|at|from|for|by|between|starting|beginning|about|around|approx\.?|circa|c\.|some\s?time|any\s?time|the)\s+|@\s*)+$/i.exec(
      text.slice(0, start),
    );
  const from = lead?.index ?? start;
  const tail = /^\s+(?:some\s?time|any\s?time|sharp|prompt|on\s+the\s+dot)(?!\p{L})/iu.exec(text.slice(end));
  if (tail !== null) return { start: from, end: end + tail[0].length };
  return text[from - 1] === '(' && text[end] === ')' ? { start: from - 1, end: end + 1 } : { start: from, end };
}

export interface PlanWords {
  readonly when: When;
  /** A length a session can have (`domain/session.ts`). */
  readonly minutes?: number;
  /** A sentence, when a length was said that no session can have. */
  readonly lengthProblem?: string;
  /** What remains, on one line as typed; may be empty. */
  readonly title: string;
  readonly every?: Recurrence;
  /** A sentence, when repeating was said in a way that no series can be. */
  readonly everyProblem?: string;
}

/**
 * Everything that stands after `plan @mentee`, in any order: when, how long, how often, and the title. For a series
 * `when` is its first session. Never throws.
 */
export function understandPlanWords(text: string, context: WordsContext): PlanWords {
  const typed = spaced(withoutTheirs(text));
  const length = takeLength(context.anchor === undefined ? typed : newTime(typed, context));
  const series = takeSeries(length.rest, context);
  const { every } = series;
  const when = asTyped(read(series.rest, context, every && ((day) => firstOn(every, day))));
  const ranged = 'minutes' in when ? when.minutes : undefined;
  const rangeProblem = ranged === undefined ? undefined : lengthProblem(ranged);
  const minutes = length.minutes ?? (length.problem || rangeProblem ? undefined : ranged);
  const problem = length.problem ?? (length.minutes === undefined ? rangeProblem : undefined);
  const full = every && series.months !== undefined ? endingAfter(every, series.months, when, context) : every;
  const everyProblem = series.problem ?? (full && recurrenceProblem(full));
  return {
    when,
    title: unasked(unquoted(bare(when.rest))),
    ...(minutes !== undefined && { minutes }),
    ...(problem !== undefined && { lengthProblem: problem }),
    ...(full && everyProblem === undefined && { every: full }),
    ...(everyProblem !== undefined && { everyProblem }),
  };
}

/** "from Friday 3pm to Monday 4pm", "to 4pm": where a session is moved to. Two hours alone are how long it lasts. */
function newTime(typed: string, context: WordsContext): string {
  const to = /^\s*(?:from\s+(?<was>.*?)\s+)?to\s+(?=\S)/i.exec(typed.slice(0, readAtMost));
  if (to === null) return typed;
  const left = typed.slice(to[0].length);
  if (to.groups?.was === undefined) return left;
  const was = understandWhen(to.groups.was, context);
  const own =
    was.kind === 'ask' ? was.options.some((o) => o.at === context.anchor) : 'at' in was && was.at === context.anchor;
  return own || datesIn(headOf(typed).readable, context).length > 0 ? left : typed;
}

/** "for 3 months" ends the day before the same day three months on. */
function endingAfter(every: Recurrence, months: number, when: When, context: WordsContext): Recurrence {
  const at = when.kind === 'ask' ? when.options[0]?.at : 'at' in when ? when.at : undefined;
  const from = when.kind === 'date-only' ? when.date : local(at ?? context.now, context.zone).date;
  const until = Temporal.PlainDate.from(from)
    .add({ months: Math.min(months, 1200) })
    .subtract({ days: 1 });
  return { ...every, end: { until: until.toString() } };
}

/** "at 2pm?", "tomorrow 3pm? Phone calls": what is asked is the time, not the title. */
const unasked = (title: string): string => {
  const words = title.replace(/^[\s?!.,;:]+(?=\s|$)/, '').trim();
  return /[\p{L}\p{N}]/u.test(words) || /\p{Extended_Pictographic}/u.test(words) ? words : '';
};
const unquoted = (title: string): string => /^["“”«]([^"“”«»]*)["“”»]$/.exec(title)?.[1]?.trim() ?? title;

/**
 * What is shown back, in the person's zone: "Tue 24 Nov 2026, 15:00–15:45 (GMT); 20:30 for them". `otherZone` is the
 * other person's; it is shown where its clock differs, with the day where that differs too. In English whatever the
 * locale, which decides the order of day and month: `understandWhen` in the same zone and locale reads it as the same
 * instant, also when that wall time comes twice.
 */
export function understood(
  at: number,
  minutes: number | undefined,
  zone: string,
  locale: string,
  otherZone?: string,
): string {
  const lang = english(locale);
  const end = minutes === undefined ? undefined : at + minutes * minute;
  const plain = end !== undefined && minutes !== undefined && minutes < 1440 && !clocksChange(at, end, zone);
  const until = plain ? `–${showMoment(end, zone, lang, 'time')}` : '';
  const length = !plain && minutes !== undefined ? ` for ${minutesInWords(minutes)}` : '';
  const own = `${showMoment(at, zone, lang)}${until} (${readableZone(at, zone, lang)})${length}`;
  if (otherZone === undefined) return own;
  const here = local(at, zone);
  const there = local(at, otherZone);
  if (here.date === there.date && here.time === there.time) return own;
  return `${own}; ${showMoment(at, otherZone, lang, here.date === there.date ? 'time' : 'day-time')} for them`;
}
