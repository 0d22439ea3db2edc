import { type Block, button, buttons, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { hoursInWords } from '../../domain/skill-hours.js';
import { minutesInWords } from '../../kernel/words.js';
import type { Rows } from '../../ports/store.js';
import type { PortfolioHours } from './read-hours.js';
import { byHourOf, skillsNow } from './skills-by-hour.js';

/**
 * One line of what a mentor's evidence lacks that they can still mend, for their home: of figures alone, without opening a
 * word. All that is missing stands in `evidence`. Two statements a portfolio at most, and none where there is no unit.
 */
export async function evidenceLine(rows: Rows, all: readonly PortfolioHours[]): Promise<readonly Block[]> {
  const forUnit = all.filter(({ portfolio }) => portfolio.withoutUnit !== true);
  if (forUnit.every(({ totals }) => totals.deliveredMinutes === 0)) return [];
  const skills = await skillsNow(rows);
  const uses = await rows.totals.uses(forUnit.map(({ portfolio }) => portfolio.id));
  for (const { portfolio, totals } of forUnit) {
    const lacks = await lackOf(portfolio.id, totals, portfolio.targetMinutes);
    if (lacks !== undefined)
      return [text(literal(lacks)), buttons(button('See your evidence', 'readiness.open', portfolio.id))];
  }
  return [];

  async function lackOf(
    id: PortfolioHours['portfolio']['id'],
    { deliveredMinutes }: PortfolioHours['totals'],
    target: number,
  ): Promise<string | undefined> {
    const thin = byHourOf(uses.get(id) ?? [], skills).thin.flatMap((t) => t.without);
    if (thin.length > 0)
      return `Your evidence: some core skills are not on record in ${hoursInWords([...new Set(thin)].sort((a, b) => a - b))} of your mentoring.`;
    if (deliveredMinutes * 2 < target || (await rows.changes.ofPortfolio(id)).some((c) => c.withdrawnAt === null))
      return undefined;
    return `Your evidence: ${minutesInWords(deliveredMinutes)} delivered, and no change of practice is noted yet.`;
  }
}
