import type { Inclusion, PackSignature, SignedHead } from '../../kernel/signed-head.js';

/** Where all chains of a programme end, signed (docs/record-format.md#signed-heads). None is ever changed. */
export interface SignedHeadsRepository {
  /**
   * Signs where all chains end now (`at` in ms); where none has moved since, and the key is the same, that is the newest. A
   * chain that no longer has the end it was signed with stays at that end. Undefined without a key to sign with.
   */
  sign(at: number): Promise<SignedHead | undefined>;
  /** Signs a pack as a whole, by the SHA-256 of its manifest. Undefined without a key to sign with. */
  signPack(manifest: string): PackSignature | undefined;
  newest(): Promise<SignedHead | undefined>;
  /** In their order, after the one of this number. */
  after(seq: number): Promise<readonly SignedHead[]>;
  /** By chain, its end in the newest head and where that is in the tree. */
  inclusions(
    chains: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly seq: number; readonly hash: string; readonly inclusion: Inclusion }>>;
  /** 32 bytes, base64, of a key by its fingerprint. */
  publicKey(print: string): Promise<string | undefined>;
  /** The keys that heads were signed with, the newest last, as far as the program itself put them there. */
  keys(): Promise<readonly { readonly print: string; readonly since: number }[]>;
  /** Looks at all heads, and at whether chains still have the ends that they were signed with. Gives way in between. */
  check(): Promise<HeadsVerdict>;
}

export interface HeadsVerdict {
  /** How many there are. */
  readonly seq: number;
  /** The first that is missing, was changed, or was signed by a key that is none of ours; absent where all are right. */
  readonly brokenAt?: number;
  /** By chain, the end it was signed with, where it has another there. */
  readonly rewritten: ReadonlyMap<string, number>;
}
