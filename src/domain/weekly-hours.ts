import { addDays, local, placeAnyway, weekdayOf } from '../kernel/zoned.js';

/**
 * Time by week, as a digest tells it: weeks from Monday to Sunday, where the programme is. A week is called by its Monday,
 * so it has to begin then, whatever the hour and the day of the digest.
 */

/** So many weeks are told: what a phone shows side by side, with a figure on each. */
export const mostWeeks = 8;

/** From one Monday's midnight to the next (ms); `to` is outside it. Clocks change, so it need not be 168 hours. */
export interface WeekSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The weeks up to `to` (ms), oldest first; none that was over by `since`, and always the one that `to` is in, which ends there.
 * @param zone IANA, whose Mondays they begin on
 */
export function weeksUpTo(since: number, to: number, zone: string): readonly WeekSpan[] {
  const today = local(to, zone).date;
  const monday = addDays(today, 1 - weekdayOf(today));
  const begins = (weeksAgo: number): number => placeAnyway(addDays(monday, -7 * weeksAgo), '00:00', zone);
  const weeks: WeekSpan[] = [{ from: begins(0), to }];
  for (let ago = 1; ago < mostWeeks && begins(ago - 1) > since; ago += 1)
    weeks.unshift({ from: begins(ago), to: begins(ago - 1) });
  return weeks;
}
