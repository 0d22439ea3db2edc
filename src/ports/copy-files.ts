/** A person's copy of what is kept about them, as a file: bytes are no part of an answer (docs/privacy/copy.md). */
export interface CopyFiles {
  /**
   * Of whom the link (by its token's hash) is. Undefined where it opens nothing in this browser any more, or where nobody
   * asked for a copy.
   */
  file(link: string, browser: string | undefined): Promise<CopyFile | undefined>;
}

export interface CopyFile {
  /** Says nothing of anybody. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
