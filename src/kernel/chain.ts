import { createHash } from 'node:crypto';
import { mac } from './seal.js';

/**
 * `prev` of a chain's first entry. A chain is kept so that a change afterwards shows
 * (docs/field.md#nothing-is-overwritten).
 */
export const chainStart = '0'.repeat(64);

/** What the hash of an entry of format 1 (before 0.5.0) is taken over. */
export interface ChainEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly chain: string;
  /** ms */
  readonly at: number;
  readonly actor: string | null;
  readonly what: string;
  readonly subject: string;
  /** `commitTo` of the entry's facts. */
  readonly commitments: string;
  /** Hash of the entry before. */
  readonly prev: string;
}

/**
 * JSON in one spelling only: no white space, keys in the order of their UTF-16 units, numbers as ECMAScript writes
 * them (RFC 8785). What JSON would drop or bend is refused rather than hashed as something else.
 * @throws TypeError for undefined, functions, symbols, bigints, numbers that are not finite, and objects with a
 * prototype of their own (a Date, a Map).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('not a finite number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`no canonical JSON for ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('no canonical JSON for such an object');
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key.toWellFormed())}:${canonicalJson(inner)}`).join(',')}}`;
}

/**
 * Whether both say the same, in whatever order their keys stand: one that was read from a row need not have them in the
 * order of one that was just made. As in JSON, a key that is undefined is none.
 */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(asJson(a)) === canonicalJson(asJson(b));
const asJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

/**
 * Commits to facts without telling them: HMAC-SHA256 under a secret of the entry's own. A plain hash would not do: an
 * answer from 1 to 5 is found by trying five. With the secret gone, nothing can be guessed and the chain still holds.
 */
export function commitTo(facts: unknown, secret: Uint8Array): string {
  return mac(secret, canonicalJson(facts));
}

/** SHA-256 over the entry's canonical JSON, as lower-case hexadecimal. */
export function entryHash(entry: ChainEntry): string {
  const { seq, chain, at, actor, what, subject, commitments, prev } = entry;
  return createHash('sha256')
    .update(canonicalJson({ seq, chain, at, actor, what, subject, commitments, prev }), 'utf8')
    .digest('hex');
}

/** SHA-256 of a text, as lower-case hexadecimal. */
export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Bytes of a leaf's secret. */
export const leafSecretLength = 16;

/**
 * Commits to one value under its name (docs/record-format.md#a-leaf), as 64 lower-case hexadecimal digits.
 * @param secret made for this leaf and no other
 */
export function leafDigest(path: string, value: unknown, secret: Uint8Array): string {
  return mac(secret, canonicalJson([path, value]));
}

/** What the hash of an entry of format 2 is taken over (docs/record-format.md#an-entry). */
export interface LeafEntry {
  readonly v: 2;
  readonly chain: string;
  readonly seq: number;
  /** ms */
  readonly at: number;
  /** `leafDigest` of each of its leaves. */
  readonly leaves: readonly string[];
  /** Of an erasure: `SEQ.N` of each leaf that it voids. */
  readonly voids: readonly string[];
  readonly prev: string;
}

/** SHA-256 over the entry's canonical JSON, as lower-case hexadecimal. */
export function leafEntryHash(entry: LeafEntry): string {
  const { v, chain, seq, at, leaves, voids, prev } = entry;
  return createHash('sha256').update(canonicalJson({ v, chain, seq, at, leaves, voids, prev }), 'utf8').digest('hex');
}

/** Of a format that the walk knows. */
export type AnyEntry = (ChainEntry | LeafEntry) & { readonly hash: string };

/**
 * Walks a whole chain in order: the number of the first entry that is missing, moved or changed; undefined if all is
 * well. `head` is where the chain is known to end: a chain cut short breaks at the first entry that is not there.
 * Entries of format 1 stand before those of format 2 or not at all: with the first of format 2 the chain of hashes begins
 * anew, and what ties it to those before is in a leaf of that one.
 */
export function firstBreak(
  entries: readonly AnyEntry[],
  head: { readonly seq: number; readonly hash: string },
): number | undefined {
  const links = new Links(head);
  const unfit = entries.findIndex((entry) => !links.follows(entry));
  return unfit < 0 ? links.missing() : unfit + 1;
}

/** The same, an entry at a time. */
export class Links {
  readonly #head: { readonly seq: number; readonly hash: string };
  #taken = 0;
  #prev = chainStart;
  #begun = false;

  constructor(head: { readonly seq: number; readonly hash: string }) {
    this.#head = head;
  }

  /** Whether this one follows those before it; none is asked about after one that does not. */
  follows(entry: AnyEntry): boolean {
    this.#taken += 1;
    const second = 'v' in entry;
    if (this.#begun && !second) return false;
    if (second && !this.#begun) this.#prev = chainStart;
    this.#begun = second;
    const hash = second ? leafEntryHash(entry) : entryHash(entry);
    if (entry.seq !== this.#taken || entry.prev !== this.#prev || entry.hash !== hash) return false;
    this.#prev = entry.hash;
    return entry.seq < this.#head.seq || (entry.seq === this.#head.seq && entry.hash === this.#head.hash);
  }

  /** The first that is not there, once all were taken; undefined where none is missing. */
  missing(): number | undefined {
    return this.#taken < this.#head.seq ? this.#taken + 1 : undefined;
  }
}

/** A leaf as an erasure names it: the number of its entry, and its own from 0. */
export const leafAt = (seq: number, n: number): string => `${seq}.${n}`;

/** The numbers in such a name; undefined where it is none. */
export function readLeafAt(text: string): { readonly seq: number; readonly n: number } | undefined {
  const [, seq, n] = /^([1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/.exec(text) ?? [];
  return seq === undefined || n === undefined ? undefined : { seq: Number(seq), n: Number(n) };
}
