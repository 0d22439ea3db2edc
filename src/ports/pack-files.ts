import type { PackId } from '../domain/pack/pack.js';

/** The made files of packs, for whoever was just let have one: bytes are no part of an answer. */
export interface PackFiles {
  /**
   * Undefined where there is none to be had: not made, made anew meanwhile, or the link (by its token's hash) opens nothing
   * in this browser any more.
   */
  file(link: string, browser: string | undefined, id: PackId): Promise<PackFile | undefined>;
}

export interface PackFile {
  /** Says when it was made, and nothing of anybody. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
