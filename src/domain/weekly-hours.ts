import { day } from '../kernel/clock.js';

/** Time by week, as a digest tells it: weeks of seven days counted back from the digest, so that the last is its own. */

const week = 7 * day;
/** So many weeks are told: what a phone shows side by side, with a figure on each. */
export const mostWeeks = 8;

/** A span of seven days (ms); `to` is outside it. */
export interface WeekSpan {
  readonly from: number;
  readonly to: number;
}

/** The weeks up to `to` (ms), oldest first; none that was over before `since`, and always the last. */
export function weeksUpTo(since: number, to: number): readonly WeekSpan[] {
  const n = Math.max(1, Math.min(mostWeeks, Math.ceil((to - since) / week)));
  return Array.from({ length: n }, (_, i) => ({ from: to - (n - i) * week, to: to - (n - i - 1) * week }));
}
