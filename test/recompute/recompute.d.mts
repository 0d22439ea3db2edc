export interface Recomputed {
  readonly checked: readonly string[];
  readonly cannot: readonly string[];
  readonly faults: readonly string[];
}
export function recompute(files: ReadonlyMap<string, Uint8Array>, pages?: string): Recomputed;
