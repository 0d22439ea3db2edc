export interface Verified {
  /** 0: all was checked and fits; 1: something does not fit; 2: not all could be checked. */
  readonly code: 0 | 1 | 2;
  readonly about: {
    readonly madeAt?: number;
    readonly program?: string;
    readonly print?: string;
    readonly head?: number;
  };
  readonly checked: readonly string[];
  readonly faults: readonly string[];
  readonly open: readonly string[];
  readonly beyond: readonly string[];
  readonly promises: readonly string[];
}
export function verifyPack(
  zip: Uint8Array,
  given?: { readonly key?: string; readonly heads?: string; readonly earlier?: readonly Uint8Array[] },
): Verified;
