import { commitTo, Links, leafAt, leafDigest, readLeafAt } from '../../src/kernel/chain.js';
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
  const walk = new ChainWalk(tags, chain, head);
  for (const row of rows) walk.take(ring, row);
  return walk.end();
}

/** Goes along a chain, an entry at a time: of one that is long only what must be is kept in memory. */
export class ChainWalk {
  readonly #links: Links;
  /** How many leaves each entry has. */
  readonly #leaves: number[] = [];
  /** Leaves without a secret: an erasure that comes later has to name them. */
  readonly #missing: { readonly seq: number; readonly name: string }[] = [];
  readonly #voided = new Set<string>();
  readonly #tags: Tags;
  readonly #chain: string;
  #last: EntryRow | undefined;
  #broken: number | undefined;

  /** @param head where the chain is known to end */
  constructor(tags: Tags, chain: string, head: End) {
    this.#tags = tags;
    this.#chain = chain;
    this.#links = new Links(head);
  }

  /** All that the entries so far void. */
  get voided(): ReadonlySet<string> {
    return this.#voided;
  }

  /** Whether all entries so far fit. */
  get holds(): boolean {
    return this.#broken === undefined;
  }

  /** The next entry: in the order of their numbers. */
  take(ring: KeyRing, row: EntryRow): void {
    if (this.#broken === undefined && !fits(() => this.#check(ring, row)))
      // As a gap the number that is not there is the first.
      this.#broken = Math.min(row.seq, this.#leaves.length + 1);
    this.#last = row;
    this.#leaves.push(leavesOfColumn(row));
    // What comes after a break still says what was voided by the rules.
    for (const name of voidedIn([row])) this.#voided.add(name);
  }

  /** The first entry that does not fit, once all were taken. */
  end(): number | undefined {
    const gone = this.#missing.find(({ name }) => !this.#voided.has(name))?.seq;
    const found = [this.#broken ?? this.#links.missing(), gone].filter((seq) => seq !== undefined);
    return found.length === 0 ? undefined : Math.min(...found);
  }

  #check(ring: KeyRing, row: EntryRow): void {
    if (!this.#links.follows(hashedOf(ring, row)) || row.chain !== this.#chain) throw new Unfit();
    checkColumns(row);
    if (row.version === 1) checkOld(ring, row);
    else for (const n of withoutSecret(ring, row)) this.#missing.push({ seq: row.seq, name: leafAt(row.seq, n) });
    if (row.version !== 1 && (this.#last === undefined || this.#last.version === 1))
      checkCarriedOver(ring, row, this.#last);
    const told = toldBy(ring, row);
    if (row.tag !== this.#tags.of({ ...told, ofAll: this.#chain === row.programmeId })) throw new Unfit();
    if (row.version !== 1) checkVoids(row, this.#leaves, told.what);
  }
}

/** How many leaves an entry has; none where that cannot be read. */
function leavesOfColumn(row: EntryRow): number {
  let count = 0;
  fits(() => {
    count = listOf(row.leaves).length;
  });
  return count;
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

/** Its leaves without a secret, which an erasure has to name. Its own leaves must be what was committed to. */
function withoutSecret(ring: KeyRing, row: EntryRow): readonly number[] {
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
  return digests.flatMap((_, n) => (seen.has(n) ? [] : [n]));
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

/** It names leaves of entries before it, each once and in their order, and says what it is. @param leaves how many each has */
function checkVoids(row: EntryRow, leaves: readonly number[], what: string): void {
  const named = listOf(row.voids);
  if (named.length === 0) return;
  if (!voiding.has(what)) throw new Unfit();
  let before = { seq: 0, n: -1 };
  for (const name of named) {
    const at = readLeafAt(name);
    const of = at === undefined ? undefined : leaves[at.seq - 1];
    if (at === undefined || of === undefined || at.seq >= row.seq) throw new Unfit();
    if (at.seq < before.seq || (at.seq === before.seq && at.n <= before.n)) throw new Unfit();
    if (at.n >= of) throw new Unfit();
    before = at;
  }
}

/** All that some entry names as voided. */
export function voidedIn(rows: readonly EntryRow[]): ReadonlySet<string> {
  const voided = new Set<string>();
  for (const row of rows) fits(() => void listOf(row.voids).forEach((name) => void voided.add(name)));
  return voided;
}
