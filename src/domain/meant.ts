import { type CivilDate, local, placeAnyway } from '../kernel/zoned.js';
import type { Agreement, Mentorship, Portfolio } from './mentorship.js';

/**
 * How much mentoring is meant for one mentorship, and until when (docs/field.md#minutes-meant): as both signed it, and
 * until they have, an equal share of the portfolio's target and three months.
 */

export interface Meant {
  readonly minutes: number;
  /** ms */
  readonly from: number;
  /** ms */
  readonly until: number;
  /** Both signed it; else it is only taken to be so. */
  readonly signed: { readonly minutes: boolean; readonly until: boolean };
}

const usualMonths = 3;
/** Where there is no target to share, as for mentoring without a unit: six hours, as a unit asks. */
const usualMinutes = 360;

/** The same day so many months later; the last of a shorter month. */
export function monthsLater(date: CivilDate, months: number): CivilDate {
  const [y = 0, m = 1, d = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10) as CivilDate;
}

/**
 * How many share a portfolio's target: those that both have signed, over or not. One that was never agreed has no share,
 * whether its mentee said no or nothing.
 */
export const sharersOf = (mentorships: readonly Pick<Mentorship, 'agreedAt'>[]): number =>
  mentorships.filter((m) => m.agreedAt !== null).length;

/**
 * @param inForce the newest version that both have signed; undefined where there is none
 * @param live how many share the portfolio's target, this one among them: `sharersOf`
 * @param zone whose days are meant
 */
export function meantOf(
  m: Pick<Mentorship, 'agreedAt' | 'createdAt'>,
  inForce: Pick<Agreement, 'body'> | undefined,
  portfolio: Pick<Portfolio, 'targetMinutes'>,
  live: number,
  zone: string,
): Meant {
  const from = m.agreedAt ?? m.createdAt;
  const { minutes, until } = inForce?.body ?? {};
  const target = portfolio.targetMinutes > 0 ? portfolio.targetMinutes : usualMinutes;
  const end = until ?? monthsLater(local(from, zone).date, usualMonths);
  return {
    minutes: minutes ?? Math.ceil(target / Math.max(1, live)),
    from,
    until: Math.max(from, placeAnyway(end, '23:59', zone)),
    signed: { minutes: minutes !== undefined, until: until !== undefined },
  };
}

/** What half of it is: the minutes, and the moment (ms). */
export const halfOf = (meant: Meant): { readonly minutes: number; readonly at: number } => ({
  minutes: meant.minutes / 2,
  at: meant.from + (meant.until - meant.from) / 2,
});
