import type { Programme } from '../../domain/programme.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/**
 * Whether what is of this portfolio is evidence for a unit (docs/field.md#without-a-unit): then plans and records have
 * all that an assessor asks for, and otherwise a goal, a time and two fields. No statement where the programme never had
 * anything but a unit.
 */
export async function isForUnit(
  portfolio: PortfolioId,
  { rows, programme }: { readonly rows: Pick<Rows, 'portfolios'>; readonly programme: Pick<Programme, 'settings'> },
): Promise<boolean> {
  if (programme.settings.unit.leadsTo === undefined) return true;
  return (await rows.portfolios.get(portfolio))?.withoutUnit !== true;
}
