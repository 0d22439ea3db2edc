import type { AllocatedAs, Allocation } from '../../src/domain/allocation.js';
import { type PersonId, type PortfolioId, type ProgrammeId, randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import type { TestBot } from './bot.js';

/** Allocates without anybody's press: for tests of what follows from it. */

type Set = Partial<Pick<Allocation, 'portfolio' | 'from' | 'until' | 'madeAt'>>;

export async function addAllocation(
  rows: Pick<Rows, 'allocations'>,
  programme: ProgrammeId,
  person: PersonId,
  as: AllocatedAs,
  { portfolio = null, from = 0, until = null, madeAt = 0 }: Set = {},
): Promise<Allocation> {
  const id = randomIds().next<'allocation'>('allocation');
  const allocation = { id, programme, portfolio, person, as, from, until, madeBy: person, madeAt };
  await rows.allocations.add(allocation);
  return allocation;
}

/** @param of the mentor of whose portfolio; left out: of the whole programme */
export const allocated = (t: TestBot, user: string, as: AllocatedAs, of?: string, set: Set = {}): Promise<Allocation> =>
  t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    let portfolio: PortfolioId | null = null;
    if (of !== undefined) {
      const [theirs] = await rows.portfolios.ofMentor(t.people.get(of) as PersonId);
      if (theirs === undefined) throw new Error(`${of} has no portfolio`);
      portfolio = theirs.id;
    }
    return addAllocation(rows, t.programme, t.people.get(user) as PersonId, as, { ...set, portfolio });
  });
