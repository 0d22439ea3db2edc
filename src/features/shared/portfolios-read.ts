import { type AllocatedAs, readersOf, readsAs } from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { ActorWork } from '../feature.js';
import { mentoredIn } from './allocated.js';

/** A portfolio that is somebody else's, and as what the actor reads it. */
export interface PortfolioRead {
  readonly portfolio: Portfolio;
  readonly as: readonly (AllocatedAs | 'coordinator')[];
}

/** As what the actor reads each of these at this moment (docs/field.md#allocated-readers); their own is theirs anyhow. */
async function readAmong(portfolios: readonly Portfolio[], work: ActorWork): Promise<readonly PortfolioRead[]> {
  const { actor, rows, now } = work;
  const allocations = await rows.allocations.all();
  const coordinates = actor.roles.includes('coordinator');
  const mentored = allocations.some((a) => a.person === actor.id) ? await mentoredIn(work) : new Set();
  return portfolios.flatMap((portfolio) => {
    if (portfolio.mentor === actor.id) return [];
    const as = [
      ...(coordinates ? (['coordinator'] as const) : []),
      // As it is asked of each session there (`allocated.ts`): not where they are mentored, nor where there is no unit.
      ...(mentored.has(portfolio.id) || portfolio.withoutUnit === true
        ? []
        : readsAs(readersOf(portfolio, allocations, now), actor.id)),
    ];
    return as.length === 0 ? [] : [{ portfolio, as }];
  });
}

/** Every portfolio that the actor reads and that is not their own: as coordinator, or because it is allocated to them. */
export const portfoliosRead = async (work: ActorWork): Promise<readonly PortfolioRead[]> =>
  readAmong(await work.rows.portfolios.all(), work);

/** As what the actor reads this one; undefined where they do not, or where it is their own. */
export const readingOf = async (portfolio: Portfolio, work: ActorWork): Promise<PortfolioRead | undefined> =>
  (await readAmong([portfolio], work))[0];
