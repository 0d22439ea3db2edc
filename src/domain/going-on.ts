import { z } from 'zod';
import { day } from '../kernel/clock.js';
import type { CivilDate } from '../kernel/zoned.js';
import { keptValue, ofMentorship, ofPerson } from './kept.js';
import type { Meant } from './meant.js';
import type { Portfolio } from './mentorship.js';

/**
 * Reaching the hours that were meant ends and quietens nothing (docs/field.md#going-on): both are asked once how they will
 * go on or end.
 */

/** So many days before the last day meant both are asked: time for a last session, or for a new agreement. */
export const askedBeforeDays = 14;

export const whysToAsk = ['hours', 'day'] as const;
export type WhyAsked = (typeof whysToAsk)[number];

export const choicesToGoOn = ['go-on', 'without-unit', 'end', 'unsure'] as const;
export type GoingOnChoice = (typeof choicesToGoOn)[number];

/**
 * What one of the two was asked, and said: under their own id, so that what they said goes with them. `version`: of the
 * agreement in force; once there is a newer one that they reach the end of, they are asked anew.
 */
export const goingOn = keptValue({
  name: 'going-on',
  per: [ofPerson, ofMentorship],
  schema: z.object({
    version: z.number(),
    why: z.enum(whysToAsk),
    said: z.enum(choicesToGoOn).nullable(),
    /** The other one may see it. */
    shown: z.boolean(),
  }),
  erasure: { of: 'person', does: 'forget' },
});
export type GoingOn = NonNullable<ReturnType<(typeof goingOn)['read']>>;

/**
 * Why both are to be asked at `now` (ms), or when (ms) to look again; neither where there is nothing to come to an end.
 * @param confirmed minutes that this mentee, and all of the portfolio's, have confirmed
 */
export function whenToAsk(
  meant: Meant,
  portfolio: Pick<Portfolio, 'targetMinutes'>,
  confirmed: { readonly mentee: number; readonly all: number },
  now: number,
): { readonly why: WhyAsked } | { readonly lookAt: number } | undefined {
  // Where there is no unit, only what they agreed themselves is an end.
  const counted = portfolio.targetMinutes > 0;
  const hours =
    ((counted || meant.signed.minutes) && confirmed.mentee >= meant.minutes) ||
    (counted && confirmed.all >= portfolio.targetMinutes);
  if (hours) return { why: 'hours' };
  if (!counted && !meant.signed.until) return undefined;
  const near = meant.until - askedBeforeDays * day;
  return near <= now ? { why: 'day' } : { lookAt: near };
}

/** The day (UTC) that tells one look from the next. */
export const lookDate = (at: number): CivilDate => new Date(at).toISOString().slice(0, 10) as CivilDate;
