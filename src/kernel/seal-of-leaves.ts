import { createHash } from 'node:crypto';
import { canonicalJson, digestOf } from './chain.js';
import { nextTurn } from './turn-of-loop.js';

/**
 * What ties leaves to a chain's head where its entries are not shown (docs/record-format.md#the-seal-of-a-pack): a list of
 * one hash for each leaf, in no order that says anything, filled up to a power of two; the chain's last entry commits to the
 * list's own hash.
 */

/** A leaf's place in the list: its digest, and when (ms) the entry that has it was made. */
export const sealedLeaf = (digest: string, at: number): string => digestOf(canonicalJson(['leaf', digest, at]));

/** What the entry commits to. */
export const sealOf = (list: readonly string[]): string => digestOf(canonicalJson(list));

const atOnce = 500;

/**
 * The list of these leaves. Others have their turn in between: there may be tens of thousands.
 * @param seed hexadecimal, and nobody else's: what fills the list up looks like a leaf that is not shown
 */
export async function listOfLeaves(
  leaves: readonly { readonly digest: string; readonly at: number }[],
  seed: string,
): Promise<readonly string[]> {
  const list: string[] = [];
  for (const [i, { digest, at }] of leaves.entries()) {
    if (i % atOnce === 0) await nextTurn();
    list.push(sealedLeaf(digest, at));
  }
  for (let n = list.length, to = powerOfTwo(n); n < to; n++) {
    if (n % atOnce === 0) await nextTurn();
    list.push(createHash('sha256').update(`${seed} ${n}`).digest('hex'));
  }
  return list.sort();
}

const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 8)));
