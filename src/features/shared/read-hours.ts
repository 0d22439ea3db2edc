import type { Block } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { weeksUpTo } from '../../domain/weekly-hours.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import { noTotals, type Totals } from '../../ports/store/totals.js';
import type { Rows } from '../../ports/store.js';

/** A portfolio and what it adds up to; no record is opened for it. */
export interface PortfolioHours {
  readonly portfolio: Portfolio;
  readonly totals: Totals;
}

/** Of the mentor's portfolios. */
export async function portfolioHoursOf(rows: Rows, mentor: PersonId): Promise<readonly PortfolioHours[]> {
  const all: PortfolioHours[] = [];
  for (const portfolio of await rows.portfolios.ofMentor(mentor))
    all.push({ portfolio, totals: await rows.totals.ofPortfolio(portfolio.id) });
  return all;
}

/** Of every portfolio of the programme, in the order they began in. */
export async function programmeHours(rows: Rows): Promise<readonly PortfolioHours[]> {
  const totals = await rows.totals.byPortfolio();
  return (await rows.portfolios.all()).map((portfolio) => ({
    portfolio,
    totals: totals.get(portfolio.id) ?? noTotals,
  }));
}

/** What these add up to: portfolios share no minutes. */
export const summed = (all: readonly PortfolioHours[], of: (totals: Totals) => number): number =>
  all.reduce((n, { totals }) => n + of(totals), 0);

/** What these are to come to; 0 where that of some is for no unit, for then their hours are no part of a target. */
export const targetOf = (all: readonly PortfolioHours[]): number =>
  all.some(({ portfolio }) => portfolio.withoutUnit === true)
    ? 0
    : all.reduce((n, { portfolio }) => n + portfolio.targetMinutes, 0);

/** The mentorships of one portfolio, in the order of its mentor's. */
export const mentorshipsIn = async (
  rows: Pick<Rows, 'mentorships'>,
  portfolio: Pick<Portfolio, 'id' | 'mentor'>,
): Promise<readonly Mentorship[]> =>
  (await rows.mentorships.of(portfolio.mentor)).filter((m) => m.portfolio === portfolio.id);

/** Minutes delivered in one week. */
export interface WeekOfHours {
  /** The Monday on which it began (ms). */
  readonly from: number;
  readonly minutes: number;
}

/**
 * What was delivered by week (`domain/weekly-hours.ts`), oldest first; the last week ends at `to`.
 * @param of these portfolios, or null for the whole programme
 * @param when from `since` to `to` (ms), in weeks of this zone: the programme's, so that one week is the same for all
 */
export async function hoursByWeek(
  rows: Rows,
  of: readonly PortfolioId[] | null,
  when: { readonly since: number; readonly to: number; readonly zone: string },
): Promise<readonly WeekOfHours[]> {
  const spans = weeksUpTo(when.since, when.to, when.zone);
  const each: (readonly number[])[] = [];
  for (const id of of ?? [null]) each.push(await rows.totals.deliveredIn(spans, id));
  return spans.map(({ from }, i) => ({ from, minutes: each.reduce((n, weeks) => n + (weeks[i] ?? 0), 0) }));
}

/** A bar shows its joints up to so many: more would be closer together than its end is round. */
const mostJoints = 60;

/** Without a unit there is nothing to reach: how long they have met. */
const togetherSoFar = (totals: Totals): Block => ({
  kind: 'facts',
  rows: [{ label: 'Met so far', value: literal(minutesInWords(totals.deliveredMinutes)) }],
});

/** The bar of what was delivered against the target, as it stands on every card that shows one. */
export async function barOf(
  rows: Rows,
  { portfolio, totals }: PortfolioHours,
  label: 'Delivered' | 'Recorded' = 'Delivered',
): Promise<Block> {
  if (portfolio.withoutUnit === true) return togetherSoFar(totals);
  const done = label === 'Delivered' ? totals.deliveredMinutes : totals.recordedMinutes;
  const by = label === 'Delivered' ? 'delivered' : 'recorded';
  const parts = done === 0 ? [] : await rows.totals.parts(portfolio.id, by, mostJoints + 1);
  // None where two sessions share minutes: their parts would come to more than the bar.
  const whole = parts.length > 1 && parts.length <= mostJoints && parts.reduce((n, p) => n + p, 0) === done;
  return {
    kind: 'progress',
    label,
    done,
    of: portfolio.targetMinutes,
    words: `${minutesInWords(done)} of ${minutesInWords(portfolio.targetMinutes)}`,
    ...(whole ? { parts } : {}),
  };
}
