import { allocatedAs, isAllocatedAs } from '../../domain/allocation.js';
import type { Theme } from '../../domain/instrument.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { may } from '../../domain/permissions.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import { type GridRow, gridOf } from '../../domain/theme-grid.js';
import { Refused } from '../../kernel/errors.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { toReadPortfolio } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { demand } from '../shared/guards.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { type PortfolioRead, portfoliosRead, readingOf } from '../shared/portfolios-read.js';
import { rowSubject } from './subjects.js';

/** A portfolio's grid as the actor may read it: in as many statements for very many sessions as for a few. */
export interface Compared {
  readonly portfolio: Portfolio;
  readonly facts: PortfolioFacts;
  readonly rows: readonly GridRow[];
  /** Whether it is theirs to mark. */
  readonly mine: boolean;
}

const parts = allocatedAs.filter((as) => (may['compare.read'] as readonly string[]).includes(as));

/** The portfolios of others whose answers the actor may compare. */
export const othersCompared = async (work: ActorWork): Promise<readonly PortfolioRead[]> =>
  (await portfoliosRead(work)).filter(({ as }) =>
    as.some((one) => one === 'coordinator' || (isAllocatedAs(one) && parts.includes(one))),
  );

/** @throws Refused unless there is such a portfolio and the actor may read its answers; that they looked is noted. */
export async function compared(id: string, work: ActorWork): Promise<Compared> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type compare to see what is.');
  demand('compare.read', work, await toReadPortfolio(portfolio, work));
  const mine = portfolio.mentor === work.actor.id;
  const read = mine ? undefined : await readingOf(portfolio, work);
  const facts = await portfolioFacts(
    portfolio,
    mine ? { reader: 'mentor' } : { reader: 'assessing', as: read?.as ?? [] },
    work,
  );
  // Of every mentee alike: an entry where there was something to see would tell of whom there was.
  for (const { id: of, mentee } of facts.mentorships)
    auditReading('compare.read', { id: of, mentor: portfolio.mentor, mentee }, work);
  // With all that they cite: that some of it is gone is said at the mark.
  return { portfolio, facts, rows: gridOf(facts, await work.rows.marks.ofPortfolio(portfolio.id)), mine };
}

/** One row of it, by its subject. @throws Refused as `compared`, and where there is no such row */
export async function comparedRow(
  subject: string,
  work: ActorWork,
): Promise<Compared & { readonly row: GridRow; readonly theme: Theme }> {
  const meant = rowSubject.read(subject);
  const all = await compared(meant?.portfolio ?? '', work);
  const row = all.rows.find((r) => r.theme === meant?.theme);
  if (row === undefined || meant === undefined)
    throw new Refused('no-such-theme', 'There is nothing about that any more. Type compare to see what there is.');
  return { ...all, row, theme: meant.theme };
}
