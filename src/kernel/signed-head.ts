import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, digestOf } from './chain.js';

/**
 * Where all chains of a programme end at one moment, in one hash that is signed (docs/record-format.md#signed-heads): a tree
 * of hashes (RFC 6962, section 2.1) over the ends, so that one chain's end is shown to be in it and no other is told.
 */

export interface ChainEnd {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** What a signature is made of; its hash is the next one's `prev`. */
export interface HeadBody {
  readonly v: 1;
  readonly programme: string;
  /** From 1, without gaps. */
  readonly seq: number;
  /** ms */
  readonly at: number;
  /** How many chains there are. */
  readonly size: number;
  readonly root: string;
  readonly prev: string;
}

export interface SignedHead extends HeadBody {
  readonly hash: string;
  /** `printOf` the key that signed. */
  readonly key: string;
  /** Ed25519 over the canonical JSON of the body, base64. */
  readonly signature: string;
}

/** Where a chain's end is in the tree: its place among them, and the hashes beside its way up. */
export interface Inclusion {
  readonly index: number;
  readonly path: readonly string[];
}

const hashOf = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafMark = new Uint8Array([0]);
const nodeMark = new Uint8Array([1]);

const leafOf = ({ chain, seq, hash }: ChainEnd): Buffer => hashOf(leafMark, canonicalJson(['head', chain, seq, hash]));
const nodeOf = (left: Uint8Array, right: Uint8Array): Buffer => hashOf(nodeMark, left, right);

/** In the order in which they stand in the tree: by the chain's id. */
export const inTreeOrder = <End extends ChainEnd>(ends: readonly End[]): readonly End[] =>
  [...ends].sort((a, b) => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : 0));

/** The largest power of two below `n`. */
const splitOf = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);

function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hashOf('');
  if (leaves.length === 1) return only;
  const k = splitOf(leaves.length);
  return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** The hash over all of them, whatever order they come in, as 64 lower-case hexadecimal digits. */
export const rootOfEnds = (ends: readonly ChainEnd[]): string => rootOf(inTreeOrder(ends).map(leafOf)).toString('hex');

/** Shows that this chain's end is among them; undefined where it is not. */
export function inclusionOf(ends: readonly ChainEnd[], chain: string): Inclusion | undefined {
  const ordered = inTreeOrder(ends);
  const index = ordered.findIndex((end) => end.chain === chain);
  if (index < 0) return undefined;
  const pathTo = (leaves: readonly Buffer[], at: number): readonly Buffer[] => {
    if (leaves.length <= 1) return [];
    const k = splitOf(leaves.length);
    return at < k
      ? [...pathTo(leaves.slice(0, k), at), rootOf(leaves.slice(k))]
      : [...pathTo(leaves.slice(k), at - k), rootOf(leaves.slice(0, k))];
  };
  return { index, path: pathTo(ordered.map(leafOf), index).map((hash) => hash.toString('hex')) };
}

/** Whether the end is the one at that place of a tree of this size and root. */
export function isIncluded(end: ChainEnd, { index, path }: Inclusion, size: number, root: string): boolean {
  const up = (at: number, of: number, rest: readonly string[]): Buffer | undefined => {
    if (of === 1) return rest.length === 0 && at === 0 ? leafOf(end) : undefined;
    const beside = rest.at(-1);
    if (beside === undefined || !/^[0-9a-f]{64}$/.test(beside)) return undefined;
    const k = splitOf(of);
    const below = at < k ? up(at, k, rest.slice(0, -1)) : up(at - k, of - k, rest.slice(0, -1));
    if (below === undefined) return undefined;
    const other = Buffer.from(beside, 'hex');
    return at < k ? nodeOf(below, other) : nodeOf(other, below);
  };
  return Number.isSafeInteger(index) && index >= 0 && index < size && up(index, size, path)?.toString('hex') === root;
}

/** The body alone, of whatever has one. */
export const bodyOf = ({ v, programme, seq, at, size, root, prev }: HeadBody): HeadBody => ({
  v,
  programme,
  seq,
  at,
  size,
  root,
  prev,
});

/** SHA-256 over its canonical JSON: the next one's `prev`. */
export const hashOfHead = (head: HeadBody): string => digestOf(canonicalJson(bodyOf(head)));

/** What precedes the 32 bytes of an Ed25519 key in its usual wrappings (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** A key to sign with, of SIGNING_KEY's 32 bytes. */
export class Signer {
  readonly #key: KeyObject;
  /** 32 bytes, base64. */
  readonly publicKey: string;
  readonly print: string;

  /** @throws RangeError unless there are 32 bytes */
  constructor(seed: Uint8Array) {
    if (seed.length !== 32) throw new RangeError('a key to sign with has 32 bytes');
    this.#key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
    const raw = createPublicKey(this.#key).export({ format: 'der', type: 'spki' }).subarray(spki.length);
    this.publicKey = raw.toString('base64');
    this.print = printOf(this.publicKey);
  }

  sign(body: HeadBody): SignedHead {
    const signature = sign(null, Buffer.from(canonicalJson(bodyOf(body))), this.#key).toString('base64');
    return { ...bodyOf(body), hash: hashOfHead(body), key: this.print, signature };
  }

  /** What shows that a pack is whole (docs/record-format.md#the-signature-of-a-pack). @param manifest SHA-256 of its manifest.json */
  signPack(manifest: string): PackSignature {
    const signature = sign(null, Buffer.from(canonicalJson(['pack', manifest])), this.#key).toString('base64');
    return { v: 1, manifest, key: this.print, signature };
  }
}

/** `signature.json` of a pack. */
export interface PackSignature {
  readonly v: 1;
  /** SHA-256 of manifest.json, which has that of every other file. */
  readonly manifest: string;
  readonly key: string;
  /** base64 */
  readonly signature: string;
}

/** A public key's fingerprint: SHA-256 of its 32 bytes, in hexadecimal. */
export const printOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');

/** The first 16 digits of a fingerprint or a hash, in fours, for people to compare. */
export const shortPrint = (hex: string): string => (hex.slice(0, 16).match(/.{4}/g) ?? []).join('-');

/** Whether its hash is its own, and this key signed it. */
export function isSignedBy(head: SignedHead, publicKey: string): boolean {
  if (hashOfHead(head) !== head.hash || printOf(publicKey) !== head.key) return false;
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(canonicalJson(bodyOf(head))), key, Buffer.from(head.signature, 'base64'));
}
