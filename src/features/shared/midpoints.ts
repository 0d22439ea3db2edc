import { midpointPassed } from '../../domain/hours.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** Portfolios of one person are few, and cheaper to ask for alone than among the whole programme's. */
const few = 3;

/** Which of these portfolios have their mid-point behind them (docs/field.md#mid-point). */
export async function midpointsPassed(
  { totals }: Pick<Rows, 'totals'>,
  portfolios: readonly Portfolio[],
): Promise<ReadonlySet<PortfolioId>> {
  const all = portfolios.length > few ? await totals.byPortfolio() : undefined;
  const passed = new Set<PortfolioId>();
  for (const p of portfolios) {
    const so = all === undefined ? await totals.ofPortfolio(p.id) : all.get(p.id);
    if (so !== undefined && midpointPassed(so, p.targetMinutes)) passed.add(p.id);
  }
  return passed;
}
