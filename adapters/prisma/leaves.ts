import type { MentorshipId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Scope } from './scope.js';

/** What canonical JSON can write. */
export type LeafValue = string | number | boolean | null | readonly LeafValue[] | { readonly [key: string]: LeafValue };

/** One value that a chain commits to (docs/record-format.md#a-leaf). */
export interface Leaf {
  readonly chain: MentorshipId | ProgrammeId;
  /** A citation (`src/domain/citation.ts`). */
  readonly path: string;
  readonly value: LeafValue;
  /**
   * Under whose key its secret is kept: of words whoever's key seals them, `nobody` of figures, which must add up whoever
   * is erased.
   */
  readonly keyOf: string;
  /** What a mentor wrote of their own practice: `keyOf` is the mentor. */
  readonly practice?: true;
}

/** A leaf by its name, on the chain that has it. */
export type LeafName = Pick<Leaf, 'chain' | 'path'>;

/**
 * Commits to what a repository has just written: the next entry on its chain takes these leaves, and where the
 * transaction enters none there, one of the program's own does (docs/record-format.md#an-entry). So no feature can forget it.
 */
export function commitLeaves(s: Pick<Scope, 'along'>, leaves: readonly Leaf[]): void {
  s.along.leaves.push(...leaves);
}

/**
 * Voids every leaf of these names that was committed to before: what it was of is gone, and nothing may be left by which
 * it could be guessed (docs/record-format.md#erasure). A leaf that is committed to after it, under the same name, stands.
 */
export function voidLeaves(s: Pick<Scope, 'along'>, names: readonly LeafName[]): void {
  for (const { chain, path } of names) s.along.voided.push({ chain, path });
}
