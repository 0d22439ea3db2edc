import { Temporal } from 'temporal-polyfill';
import { minute } from '../../kernel/clock.js';
import { addDays, type CivilDate, local, place, showMoment, type WallTime } from '../../kernel/zoned.js';
import type { WordsContext } from './calendar.js';
import { type Label, offsetAt, otherSeason, readableZone } from './labels.js';
import { english } from './words.js';

/** A moment that may be meant, and why there is more than one where the clocks are the reason. */
interface Candidate {
  readonly at: number;
  readonly day: CivilDate;
  readonly time: number;
  readonly why?: 'earlier' | 'later' | 'never' | 'season';
}

/** What was said, reduced to the days and times it may mean. No day: the next such time, today or tomorrow; of a session that is being moved, its own day. */
export interface Said {
  readonly days: readonly (CivilDate | undefined)[];
  readonly times: readonly number[];
  readonly dayQuestion?: string;
  readonly timeQuestion?: string;
  readonly label?: Label;
  /** The first day of a series on or after a day. */
  readonly snap?: (day: CivilDate) => CivilDate;
}

export type Chosen =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'past'; readonly at: number }
  | { readonly kind: 'ask'; readonly question: string; readonly options: readonly { label: string; at: number }[] };

/** Most meanings offered: what fits one row or two of buttons. */
const mostOptions = 6;

/** The moment that was meant, of one thing said or of several ("Friday at 2 or Monday at 3"); or the question to ask, when more than one moment to come fits. */
export function choose(sayings: readonly [Said, ...Said[]], context: WordsContext): Chosen | undefined {
  const [said] = sayings;
  const now = Math.floor(context.now / minute) * minute;
  const all = sayings.flatMap((s) =>
    s.days.flatMap((day) => s.times.flatMap((time) => candidates(day, time, s, now, context))),
  );
  const unique = all.filter((c, n) => all.findIndex((o) => o.at === c.at) === n);
  const coming = unique.filter((c) => c.at >= now);
  const one = coming[0];
  if (one === undefined) {
    const latest = unique.reduce<number | undefined>(
      (max, c) => (max === undefined || c.at > max ? c.at : max),
      undefined,
    );
    return latest === undefined ? undefined : { kind: 'past', at: latest };
  }
  if (coming.length === 1 && one.why !== 'never') return { kind: 'at', at: one.at };
  const offered = coming.slice(0, mostOptions);
  return {
    kind: 'ask',
    question: sayings.length > 1 ? 'Which of these do you mean?' : questionFor(offered, said),
    options: offered.map((c) => ({ label: labelFor(c, context), at: c.at })),
  };
}

function candidates(
  day: CivilDate | undefined,
  time: number,
  said: Said,
  now: number,
  context: WordsContext,
): Candidate[] {
  const snap = said.snap ?? ((d: CivilDate) => d);
  if (day !== undefined) return placed(snap(day), time, said.label, context);
  const today = snap(todayFor(said.label, context.anchor ?? now, context.zone));
  const first = placed(today, time, said.label, context);
  if (context.anchor !== undefined) return first;
  return first.some((c) => c.at >= now) ? first : placed(snap(addDays(today, 1)), time, said.label, context);
}

function todayFor(label: Label | undefined, now: number, zone: string): CivilDate {
  if (label?.offset === undefined) return local(now, label?.zone ?? zone).date;
  return local(now + label.offset * minute, 'UTC').date;
}

function placed(day: CivilDate, time: number, label: Label | undefined, context: WordsContext): Candidate[] {
  const { zone } = context;
  const date = time >= 1440 ? addDays(day, 1) : day;
  const clock = wall(time % 1440);
  if (label?.offset !== undefined) {
    const at = Temporal.PlainDateTime.from(`${date}T${clock}`).toZonedDateTime('UTC').epochMilliseconds;
    const exact: Candidate = { at: at - label.offset * minute, day, time };
    if (!label.seasonal || !otherSeason(label.offset, zone, exact.at)) return [exact];
    // "3pm BST" said in London of a day in December: most likely the clock on the wall, perhaps not.
    const own = inZone(date, clock, zone, { day, time });
    // Where the clocks skip that time, the name is what makes it a moment.
    if (own.some((c) => c.why === 'never')) return [exact];
    return [...own, exact].map((c) => ({ ...c, why: c.why ?? 'season' }));
  }
  return inZone(date, clock, label?.zone ?? zone, { day, time });
}

const wall = (time: number): WallTime =>
  `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`;

function inZone(date: CivilDate, clock: WallTime, zone: string, said: { day: CivilDate; time: number }): Candidate[] {
  const p = place(date, clock, zone);
  if (p.kind === 'once') return [{ ...said, at: p.at }];
  if (p.kind === 'twice')
    return [
      { ...said, at: p.earlier, why: 'earlier' },
      { ...said, at: p.later, why: 'later' },
    ];
  return [
    { ...said, at: p.before, why: 'never' },
    { ...said, at: p.after, why: 'never' },
  ];
}

/** "Friday night 1am" is one time of two dates. */
function timeQuestion(times: readonly number[]): string {
  const shown = [...new Set(times.map((t) => wall(t % 1440)))];
  return shown.length > 1 ? `Is that ${shown.join(' or ')}?` : 'Which of the two nights do you mean?';
}

function questionFor(offered: readonly Candidate[], said: Said): string {
  const days = new Set(offered.map((c) => c.day));
  const times = [...new Set(offered.map((c) => c.time))];
  const why = new Set(offered.map((c) => c.why));
  const questions = [
    days.size > 1 && said.dayQuestion,
    times.length > 1 && (said.timeQuestion ?? timeQuestion(times)),
    why.has('earlier') && 'The clocks go back, so that time comes twice. Which one?',
    why.has('never') && 'The clocks go forward, so that time does not exist. Which one instead?',
    why.has('season') && `${said.label?.name ?? 'That time'} is not in use here on that day. Which time do you mean?`,
  ].filter((q) => typeof q === 'string');
  return questions.length > 0 ? questions.join(' ') : 'Which of these do you mean?';
}

function labelFor(c: Candidate, { zone, locale }: WordsContext): string {
  const lang = english(locale);
  const moment = showMoment(c.at, zone, lang);
  if (c.why === undefined) return moment;
  const named = `${moment} (${readableZone(c.at, zone, lang)}`;
  return c.why === 'earlier' || c.why === 'later' ? `${named}, ${c.why})` : `${named})`;
}

/** Where a wall clock shows different offsets at two moments: a range between them cannot be written as two times. */
export const clocksChange = (from: number, to: number, zone: string): boolean =>
  offsetAt(from, zone) !== offsetAt(to, zone);
