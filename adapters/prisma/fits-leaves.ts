import { readCitation, writeCitation } from '../../src/domain/citation.js';
import { leafAt, leafDigest } from '../../src/kernel/chain.js';
import type { ChainLeaf, Misfit } from '../../src/ports/store/audit.js';
import type { Leaf, LeafValue } from './leaves.js';
import { takenOut } from './leaves-of-rows.js';

/**
 * Do rows say what a chain has committed to? For whoever checks one (docs/record-format.md#what-a-verifier-does); the
 * chain itself is taken to hold. Nothing here reads a row or a key.
 */

/** A leaf of an entry, opened as far as its key is there. */
export type OpenedLeaf = Pick<ChainLeaf, 'path' | 'secret' | 'digest' | 'seq' | 'voided'> &
  Partial<Pick<ChainLeaf, 'n'>>;

/**
 * What does not fit, in the order of the paths.
 * @param leaves of one chain, all of its entries
 * @param rows what its rows say now: `leaves` has to be committed to; `left`, which an erasure left, only fits where it is
 */
export function fitsLeaves(
  leaves: readonly OpenedLeaf[],
  rows: {
    readonly leaves: readonly Pick<Leaf, 'path' | 'value'>[];
    readonly left: readonly Pick<Leaf, 'path' | 'value'>[];
  },
): readonly Misfit[] {
  const fitting = new Fitting();
  for (const leaf of leaves) fitting.commits(leaf);
  for (const one of rows.leaves) fitting.says(one, true);
  for (const one of rows.left) fitting.says(one, false);
  return fitting.end();
}

/** The same, one thing at a time: first all that the chain commits to, then all that its rows say. */
export class Fitting {
  readonly #newest = new Map<string, OpenedLeaf & { readonly path: string }>();
  readonly #found: Misfit[] = [];
  readonly #seen = new Set<string>();
  readonly #voided: ReadonlySet<string>;

  /** @param voided names of leaves that some entry voids, beside those that say it themselves */
  constructor(voided: ReadonlySet<string> = new Set()) {
    this.#voided = voided;
  }

  /** In the order of the entries. */
  commits(leaf: OpenedLeaf): void {
    // Whose key was destroyed has no name any more.
    if (leaf.path === null) return;
    const thing = thingOf(leaf.path);
    const before = this.#newest.get(thing);
    // Of two in one entry the later one holds: it was written after the other.
    if (before === undefined || leaf.seq >= before.seq) this.#newest.set(thing, { ...leaf, path: leaf.path });
  }

  /** @param mustBe it has to be committed to; else, an erasure having left it, it only fits where it is */
  says({ path, value }: Pick<Leaf, 'path' | 'value'>, mustBe: boolean): void {
    const thing = thingOf(path);
    this.#seen.add(thing);
    const leaf = this.#newest.get(thing);
    if (leaf === undefined || this.#isVoid(leaf)) {
      if (mustBe) this.#found.push({ path, why: 'uncommitted' });
    } else if (!says(leaf, path, value)) this.#found.push({ path, seq: leaf.seq, why: 'changed' });
  }

  end(): readonly Misfit[] {
    const left = sessionsLeft([...this.#newest.values()]);
    for (const [thing, leaf] of this.#newest)
      if (!this.#seen.has(thing) && !this.#isVoid(leaf) && isOfRow(leaf.path) && !left.has(sessionOf(leaf.path) ?? ''))
        this.#found.push({ path: leaf.path, seq: leaf.seq, why: 'gone' });
    return this.#found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  #isVoid(leaf: OpenedLeaf): boolean {
    return leaf.voided || (leaf.n !== undefined && this.#voided.has(leafAt(leaf.seq, leaf.n)));
  }
}

/** Which sessions this chain's mentee was taken out of: what was planned for them stands on the others' chains alone. */
const sessionsLeft = (newest: readonly (OpenedLeaf & { readonly path: string })[]): ReadonlySet<string> =>
  new Set(
    newest.flatMap((leaf) => {
      const cited = readCitation(leaf.path);
      const isSeat = cited?.kind === 'session' && cited.part?.startsWith('attendance/');
      return isSeat && leaf.secret !== null && leafDigest(leaf.path, takenOut, leaf.secret) === leaf.digest
        ? [cited.id]
        : [];
    }),
  );

/** Which session's row, or whose plan, a path is of: nothing else is there of one that has not been held. */
function sessionOf(path: string): string | undefined {
  const cited = readCitation(path);
  return cited?.kind === 'session' || cited?.kind === 'plan' ? cited.id : undefined;
}

/** With its key destroyed there is nothing to compare: then its entry has to be voided, and that is the chain's to show. */
const says = (leaf: OpenedLeaf & { readonly path: string }, path: string, value: LeafValue): boolean =>
  leaf.secret === null || (sameVersion(leaf.path, path) && leafDigest(leaf.path, value, leaf.secret) === leaf.digest);

/** Of a row that is written over, only the newest version stands. */
const writtenOver = (kind: string, part: string | undefined): boolean =>
  kind === 'session' || (kind === 'record' && part === 'head');

/** What a path is of, whatever version of it: the newest leaf of that is what holds. */
export function thingOf(path: string): string {
  const cited = readCitation(path);
  if (cited?.version === undefined || !writtenOver(cited.kind, cited.part)) return path;
  const { version: _, ...thing } = cited;
  return writeCitation(thing);
}

/** A session's figures may be unchanged in a later revision, and are not committed to again; a head has its version in it. */
const sameVersion = (committed: string, path: string): boolean => {
  const [was, is] = [readCitation(committed), readCitation(path)];
  return (was?.version ?? 0) <= (is?.version ?? 0);
};

/** Not one of an entry's own, nor one of the program's: those are of no row. */
const isOfRow = (path: string): boolean => readCitation(path) !== undefined;
