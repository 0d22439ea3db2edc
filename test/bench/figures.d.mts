export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}
export interface Bound {
  readonly least?: number;
  readonly most?: number;
}
export interface Row extends Spread {
  readonly what: string;
  readonly unit: string;
  readonly bar?: Bound;
  readonly aim?: Bound;
  readonly kept?: boolean;
}
export function quantile(sorted: readonly number[], q: number): number;
export function spread(list: readonly number[]): Spread;
export function ratios(of: readonly number[], to: readonly number[]): Spread;
export function row(
  what: string,
  unit: string,
  got: Spread,
  goal?: { readonly bar?: Bound; readonly aim?: Bound; readonly kept?: boolean },
): Row;
export function said(n: number | null | undefined, unit?: string): string;
export function table(rows: readonly Row[], before?: readonly Row[]): readonly string[];
export function histogram(delays: readonly number[]): readonly string[];
export function inOrder(list: readonly number[]): number[];
