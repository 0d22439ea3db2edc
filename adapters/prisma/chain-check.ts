import { commitTo, firstBreak, leafDigest, readLeafAt } from '../../src/kernel/chain.js';
import { SealBroken } from '../../src/kernel/seal.js';
import {
  type EntryRow,
  hashedOf,
  listOf,
  type Outline,
  oldWordsOf,
  outlineOf,
  practiceIn,
  type Tags,
  toldBy,
  wordsIn,
} from './chain-rows.js';
import type { KeyRing } from './keys.js';

/** Recomputes a chain from its rows. What rows hold that its leaves are of is looked at elsewhere. */

export interface End {
  readonly seq: number;
  readonly hash: string;
}

/** The number of the first entry that does not fit, or undefined. @param rows in the order of their numbers */
export function brokenAt(
  ring: KeyRing,
  tags: Tags,
  { chain, rows, head }: { readonly chain: string; readonly rows: readonly EntryRow[]; readonly head: End },
): number | undefined {
  const opened = rows.findIndex((row) => !fits(() => void hashedOf(ring, row)));
  const upTo = opened < 0 ? rows : rows.slice(0, opened);
  const unfit = firstBreak(
    upTo.map((row) => hashedOf(ring, row)),
    head,
  );
  const voided = voidedIn(upTo);
  const untrue = upTo.findIndex(
    (row, i) =>
      row.chain !== chain ||
      !fits(() => {
        checkColumns(row);
        if (row.version === 1) checkOld(ring, row);
        else checkLeaves(ring, row, voided);
        if (row.version !== 1 && (i === 0 || upTo[i - 1]?.version === 1)) checkCarriedOver(ring, row, upTo[i - 1]);
        const told = toldBy(ring, row);
        if (row.tag !== tags.of({ ...told, ofAll: chain === row.programmeId })) throw new Unfit();
        if (row.version !== 1) checkVoids(row, rows, told.what);
      }),
  );
  const found = [unfit, upTo[untrue]?.seq, rows[opened]?.seq].filter((seq) => seq !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
}

class Unfit extends Error {}

/** Whether it goes through; what cannot be opened or read does not fit either. */
function fits(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Unfit || error instanceof SealBroken || error instanceof SyntaxError) return false;
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Columns of before 0.5.0 are empty: what stands there is committed to by nothing. */
function checkColumns(row: EntryRow): void {
  const former = [row.actorId ?? '', row.what, row.subject, row.commitments];
  if ([...former, ...(row.version === 1 ? [row.prev, row.hash] : [])].some((column) => column !== ''))
    throw new Unfit();
}

/** Are the sealed facts those that were committed to? Where their key was destroyed there is nothing left to compare. */
function checkOld(ring: KeyRing, row: EntryRow): void {
  if (!ring.has(row.keyOf)) return;
  const { facts, secret } = oldWordsOf(ring, row);
  const hashed = hashedOf(ring, row);
  if (!('commitments' in hashed) || commitTo(facts, Buffer.from(secret, 'base64')) !== hashed.commitments)
    throw new Unfit();
}

const ownPaths = ['actor', 'what', 'subject'];

/** Are its own leaves what was committed to, and has each of the others its secret, unless an erasure says it has none? */
function checkLeaves(ring: KeyRing, row: EntryRow, voided: ReadonlySet<string>): void {
  const digests = listOf(row.leaves);
  const { own, figures } = outlineOf(ring, row) as Outline;
  if (ownPaths.some((path, n) => own[n]?.[0] !== path)) throw new Unfit();
  for (const [n, [path, value, secret]] of own.entries())
    if (leafDigest(path, value, Buffer.from(secret, 'base64')) !== digests[n]) throw new Unfit();
  const seen = new Set(own.keys());
  for (const [n, , secret] of [...figures, ...wordsIn(ring, row), ...practiceIn(ring, row)]) {
    if (seen.has(n) || n >= digests.length) throw new Unfit();
    if (secret !== null) seen.add(n);
  }
  if (digests.some((_, n) => !seen.has(n) && !voided.has(`${row.seq}.${n}`))) throw new Unfit();
}

/** What ties the first entry of format 2 to those of before: the number and the hash of the last. */
function checkCarriedOver(ring: KeyRing, row: EntryRow, last: EntryRow | undefined): void {
  const { own } = outlineOf(ring, row) as Outline;
  const valueAt = (path: string) => own.find(([name]) => name === path)?.[1];
  if ((valueAt('what') === carriedOver) !== (last !== undefined)) throw new Unfit();
  if (last === undefined) return;
  if (valueAt(formerEntries) !== last.seq || valueAt(formerHead) !== hashedOf(ring, last).hash) throw new Unfit();
}
const carriedOver = 'chain.carried-over';
const formerEntries = 'format-1/entries';
const formerHead = 'format-1/head';

/** Entries that may void leaves. */
const voiding: ReadonlySet<string> = new Set(['person.erased', 'leaf.voided']);

/** It names leaves of entries before it, each once and in their order, and says what it is. */
function checkVoids(row: EntryRow, rows: readonly EntryRow[], what: string): void {
  const named = listOf(row.voids);
  if (named.length === 0) return;
  if (!voiding.has(what)) throw new Unfit();
  let before = { seq: 0, n: -1 };
  for (const name of named) {
    const at = readLeafAt(name);
    const of = at === undefined ? undefined : rows[at.seq - 1];
    if (at === undefined || of === undefined || at.seq >= row.seq) throw new Unfit();
    if (at.seq < before.seq || (at.seq === before.seq && at.n <= before.n)) throw new Unfit();
    if (at.n >= listOf(of.leaves).length) throw new Unfit();
    before = at;
  }
}

/** All that some entry names as voided. */
export function voidedIn(rows: readonly EntryRow[]): ReadonlySet<string> {
  const voided = new Set<string>();
  for (const row of rows) fits(() => void listOf(row.voids).forEach((name) => void voided.add(name)));
  return voided;
}
