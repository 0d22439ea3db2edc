import { minute } from '../kernel/clock.js';

/**
 * Which counted hour shows which skill and serves which goal (docs/field.md#core-skills). Hours are counted minutes in
 * the order in which they were held, sixty at a time; a session is spread over the hours that its minutes fall into.
 */

/** One session that counts, with what its record and its plan name. */
export interface EvidencedSession {
  /** When it began (ms). */
  readonly from: number;
  readonly minutes: number;
  /** Keys of skills; none where an erasure took the words of its record. */
  readonly skills: readonly string[];
  readonly goals: readonly string[];
}

export interface CountedHour {
  /** From 1. */
  readonly nth: number;
  /** 60, but of the last one, which is still filling. */
  readonly minutes: number;
  readonly skills: ReadonlySet<string>;
  readonly goals: ReadonlySet<string>;
  /** A session that stands for it has no words any more: what it showed nobody can say. */
  readonly untold: boolean;
}

const hourMinutes = 60;
/** So much of a session in an hour stands for it; of a shorter one most of it does. */
const quarter = 15;

/** Whether a session of this length stands for an hour that so much of it lies in (minutes). */
const standsFor = (within: number, length: number): boolean => within >= quarter || within * 2 >= length;

/** These sessions' minutes as one row, and from where to where in it each lies; minutes that two claim are there once. */
function inOneRow(sessions: readonly EvidencedSession[]): {
  readonly total: number;
  readonly placed: readonly { readonly session: EvidencedSession; readonly from: number; readonly to: number }[];
} {
  const inOrder = sessions
    .filter((s) => s.minutes > 0)
    .map((session) => ({ session, at: Math.floor(session.from / minute) }))
    .sort((a, b) => a.at - b.at);
  /** Sessions that overlap are one stretch of time: where it began, where it lies in the row, how far it reaches. */
  let stretch = { began: Number.NEGATIVE_INFINITY, from: 0, reached: Number.NEGATIVE_INFINITY };
  let total = 0;
  const placed = inOrder.map(({ session, at }) => {
    if (at >= stretch.reached) stretch = { began: at, from: total, reached: at };
    stretch.reached = Math.max(stretch.reached, at + session.minutes);
    total = stretch.from + (stretch.reached - stretch.began);
    const from = stretch.from + (at - stretch.began);
    return { session, from, to: from + session.minutes };
  });
  return { total, placed };
}

/** The counted hours so far, in order; the order of `sessions` changes nothing. */
export function countedHours(sessions: readonly EvidencedSession[]): readonly CountedHour[] {
  const { total, placed } = inOneRow(sessions);
  const hours = Array.from({ length: Math.ceil(total / hourMinutes) }, (_, i) => ({
    nth: i + 1,
    minutes: Math.min(hourMinutes, total - i * hourMinutes),
    skills: new Set<string>(),
    goals: new Set<string>(),
    untold: false,
  }));
  for (const { session, from, to } of placed)
    for (let i = Math.floor(from / hourMinutes); i * hourMinutes < to; i += 1) {
      const hour = hours[i];
      const within = Math.min(to, (i + 1) * hourMinutes) - Math.max(from, i * hourMinutes);
      if (hour === undefined || !standsFor(within, session.minutes)) continue;
      for (const skill of session.skills) hour.skills.add(skill);
      for (const goal of session.goals) hour.goals.add(goal);
      if (session.skills.length === 0) hour.untold = true;
    }
  return hours;
}

/** Hours that show this skill, by their numbers. */
export const hoursShowing = (hours: readonly CountedHour[], skill: string): readonly number[] =>
  hours.filter((h) => h.skills.has(skill)).map((h) => h.nth);

/** Hours that serve this goal, by their numbers. */
export const hoursServing = (hours: readonly CountedHour[], goal: string): readonly number[] =>
  hours.filter((h) => h.goals.has(goal)).map((h) => h.nth);

/**
 * Hours that lack this skill, by their numbers: whole ones alone, for the one that is filling may still show it; none of
 * which nobody can say.
 */
export const hoursWithout = (hours: readonly CountedHour[], skill: string): readonly number[] =>
  hours.filter((h) => h.minutes === hourMinutes && !h.untold && !h.skills.has(skill)).map((h) => h.nth);

/** A core skill that some whole hour lacks. */
export interface Thin {
  readonly skill: string;
  /** Numbers of the hours that lack it. */
  readonly without: readonly number[];
}

/** The core skills that are thin, the one that most hours lack first, else in the order of `core`. */
export const thinOf = (hours: readonly CountedHour[], core: readonly string[]): readonly Thin[] =>
  core
    .map((skill) => ({ skill, without: hoursWithout(hours, skill) }))
    .filter((thin) => thin.without.length > 0)
    .sort((a, b) => b.without.length - a.without.length);

/** "hour 2", "hours 1 and 3–6". `nths` are in order and not empty. */
export function hoursInWords(nths: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const nth of nths) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === nth - 1) last[1] = nth;
    else spans.push([nth, nth]);
  }
  const words = spans.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  const all = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return `hour${nths.length === 1 ? '' : 's'} ${all}`;
}
