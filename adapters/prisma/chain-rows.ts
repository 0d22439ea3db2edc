import type { AuditEntry as Row } from '../../prisma/generated/sqlite/client.js';
import { type AnyEntry, canonicalJson } from '../../src/kernel/chain.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { deriveKey, mac, SealBroken } from '../../src/kernel/seal.js';
import type { AuditEntry } from '../../src/ports/store.js';
import { type KeyRing, nobody } from './keys.js';
import { ms } from './scope.js';
import type { Plain } from './sql.js';

/** How entries of a chain stand in their rows: what is in the clear, what is sealed where, and as what it is read. */

export type EntryRow = Plain<Row>;
type Scalar = string | number | boolean | null;

/** Where each sealed part of an entry belongs. */
export const placeOf = (part: 'outline' | 'words' | 'practice', chain: string, seq: number): string =>
  `audit/${chain}/${seq}/${part}`;

/** A leaf whose value stands in its own row: its number in the entry, its name, its secret (base64; null once voided). */
export type Committed = readonly [n: number, path: string, secret: string | null];

/** Sealed under the programme's key. */
export interface Outline {
  /** The entry's own leaves, its first: their names, values and secrets (base64). */
  readonly own: readonly (readonly [path: string, value: Scalar, secret: string])[];
  readonly figures: readonly Committed[];
}

/** The same of an entry of before 0.5.0: what stood in columns of its own. */
export interface OldOutline {
  readonly actor: string | null;
  readonly what: string;
  readonly subject: string;
  readonly commitments: string;
  readonly prev: string;
  readonly hash: string;
}

/** Sealed with an entry of before 0.5.0 under the key of its chain's person. */
export interface OldWords {
  readonly facts: AuditEntry['facts'];
  /** base64 */
  readonly secret: string;
}

/** Nothing is sealed there: there were no leaves of that kind, or they went with their person. */
const isEmpty = (sealed: Uint8Array | null): sealed is null => sealed === null || sealed.length === 0;

/** @throws SealBroken, SyntaxError; Refused where the programme's key is not on the ring */
export function outlineOf(ring: KeyRing, row: Pick<EntryRow, 'chain' | 'seq' | 'outline'>): unknown {
  if (row.outline === null) throw new SealBroken();
  return ring.open(nobody, row.outline, placeOf('outline', row.chain, row.seq));
}

/** What happened, as an entry of either format says it; facts where their key is there. @throws as `outlineOf` */
export function toldBy(ring: KeyRing, row: EntryRow): Pick<AuditEntry, 'actor' | 'what' | 'subject' | 'facts'> {
  const outline = outlineOf(ring, row);
  if (row.version === 1) {
    const { actor, what, subject } = outline as OldOutline;
    // Of an erased person's chain the outline is left, and that it holds together.
    const facts = ring.has(row.keyOf) ? oldWordsOf(ring, row).facts : {};
    return { actor: actor as PersonId | null, what, subject, facts };
  }
  return toldByLeaves((outline as Outline).own);
}

const fact = 'fact/';
export const factPath = (name: string): string => `${fact}${name}`;

function toldByLeaves(own: Outline['own']): Pick<AuditEntry, 'actor' | 'what' | 'subject' | 'facts'> {
  const valueAt = (path: string): Scalar => own.find(([name]) => name === path)?.[1] ?? null;
  return {
    actor: valueAt('actor') as PersonId | null,
    what: String(valueAt('what')),
    subject: String(valueAt('subject')),
    facts: Object.fromEntries(
      own.flatMap(([path, value]) => (path.startsWith(fact) ? [[path.slice(fact.length), value]] : [])),
    ),
  };
}

/** As it was written, to the letter: it is what was committed to, so nothing is put in that it lacks. */
export const oldWordsOf = (ring: KeyRing, row: Pick<EntryRow, 'chain' | 'seq' | 'keyOf' | 'words'>): OldWords =>
  ring.open(row.keyOf, row.words, placeOf('words', row.chain, row.seq)) as OldWords;

export type SealedLeaves = Pick<EntryRow, 'chain' | 'seq' | 'keyOf' | 'words' | 'practiceOf' | 'practice'>;

/** Leaves of words, and of a mentor's own practice, as far as their keys are there. @throws SealBroken, SyntaxError */
export const wordsIn = (ring: KeyRing, row: SealedLeaves): readonly Committed[] =>
  isEmpty(row.words) || !ring.has(row.keyOf)
    ? []
    : (ring.open(row.keyOf, row.words, placeOf('words', row.chain, row.seq)) as readonly Committed[]);
export const practiceIn = (ring: KeyRing, row: SealedLeaves): readonly Committed[] =>
  isEmpty(row.practice) || row.practiceOf === null || !ring.has(row.practiceOf)
    ? []
    : (ring.open(row.practiceOf, row.practice, placeOf('practice', row.chain, row.seq)) as readonly Committed[]);

/** Whose keys open all of these. */
export const ownersOf = (rows: readonly SealedLeaves[]): ReadonlySet<string> =>
  new Set([nobody, ...rows.flatMap((row) => [row.keyOf, row.practiceOf ?? nobody])]);

export const listOf = (column: string): readonly string[] => JSON.parse(column) as readonly string[];

/** An entry as its hash is taken over it. @throws as `outlineOf`, of one of before 0.5.0 */
export function hashedOf(ring: KeyRing, row: EntryRow): AnyEntry {
  const { chain, seq } = row;
  const at = ms(row.at);
  if (row.version !== 1)
    return {
      v: row.version as 2,
      chain,
      seq,
      at,
      leaves: listOf(row.leaves),
      voids: listOf(row.voids),
      prev: row.prev,
      hash: row.hash,
    };
  const { actor, what, subject, commitments, prev, hash } = outlineOf(ring, row) as OldOutline;
  return { seq, chain, at, actor, what, subject, commitments, prev, hash };
}

/** What of a reading goes into its tag. */
export interface Tagged {
  /** Whether it stands on the programme's own chain. */
  readonly ofAll: boolean;
  readonly what: string;
  readonly actor: string | null;
  readonly subject: string;
}

/**
 * What readings are found and counted by, unopened: MACs under a key of the programme's own for nothing else. The first 16
 * digits say what was read; 16 more of how much (on the programme's own chain the subject up to a colon); 31 more by whom;
 * the last is 1 where the subject goes on after the colon. Who has the file sees that some readings are alike, not whose
 * they are nor of what. Entries that say nothing of reading have none.
 */
export class Tags {
  readonly #key: Uint8Array;

  /** @param programmeKey 32 bytes */
  constructor(programmeKey: Uint8Array) {
    this.#key = deriveKey(programmeKey, 'readings');
  }

  #mac(length: number, ...parts: readonly string[]): string {
    return mac(this.#key, canonicalJson(parts)).slice(0, length);
  }

  /** All tags of readings of this name begin so. */
  beginning(what: string): string {
    return this.#mac(16, what);
  }

  /** And those of readings on the programme's chain whose subject is this, up to a colon. */
  beginningOf(what: string, subject: string): string {
    return `${this.beginning(what)}${this.#mac(16, what, subject)}`;
  }

  of({ ofAll, what, actor, subject }: Tagged): string {
    if (actor === null || !isReading(what)) return '';
    const [of = '', more] = ofAll ? subject.split(':') : [];
    return `${this.beginningOf(what, of)}${this.#mac(31, what, of, actor)}${more === undefined ? 0 : 1}`;
  }
}

export const isReading = (what: string): boolean => what.endsWith('.read');
