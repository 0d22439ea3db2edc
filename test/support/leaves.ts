import { vi } from 'vitest';
import { fitsLeaves } from '../../adapters/prisma/fits-leaves.js';
import { commitLeaves, type Leaf } from '../../adapters/prisma/leaves.js';
import { repositories } from '../../adapters/prisma/repositories.js';
import { saidOnChain } from '../../adapters/prisma/rows-of-chain.js';
import type { Scope } from '../../adapters/prisma/scope.js';
import type { MentorshipId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Proof } from '../../src/ports/store/audit.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import type { OpenedLeaf, ShownChain } from './check-chain.js';

/** A unit's rows of one programme, with the way by which its repositories commit to what they write. */
export function committing(
  tx: Transaction,
  programme: ProgrammeId,
): { readonly rows: Rows; readonly scope: Scope; commit(...leaves: readonly Leaf[]): void } {
  let scope: Scope | undefined;
  const { rows: real } = repositories.audit;
  const spy = vi.spyOn(repositories.audit, 'rows').mockImplementation((s) => {
    scope = s;
    return real(s);
  });
  try {
    const rows = tx.in(programme);
    const s = scope;
    if (s === undefined) throw new Error('its rows were asked for before in this transaction');
    return { rows, scope: s, commit: (...leaves) => commitLeaves(s, leaves) };
  } finally {
    spy.mockRestore();
  }
}

/**
 * A chain as somebody is shown it who has all that can be shown.
 * @param holds what the row of a leaf holds; undefined where it is not to be opened
 */
export function shown(proof: Proof, holds: (path: string) => unknown = () => undefined): ShownChain {
  const { chain, head, entries } = proof;
  const opened = proof.leaves.flatMap((leaf): readonly OpenedLeaf[] => {
    const { seq, n, path, secret } = leaf;
    if (path === null || secret === null) return [];
    const value = leaf.value === undefined ? holds(path) : leaf.value;
    return value === undefined ? [] : [{ seq, n, path, value, secret }];
  });
  return { chain, head, entries, opened };
}

/** What does not fit on this chain of what its rows say, as a line each; none where all does. */
export async function misfits(
  tx: Transaction,
  programme: ProgrammeId,
  chain: MentorshipId,
): Promise<readonly string[]> {
  const { rows, scope } = committing(tx, programme);
  const found = fitsLeaves(await rows.audit.leaves(chain), await saidOnChain(scope, chain, 3));
  return found.map(({ path, why }) => `${path} ${why}`);
}
