/**
 * What of a database can be checked by whoever has no key to it: the entries of its chains, where these end, and the heads
 * that were signed. It is read as it stands, whatever stands there; whether it fits is for others to say.
 */

export interface UnopenedEntry {
  readonly seq: number;
  /** 1: of before 0.5.0, whose hash is sealed. */
  readonly version: number;
  /** ms */
  readonly at: number;
  readonly prev: string;
  readonly hash: string;
  /** JSON lists. */
  readonly leaves: string;
  readonly voids: string;
  /** Under whose keys its words are. Empty: under none of a person's. */
  readonly keyOf: string;
  readonly practiceOf: string | null;
}

export interface UnopenedHead {
  readonly seq: number;
  readonly at: number;
  /** JSON: [chain, seq, hash] of each chain that had moved. */
  readonly moved: string;
  readonly root: string;
  readonly prev: string;
  readonly hash: string;
  readonly keyPrint: string;
  readonly signature: string;
}

export interface UnopenedProgramme {
  readonly id: string;
  /** Every chain that anything in the database names. */
  readonly chains: readonly {
    readonly chain: string;
    readonly end: { readonly seq: number; readonly hash: string } | undefined;
  }[];
  /** In their order. */
  readonly heads: readonly UnopenedHead[];
  /** Ids of whom the rows say that they were erased. */
  readonly erased: readonly string[];
  entries(chain: string): Promise<readonly UnopenedEntry[]>;
}

export interface Unopened {
  readonly programmes: readonly UnopenedProgramme[];
  /** Public keys (base64) by their fingerprints, as the database has them. */
  readonly keys: ReadonlyMap<string, string>;
}
