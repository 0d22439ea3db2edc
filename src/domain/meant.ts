import { addMonths, type CivilDate, local, placeAnyway } from '../kernel/zoned.js';
import type { Agreement, Mentorship, Portfolio } from './mentorship.js';

/**
 * How much mentoring is meant for one mentorship, and until when (docs/field.md#minutes-meant): as both signed it, and
 * until they have, an equal share of the portfolio's target and three months.
 */

export interface Meant {
  readonly minutes: number;
  /** ms */
  readonly from: number;
  /** The end of the last day (ms); never before `from`. */
  readonly until: number;
  /** The last day, as it was signed. */
  readonly lastDay: CivilDate;
  /** Both signed it; else it is only taken to be so. */
  readonly signed: { readonly minutes: boolean; readonly until: boolean };
}

const usualMonths = 3;
/** Where there is no target to share, as for mentoring without a unit: six hours for each, as a unit asks. */
const usualMinutes = 360;

/** What an agreement may say: a meeting at the least, a hundred hours at the most; more is a slip of the pen. */
export const leastMeant = 15;
export const mostMeant = 6_000;
/** Months from the day on which it is signed in which the last day may lie. */
export const longestMeant = 36;

/**
 * How many share a portfolio's target: those that both have signed, over or not. One that was never agreed has no share,
 * whether its mentee said no or nothing.
 */
export const sharingOf = (mentorships: readonly Pick<Mentorship, 'agreedAt'>[]): number =>
  mentorships.filter((m) => m.agreedAt !== null).length;

/** Whether what it said was erased: then what was meant is not known, and to nobody anything is said to have been. */
export const isGone = (inForce: Pick<Agreement, 'body'> | undefined): boolean =>
  inForce !== undefined && Object.values(inForce.body).every((said) => said === '');

/**
 * @param inForce the newest version that both have signed; undefined where there is none
 * @param live how many share the portfolio's target, this one among them: `sharingOf`
 * @param zone whose days are meant
 */
export function meantOf(
  m: Pick<Mentorship, 'agreedAt' | 'createdAt'>,
  inForce: Pick<Agreement, 'body'> | undefined,
  portfolio: Pick<Portfolio, 'targetMinutes'>,
  sharing: number,
  zone: string,
): Meant {
  const from = m.agreedAt ?? m.createdAt;
  const { minutes, until } = inForce?.body ?? {};
  const { targetMinutes } = portfolio;
  const share = targetMinutes > 0 ? Math.ceil(targetMinutes / Math.max(1, sharing)) : usualMinutes;
  const end = until ?? addMonths(local(from, zone).date, usualMonths);
  return {
    minutes: minutes ?? share,
    from,
    lastDay: end,
    until: Math.max(from, placeAnyway(end, '23:59', zone)),
    signed: { minutes: minutes !== undefined, until: until !== undefined },
  };
}

/** What half of it is: the minutes, and the first moment (a whole number of ms) that is not before it. */
export const halfOf = (meant: Meant): { readonly minutes: number; readonly at: number } => ({
  minutes: meant.minutes / 2,
  at: meant.from + Math.ceil((meant.until - meant.from) / 2),
});
