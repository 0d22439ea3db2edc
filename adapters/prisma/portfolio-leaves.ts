import { leafDigest } from '../../src/kernel/chain.js';
import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { ChainLeaf, Misfit } from '../../src/ports/store/audit.js';
import { nobody } from './keys.js';
import type { Leaf } from './leaves.js';

/**
 * What the programme's own chain commits to of a portfolio: whose it is, how many minutes it is to reach, and whether it is for
 * the unit. No minute is made of it, and it says what minutes are held against (docs/record-format.md#which-leaves-there-are).
 */

/** Nobody cites one, so it is no citation. */
const ofPortfolios = 'portfolio:';

export const portfolioLeaf = (row: {
  readonly id: string;
  readonly programmeId: string;
  readonly mentorId: string;
  readonly targetMinutes: number;
  readonly startedAt: number | bigint;
  readonly withoutUnit: boolean | number | null;
}): Leaf => ({
  chain: row.programmeId as ProgrammeId,
  path: `${ofPortfolios}${row.id}/figures`,
  value: {
    mentor: row.mentorId,
    targetMinutes: row.targetMinutes,
    startedAt: Number(row.startedAt),
    withoutUnit: Boolean(row.withoutUnit),
  },
  keyOf: nobody,
});

/**
 * @param leaves all of the programme's own chain, in the order of its entries
 * @param said what portfolios say now
 * @returns what does not fit, and how many portfolios no entry commits to: up to 0.7.0 none did
 */
export function portfoliosUnfit(
  leaves: readonly ChainLeaf[],
  said: readonly Leaf[],
): { readonly misfits: readonly Misfit[]; readonly uncommitted: number } {
  const newest = new Map<string, ChainLeaf>();
  for (const leaf of leaves) if (leaf.path?.startsWith(ofPortfolios)) newest.set(leaf.path, leaf);
  const misfits: Misfit[] = [];
  let uncommitted = 0;
  for (const { path, value } of said) {
    const leaf = newest.get(path);
    newest.delete(path);
    if (leaf === undefined) uncommitted += 1;
    else if (leaf.secret === null || leafDigest(path, value, leaf.secret) !== leaf.digest)
      misfits.push({ path, seq: leaf.seq, why: 'changed' });
  }
  for (const [path, { seq }] of newest) misfits.push({ path, seq, why: 'gone' });
  return { misfits, uncommitted };
}
